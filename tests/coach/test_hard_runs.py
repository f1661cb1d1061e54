"""Hard runs: which days fit beside them, and what keeps off them unless the runner wants it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.hard_days import (
    WEEK,
    days_named,
    days_until,
    fitting_days,
    kept_off,
    weekday,
)
from skill.coach.session import Question
from skill.coach.workout import Phase
from tests.coach.moments import Played, keys_of, opened
from tests.support.content import as_shipped
from tests.support.household import routine

NORDIC, BRIDGE = "nordic_curl", "glute_bridge"
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
DAY_S = 86_400


def running(*days: str, today: int = MONDAY) -> Played:
    """A runner who told of hard runs on those days, on a day of the week; the tests' morning is a
    Monday's."""
    told = opened().told(Command(Meaning.RUN_DAYS, days=days))
    fresh = replace(told, session=type(told.session)())
    return fresh.after(DAY_S * today).told(Meaning.OPEN, new_session=True).after(5)


def plan_of(played: Played) -> tuple[str, ...]:
    assert played.runner.workout is not None
    return played.runner.workout.plan


def heard(played: Played) -> frozenset[str]:
    assert played.turn is not None
    return keys_of(played.turn)


@pytest.mark.parametrize(
    ("hard", "fit"),
    [
        ((TUESDAY, SATURDAY), (WEDNESDAY, SUNDAY)),
        ((TUESDAY,), (WEDNESDAY, SATURDAY)),
        ((SUNDAY,), (MONDAY, THURSDAY)),
        ((MONDAY, WEDNESDAY, FRIDAY), (SATURDAY,)),
        ((TUESDAY, THURSDAY, SATURDAY), (SUNDAY,)),
        ((MONDAY, WEDNESDAY, FRIDAY, SUNDAY), ()),
        (tuple(range(7)), ()),
        ((), (MONDAY, THURSDAY)),
    ],
)
def test_the_days_that_fit_lie_apart_and_clear_of_hard_runs(
    hard: tuple[int, ...], fit: tuple[int, ...]
) -> None:
    assert fitting_days(routine(), hard) == fit


def test_whatever_the_days_what_fits_is_never_a_hard_day_nor_the_one_before() -> None:
    for number in range(2**7):
        hard = tuple(day for day in range(7) if number >> day & 1)
        for day in fitting_days(routine(), hard):
            assert day not in hard
            assert (day + 1) % 7 not in hard


@pytest.mark.parametrize(("today", "kept"), [(MONDAY, False), (TUESDAY, False), (WEDNESDAY, True)])
def test_the_nordics_keep_off_the_day_of_a_hard_run_and_the_one_before(
    today: int, kept: bool
) -> None:
    begun = running("tuesday", today=today).told(Meaning.START)

    assert (NORDIC in plan_of(begun)) is kept
    assert ("runs.left_out" in heard(begun)) is not kept


def test_over_the_end_of_the_week_the_day_before_is_sunday() -> None:
    assert kept_off(routine(), days_until(SUNDAY, (MONDAY,))) == (NORDIC,)
    assert kept_off(routine(), days_until(SATURDAY, (MONDAY,))) == ()


def test_the_first_of_january_1970_was_a_thursday() -> None:
    assert WEEK[weekday(0)] == "thursday"


def test_it_is_said_once_why_something_is_left_out() -> None:
    begun = running("tuesday").told(Meaning.START)

    again = begun.told(Meaning.NO_LYING)

    assert "runs.left_out" in heard(begun)
    assert "runs.left_out" not in heard(again)


def test_the_runners_own_wish_wins_after_one_sentence() -> None:
    begun = running("tuesday").told(Meaning.START)

    kept = begun.told(Meaning.KEEP_IN)

    assert plan_of(kept) == tuple(routine().by_id)
    there = kept.told(Command(Meaning.CHOOSE, exercise=NORDIC))
    assert not heard(there) & {"runs.near", "runs.left_out"}


def test_before_the_workout_do_it_anyway_begins_it_with_all_there_is() -> None:
    begun = running("tuesday").told(Command(Meaning.KEEP_IN, exercise=NORDIC))

    assert plan_of(begun) == tuple(routine().by_id)
    assert "runs.left_out" not in heard(begun)


@as_shipped
def test_in_the_middle_it_comes_at_its_own_place_or_next_if_that_is_past() -> None:
    begun = running("tuesday").told(Meaning.START)

    bridging = begun.told(Command(Meaning.CHOOSE, exercise=BRIDGE)).told(Meaning.KEEP_IN)
    raising = begun.told(Command(Meaning.CHOOSE, exercise="lying_leg_raise")).told(Meaning.KEEP_IN)

    assert plan_of(bridging)[-2:] == (NORDIC, "lying_leg_raise")
    assert plan_of(raising)[-1] == NORDIC
    assert raising.heard_out().told(Meaning.SKIP).runner.workout is not None


