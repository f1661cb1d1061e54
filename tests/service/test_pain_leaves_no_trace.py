"""What was stopped for pain, and the way back from it, live in the session and in no store."""

from __future__ import annotations

import pytest

from skill.coach.commands import Meaning
from skill.coach.workout import Workout
from skill.service.conversation import SESSION
from skill.stores.memory import MemoryStore
from tests.support.conversations import Talker

MOMENTS: dict[str, tuple[Meaning, ...]] = {
    "introducing": (),
    "working": (Meaning.NEXT,),
    "resting": (Meaning.NEXT, Meaning.NEXT),
    "second set": (Meaning.NEXT, Meaning.NEXT, Meaning.NEXT),
    "paused": (Meaning.NEXT, Meaning.PAUSE),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_way_back_from_a_misheard_warning_is_in_the_session_and_in_no_store(
    runner: Talker,
    moment: str,
) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    for meaning in (*MOMENTS[moment], Meaning.PAUSE):
        runner.tell(meaning)
    before = runner.journal().workout

    runner.tell(Meaning.RED_FLAG)
    asked = runner.tell(Meaning.CORRECT)

    assert asked[-1] == "prompt.hurt"
    assert runner.journal().workout != before
    runner.tell(Meaning.NO)
    assert place(runner.journal().workout) == place(before)
    assert "stopped" not in runner.attributes[SESSION]


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
        {"stopped": "red_flag", "question": "hurt", "before": {"workout": {"plan": []}}},
        {"stopped": "red_flag", "question": "hurt", "before": "nonsense"},
    ],
)
def test_a_halt_that_is_carried_without_a_way_back_stays_a_halt(
    runner: Talker, carried: object
) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)

    runner.attributes[SESSION] = carried
    assert "body.red_flag_again" in runner.tell(Meaning.YES)
    assert "correct.nothing" in runner.tell(Meaning.CORRECT)


def test_a_halt_carried_without_word_of_how_often_it_was_told_has_no_way_back(
    runner: Talker,
) -> None:
    runner.tell(Meaning.CHOOSE, exercise="glute_bridge", new_session=True)
    runner.tell(Meaning.RED_FLAG)
    runner.attributes[SESSION]["before"]["settled"] = True

    assert "body.red_flag_again" in runner.tell(Meaning.CORRECT)
