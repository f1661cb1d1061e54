"""What a runner does over weeks: the days, the workouts, and what is said to the coach."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from skill.coach.commands import Command, Meaning


@dataclass(frozen=True, slots=True)
class Remark:
    """Something unusual that the runner says."""

    workout: int
    """In which workout, counted from one."""
    command: Command
    exercise: str | None = None
    """At which exercise; None is at any."""
    set_number: int = 0
    """In the middle of that set; 0 is during the introduction."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a runner usually does, and the exceptions."""

    title: str
    days: tuple[float, ...]
    """When the workouts begin, in days after the first; a fraction is the time of day."""
    takes_steps: bool | None = True
    """The answer when a step is offered; None says nothing to it."""
    starts: Meaning = Meaning.START
    leaves_after: int | None = None
    """After how many exercises the runner leaves; None stays to the end."""
    remarks: tuple[Remark, ...] = ()


def twice_a_week(weeks: int) -> Habits:
    """A runner who trains twice a week and takes every step."""
    days = tuple(7.0 * week + day for week in range(weeks) for day in (0, 3))
    return Habits("Twice a week, taking every step that is offered", days)


def read_habits(path: Path) -> Habits:
    """The habits in a file; raises ValueError or KeyError if it is wrong."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    remarks = tuple(_remark(entry) for entry in data.pop("remark", ()))
    days = data.pop("days", None)
    if days is None:
        week, weeks = data.pop("week"), data.pop("weeks")
        days = [7 * number + day for number in range(weeks) for day in week]
    starts = Meaning(data.pop("starts", Meaning.START))
    takes = {"yes": True, "no": False, "nothing": None}[data.pop("steps", "yes")]
    unknown = set(data) - {field.name for field in fields(Habits)}
    if unknown:
        raise ValueError(f"{path.name}: unknown: {', '.join(sorted(unknown))}")
    return Habits(
        days=tuple(map(float, days)), starts=starts, takes_steps=takes, remarks=remarks, **data
    )


def _remark(entry: dict[str, Any]) -> Remark:
    means = {**entry.pop("means")}
    if "days" in means:
        means["days"] = tuple(means["days"])
    command = Command(Meaning(means.pop("meaning")), **means)
    return Remark(command=command, **entry)
