"""The runner's hard-run days: which exercises avoid them, and which days suit a workout."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from skill.coach.runner import Runner
from skill.routine.model import Routine

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The ids of the days; a day is stored as its index here."""
SEVERAL = {"weekend": WEEK[5:], "weekdays": WEEK[:5], "every_day": WEEK, "unsure": ()}
"""Ids for several days, or, like "every other day", for no day in particular."""
NEAR = {"today": 0, "tomorrow": 1}
"""Ids of days by how far ahead they are."""
THURSDAY = WEEK.index("thursday")
"""1 January 1970 was a Thursday."""


def days_named(ids: Iterable[str]) -> tuple[int, ...]:
    """The days of those ids in weekday order, each once; unknown ids are left out."""
    named = {day for each in ids for day in SEVERAL.get(each, (each,))}
    return tuple(place for place, day in enumerate(WEEK) if day in named)


def named(days: Iterable[int]) -> str:
    """The days as one value for the catalogue, which has a word for each."""
    return " ".join(WEEK[day] for day in days)


def weekday(day: int) -> int:
    """The weekday of a day counted from 1 January 1970."""
    return (day + THURSDAY) % len(WEEK)


def days_until(day: int, hard: tuple[int, ...]) -> int | None:
    """The days from a weekday to the next hard run, 0 if it is that day; None if there is none."""
    return min(((each - day) % len(WEEK) for each in hard), default=None)


def dates_named(ids: Iterable[str], today: int) -> tuple[int, ...]:
    """The next day with each of those ids, perhaps today, in their order; leaves out unknown ids.

    Days are counted from 1 January 1970.
    """
    ahead = {**NEAR, **{day: days_until(weekday(today), (at,)) for at, day in enumerate(WEEK)}}
    found = (ahead.get(each) for each in ids)
    return tuple(dict.fromkeys(today + days for days in found if days is not None))


def day_of(date: int, today: int) -> str:
    """The id of a day within a week from today, as it is called today."""
    near = {today + days: name for name, days in NEAR.items()}
    return near.get(date, WEEK[weekday(date)])


def until_run(runner: Runner, today: int) -> int | None:
    """The days from today to the runner's next hard run; None if there is none within a week."""
    return next((days for days in range(len(WEEK)) if runs_hard(runner, today + days)), None)


def runs_hard(runner: Runner, date: int) -> bool:
    """Whether the runner has a hard run on a day."""
    return date in runner.runs_once or (
        weekday(date) in runner.hard_days and date not in runner.runs_off
    )


def kept_off(routine: Routine, until: int | None) -> tuple[str, ...]:
    """The exercises to avoid if a hard run is `until` days ahead."""
    if until is None:
        return ()
    return tuple(
        exercise.id for exercise in routine.exercises if until in _reach(routine, exercise.id)
    )


def clear_of_runs(routine: Routine) -> tuple[str, ...]:
    """All exercises that avoid hard runs."""
    return tuple(each.id for each in routine.exercises if _reach(routine, each.id))


def _reach(routine: Routine, exercise: str) -> range:
    """How many days up to a hard run an exercise avoids, including the day of the run."""
    rule = routine.progression.rules.get(exercise)
    if rule is None or rule.days_before_run is None:
        return range(0)
    return range(rule.days_before_run + 1)


def fitting_days(routine: Routine, hard: tuple[int, ...]) -> tuple[int, ...]:
    """The weekdays that suit whole workouts: as many as wished for, if enough keep clear of hard
    runs and of each other; otherwise one, or none.

    Prefers days far apart, then days with a long time to the next run.
    """
    clear = [day for day in range(len(WEEK)) if not kept_off(routine, days_until(day, hard))]
    apart = max(
        (rule.days_between for rule in routine.progression.rules.values() if rule.days_between),
        default=1,
    )
    for count in range(routine.days_a_week.low, 0, -1):
        found = [days for days in combinations(clear, count) if _nearest(days) >= apart]
        if found:
            return max(found, key=lambda days: (_nearest(days), _until_runs(days, hard)))
    return ()


def _nearest(days: tuple[int, ...]) -> int:
    """The smallest gap between two of the days, across the end of the week too."""
    following = (*days[1:], days[0] + len(WEEK))
    return min(after - day for day, after in zip(days, following, strict=True))


def _until_runs(days: tuple[int, ...], hard: tuple[int, ...]) -> int:
    return sum(days_until(day, hard) or 0 for day in days)
