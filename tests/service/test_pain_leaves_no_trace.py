"""The workout that is saved after pain is, to the letter, what "skip this" would have saved."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from skill.coach.commands import Meaning
from skill.coach.workout import Workout
from skill.progress.memory import MemoryStore
from skill.service.conversation import SESSION
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
    told: dict[str, Any] = msgspec.to_builtins(workout)
    return told


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_way_back_from_a_misheard_warning_is_in_the_session_and_in_no_store(
    moment: str,
) -> None:
    talker = Talker(MemoryStore())
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    for meaning in (*MOMENTS[moment], Meaning.PAUSE):
        talker.tell(meaning)
    before = talker.journal().workout

    talker.tell(Meaning.RED_FLAG)
    asked = talker.tell(Meaning.CORRECT)

    assert asked[-1] == "prompt.misheard"
    assert talker.journal().workout != before
    talker.tell(Meaning.YES)
    assert place(talker.journal().workout) == place(before)
    assert "stopped" not in talker.attributes[SESSION]


def place(workout: Workout | None) -> tuple[object, ...]:
    assert workout is not None
    return workout.phase, workout.exercise, workout.set_number, workout.done, workout.log


def test_what_another_device_did_since_is_not_taken_back() -> None:
    store = MemoryStore()
    kitchen, hall = Talker(store), Talker(store, "hall")
    kitchen.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    kitchen.tell(Meaning.PAIN)
    hall.open()
    hall.tell(Meaning.CHOOSE, exercise="standing_hamstring_stretch")

    assert "correct.nothing" in kitchen.tell(Meaning.CORRECT)
    workout = kitchen.journal().workout
    assert workout is not None
    assert workout.exercise == "standing_hamstring_stretch"


@pytest.mark.parametrize(
    "carried",
    [
        {"stopped": "red_flag"},
        {"stopped": "red_flag", "question": "misheard", "before": {"workout": {"plan": []}}},
        {"stopped": "red_flag", "question": "misheard", "before": "nonsense"},
    ],
)
def test_a_halt_that_is_carried_without_a_way_back_stays_a_halt(carried: object) -> None:
    talker = Talker(MemoryStore())
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    talker.attributes[SESSION] = carried
    assert "body.not_today" in talker.tell(Meaning.YES)
    assert "correct.nothing" in talker.tell(Meaning.CORRECT)


def test_a_halt_carried_without_word_of_how_often_it_was_told_has_no_way_back() -> None:
    talker = Talker(MemoryStore())
    talker.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    talker.tell(Meaning.RED_FLAG)
    talker.attributes[SESSION]["before"]["settled"] = True

    assert "body.not_today" in talker.tell(Meaning.CORRECT)
