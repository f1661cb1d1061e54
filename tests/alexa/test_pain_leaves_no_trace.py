"""What is saved after pain is, to the letter, what "skip this" would have saved."""

from __future__ import annotations

from typing import Any

import pytest

from skill.coach.commands import Meaning
from skill.progress.memory import MemoryStore
from tests.support.conversations import Talker

MOMENTS: dict[str, tuple[Meaning, ...]] = {
    "introducing": (),
    "working": (Meaning.NEXT,),
    "resting": (Meaning.NEXT, Meaning.NEXT),
    "second set": (Meaning.NEXT, Meaning.NEXT, Meaning.NEXT),
    "paused": (Meaning.NEXT, Meaning.PAUSE),
}


@pytest.mark.parametrize("exercise", ["glute_bridge", "lying_leg_raise"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("meaning", [Meaning.PAIN, Meaning.CRAMP, Meaning.RED_FLAG])
def test_the_saved_workout_is_that_of_an_exercise_left_out(
    meaning: Meaning, moment: str, exercise: str
) -> None:
    assert saved(meaning, moment, exercise) == saved(Meaning.SKIP, moment, exercise)


def saved(last: Meaning, moment: str, exercise: str) -> dict[str, Any]:
    talker = Talker(MemoryStore())
    talker.tell(Meaning.CHOOSE, exercise=exercise, new_session=True)
    for meaning in (*MOMENTS[moment], last):
        talker.tell(meaning)
    workout = talker.journal().workout
    assert workout is not None
    return workout.to_json()
