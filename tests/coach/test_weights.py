"""What was lifted last: as it was told, of what uses a weight, and asked about if far out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.runner import Unit, Weight
from skill.coach.session import Question, Session
from tests.coach.moments import Played, introduced, keys_of, opened
from tests.support.household import routine

DEADLIFT, BRIDGE = "romanian_deadlift", "glute_bridge"
KILOS, POUNDS = routine().kilos_lifted, routine().pounds_lifted
EIGHT = Command(Meaning.REPORT_WEIGHT, number=8, unit="kilo")


def heard(played: Played) -> frozenset[str]:
    assert played.turn is not None
    return keys_of(played.turn)


def weight(played: Played) -> Weight | None:
    return played.runner.weights.get(DEADLIFT)


def test_it_is_kept_in_the_runners_own_unit_and_said_back() -> None:
    kilos, pounds = opened().told(EIGHT), opened().told(replace(EIGHT, number=18, unit="pound"))

    assert weight(kilos) == Weight(16, Unit.KILO)
    assert weight(pounds) == Weight(36, Unit.POUND)
    assert "weight.noted" in heard(kilos)


def test_half_a_kilo_more_is_kept() -> None:
    assert weight(opened().told(replace(EIGHT, number=7, half=True))) == Weight(15)


@pytest.mark.parametrize(
    "command", [replace(EIGHT, number=None, unit="none"), replace(EIGHT, number=0)]
)
def test_no_weight_is_kept_as_none(command: Command) -> None:
    assert weight(opened().told(command)) == Weight(0)


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        (KILOS.high + 1, "kilo"),
        (POUNDS.high + 1, "pound"),
        (POUNDS.low - 1, "pound"),
        (999_999, "kilo"),
    ],
)
def test_what_is_far_out_is_asked_about_and_not_kept(number: int, unit: str) -> None:
    asked = opened().told(replace(EIGHT, number=number, unit=unit))

    if number:
        assert asked.session.question is Question.WEIGHT
        assert not asked.runner.weights
        assert weight(asked.told(Command(Meaning.NUMBER, number=9))) == Weight(18, Unit(unit))
        assert not asked.told(Meaning.NO).runner.weights


def test_the_ends_of_the_range_are_kept() -> None:
    for number in (KILOS.low, KILOS.high):
        assert weight(opened().told(replace(EIGHT, number=number))) == Weight(2 * number)


def test_without_a_unit_it_is_asked_for_once_and_known_from_then_on() -> None:
    asked = opened().told(replace(EIGHT, unit=None))

    assert asked.session.question is Question.UNIT
    told = asked.told(Command(Meaning.REPORT_WEIGHT, unit="pound"))
    assert weight(told) == Weight(16, Unit.POUND)
    assert weight(told.told(replace(EIGHT, number=20, unit=None))) == Weight(40, Unit.POUND)


def test_without_a_number_it_is_asked_for() -> None:
    asked = opened().told(Meaning.REPORT_WEIGHT)

    assert asked.session.question is Question.WEIGHT
    assert weight(asked.told(EIGHT)) == Weight(16)
    assert asked.told(Meaning.YES).session.question is Question.WEIGHT


def test_an_exercise_without_a_weight_never_has_one() -> None:
    told = opened().told(replace(EIGHT, exercise=BRIDGE))

    assert not told.runner.weights
    assert "weight.not_used" in heard(told)


def test_said_at_another_exercise_it_is_of_the_one_that_uses_a_weight() -> None:
    assert weight(introduced(BRIDGE).told(EIGHT)) == Weight(16)


def test_it_is_told_when_it_is_asked_for_and_as_the_exercise_is_introduced_next() -> None:
    told = opened().told(EIGHT)
    later = replace(told, session=Session()).after(3 * 86_400)
    opens = later.told(Meaning.OPEN, new_session=True)

    assert "weight.last" in heard(opens.told(Meaning.LAST_WEIGHT))
    assert "intro.weight" in heard(opens.told(Command(Meaning.CHOOSE, exercise=DEADLIFT)))
    assert "intro.weight" not in heard(opens.told(Command(Meaning.CHOOSE, exercise=BRIDGE)))


def test_in_a_form_without_a_weight_it_is_not_told() -> None:
    told = (
        opened()
        .told(EIGHT)
        .told(Command(Meaning.SUBSTITUTE, exercise=DEADLIFT, equipment="weight"))
    )

    assert "intro.weight" not in heard(told.told(Command(Meaning.CHOOSE, exercise=DEADLIFT)))


def test_what_was_never_told_is_not_made_up() -> None:
    assert "weight.unknown" in heard(opened().told(Meaning.LAST_WEIGHT))


def test_told_after_pain_it_is_kept_as_at_any_other_time() -> None:
    hurt = introduced(DEADLIFT).told(Meaning.NEXT).after(20).told(Meaning.PAIN)

    assert weight(hurt.told(EIGHT)) == Weight(16)


def test_forgetting_everything_forgets_it() -> None:
    assert not opened().told(EIGHT).told(Meaning.FORGET_ME).told(Meaning.YES).runner.weights
