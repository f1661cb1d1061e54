"""What is known about the clinic, and a plain "I don't know" for the rest."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import offer
from skill.coach.moves.opening import decline, stop
from skill.coach.session import Question
from skill.coach.turn import Asks, Card, Prompt
from skill.coach.workout import Phase


def phone(context: TurnContext) -> Outcome:
    """The number, slowly and in groups; also on a card; offered again."""
    tape = context.tape()
    clinic = context.routine.clinic
    tape.say("clinic.phone", clinic=clinic.id, phone=" ".join(clinic.phone_groups))
    if context.phase in (Phase.OPENED, Phase.RETURNING):
        context = context.with_question(Question.HEAR_AGAIN)
        return context.end(tape, Prompt.of(Asks.HEAR_AGAIN), contact_card(context))
    if "repeat" not in context.runner.hints:
        tape.say("clinic.again_hint")
        hints = (*context.runner.hints, "repeat")
        context = context.with_runner(replace(context.runner, hints=hints))
    return offer(context, tape, contact_card(context))


def contact_card(context: TurnContext) -> Card:
    """The clinic's number and e-mail for the phone app."""
    clinic = context.routine.clinic
    return Card(
        Message.of("card.title", {"clinic": clinic.id}),
        Message.of("card.contact", {"phone_written": clinic.phone, "email_written": clinic.email}),
    )


def decline_number(context: TurnContext) -> Outcome:
    """The number isn't wanted again: goodbye if nothing is under way, else back to the place."""
    return stop(context) if context.phase is Phase.OPENED else decline(context)
