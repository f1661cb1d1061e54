"""What a runner can mean. The Alexa room finds out which; the table says what it does."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from skill.coach.bounds import MANY, Count, Id, Ids


class Meaning(StrEnum):
    """Everything the coach can be told or asked, whatever the words were."""

    # flow
    OPEN = "open"
    START = "start"
    START_SHORT = "start_short"
    ONLY = "only"
    """Some exercises and no others."""
    NO_LYING = "no_lying"
    NO_EQUIPMENT = "no_equipment"
    CIRCUIT = "circuit"
    ONE_BY_ONE = "one_by_one"
    START_OVER = "start_over"
    WARM = "warm"
    """The runner is warm, or wants no warm-up."""
    TIME_IT = "time_it"
    """Wants the warm-up, or whatever is at hand, timed."""
    READY = "ready"
    NOT_READY = "not_ready"
    WAIT = "wait"
    """A wish for a breather now, with its length; never a prescribed rest."""
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
    """What was left out by itself is to be done all the same."""
    CORRECT = "correct"
    DENY = "deny"
    """What was named is not to be done: don't skip it, not easier."""
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
    """A bare number: it answers a question, and changes nothing by itself."""
    REFUSE_DOSE = "refuse_dose"
    CLINIC_DOSE = "clinic_dose"
    """Back to the clinic's numbers."""
    AS_BEFORE = "as_before"
    """Back to what an exercise was before its last step, or before a lapse."""
    REPORT_REPS = "report_reps"
    REPORT_WEIGHT = "report_weight"
    """Which weight was used, or that none was."""
    SLOWER = "slower"
    FASTER = "faster"
    TEMPO = "tempo"
    """Seconds down, and seconds up."""
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
    """The device is silent, or the voice can't be heard."""
    COUNT_EXACTLY = "count_exactly"
    """Back to exact audio on this device, after plain speech."""
    EASIER = "easier"
    HARDER = "harder"
    TOO_EASY = "too_easy"
    """One step more is due, whatever it is."""
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
    """A question that a row of content answers."""
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
    """A bare sound or a part of the body: ah, my knee."""
    UNHURT = "unhurt"
    """Pain denied: nothing hurts, it stopped, I'm fine."""
    ASK_FIRST = "ask_first"
    """What the clinic must be asked before anything is done: surgery, pregnancy, a condition."""
    # clinic
    CLINIC_PHONE = "clinic_phone"
    # habit
    WEEK = "week"
    LAST_TIME = "last_time"
    STREAK = "streak"
    LAST_WEIGHT = "last_weight"
    RUN_DAYS = "run_days"
    """On which days the runner runs hard."""
    MORE_RUN_DAYS = "more_run_days"
    NO_RUN_DAYS = "no_run_days"
    """No hard runs on those days any more; without days, on none."""
    DAYS = "days"
    """Bare days: they answer a question, and change nothing by themselves."""
    TRAINING_DAYS = "training_days"
    """Which days fit."""
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
    """What was named of one way of a rep, such as three down; None for what was not understood."""

    seconds: Count | None
    way: Id | None


class Command(Struct, frozen=True):
    """One meaning with what came along with it."""

    meaning: Meaning
    answer: Id | None = None
    """The row of content that answers, if the meaning is ANSWER."""
    exercise: Id | None = None
    """The id of an exercise that was named, or None."""
    others: Ids = ()
    """The ids of exercises that were named beside it."""
    unknown_exercise: bool = False
    """True when an exercise was named that is not in the routine."""
    number: Count | None = None
    """Reps that were named, or a number of nothing in particular."""
    sets: Count | None = None
    """Sets that were named, or the number of one set."""
    seconds: Count | None = None
    """A length of time that was named, in seconds."""
    leg: Id | None = None
    equipment: Id | None = None
    days: Ids = ()
    """The ids of days of the week that were named, or of what stands for several."""
    unknown_day: bool = False
    """True when something was named that is no day."""
    unit: Id | None = None
    """Of a weight: `kilo`, `pound`, or `none` if it was said that there was none."""
    half: bool = False
    """Whether half a unit comes on top of the number."""
    lasting: Id | None = None
    """`today` or `always`, if the runner said for how long a change is meant."""
    tempo: Annotated[tuple[Beat, ...], Meta(max_length=MANY)] = ()
    """The ways of a rep that were named, each with its seconds."""
    broke_off: bool = False
    """True when Alexa ended the session over an error."""
    our_fault: bool = False
    """True when exact audio failed for a document of ours, which does not pass by itself."""
