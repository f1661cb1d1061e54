"""How long things take, by the doses in force: for "how long is the whole thing"."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.context import TurnContext
from skill.coach.dose import Dose
from skill.coach.workout import Phase


def exercise_ms(context: TurnContext, dose: Dose) -> int:
    """The time of one exercise: introduction, sets and the rests between them."""
    introduction = 1000 * context.routine.introduction_seconds.start
    return introduction + dose.sets * dose.set_ms() + (dose.sets - 1) * dose.rest_ms


def whole_ms(context: TurnContext) -> int:
    """The time of the whole routine, whatever is under way."""
    fresh = context.with_workout(None)
    return sum(exercise_ms(context, fresh.dose_of(e.id)) for e in context.routine.exercises)


def short_ms(context: TurnContext) -> int:
    """The time of the short version."""
    fresh, short = context.with_workout(None), context.routine.short
    doses = (fresh.dose_of(e.id) for e in context.routine.exercises if e.id not in short.leave_out)
    return sum(exercise_ms(context, replace(dose, sets=short.sets)) for dose in doses)


def left_ms(context: TurnContext) -> int:
    """The time from the runner's place to the end of the workout, rests included."""
    workout, dose = context.workout, context.dose
    total = workout.rest_left_ms
    if workout.phase is not Phase.BETWEEN:
        sets = dose.sets - workout.set_number + 1
        total += sets * dose.set_ms() + (sets - 1) * dose.rest_ms
        total -= workout.done * dose.period_ms
    for exercise in workout.plan[workout.index + 1 :]:
        if exercise not in workout.skipped:
            total += exercise_ms(context, context.dose_of(exercise))
    return total


def minutes(milliseconds: int) -> int:
    """Whole minutes, at least one: nobody on a mat wants seconds here."""
    return max(1, round(milliseconds / 60_000))
