"""The number of sets, for one exercise or for all."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.dosing import (
    ask_number,
    change_said,
    changing,
    named_seconds,
    out_of_question,
    out_of_range,
    say_back,
    set_number,
)
from skill.coach.moves.navigation import after_set, before_set
from skill.coach.moves.topic import of_exercise, subject, which, which_of_two
from skill.coach.workout import Phase, Workout


def set_sets(context: TurnContext) -> Outcome:
    """Set the number of sets for one exercise, or for all before a workout begins; also reps or
    seconds if they were named."""
    wish = context.command.sets
    if wish is None:
        return ask_number(context, Message.of("dose.what_number"))
    exercise = subject(context)
    if context.command.unknown_exercise:
        return which(context)
    if exercise is None:
        return _of_everything(context, wish)
    over = context.phase is Phase.BETWEEN and not context.command.exercise
    if over and not context.workout.last_exercise:
        return which_of_two(context)
    return _sets(context, exercise, wish, named=True)


def _of_everything(context: TurnContext, wish: int) -> Outcome:
    if named_seconds(context) is not None:
        return which(context)
    entries = context.routine.exercises
    far = next((e.form().sets for e in entries if e.form().sets.is_far_from(wish)), None)
    if far is not None:
        return ask_number(context, out_of_range("dose.sets", far))
    for entry in entries:
        value = entry.form().sets.nearest(wish)
        context = changing(context, entry.id, sets=value)
    return say_and_offer(context, Message.of("dose.sets_everywhere", n=value))


def _sets(context: TurnContext, exercise: str, wish: int, *, named: bool) -> Outcome:
    choice = context.form_of(exercise).sets
    if named and choice.is_far_from(wish):
        return ask_number(context, out_of_range("dose.sets", choice))
    workout = context.runner.workout
    at_hand = workout is not None and workout.exercise == exercise
    value = max(choice.nearest(wish), _reached(workout) if workout and at_hand else 0)
    context, said = change_said(context, exercise, "dose.sets", wish, choice, value)
    context = changing(_with_own_sets(context, exercise), exercise, sets=value)
    resting = at_hand and context.workout.phase is Phase.RESTING
    if not resting or context.workout.set_number <= value:
        if named_seconds(context) is not None:
            return _with_work(context, said)
        return say_back(context, *said)
    # that many sets are done already
    over = context.workout.before_set(phase=Phase.BETWEEN, set_number=value)
    return after_set(context.with_workout(over), context.tape(*said))


def _with_work(context: TurnContext, said: tuple[Message, ...]) -> Outcome:
    """The reps or seconds that were named with the sets; both are said back together."""
    return set_number(replace(context, notices=(*context.notices, *said)))


def _reached(workout: Workout) -> int:
    """The number of sets done or begun: there can't be fewer."""
    return workout.set_number - (workout.phase is Phase.RESTING)


def _with_own_sets(context: TurnContext, exercise: str) -> TurnContext:
    workout = context.runner.workout
    if workout is None:
        return context
    own = tuple(dict.fromkeys((*workout.own_sets, exercise)))
    return context.changing_workout(own_sets=own)


def _more_sets(direction: int) -> Move:
    """A move that adds (+1) or drops (-1) the number of sets named, or one."""

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        amount = context.command.sets
        wish = context.dose_of(exercise).sets + direction * (1 if amount is None else amount)
        named = out_of_question(context.form_of(exercise).sets, wish, amount)
        return _sets(context, exercise, wish, named=named)

    return change


more_sets = _more_sets(+1)
fewer_sets = _more_sets(-1)


def another_set(context: TurnContext) -> Outcome:
    """Between exercises, "one more set" means the exercise just done."""
    workout = context.workout
    if context.command.exercise not in (None, workout.exercise):
        return more_sets(context)
    choice = context.form_of(workout.exercise).sets
    value = choice.nearest(workout.set_number + (context.command.sets or 1))
    if value <= workout.set_number:
        return say_and_offer(context, Message.of("dose.sets_enough", n=value))
    context, said = change_said(context, workout.exercise, "dose.sets", value, choice)
    context = changing(_with_own_sets(context, workout.exercise), workout.exercise, sets=value)
    *first, last = said[1:]
    context = replace(context, notices=(*context.notices, *first))
    return before_set(context, workout.set_number + 1, last)
