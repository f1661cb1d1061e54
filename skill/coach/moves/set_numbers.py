"""Going to a set by its number, and past one."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import offer, say_and_offer
from skill.coach.moves.dosing import ask_number, say_back
from skill.coach.moves.introduce import introduce
from skill.coach.moves.navigation import (
    after_set,
    before_set,
    choose,
    cut_short,
    first_set,
    redo,
    skip,
)
from skill.coach.moves.work import work
from skill.coach.position import describe_position
from skill.coach.workout import IN_SET, Phase


def go_to_set(context: TurnContext) -> Outcome:
    """On "set two": begin it if it is next, go on if it is running, otherwise go to it."""
    number, workout = context.command.sets, context.workout
    if number is None or not 1 <= number <= context.dose.sets:
        return _which_set(context)
    if number != workout.set_number or workout.phase is Phase.BETWEEN:
        return _to(context, number)
    context = context.resumed()
    if workout.phase is Phase.RESTING:
        return work(context)
    if workout.phase is Phase.INTRODUCING:
        return first_set(context)
    return say_back(context)


def redo_set(context: TurnContext) -> Outcome:
    """Repeat the named set from its start, otherwise the current one or the one just done."""
    number = context.command.sets
    if number is None:
        return redo(context)
    if not 1 <= number <= context.dose.sets:
        return _which_set(context)
    return _to(context, number)


def redo_in_introduction(context: TurnContext) -> Outcome:
    """Before the current set there is nothing to repeat: begin it."""
    if context.command.sets in (None, context.workout.set_number):
        return first_set(context)
    return redo_set(context)


def restart_exercise(context: TurnContext) -> Outcome:
    """To the first set of the current exercise, the one just done, or another one that is named.
    What was done stays on record."""
    named, workout = context.command.exercise, context.workout
    if context.command.unknown_exercise or named not in (None, workout.exercise):
        return choose(context)
    if workout.phase is Phase.INTRODUCING:
        return introduce(context, workout.index)
    return before_set(context, 1, Message.of("back.set", set=1, sets=context.dose.sets))


def _which_set(context: TurnContext) -> Outcome:
    return ask_number(context, Message.of("set.there_are", sets=context.dose.sets))


def _to(context: TurnContext, number: int) -> Outcome:
    key = "back.set" if number <= context.workout.set_number else "set.on_to"
    return before_set(context, number, Message.of(key, set=number, sets=context.dose.sets))


def skip_set(context: TurnContext) -> Outcome:
    """Drop what is left of the current set; in a rest, skip the next set."""
    context = context.resumed()
    workout, named = context.workout, context.command.sets
    if workout.phase is Phase.BETWEEN or named not in (None, workout.set_number):
        return say_and_offer(context, describe_position(context))
    started = workout.done or workout.side is not context.dose.sides[0]
    if workout.phase in IN_SET and started:
        return cut_short(context)
    if workout.set_number >= context.dose.sets:
        return _past_the_last(context)
    following = replace(workout, set_number=workout.set_number + 1, side=context.dose.sides[0])
    tape = context.tape(Message.of("set.on_to", set=following.set_number, sets=context.dose.sets))
    if workout.phase not in IN_SET:
        return offer(context.with_workout(following), tape)
    return after_set(context.with_workout(following.before_set(phase=Phase.RESTING)), tape)


def _past_the_last(context: TurnContext) -> Outcome:
    if not any(record.exercise == context.workout.exercise for record in context.workout.log):
        return skip(context)
    over = context.workout.before_set(phase=Phase.BETWEEN)
    return after_set(context.with_workout(over), context.tape())
