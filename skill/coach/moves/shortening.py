"""Short of time in the middle of a workout."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.dosing import say_back
from skill.coach.moves.durations import left_ms, minutes
from skill.coach.moves.opening import short_fresh
from skill.coach.position import describe_position
from skill.coach.workout import Phase


def shorten(context: TurnContext) -> Outcome:
    """Short of time in the middle: one set each of what is ahead; what was begun stays whole."""
    workout = context.workout
    if not workout.log and not workout.done and not workout.index:
        return short_fresh(context)
    ahead = workout.index + 1
    left_out = context.routine.short.leave_out
    kept = tuple(name for name in workout.plan[ahead:] if name not in left_out)
    begun = workout.phase is not Phase.INTRODUCING or workout.set_number > 1
    whole = (*workout.own_sets, workout.exercise) if begun else workout.own_sets
    own = tuple(name for name in dict.fromkeys(whole) if name in workout.plan[:ahead])
    short = replace(workout, short=True, plan=(*workout.plan[:ahead], *kept), own_sets=own)
    context = context.with_workout(short)
    if short.phase is Phase.BETWEEN and short.last_exercise:
        return say_and_offer(context, describe_position(context))
    return say_back(context, _shortened(context))


def _shortened(context: TurnContext) -> Message:
    """What is true of the sets to come: those of the exercise at hand may be more than one."""
    workout = context.workout
    left = {"minutes": minutes(left_ms(context))}
    each = {"sets": context.routine.short.sets, **left}
    if workout.phase is Phase.BETWEEN or workout.set_number >= context.dose.sets:
        return Message.of("start.shortened", each)
    if workout.last_exercise:
        return Message.of("where.minutes_left", left)
    return Message.of("start.shortened_after", each)
