"""The dose: changing reps, seconds and pace by voice, for today or for good; and telling it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.dose import STANDARD_PACE, Dose
from skill.coach.elapsed import when_done
from skill.coach.messages import Message
from skill.coach.moves.answer import (
    ask,
    of_exercise,
    say_and_offer,
    subject,
    tell,
    which,
    which_of_two,
)
from skill.coach.moves.navigation import after_set
from skill.coach.moves.steps import dose_line
from skill.coach.moves.work import work
from skill.coach.prescription import Level, target_of
from skill.coach.session import Question
from skill.coach.workout import IN_SET, Phase
from skill.routine.model import Adjustable, Form

TODAY = "today"
"""The value that limits a change to this workout."""


def say_back(context: TurnContext, *lines: Message, reps_told: bool = False) -> Outcome:
    """Say the new value; go straight on if a set was running or is now complete.

    `reps_told` if the value is the number of reps.
    """
    if context.phase not in IN_SET:
        return say_and_offer(context, *lines)
    runs = context.phase is Phase.WORKING or context.set_to_go_on
    dose, workout = context.dose, context.workout
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    workout = when_done(workout, dose, context.now_ms)
    context = context.with_workout(workout)
    if workout.phase in IN_SET:
        if runs:
            return work(context, *lines, reps_told=reps_told)
        return say_and_offer(context, *lines)
    return after_set(context, context.tape(*lines))


def changing(context: TurnContext, exercise: str, **change: int | str | None) -> TurnContext:
    """The context with a preference changed, for today only if the runner said so."""
    preference = replace(context.runner.preference(exercise), **change)
    today = context.command.lasting == TODAY
    return context.with_runner(context.runner.changing(exercise, preference, today=today))


def change_said(
    context: TurnContext,
    exercise: str,
    key: str,
    wish: int,
    choice: Adjustable,
    value: int | None = None,
) -> tuple[TurnContext, tuple[Message, ...]]:
    """The lines about a new value, and the context after them.

    They name the exercise if it isn't the current one, the reason if the value isn't the one wished
    for, the value and whether it is kept, and once that it is above the clinic's range.
    """
    value = choice.nearest(wish) if value is None else value
    lasts = f"{key}_today" if context.command.lasting == TODAY else key
    lines = [Message.of(lasts, n=value, exercise=exercise)]
    if value != wish:
        lines.insert(0, Message.of("dose.at_most" if wish > value else "dose.at_least"))
    workout = context.runner.workout
    if workout is None or workout.exercise != exercise or workout.phase is Phase.BETWEEN:
        lines.insert(0, Message.of("answer.steps_of", exercise=exercise))
    hint = f"{key}.{exercise}"
    if choice.clinic and value > choice.clinic[1] and hint not in context.runner.hints:
        lines.append(Message.of(f"{key}_above", n=choice.clinic[1]))
        context = context.with_runner(context.runner.having_heard(hint))
    return context, tuple(lines)


def ask_number(context: TurnContext, *lines: Message, about: Command | None = None) -> Outcome:
    """Ask for the number; the next one that is said completes the command."""
    wish = replace(about or context.command, number=None, seconds=None, sets=None)
    return ask(context, Question.NUMBER, *lines, about=wish)


def ask_number_again(context: TurnContext) -> Outcome:
    """On "yes" to the question for a number: ask which."""
    return ask_number(context, about=context.session.unfinished)


def named_number(context: TurnContext) -> int | None:
    """The reps that were named, otherwise the seconds."""
    command = context.command
    return command.seconds if command.number is None else command.number


def named_seconds(context: TurnContext) -> int | None:
    """The seconds that were named, otherwise the bare number."""
    command = context.command
    return command.number if command.seconds is None else command.seconds


Wish = Callable[[TurnContext, Dose], int | None]


def _named(context: TurnContext, dose: Dose) -> int | None:
    return named_seconds(context) if dose.held else named_number(context)


def _more(direction: int) -> Wish:
    """The current dose plus (minus if `direction` is -1) the amount named, or one step."""

    def wish(context: TurnContext, dose: Dose) -> int:
        step = context.routine.hold_step_seconds if dose.held else context.routine.reps_step
        amount = _named(context, dose)
        return dose.target + direction * (step if amount is None else amount)

    return wish


def out_of_question(choice: Adjustable, wish: int, amount: int | None) -> bool:
    """Whether a number is so far out of range that it was probably misheard."""
    return amount is not None and choice.is_far_from(wish)


def out_of_range(key: str, choice: Adjustable) -> Message:
    """What may be asked for instead."""
    return Message.of(f"{key}_range", low=choice.low, high=choice.high)


def _target(measure: str, wish_of: Wish, *, relative: bool = False) -> Move:
    """A move that changes `reps`, or the seconds of a `hold`.

    A `relative` change is about the exercise just done; a number may be about either of two.
    """

    key = f"dose.{measure}"

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        if not relative and context.phase is Phase.BETWEEN and not context.command.exercise:
            fitting = [each for each in _two(context) if context.dose_of(each).measure == measure]
            if len(fitting) > 1:
                return which_of_two(context)
            exercise = fitting[0] if fitting else exercise
        dose = context.dose_of(exercise)
        if dose.measure != measure:
            other = "dose.not_reps" if dose.held else "dose.not_held"
            return tell(context, other, exercise=exercise)
        choice = target_of(context.form_of(exercise))
        wish = wish_of(context, dose)
        if wish is None:
            return ask_number(context, Message.of("dose.what_number"))
        if out_of_question(choice, wish, _named(context, dose)):
            return ask_number(context, out_of_range(key, choice))
        context, said = change_said(context, exercise, key, wish, choice)
        context = changing(context, exercise, **{measure: choice.nearest(wish)})
        return say_back(context, *said, reps_told=not dose.held)

    return change


def _two(context: TurnContext) -> tuple[str, ...]:
    """The exercise just done and the next one: a number may be about either."""
    return tuple(dict.fromkeys((context.workout.exercise, context.next_exercise)))


set_reps = _target("reps", _named)
more_reps = _target("reps", _more(+1), relative=True)
fewer_reps = _target("reps", _more(-1), relative=True)
set_hold = _target("hold", _named)
longer_hold = _target("hold", _more(+1), relative=True)
shorter_hold = _target("hold", _more(-1), relative=True)


@of_exercise
def set_number(context: TurnContext, exercise: str) -> Outcome:
    """A number without a unit means reps, or seconds if the exercise is held."""
    return set_hold(context) if context.dose_of(exercise).held else set_reps(context)


def bare_number(context: TurnContext) -> Outcome:
    """A number that was not asked for changes nothing; a running set goes on."""
    if context.phase in IN_SET:
        return say_back(context)
    return tell(context, "dose.bare_number")


def measure_named(context: TurnContext, exercise: str) -> str:
    """Which number of the dose the runner means: sets or reps if they were named; for a time, the
    rest's during a rest; otherwise the work's."""
    command, dose = context.command, context.dose_of(exercise)
    if command.sets is not None:
        return "sets"
    timed = context.phase is Phase.RESTING or (not dose.held and command.seconds is not None)
    if command.number is None and timed:
        return "rest"
    return dose.measure


SETS_MEASURE = {
    "reps": Meaning.SET_REPS,
    "hold": Meaning.SET_HOLD,
    "sets": Meaning.SET_SETS,
    "rest": Meaning.SET_REST,
}


@of_exercise
def refuse_dose(context: TurnContext, exercise: str) -> Outcome:
    """On "not thirty seconds": ask what instead; nothing changes yet."""
    meaning = SETS_MEASURE[measure_named(context, exercise)]
    return ask_number(context, about=replace(context.command, meaning=meaning))


def _pace(key: str, direction: int) -> Move:
    """A move that slows the reps down (`direction` +1) or speeds them up (-1)."""

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        if context.dose_of(exercise).held:
            return say_back(context, Message.of("dose.second_is_a_second"))
        now = context.runner.preference(exercise).pace or STANDARD_PACE
        step = direction * context.routine.pace_step_percent
        pace = context.routine.pace_percent.nearest(now + step)
        if pace == now:
            return say_back(context, Message.of(f"{key}_limit"))
        return say_back(changing(context, exercise, pace=pace), Message.of(key))

    return change


slower = _pace("dose.slower", +1)
faster = _pace("dose.faster", -1)


NUMBERS: tuple[str, ...] = ("sets", "reps", "hold", "rest", "pace")


@of_exercise
def about_dose(context: TurnContext, exercise: str) -> Outcome:
    """On "why sixty seconds?" or "is that ten reps?": the number, and where it comes from; on "how
    many do I have to do?": all that is asked of the exercise."""
    command = context.command
    if (command.number, command.sets, command.seconds) == (None, None, None):
        named = Message.of("answer.steps_of", exercise=exercise)
        return say_and_offer(context, named, dose_line(context.dose_of(exercise)))
    return _told(context, exercise, measure_named(context, exercise))


