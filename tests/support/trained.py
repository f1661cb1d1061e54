"""Runners who have trained before, for a test of what comes after."""

from __future__ import annotations

from functools import cache

from skill.coach.commands import Meaning
from skill.coach.runner import Runner
from skill.tools.weeks.habits import Habits
from skill.tools.weeks.play_weeks import DAY_MS, FIRST_MS, Account
from tests.coach.moments import Played
from tests.support.household import routine, voice


@cache
def trained(workouts: int, every_days: float = 3, takes_steps: bool | None = None) -> Runner:
    """A runner after so many whole workouts."""
    days = tuple(every_days * number for number in range(workouts))
    player = Account(routine(), voice())
    list(player.weeks(Habits("", days, takes_steps=takes_steps)))
    return player.runner


def again(runner: Runner, after_days: float = 3) -> Played:
    """A session that is opened so many days after the last workout ended."""
    last_ms = runner.history.past[-1].ended_ms if runner.history.past else FIRST_MS
    at_ms = last_ms + round(DAY_MS * after_days)
    return Played(runner, at_ms).told(Meaning.OPEN, new_session=True).heard_out()
