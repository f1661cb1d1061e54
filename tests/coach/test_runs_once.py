"""Hard runs that differ this once: kept off, said back, over by themselves, and moved."""

from __future__ import annotations

from itertools import product

import pytest

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.hard_days import NEAR, WEEK, until_run, weekday
from skill.coach.session import Session
from skill.service.documents import read_runner, runner_text
from tests.coach.moments import Played, opened
from tests.coach.test_hard_runs import DAY_S, MONDAY, NORDIC, THURSDAY, TUESDAY, heard, plan_of
from tests.coach.test_hard_runs import running as running_weekly
from tests.support.household import routine

ONCE, OFF, MOVED = Meaning.RUN_ONCE, Meaning.NO_RUN_ONCE, Meaning.MOVE_RUN_ONCE


def once(played: Played, meaning: Meaning, *days: str) -> Played:
    return played.told(Command(meaning, days=days))


def begun(played: Played, days_later: int = 0) -> Played:
    later = played.after(DAY_S * days_later).told(Meaning.OPEN, new_session=True)
    return later.after(5).told(Meaning.START)


def days_with_a_run(played: Played) -> list[str]:
    """The days of the week to come with a hard run, from Monday, which is today."""
    today = played.now_ms // (1000 * DAY_S)
    runs = (until_run(played.runner, today + ahead) == 0 for ahead in range(7))
    return [WEEK[weekday(today + ahead)] for ahead, runs in enumerate(runs) if runs]


@pytest.mark.parametrize("day", [*NEAR, *WEEK])
@pytest.mark.parametrize("weekly", [(), ("tuesday",), ("friday", "sunday")])
def test_a_run_this_once_is_kept_for_its_next_day_beside_the_weekly_ones(
    day: str, weekly: tuple[str, ...]
) -> None:
    played = (
        running_weekly(*weekly) if weekly else running_weekly("tuesday").told(Meaning.NO_RUN_DAYS)
    )

    told = once(played, ONCE, day)

    named = WEEK[(MONDAY + NEAR[day]) % 7] if day in NEAR else day
    assert days_with_a_run(told) == [each for each in WEEK if each in (*weekly, named)]
    assert "runs.once" in heard(told)
    assert told.runner.hard_days == played.runner.hard_days


def test_what_keeps_off_a_run_keeps_off_one_of_this_once_and_not_a_week_later() -> None:
    told = once(running_weekly("saturday"), ONCE, "tomorrow")

    assert NORDIC not in plan_of(begun(told)), "the day before"
    assert NORDIC not in plan_of(begun(told, 1)), "the day itself"
    assert NORDIC in plan_of(begun(told, 2))
    assert NORDIC in plan_of(begun(told, 8)), "a week later"


def test_a_run_that_is_off_this_once_keeps_nothing_off_until_the_next_week() -> None:
    told = once(running_weekly("tuesday"), OFF, "tuesday")

    assert "runs.off" in heard(told)
    assert NORDIC in plan_of(begun(told))
    assert NORDIC in plan_of(begun(told, 1))
    assert NORDIC not in plan_of(begun(told, 7)), "the Monday after"
    assert told.runner.hard_days == (TUESDAY,)


@pytest.mark.parametrize(("before", "after"), list(product(("tuesday", "friday"), WEEK)))
def test_a_run_that_is_moved_this_week_is_on_the_other_day_alone(before: str, after: str) -> None:
    weekly = running_weekly("tuesday", "saturday")

    told = once(weekly, MOVED, before, after)

    if before == after:
        assert "runs.unclear" in heard(told)
        assert told.runner.hard_days == weekly.runner.hard_days
        return
    left = {"tuesday", "saturday"} - {before} | {after}
    assert days_with_a_run(told) == [each for each in WEEK if each in left]
    assert told.runner.hard_days == weekly.runner.hard_days


def test_a_run_that_is_moved_for_good_is_on_the_other_day_every_week() -> None:
    told = once(running_weekly("tuesday", "saturday"), Meaning.MOVE_RUN, "tuesday", "thursday")

    assert told.runner.hard_days == (THURSDAY, 5)
    assert "runs.days" in heard(told)


def test_a_run_that_is_not_on_record_is_moved_by_keeping_its_new_day() -> None:
    told = once(running_weekly("saturday"), Meaning.MOVE_RUN, "tuesday", "thursday")

    assert told.runner.hard_days == (THURSDAY, 5)


def test_moving_today_or_tomorrow_is_for_this_once_however_it_is_put() -> None:
    told = once(running_weekly("tuesday"), Meaning.MOVE_RUN, "tomorrow", "thursday")

    assert days_with_a_run(told) == ["thursday"]
    assert told.runner.hard_days == (TUESDAY,)


@pytest.mark.parametrize(
    "unclear",
    [
        *(Command(meaning) for meaning in (ONCE, OFF, MOVED, Meaning.MOVE_RUN)),
        Command(ONCE, days=("monday",), unknown_day=True),
        Command(MOVED, days=("monday",)),
        Command(Meaning.MOVE_RUN, days=("tuesday",)),
        Command(Meaning.MOVE_RUN, days=("unsure", "friday")),
    ],
)
def test_an_unclear_day_changes_nothing(unclear: Command) -> None:
    played = running_weekly("tuesday")

    told = played.told(unclear)

    assert "runs.unclear" in heard(told)
    assert days_with_a_run(told) == ["tuesday"]


def test_no_run_where_none_was_is_said_and_nothing_is_kept() -> None:
    told = once(running_weekly("tuesday"), OFF, "friday")

    assert "runs.not_then" in heard(told)
    assert told.runner.runs_off == ()


def test_what_was_told_last_of_a_day_counts() -> None:
    off = once(running_weekly("tuesday"), OFF, "tuesday")
    on = once(off, ONCE, "tuesday")

    assert days_with_a_run(off) == []
    assert days_with_a_run(on) == ["tuesday"]
    assert days_with_a_run(once(once(on, ONCE, "friday"), OFF, "friday")) == ["tuesday"]


def test_days_that_are_past_are_not_kept() -> None:
    told = once(running_weekly("saturday"), ONCE, "tomorrow")

    later = once(begun(told, 3), ONCE, "today")

    assert len(told.runner.runs_once) == len(later.runner.runs_once) == 1


@pytest.mark.parametrize("ahead_hours", [-10, 0, 11])
@pytest.mark.parametrize("now_ms", [0, 1_800_000_000_000])
def test_whatever_the_clock_what_is_kept_can_be_read_again(now_ms: int, ahead_hours: int) -> None:
    runner, session = opened().runner, Session()
    for back in (0, 1, 2):
        moment = Moment(
            max(0, now_ms - 1000 * DAY_S * back),
            lambda _: 0,
            ahead_ms=3_600_000 * ahead_hours,
        )
        command = Command(ONCE, days=tuple(WEEK))
        runner, session, _ = step(routine(), runner, session, command, moment)

    assert read_runner(runner_text(runner)).runs_once == runner.runs_once != ()


def test_all_are_told_and_forgotten_together() -> None:
    told = once(once(running_weekly("tuesday", "friday"), ONCE, "sunday"), OFF, "friday")

    for meaning in (Meaning.MY_SETTINGS, Meaning.TRAINING_DAYS):
        assert {"runs.days", "runs.once", "runs.off"} <= heard(told.told(meaning))
    forgotten = told.told(Meaning.NO_RUN_DAYS)
    assert days_with_a_run(forgotten) == []
    assert "runs.none_kept" in heard(forgotten.told(Meaning.NO_RUN_DAYS))
