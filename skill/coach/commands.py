"""What a runner can mean. The Alexa room finds out which; the table says what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Self


class Meaning(StrEnum):
    """Everything the coach can be told or asked, whatever the words were."""

    # flow
    OPEN = "open"
    START = "start"
    START_SHORT = "start_short"
    START_OVER = "start_over"
    READY = "ready"
    NOT_READY = "not_ready"
    NEXT = "next"
    NEXT_EXERCISE = "next_exercise"
    DONE = "done"
    SKIP = "skip"
    SKIP_REST = "skip_rest"
    SKIP_INSTRUCTIONS = "skip_instructions"
    REDO = "redo"
    BACK = "back"
    REPEAT = "repeat"
    PAUSE = "pause"
    RESUME = "resume"
    CHOOSE = "choose"
    CORRECT = "correct"
    OTHER_LEG = "other_leg"
    STOP = "stop"
    NEVER_MIND = "never_mind"
    """Stop; but no where a question waits: was pain misheard, which exercise was meant."""
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
    LONGER_REST = "longer_rest"
    SHORTER_REST = "shorter_rest"
    SET_NUMBER = "set_number"
    SET_DURATION = "set_duration"
    REPORT_REPS = "report_reps"
    SLOWER = "slower"
    FASTER = "faster"
    COUNT_ALOUD = "count_aloud"
    COUNT_FIVES = "count_fives"
    COUNT_ENDS = "count_ends"
    DONT_COUNT = "dont_count"
    EASIER = "easier"
    HARDER = "harder"
    EFFORT = "effort"
    # talk
    TALK_LESS = "talk_less"
    TALK_MORE = "talk_more"
    TALK_NORMAL = "talk_normal"
    STEP_BY_STEP = "step_by_step"
    DONT_TELL_AGAIN = "dont_tell_again"
    # where
    TIME_LEFT = "time_left"
    ROUTINE_TIME_LEFT = "routine_time_left"
    SETS_LEFT = "sets_left"
    REPS_LEFT = "reps_left"
    WHICH_SIDE = "which_side"
    WHERE_AM_I = "where_am_i"
    ROUTINE_LENGTH = "routine_length"
    LIST_EXERCISES = "list_exercises"
    WHATS_NEXT = "whats_next"
    # know
    WHY = "why"
    TIP = "tip"
    FEEL = "feel"
    READ_STEPS = "read_steps"
    DESCRIBE = "describe"
    EQUIPMENT = "equipment"
    SUBSTITUTE = "substitute"
    FREQUENCY = "frequency"
    BEFORE_OR_AFTER_RUN = "before_or_after_run"
    SORENESS = "soreness"
    WARM_UP = "warm_up"
    COOL_DOWN = "cool_down"
    WHY_HAMSTRINGS = "why_hamstrings"
    BEGINNER = "beginner"
    EXPERIENCED = "experienced"
    # body
    PAIN = "pain"
    CRAMP = "cramp"
    RED_FLAG = "red_flag"
    # clinic
    CLINIC_PHONE = "clinic_phone"
    CLINIC_EMAIL = "clinic_email"
    CLINIC_BOOKING = "clinic_booking"
    CLINIC_WHERE = "clinic_where"
    CLINIC_UNKNOWN = "clinic_unknown"
    CLINIC_ABOUT = "clinic_about"
    # habit
    WEEK = "week"
    LAST_TIME = "last_time"
    WHAT_YOU_KNOW = "what_you_know"
    FORGET_ME = "forget_me"
    # social
    THANKS = "thanks"
    FRUSTRATION = "frustration"
    OUT_OF_SCOPE = "out_of_scope"
    REMIND_ME = "remind_me"
    HELP = "help"
    NOT_UNDERSTOOD = "not_understood"
    # from the platform, not from the runner
    SESSION_ENDED = "session_ended"
    AUDIO_FAILED = "audio_failed"


@dataclass(frozen=True, slots=True)
class Command:
    """One meaning with what came along with it."""

    meaning: Meaning
    exercise: str | None = None
    """The id of an exercise that was named, or None."""
    unknown_exercise: bool = False
    """True when an exercise was named that is not in the routine."""
    number: int | None = None
    """Reps or sets that were named."""
    seconds: int | None = None
    """A length of time that was named, in seconds."""
    leg: str | None = None
    equipment: str | None = None

    def to_json(self) -> dict[str, object]:
        """The command without its empty fields."""
        return {
            field.name: value
            for field in fields(self)
            if (value := getattr(self, field.name)) is not None and value is not False
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The command in `data`; raises ValueError or TypeError where there is none."""
        number, seconds = data.get("number"), data.get("seconds")
        if not all(n is None or type(n) is int for n in (number, seconds)):
            raise ValueError("number and seconds are whole numbers")
        texts = {name: data.get(name) for name in ("exercise", "leg", "equipment")}
        if not all(text is None or isinstance(text, str) for text in texts.values()):
            raise ValueError("exercise, leg and equipment are texts")
        return cls(
            meaning=Meaning(str(data["meaning"])),
            unknown_exercise=bool(data.get("unknown_exercise", False)),
            number=number,  # type: ignore[arg-type]  # checked above
            seconds=seconds,  # type: ignore[arg-type]  # checked above
            **texts,  # type: ignore[arg-type]  # checked above
        )
