"""Short answers from the content: exercises, the clinic, and its one-line answers."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.fixed_answers import FixedAnswer, message_of
from skill.coach.messages import Message
from skill.coach.moves.answer import (
    about_exercise,
    answers_with,
    ask,
    of_exercise,
    offer,
    out_of_breath,
    say_and_offer,
    subject,
    tell,
)
from skill.coach.moves.introduce import at_exercise, introduce_again
from skill.coach.moves.opening import decline, stop
from skill.coach.moves.steps import dose_line, say_movement, say_steps
from skill.coach.session import Question
from skill.coach.turn import Card
from skill.coach.workout import IN_SET, Phase
from skill.routine.model import STANDARD

why = about_exercise("answer.why")
tip = about_exercise("answer.tip")
feel = about_exercise("answer.feel")


@of_exercise
def read_steps(context: TurnContext, exercise: str) -> Outcome:
    """The steps of an exercise, each with its time to move."""
    tape = context.tape(Message.of("answer.steps_of", exercise=exercise))
    say_steps(tape, context.dose_of(exercise))
    return offer(context, tape)


@of_exercise
def describe(context: TurnContext, exercise: str) -> Outcome:
    """Describe an exercise: why, how much, and its steps; during a set or rest, the movement."""
    dose = context.dose_of(exercise)
    tape = context.tape()
    if out_of_breath(context):
        # the place names the exercise at hand
        if exercise != context.workout.exercise:
            tape.say("answer.steps_of", exercise=exercise)
        say_movement(tape, dose)
        return offer(context, tape)
    tape.say("answer.steps_of", exercise=exercise)
    tape.say("answer.why", exercise=exercise)
    tape.speak(dose_line(dose))
    say_steps(tape, dose)
    return offer(context, tape)


cool_down = answers_with("answer.cool_down")


def warm_up(context: TurnContext) -> Outcome:
    """How to warm up, and for how long."""
    seconds = context.routine.warm_up_seconds
    moves = " ".join(move.id for move in context.routine.led.moves)
    if moves and not seconds:
        return tell(context, "answer.moves_alone", moves=moves)
    walk = Message.of("answer.warm_up", seconds=seconds)
    then = (Message.of("answer.moves", moves=moves),) if moves else ()
    return say_and_offer(context, walk, *then)


def equipment(context: TurnContext) -> Outcome:
    """The equipment: for the exercise named or the current one, otherwise for all."""
    exercise = subject(context)
    if exercise is None:
        needs = dict.fromkeys(
            need for e in context.routine.exercises for need in context.dose_of(e.id).needs
        )
        return tell(context, "answer.needs_all", needs=" ".join(needs))
    needs_here = context.dose_of(exercise).needs
    if not needs_here:
        return tell(context, "answer.needs_nothing", exercise=exercise)
    return tell(context, "answer.needs", exercise=exercise, needs=" ".join(needs_here))


def beginner(context: TurnContext) -> Outcome:
    """A beginner hears everything, and gets advanced exercises in their easier form, told so."""
    context = context.with_session(newcomer=True)
    tape = context.tape(Message.of("answer.beginner"))
    for exercise in context.routine.exercises:
        preferred = context.runner.preference(exercise.id).form or STANDARD
        form = exercise.beside(preferred, -1)
        if not exercise.advanced or form is None or exercise.form(preferred).level < 0:
            continue
        changed = replace(context.runner.preference(exercise.id), form=form.id)
        context = context.with_runner(context.runner.prefer(exercise.id, changed))
        tape.say("form.later", form=f"{exercise.id}/{form.id}", exercise=exercise.id)
    if context.phase is Phase.INTRODUCING:
        return introduce_again(context, tape)
    if context.phase in IN_SET and context.exercise.advanced:
        # a set that began in the harder form must not go on in it
        return introduce_again(
            context.with_workout(at_exercise(context, context.workout.index)), tape
        )
    return offer(context, tape)


def experienced(context: TurnContext) -> Outcome:
    """An experienced runner hears less."""
    return tell(context.with_session(newcomer=False), "answer.experienced")


def phone(context: TurnContext) -> Outcome:
    """The number, slowly and in groups; also on a card; offered again."""
    clinic = context.routine.clinic
    number = Message.of("clinic.phone", clinic=clinic.id, phone=" ".join(clinic.phone_groups))
    if context.phase in (Phase.OPENED, Phase.RETURNING):
        return replace(ask(context, Question.HEAR_AGAIN, number), card=contact_card(context))
    tape = context.tape(number)
    if "repeat" not in context.runner.hints:
        tape.say("clinic.again_hint")
        context = context.with_runner(context.runner.having_heard("repeat"))
    return offer(context, tape, contact_card(context))


def contact_card(context: TurnContext) -> Card:
    """The clinic's number and e-mail for the phone app."""
    clinic = context.routine.clinic
    return Card(
        Message.of("card.title", clinic=clinic.id),
        Message.of("card.contact", phone_written=clinic.phone, email_written=clinic.email),
    )


def decline_number(context: TurnContext) -> Outcome:
    """The number isn't wanted again: goodbye if nothing is under way, else back to the place."""
    return stop(context) if context.phase is Phase.OPENED else decline(context)


def answer(context: TurnContext) -> Outcome:
    """The row's line, or its shorter one during a set or rest; then the place again."""
    row = context.fixed_answer or FixedAnswer()
    briefly = row.brief and out_of_breath(context)
    line = message_of(context.command.answer or "", context.routine, briefly=briefly)
    return say_and_offer(context, line, card=contact_card(context) if row.card else None)
