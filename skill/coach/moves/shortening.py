"""Short of time: the short version, what fits into a given time, or less of what is ahead."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, say_and_offer
from skill.coach.moves.dosing import say_back
from skill.coach.moves.durations import left_ms, minutes, minutes_of, short_workout
from skill.coach.moves.fitting_plan import minutes_left, within
from skill.coach.moves.opening import begin, first_unspared, left_behind, welcome_back
from skill.coach.moves.rests import set_duration
from skill.coach.position import describe_position
from skill.coach.session import Question
from skill.coach.workout import Phase, Workout


def start_short(context: TurnContext) -> Outcome:
    """The short version; if a time was named, as much of the routine as fits."""
    available = context.command.seconds
    if available is not None:
        return within(context, 1000 * available)
    short = short_workout(context)
    told = Message.of("start.short", minutes=minutes_of(context, short))
    return begin(context, short, told, index=first_unspared(context, short.plan))


SHORTEST_WORKOUT_S = 180
"""A duration named before a workout is hardly meant as its length if shorter than this."""


def bare_time(context: TurnContext) -> Outcome:
    """On "twenty minutes" before a workout: as much of it as fits."""
    seconds = context.command.seconds
    if seconds is None or seconds < SHORTEST_WORKOUT_S or context.command.exercise:
        return set_duration(context)
    return start_short(context)


def ask_short(context: TurnContext) -> Outcome:
    """On "the short version" after a break: ask before dropping the unfinished workout."""
    available = context.command.seconds
    if available is not None and 1000 * available >= left_ms(context):
        return welcome_back(context)
    lines = Message.of("welcome.back"), describe_position(context)
    return ask(context, Question.START_SHORT, *lines, about=context.command)


def short_fresh(context: TurnContext) -> Outcome:
    """The short version, or what fits, instead of the current workout, which goes to the
    history."""
    asked = context.session.unfinished
    if asked is not None and context.asked is Question.START_SHORT:
        context = replace(context, command=asked)
    return start_short(left_behind(context))


def shorten(context: TurnContext) -> Outcome:
    """Short of time in mid-workout: one set each of what is ahead, or fewer exercises if a time was
    named; the current exercise stays whole."""
    workout, available = context.workout, context.command.seconds
    if not workout.log and not workout.done and not workout.index:
        return short_fresh(context)
    if workout.all_over:
        return say_and_offer(context, describe_position(context))
    if available is not None and left_ms(context) <= 1000 * available:
        return say_back(context, minutes_left(context))
    context = context.with_workout(_with_one_set_each(context))
    if available is None:
        return say_back(context, _shortened(context))
    left_out: tuple[str, ...] = ()
    while context.workout.ahead and left_ms(context) > 1000 * available:
        left_out = (context.workout.ahead[-1], *left_out)
        skipped = (*context.workout.skipped, left_out[0])
        context = context.changing_workout(skipped=skipped)
    lines = [Message.of("start.left_out", exercises=" ".join(left_out))] if left_out else []
    return say_back(context, *lines, _shortened(context))


def _with_one_set_each(context: TurnContext) -> Workout:
    workout = context.workout
    if workout.circuit:
        done = {record.exercise for record in workout.log}
        return replace(workout, over=tuple(dict.fromkeys((*workout.over, *done))))
    ahead = workout.index + 1
    left_out = context.routine.short.leave_out
    kept = tuple(name for name in workout.plan[ahead:] if name not in left_out)
    begun = workout.phase is not Phase.INTRODUCING or workout.set_number > 1
    whole = (*workout.own_sets, workout.exercise) if begun else workout.own_sets
    own = tuple(name for name in dict.fromkeys(whole) if name in workout.plan[:ahead])
    return replace(workout, short=True, plan=(*workout.plan[:ahead], *kept), own_sets=own)


def _shortened(context: TurnContext) -> Message:
    """A true line about the sets to come: the current exercise may have more than one left."""
    workout = context.workout
    left = {"minutes": minutes(left_ms(context))}
    each = {"sets": context.routine.short.sets, **left}
    if workout.last_exercise:
        return Message.of("where.minutes_left", **left)
    if workout.phase is Phase.BETWEEN or workout.set_number >= context.dose.sets:
        return Message.of("start.shortened", **each)
    return Message.of("start.shortened_after", **each)
