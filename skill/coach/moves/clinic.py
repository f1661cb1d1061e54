"""What is known of the clinic, and that the rest is not known."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import offer, say_and_offer
from skill.coach.moves.opening import decline, stop
from skill.coach.moves.topic import out_of_breath
from skill.coach.session import Question
from skill.coach.turn import Asks, Card, Prompt
from skill.coach.workout import Phase


def phone(context: TurnContext) -> Outcome:
    """The number, slowly and in groups; on a card; offered again."""
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


def email(context: TurnContext) -> Outcome:
    """The address, and the card, as nobody can write it down on a mat."""
    tape = context.tape()
    tape.say("clinic.email", email=context.routine.clinic.email)
    return offer(context, tape, contact_card(context))


def booking(context: TurnContext) -> Outcome:
    """How a session is booked."""
    tape = context.tape()
    tape.say("clinic.booking", phone=" ".join(context.routine.clinic.phone_groups))
    return offer(context, tape, contact_card(context))


def unknown(context: TurnContext) -> Outcome:
    """What the clinic did not give is said to be unknown; the phone is the way to find out."""
    tape = context.tape()
    tape.say("clinic.unknown", phone=" ".join(context.routine.clinic.phone_groups))
    return offer(context, tape, contact_card(context))


def where(context: TurnContext) -> Outcome:
    """As much as the clinic gave: the quarter and the city; the rest by phone."""
    tape = context.tape()
    clinic = context.routine.clinic
    tape.say("clinic.where", clinic=clinic.id, phone=" ".join(clinic.phone_groups))
    return offer(context, tape, contact_card(context))


def about(context: TurnContext) -> Outcome:
    """Who the coach is and who the clinic is; in a set or a rest, the coach alone."""
    clinic = context.routine.clinic
    if out_of_breath(context):
        return say_and_offer(context, Message.of("clinic.about_briefly", {"clinic": clinic.id}))
    about_it = Message.of("clinic.about", {"clinic": clinic.id})
    return say_and_offer(context, about_it)


def contact_card(context: TurnContext) -> Card:
    """The clinic's number and e-mail for the phone app."""
    clinic = context.routine.clinic
    return Card(
        Message.of("card.title", {"clinic": clinic.id}),
        Message.of("card.contact", {"phone_written": clinic.phone, "email_written": clinic.email}),
    )


def decline_number(context: TurnContext) -> Outcome:
    """No second hearing: goodbye where nothing is under way, else back to the place."""
    return stop(context) if context.phase is Phase.OPENED else decline(context)
