"""What is known about the clinic, and a plain "I don't know" for the rest."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, offer
from skill.coach.moves.opening import decline, stop
from skill.coach.session import Question
from skill.coach.turn import Card
from skill.coach.workout import Phase


def phone(context: TurnContext) -> Outcome:
    """The number, slowly and in groups; also on a card; offered again."""
    clinic = context.routine.clinic
    number = Message.of("clinic.phone", clinic=clinic.id, phone=" ".join(clinic.phone_groups))
    if context.phase in (Phase.OPENED, Phase.RETURNING):
        return replace(ask(context, Question.HEAR_AGAIN, number), card=contact_card(context))
    tape = context.tape(number)
    if "repeat" not in context.runner.hints:
        tape.say("clinic.again_hint")
        hints = (*context.runner.hints, "repeat")
        context = context.changing_runner(hints=hints)
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
