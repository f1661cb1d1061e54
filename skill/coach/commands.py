"""What a runner can mean. skill/alexa finds out which; the table of transitions says what it
does."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from skill.coach.bounds import MANY, Count, Id, Ids


class Meaning(StrEnum):
    """Everything the coach can be told or asked, however it was worded."""

    # flow
    OPEN = "open"
    START = "start"
    START_SHORT = "start_short"
    ONLY = "only"
    """Only some of the exercises."""
    NO_LYING = "no_lying"
    NO_EQUIPMENT = "no_equipment"
    CIRCUIT = "circuit"
    ONE_BY_ONE = "one_by_one"
    START_OVER = "start_over"
    WARM = "warm"
    """The runner is warm, or wants no warm-up."""
    TIME_IT = "time_it"
    """Time the warm-up, or whatever comes next."""
    READY = "ready"
    NOT_READY = "not_ready"
    WAIT = "wait"
    """A breather of that length now; never the prescribed rest."""
    NEXT = "next"
    NEXT_EXERCISE = "next_exercise"
    DONE = "done"
    SKIP = "skip"
    SKIP_REMAINING = "skip_remaining"
    SKIP_REST = "skip_rest"
    SKIP_INSTRUCTIONS = "skip_instructions"
    REDO = "redo"
    RESTART_EXERCISE = "restart_exercise"
    GO_TO_SET = "go_to_set"
    SKIP_SET = "skip_set"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    CHOOSE = "choose"
    KEEP_IN = "keep_in"
    """Do what the coach has left out."""
    CORRECT = "correct"
    DENY = "deny"
    """A denial that names nothing: don't, change nothing."""
    DONT_STOP = "dont_stop"
    DONT_SKIP = "dont_skip"
    KEEP_REST = "keep_rest"
    KEEP_DATA = "keep_data"
    DONT_GO_BACK = "dont_go_back"
    """No start over, and nothing again."""
    SAME_LEG = "same_leg"
    AS_IT_IS = "as_it_is"
    """Neither easier nor harder, faster, longer or more."""
    OTHER_LEG = "other_leg"
    LEG_DONE = "leg_done"
    STOP = "stop"
    NEVER_MIND = "never_mind"
    """Stop; but no if a question waits: was pain misheard, which exercise was meant."""
    YES = "yes"
    NO = "no"
    AUTO_CONTINUE = "auto_continue"
    WAIT_FOR_ME = "wait_for_me"
    # count and dose
    SET_REPS = "set_reps"
    MORE_REPS = "more_reps"
    FEWER_REPS = "fewer_reps"
    SET_HOLD = "set_hold"
    LONGER_HOLD = "longer_hold"
    SHORTER_HOLD = "shorter_hold"
    SET_SETS = "set_sets"
    MORE_SETS = "more_sets"
    FEWER_SETS = "fewer_sets"
    SET_REST = "set_rest"
    NO_RESTS = "no_rests"
    LONGER_REST = "longer_rest"
    SHORTER_REST = "shorter_rest"
    SET_NUMBER = "set_number"
    SET_DURATION = "set_duration"
    MORE_TIME = "more_time"
    LESS_TIME = "less_time"
    NUMBER = "number"
    """A bare number: it answers a question and changes nothing on its own."""
    REFUSE_DOSE = "refuse_dose"
    CLINIC_DOSE = "clinic_dose"
    """Back to the clinic's numbers."""
    AS_BEFORE = "as_before"
    """Back to where an exercise was before its last step up, or before a break."""
    REPORT_REPS = "report_reps"
    REPORT_WEIGHT = "report_weight"
    """The weight that was used, or that there was none."""
    SLOWER = "slower"
    FASTER = "faster"
    TEMPO = "tempo"
    """Seconds down, and seconds up."""
    TEMPO_HERE = "tempo_here"
    """The same, for one exercise alone."""
    USUAL_TEMPO = "usual_tempo"
    COUNT_ALOUD = "count_aloud"
    COUNT_FIVES = "count_fives"
    BEATS = "beats"
    COUNT_ENDS = "count_ends"
    COUNT_DOWN = "count_down"
    COUNT_UP = "count_up"
    HALFWAY = "halfway"
    NO_HALFWAY = "no_halfway"
    DONT_COUNT = "dont_count"
    CANT_HEAR = "cant_hear"
    """The runner can't hear the coach."""
    COUNT_EXACTLY = "count_exactly"
    """Back from plain speech to exact audio on this device."""
    EASIER = "easier"
    HARDER = "harder"
    TOO_EASY = "too_easy"
    """Take the next step up, whatever it is."""
    USUAL_FORM = "usual_form"
    HAVE_EQUIPMENT = "have_equipment"
    EFFORT = "effort"
    # talk
    TALK_LESS = "talk_less"
    TALK_MORE = "talk_more"
    TALK_NORMAL = "talk_normal"
    STEP_BY_STEP = "step_by_step"
    DONT_TELL_AGAIN = "dont_tell_again"
    MY_SETTINGS = "my_settings"
    # where
    TIME_LEFT = "time_left"
    ROUTINE_TIME_LEFT = "routine_time_left"
    SETS_LEFT = "sets_left"
    REPS_LEFT = "reps_left"
    REPS_DONE = "reps_done"
    ABOUT_DOSE = "about_dose"
    ABOUT_REST = "about_rest"
    WHICH_SIDE = "which_side"
    WHERE_AM_I = "where_am_i"
    ROUTINE_LENGTH = "routine_length"
    LIST_EXERCISES = "list_exercises"
    WHATS_NEXT = "whats_next"
    ANSWER = "answer"
    """A question that a content row answers."""
    # know
    WHY = "why"
    TIP = "tip"
    FEEL = "feel"
    READ_STEPS = "read_steps"
    DESCRIBE = "describe"
    EQUIPMENT = "equipment"
    SUBSTITUTE = "substitute"
    WARM_UP = "warm_up"
    COOL_DOWN = "cool_down"
    BEGINNER = "beginner"
    EXPERIENCED = "experienced"
    # body
    PAIN = "pain"
    SIT_BONE_PAIN = "sit_bone_pain"
    CRAMP = "cramp"
    RED_FLAG = "red_flag"
    """A sign of an injury that a doctor should see today."""
    EMERGENCY = "emergency"
    MAYBE_HURT = "maybe_hurt"
    """A bare sound or body part: "ah", "my knee"."""
    UNHURT = "unhurt"
    """Pain denied: nothing hurts, it stopped, I'm fine."""
    ASK_FIRST = "ask_first"
    """Something to ask the clinic about first: surgery, pregnancy, a condition."""
    # clinic
    CLINIC_PHONE = "clinic_phone"
    # habit
    WEEK = "week"
    LAST_TIME = "last_time"
    SO_FAR = "so_far"
    """How long the workout has been going, and what has been done."""
    STREAK = "streak"
    LAST_WEIGHT = "last_weight"
    RUN_DAYS = "run_days"
    """On which days the runner runs hard."""
    MORE_RUN_DAYS = "more_run_days"
    MOVE_RUN = "move_run"
    """A hard run is on another day of the week from now on."""
    RUN_ONCE = "run_once"
    """A hard run this once, such as tomorrow."""
    NO_RUN_ONCE = "no_run_once"
    MOVE_RUN_ONCE = "move_run_once"
    NO_RUN_DAYS = "no_run_days"
    """No more hard runs on those days; without days, on any day."""
    DAYS = "days"
    """Bare days: they answer a question and change nothing on their own."""
    TRAINING_DAYS = "training_days"
    """Which days suit a workout."""
    FORGET_ME = "forget_me"
    # social
    FRUSTRATION = "frustration"
    OUT_OF_SCOPE = "out_of_scope"
    REMIND_ME = "remind_me"
    HELP = "help"
    NOT_UNDERSTOOD = "not_understood"
    # from the platform, not from the runner
    SESSION_ENDED = "session_ended"
    AUDIO_FAILED = "audio_failed"


