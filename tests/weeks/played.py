"""Runners over weeks, as the files in runners/ have them, played with the routine that ships."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from skill.routine.content import content_from
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import Voice
from skill.tools.weeks.habits import Habits, read_habits
from skill.tools.weeks.play_weeks import Account, PlayedWorkout
from skill.tools.weeks.report import page

HERE = Path(__file__).parent
RUNNERS = sorted(path.stem for path in (HERE / "runners").glob("*.toml"))
EXAMPLES = HERE / "examples"


@cache
def shipped() -> Routine:
    return load_routine(content_from({}))


@cache
def voice() -> Voice:
    return Voice(load_catalogue(content_from({}), shipped()))


def habits_of(runner: str) -> Habits:
    return read_habits(HERE / "runners" / f"{runner}.toml")


def weeks_of(runner: str) -> tuple[PlayedWorkout, ...]:
    """Every workout of a runner."""
    return tuple(Account(shipped(), voice()).weeks(habits_of(runner)))


def example_of(runner: str) -> str:
    """All that a runner hears besides the calls of each set, to be read."""
    return "\n".join(_page(runner)) + "\n"


def _page(runner: str) -> Iterator[str]:
    yield from page(habits_of(runner), weeks_of(runner))