def test_who_names_it_does_it_and_hears_that_it_may_be_skipped() -> None:
    only = running("tuesday").told(Command(Meaning.ONLY, exercise=NORDIC))
    chosen = running("tuesday").told(Command(Meaning.CHOOSE, exercise=NORDIC))

    for played in (only, chosen):
        assert played.runner.workout is not None
        assert played.runner.workout.exercise == NORDIC
        assert "runs.near" in heard(played)
        assert "runs.left_out" not in heard(played)


def test_every_way_of_beginning_leaves_it_out() -> None:
    for command in (
        Command(Meaning.START_SHORT),
        Command(Meaning.START_SHORT, seconds=1200),
        Command(Meaning.CIRCUIT),
        Command(Meaning.CHOOSE, exercise=BRIDGE),
        Command(Meaning.NO_LYING),
    ):
        begun = running("tuesday").told(command)
        assert NORDIC not in plan_of(begun), command
        assert "runs.left_out" in heard(begun), command


def test_a_workout_without_it_is_a_whole_one() -> None:
    played = running("tuesday").told(Meaning.START)
    while played.runner.workout is not None:
        played = played.heard_out().after(200).told(Meaning.NEXT)

    assert played.runner.history.past[-1].finished


def test_days_are_replaced_added_to_and_taken_away() -> None:
    two = running("saturday", "tuesday")
    more = two.told(Command(Meaning.MORE_RUN_DAYS, days=("thursday",)))
    fewer = more.told(Command(Meaning.NO_RUN_DAYS, days=("tuesday",)))
    other = fewer.told(Command(Meaning.RUN_DAYS, days=("friday",)))

    assert two.runner.hard_days == (TUESDAY, SATURDAY)
    assert more.runner.hard_days == (TUESDAY, THURSDAY, SATURDAY)
    assert fewer.runner.hard_days == (THURSDAY, SATURDAY)
    assert other.runner.hard_days == (FRIDAY,)
    assert other.told(Meaning.NO_RUN_DAYS).runner.hard_days == ()


def test_a_day_without_a_hard_run_is_not_taken_away() -> None:
    told = running("tuesday").told(Command(Meaning.NO_RUN_DAYS, days=("friday",)))

    assert told.runner.hard_days == (TUESDAY,)
    assert {"runs.not_on", "runs.days"} <= heard(told)


@pytest.mark.parametrize(
    "unclear",
    [
        Command(Meaning.RUN_DAYS),
        Command(Meaning.RUN_DAYS, unknown_day=True),
        Command(Meaning.RUN_DAYS, days=("unsure",)),
        Command(Meaning.RUN_DAYS, days=("tuesday",), unknown_day=True),
    ],
)
def test_unclear_days_are_asked_about_and_change_nothing(unclear: Command) -> None:
    asked = running("monday").told(unclear)

    assert asked.session.question is Question.WHICH_DAYS
    assert asked.runner.hard_days == (MONDAY,)
    answered = asked.told(Command(Meaning.DAYS, days=("friday", "sunday")))
    assert answered.runner.hard_days == (FRIDAY, SUNDAY)
    assert asked.told(Meaning.NO).runner.hard_days == (MONDAY,)


def test_bare_days_that_nobody_asked_for_are_kept_only_after_a_yes() -> None:
    asked = opened().told(Command(Meaning.DAYS, days=("tuesday",)))

    assert asked.session.question is Question.HARD_DAYS
    assert asked.runner.hard_days == ()
    assert asked.told(Meaning.YES).runner.hard_days == (TUESDAY,)
    assert asked.told(Meaning.NO).runner.hard_days == ()


def test_no_day_that_fits_is_said_honestly() -> None:
    told = opened().told(Command(Meaning.RUN_DAYS, days=("every_day",)))

    assert {"runs.every_day", "runs.no_day"} <= heard(told)
    assert NORDIC in plan_of(told.told(Meaning.KEEP_IN))


def test_without_hard_runs_any_days_apart_will_do_and_nothing_is_left_out() -> None:
    assert "runs.any" in heard(opened().told(Meaning.TRAINING_DAYS))
    assert NORDIC in plan_of(opened().told(Meaning.START))


def test_several_days_are_named_at_once() -> None:
    assert days_named(["weekend"]) == (SATURDAY, SUNDAY)
    assert days_named(["weekdays", "monday"]) == (0, 1, 2, 3, 4)
    assert days_named(["someday"]) == ()


def test_told_in_a_set_they_are_kept_in_few_words_and_the_count_goes_on() -> None:
    counting = opened().told(Command(Meaning.CHOOSE, exercise=BRIDGE)).heard_out()
    counting = counting.told(Meaning.NEXT).after(30)

    told = counting.told(Command(Meaning.RUN_DAYS, days=("friday",)))

    assert told.runner.hard_days == (FRIDAY,)
    assert "runs.fit" not in heard(told)
    assert told.runner.workout is not None
    assert told.runner.workout.phase is Phase.WORKING


def test_nothing_keeps_off_after_everything_is_forgotten() -> None:
    forgotten = running("tuesday").told(Meaning.FORGET_ME).told(Meaning.YES)

    assert forgotten.runner.hard_days == ()
