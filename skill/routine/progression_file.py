"""Reads the routine's progression from its file."""

from __future__ import annotations

from collections.abc import Collection

from skill.routine.model import Progression, Rule
from skill.routine.numbers import fixed, fixed_or_none
from skill.routine.table import Table


def read_progression(file: Table, exercises: Collection[str]) -> Progression:
    """The progression in a file; complains about rules for unknown exercises."""
    defaults = file.table("defaults")
    rules: dict[str, Rule] = {}
    for entry in file.tables("exercise"):
        exercise = entry.text("id")
        if exercise not in exercises:
            entry.wrong("id", f"is {exercise!r}, which is no exercise's id.")
        if exercise in rules:
            file.wrong("exercise", f"has the id {exercise} twice; drop one.")
        rules[exercise] = _rule(entry)
    progression = Progression(
        rules=rules,
        after_workouts=fixed(defaults, "after_workouts", low=1, high=20, unit="workouts"),
        offers_a_workout=fixed(defaults, "offers_a_workout", low=0, high=10, unit="offers"),
        ask_again_days=fixed(defaults, "ask_again_days", low=1, high=365, unit="days"),
        lapse_weeks=fixed(defaults, "lapse_weeks", low=1, high=52, unit="weeks"),
        spacing_hours=fixed(defaults, "spacing_hours", low=0, high=72, unit="hours"),
        familiar_after=fixed(defaults, "familiar_after", low=1, high=15, unit="workouts"),
        noticed_workouts=fixed(defaults, "noticed_workouts", low=1, high=1000, unit="workouts"),
    )
    defaults.done()
    file.done()
    return progression


def _rule(entry: Table) -> Rule:
    rule = Rule(
        step=fixed(entry, "step", low=1, high=30, unit="reps or seconds"),
        first_sets=fixed_or_none(entry, "first_sets", low=1, high=10, unit="sets"),
        first_workouts=fixed_or_none(entry, "first_workouts", low=1, high=20, unit="workouts"),
        days_between=fixed_or_none(entry, "days_between", low=1, high=7, unit="days"),
        days_before_run=fixed_or_none(entry, "days_before_run", low=0, high=3, unit="days"),
        every_day=entry.flag("every_day"),
    )
    entry.done()
    return rule
