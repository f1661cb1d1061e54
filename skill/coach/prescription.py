"""The prescription of an exercise for today: the routine's numbers and the progression so far.

A layer between the routine and the runner's own wishes. It never exceeds the clinic's range.
"""

from __future__ import annotations

from msgspec import Struct

from skill.coach.bounds import Count, Id
from skill.routine.model import STANDARD, Adjustable, Form, Hold, Routine


class Level(Struct, frozen=True):
    """How far an exercise has progressed, in one form; None is the routine's own start."""

    form: Id = STANDARD
    sets: Count | None = None
    target: Count | None = None
    """Reps, or seconds of a hold; per leg if legs alternate."""


class Prescription(Struct, frozen=True):
    """The numbers for a runner without wishes of their own."""

    sets: int
    target: int


def target_of(form: Form) -> Adjustable:
    """The reps of a form, or the seconds of its hold."""
    return form.work.seconds if isinstance(form.work, Hold) else form.work.count


def prescribed(routine: Routine, exercise: str, form: Form, level: Level | None) -> Prescription:
    """The prescription of an exercise in a form; without a level, its start values."""
    target = target_of(form)
    if level is None:
        rule = routine.progression.rules.get(exercise)
        first = None if rule is None or rule.first_sets is None else rule.first_sets
        return Prescription(first or form.sets.start, target.start)
    if level.form != form.id:
        return Prescription(form.sets.start, target.start)
    return Prescription(_within(form.sets, level.sets), _within(target, level.target))


def _within(choice: Adjustable, level: int | None) -> int:
    """The number of a level within what today's routine allows: never above the clinic's."""
    if level is None:
        return choice.start
    return min(choice.nearest(level), choice.high if choice.clinic is None else choice.clinic[1])