@of_exercise
def about_rest(context: TurnContext, exercise: str) -> Outcome:
    """The rest between sets, and where it comes from."""
    return _told(context, exercise, "rest")


def _told(context: TurnContext, exercise: str, measure: str) -> Outcome:
    dose, form = context.dose_of(exercise), context.form_of(exercise)
    values = {"sets": dose.sets, "rest": dose.rest_ms // 1000}
    told = Message.of(f"about.{measure}", n=values.get(measure, dose.target))
    return say_and_offer(context, told, _source(_choice(form, measure)))


def _choice(form: Form, measure: str) -> Adjustable:
    if measure == "sets":
        return form.sets
    if measure == "rest":
        return form.rest
    return target_of(form)


def _source(choice: Adjustable) -> Message:
    if choice.clinic is None:
        return Message.of("about.open")
    low, high = choice.clinic
    if low == high:
        return Message.of("about.clinic_exactly", n=low)
    return Message.of("about.clinic", low=low, high=high)


def clinic_dose(context: TurnContext) -> Outcome:
    """Back to the clinic's numbers: for one exercise, or for all if there is no current one."""
    exercise = subject(context)
    if context.command.unknown_exercise:
        return which(context)
    entries = [entry.id for entry in context.routine.exercises]
    for entry in entries if exercise is None else [exercise]:
        context = changing(context, entry, **dict.fromkeys(NUMBERS))
        own = {**context.runner.levels, entry: Level(context.form_of(entry).id)}
        context = context.changing_runner(levels=own)
    if exercise is None:
        return tell(context, "dose.clinic_everywhere")
    workout = context.runner.workout
    if workout is not None and workout.exercise == exercise:
        context = context.changing_workout(set_number=min(workout.set_number, context.dose.sets))
    named = Message.of("dose.clinic", exercise=exercise)
    return say_back(context, named, dose_line(context.dose_of(exercise)))
