"""Easier, harder, and without the equipment: which form of an exercise comes next."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.routine.loader import load_routine
from skill.routine.model import STANDARD, Adjustable, Exercise, Form, Hold, Reps
from tests.support.content import SHIPPED, changed_content

OWN = replace(load_routine(SHIPPED).exercise("stability_ball_curl").form(), needs=("ball", "mat"))


def other(form_id: str, level: int, *needs: str, swap: bool = False) -> Form:
    return replace(OWN, id=form_id, level=level, needs=needs, swap=swap)


def by_id(*forms: Form) -> dict[str, Form]:
    return {form.id: form for form in forms}


LADDER = Exercise(
    "curl",
    advanced=False,
    forms=by_id(
        OWN,
        other("hardest", 2, "ball", "mat"),
        other("hard", 1, "ball", "mat"),
        other("easiest", -2, "mat"),
        other("against_the_wall", -1, "ball", "mat", swap=True),
        other("easy", -1, "ball"),
        other("towel", 0, "mat", swap=True),
    ),
)


@pytest.mark.parametrize(
    ("form", "direction", "expected"),
    [
        ("easiest", -1, None),
        ("hardest", +1, None),
        (STANDARD, -1, "easy"),
        ("easy", -1, "easiest"),
        (STANDARD, +1, "hard"),
        ("hard", +1, "hardest"),
        ("easiest", +1, "easy"),
        ("hard", -1, STANDARD),
        ("towel", -1, "easiest"),  # without the ball that is missing
        ("a form gone from the data", +1, "hard"),
    ],
)
def test_easier_and_harder_go_one_level_at_a_time_and_never_to_missing_equipment(
    form: str, direction: int, expected: str | None
) -> None:
    beside = LADDER.beside(form, direction)

    assert (beside.id if beside else None) == expected


def test_an_exercise_with_one_form_has_nothing_beside_it() -> None:
    alone = replace(LADDER, forms=by_id(OWN))

    assert alone.beside(STANDARD, -1) is None
    assert alone.beside(STANDARD, +1) is None


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("ball", "towel"), ("mat", "easy"), ("weight", STANDARD)],
)
def test_without_equipment_the_form_nearest_to_the_clinics_own_is_taken(
    missing: str, expected: str
) -> None:
    form = LADDER.without(missing)

    assert form is not None
    assert form.id == expected


def test_where_every_form_needs_it_nothing_stands_in_for_the_equipment() -> None:
    needy = replace(LADDER, forms=by_id(OWN, other("easy", -1, "ball")))

    assert needy.without("ball") is None


def test_a_form_that_left_the_data_becomes_the_clinics_own() -> None:
    assert LADDER.form("a form gone from the data") is OWN


@pytest.mark.parametrize(("wish", "allowed"), [(-3, 2), (2, 2), (4, 4), (9, 9), (10, 9)])
def test_a_wish_becomes_the_nearest_allowed_value(wish: int, allowed: int) -> None:
    assert Adjustable(start=5, low=2, high=9).nearest(wish) == allowed


def test_an_exercise_that_is_not_in_the_routine_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_routine(SHIPPED).exercise("plank")


def test_a_variation_takes_what_it_leaves_out_from_the_clinics_own(tmp_path: Path) -> None:
    reps = {"start": 4, "low": 1, "high": 6, "source": "test"}
    variation = {"id": "fewer", "level": -1, "source": "test", "reps": reps}
    changes = {"exercise/1/variation": [variation], "tempo/way/4/cues": ["roll_out"]}
    content = changed_content(tmp_path, "routine.toml", changes)

    exercise = load_routine(content).exercise("stability_ball_curl")
    own, fewer = exercise.form(), exercise.form("fewer")

    assert isinstance(own.work, Reps)
    assert isinstance(fewer.work, Reps)
    assert fewer.work.count == Adjustable(start=4, low=1, high=6)
    assert fewer.work.tempo == own.work.tempo
    assert replace(fewer, id=own.id, level=0, work=own.work) == own


def test_a_variation_may_turn_reps_into_a_hold(tmp_path: Path) -> None:
    hold = {"start": 20, "low": 5, "high": 30, "source": "test"}
    variation = {"id": "still", "level": -1, "source": "test", "hold": hold}
    changes = {"exercise/3/variation": [variation], "tempo/way/0/cues": ["lower"]}
    content = changed_content(tmp_path, "routine.toml", changes)

    work = load_routine(content).exercise("glute_bridge").form("still").work

    assert work == Hold(Adjustable(start=20, low=5, high=30))
