"""Praise for a whole workout: it varies, and the log bears it out."""

from __future__ import annotations

from skill.coach.context import TurnContext
from skill.coach.messages import Message

NAMED = 2
"""The most exercises to name."""


def praise(context: TurnContext) -> Message:
    """One true thing about a workout that ends now with every set whole."""
    runner = context.runner
    workouts = runner.workouts + 1
    if workouts % context.routine.progression.noticed_workouts.start == 0:
        return Message.of("cheer.workouts", workouts=workouts)
    true = [Message.of("cheer.completed_workout")]
    more = _more_than_last_time(context)
    if more:
        true.append(Message.of("cheer.more", exercises=" ".join(more[:NAMED])))
    weeks, at_least = context.put_away().runner.history.weeks_running(context.now_ms)
    if weeks > 1:
        key = "cheer.weeks_at_least" if at_least else "cheer.weeks"
        true.append(Message.of(key, weeks=weeks))
    return true[runner.begun % len(true)]


def _more_than_last_time(context: TurnContext) -> list[str]:
    """The exercises with more reps or seconds than the last time, in the same form."""
    found = []
    for exercise in context.workout.plan:
        form = context.dose_of(exercise).form
        sets = [record for record in context.workout.log if record.exercise == exercise]
        last = context.runner.history.done_last(exercise, form)
        if last is None or any(record.form != form for record in sets):
            continue
        if sum(record.done for record in sets) > last:
            found.append(exercise)
    return found