class Beat(Struct, frozen=True, array_like=True):
    """One direction of a rep and its seconds, such as three down; None if not understood."""

    seconds: Count | None
    way: Id | None


class Command(Struct, frozen=True):
    """One meaning with its details."""

    meaning: Meaning
    answer: Id | None = None
    """The content row that answers, if the meaning is ANSWER."""
    exercise: Id | None = None
    """The id of an exercise that was named, or None."""
    others: Ids = ()
    """The ids of further exercises that were named."""
    unknown_exercise: bool = False
    """True when an exercise was named that is not in the routine."""
    number: Count | None = None
    """The reps that were named, or a number without a unit."""
    sets: Count | None = None
    """The number of sets, or of one set, that was named."""
    seconds: Count | None = None
    """The duration that was named, in seconds."""
    leg: Id | None = None
    equipment: Id | None = None
    days: Ids = ()
    """The ids of days of the week, or of groups of days, that were named."""
    unknown_day: bool = False
    """True when something that is not a day was named."""
    unit: Id | None = None
    """The unit of a weight: `kilo`, `pound`, or `none` for no weight."""
    half: bool = False
    """Whether to add half a unit to the number."""
    lasting: Id | None = None
    """`today` or `always`, if the runner said how long a change should last."""
    tempo: Annotated[tuple[Beat, ...], Meta(max_length=MANY)] = ()
    """The directions of a rep that were named, each with its seconds."""
    broke_off: bool = False
    """True when Alexa ended the session over an error."""
    our_fault: bool = False
    """True when exact audio failed because of our own document: trying again won't help."""
