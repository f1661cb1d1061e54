"""The number of sets, and going to a set by its number."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import (
    of_exercise,
    offer,
    say_and_offer,
    subject,
    tell,
    which,
    which_of_two,
)
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
from skill.coach.workout import IN_SET, Phase, Workout


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
    return tell(context, "dose.sets_everywhere", n=value)


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
            # reps or seconds were named, too: both are said back together
            return set_number(replace(context, notices=(*context.notices, *said)))
        return say_back(context, *said)
    # that many sets are done already
    over = context.workout.before_set(phase=Phase.BETWEEN, set_number=value)
    return after_set(context.with_workout(over), context.tape(*said))


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
        return tell(context, "dose.sets_enough", n=value)
    context, said = change_said(context, workout.exercise, "dose.sets", value, choice)
    context = changing(_with_own_sets(context, workout.exercise), workout.exercise, sets=value)
    *first, last = said[1:]
    context = replace(context, notices=(*context.notices, *first))
    return before_set(context, workout.set_number + 1, last)


def go_to_set(context: TurnContext) -> Outcome:
    """On "set two": begin it if it is next, go on if it is running, otherwise go to it."""
    number, workout = context.command.sets, context.workout
    if number is None or not 1 <= number <= context.dose.sets:
        return _which_set(context)
    if number != workout.set_number or workout.phase is Phase.BETWEEN:
        return before_set(context, number)
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
    return before_set(context, number)


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
    return before_set(context, 1)


def _which_set(context: TurnContext) -> Outcome:
    return ask_number(context, Message.of("set.there_are", sets=context.dose.sets))


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
