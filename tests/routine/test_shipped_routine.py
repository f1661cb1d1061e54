"""The routine that ships is the clinic's: its exercises, their order, their doses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from skill.routine.loader import load_routine
from skill.routine.model import Choice, Hold, Reps, Sides

BOTH, EACH = Sides.BOTH, Sides.EACH
PRESCRIBED: list[tuple[str, type[Hold] | type[Reps], tuple[int, int], tuple[int, int], Sides]] = [
    # exercise,                   work, sets,  reps or seconds, sides
    ("standing_hamstring_stretch", Hold, (2, 3), (20, 30), EACH),
    ("stability_ball_curl", Reps, (3, 3), (10, 12), BOTH),
    ("romanian_deadlift", Reps, (3, 3), (8, 10), BOTH),
    ("glute_bridge", Reps, (3, 3), (12, 15), BOTH),
    ("nordic_curl", Reps, (3, 3), (5, 8), BOTH),
    ("lying_leg_raise", Reps, (3, 3), (10, 12), EACH),
]
NEEDS = {
    "standing_hamstring_stretch": set(),
    "stability_ball_curl": {"ball"},
    "romanian_deadlift": {"weight"},
    "glute_bridge": set(),
    "nordic_curl": {"mat", "partner"},
    "lying_leg_raise": set(),
}

ROUTINE = load_routine()


OF_THE_CLINIC = [exercise for exercise in ROUTINE.exercises if exercise.id in NEEDS]


def test_the_clinics_six_exercises_stand_in_its_order() -> None:
    assert [exercise.id for exercise in OF_THE_CLINIC] == [row[0] for row in PRESCRIBED]


def test_what_the_clinic_did_not_prescribe_does_not_claim_that_it_did() -> None:
    added = [exercise for exercise in ROUTINE.exercises if exercise not in OF_THE_CLINIC]

    for where, source in _sources(tuple(e.form().work for e in added), "added"):
        assert source.startswith("Project default"), where


@pytest.mark.parametrize(
    ("exercise", "kind", "sets", "amount", "sides"), PRESCRIBED, ids=[row[0] for row in PRESCRIBED]
)
def test_an_exercise_is_dosed_as_the_clinic_prescribes(
    exercise: str,
    kind: type[Hold] | type[Reps],
    sets: tuple[int, int],
    amount: tuple[int, int],
    sides: Sides,
) -> None:
    form = ROUTINE.exercise(exercise).form()
    work = form.work

    assert isinstance(work, kind)
    assert form.sides is sides
    assert_covers(form.sets, sets)
    assert_covers(work.seconds if isinstance(work, Hold) else work.count, amount)


def assert_covers(choice: Choice, clinic: tuple[int, int]) -> None:
    """A runner starts within the clinic's range, and may ask for all of it."""
    assert clinic[0] <= choice.start <= clinic[1]
    assert choice.low <= clinic[0]
    assert choice.high >= clinic[1]


def test_an_exercise_needs_what_the_clinic_says_and_nothing_more() -> None:
    needs = {exercise.id: set(exercise.form().needs) for exercise in OF_THE_CLINIC}

    assert needs == NEEDS


def test_the_nordic_curl_alone_is_advanced() -> None:
    assert [exercise.id for exercise in OF_THE_CLINIC if exercise.advanced] == ["nordic_curl"]


def test_the_clinic_is_named_as_it_names_itself() -> None:
    clinic = ROUTINE.clinic

    assert clinic.name == "Innovative Physical Therapy"
    assert clinic.phone == "(619) 260-0750"
    assert clinic.years == 30
    assert clinic.email == "info@innovativept.net"


def test_every_number_says_whether_the_clinic_or_the_project_chose_it() -> None:
    sources = list(_sources(ROUTINE, "routine"))

    assert len(sources) > 50
    for where, source in sources:
        assert re.match(r"(The )?clinic\b|Project default", source, re.IGNORECASE), where


def test_the_short_version_asks_for_no_more_than_the_whole_one() -> None:
    assert set(ROUTINE.short.leave_out) < set(ROUTINE.by_id)
    assert all(ROUTINE.short.sets <= e.form().sets.start for e in ROUTINE.exercises)


def _sources(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for place, entry in enumerate(value):
            yield from _sources(entry, f"{where}[{place}]")
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _sources(entry, f"{where}.{name}")
    elif is_dataclass(value):
        for field in fields(value):
            entry = getattr(value, field.name)
            if field.name == "source":
                yield where, entry
            else:
                yield from _sources(entry, f"{where}.{field.name}")
