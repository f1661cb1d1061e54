"""What each intent means, and which slot fills which part of a command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from skill.coach.commands import Meaning

NAMED_OTHERWISE: Mapping[str, Meaning] = MappingProxyType(
    {
        "AMAZON.StartOverIntent": Meaning.START_OVER,
        "AMAZON.NextIntent": Meaning.NEXT,
        "AMAZON.PreviousIntent": Meaning.BACK,
        "AMAZON.RepeatIntent": Meaning.REPEAT,
        "AMAZON.PauseIntent": Meaning.PAUSE,
        "AMAZON.ResumeIntent": Meaning.RESUME,
        "AMAZON.StopIntent": Meaning.STOP,
        "AMAZON.CancelIntent": Meaning.NEVER_MIND,
        "AMAZON.NavigateHomeIntent": Meaning.STOP,
        "AMAZON.YesIntent": Meaning.YES,
        "AMAZON.NoIntent": Meaning.NO,
        "AMAZON.HelpIntent": Meaning.HELP,
        "AMAZON.FallbackIntent": Meaning.NOT_UNDERSTOOD,
        "StartRoutineIntent": Meaning.START,
        "ShortRoutineIntent": Meaning.START_SHORT,
        "SkipExerciseIntent": Meaning.SKIP,
        "RedoSetIntent": Meaning.REDO,
        "CorrectionIntent": Meaning.CORRECT,
        "ChooseExerciseIntent": Meaning.CHOOSE,
        "ExactCountIntent": Meaning.COUNT_EXACTLY,
        "DescribeExerciseIntent": Meaning.DESCRIBE,
        "AskClinicFirstIntent": Meaning.ASK_FIRST,
    }
)
"""Amazon's own intents, and those of ours that are not called what they mean."""
WITHOUT_INTENT = (Meaning.OPEN, Meaning.ANSWER, Meaning.SESSION_ENDED, Meaning.AUDIO_FAILED)
"""The platform sends these in other requests, or content names their intents."""

WORD = re.compile("(?<=.)(?=[A-Z])")


def answer_of(intent: str) -> str:
    """The name of the content row that would answer an intent.

    >>> answer_of("WhyHamstringsIntent")
    'why_hamstrings'
    """
    return WORD.sub("_", intent.removesuffix("Intent")).lower()


def intent_of(answer: str) -> str:
    """The intent that asks for a content row.

    >>> intent_of("why_hamstrings")
    'WhyHamstringsIntent'
    """
    return "".join(word.capitalize() for word in answer.split("_")) + "Intent"


INTENTS: Mapping[str, Meaning] = MappingProxyType(
    {
        **NAMED_OTHERWISE,
        **{
            intent_of(meaning): meaning
            for meaning in Meaning
            if meaning not in (*NAMED_OTHERWISE.values(), *WITHOUT_INTENT)
        },
    }
)
"""What each intent means. SetRepsIntent is called after Meaning.SET_REPS, and so are all others."""

NUMBER_SLOTS = ("reps", "number")
SETS_SLOT = "sets"
LENGTH_SLOTS = ("hold", "rest", "duration", "available")
"""AMAZON.DURATION slots: a length of time as ISO 8601."""
SECONDS_SLOT = "seconds"
"""An AMAZON.NUMBER slot that counts seconds."""
MINUTES_SLOT = "minutes"
"""An AMAZON.NUMBER slot that counts minutes."""
EXERCISE_SLOT = "exercise"
OTHER_EXERCISE_SLOTS = ("second", "third")
"""Further exercises named in the same sentence."""
LEG_SLOT = "leg"
DAY_SLOTS = ("day", "second_day", "third_day", "fourth_day", "near_day", "second_near_day")
"""Days of the week, one per slot; a near day comes once."""
UNIT_SLOT = "unit"
HALF_SLOT = "half"
"""Half a unit on top of the number: "and a half"."""
EQUIPMENT_SLOT = "equipment"
LASTING_SLOT = "lasting"
TEMPO_SLOTS = (
    ("first_seconds", "first_way"),
    ("second_seconds", "second_way"),
    ("third_seconds", "third_way"),
)
"""AMAZON.NUMBER slots that give the seconds of a phase of the rep."""
UNUSED_SLOTS = ("topic", "figure", "length")
"""Slots that only make a sentence sound natural; their value doesn't change the answer."""
