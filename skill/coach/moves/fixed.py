"""Answers that are content rows."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.fixed_answers import FixedAnswer, message_of
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.clinic import contact_card
from skill.coach.moves.topic import out_of_breath


def answer(context: TurnContext) -> Outcome:
    """The row's line, or its shorter one during a set or rest; then the place again."""
    row = context.fixed_answer or FixedAnswer()
    briefly = row.brief and out_of_breath(context)
    line = message_of(context.command.answer or "", context.routine, briefly=briefly)
    return say_and_offer(context, line, card=contact_card(context) if row.card else None)
