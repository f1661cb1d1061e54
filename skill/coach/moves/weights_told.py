"""What is said about a weight that was lifted."""

from __future__ import annotations

from skill.coach.context import TurnContext
from skill.coach.timeline import Tape

EQUIPMENT = "weight"
"""The equipment id of a weight."""


def say_weight(context: TurnContext, tape: Tape) -> None:
    """Say what was lifted last in the current exercise, if it is done with a weight."""
    weight = context.runner.weights.get(context.workout.exercise)
    if weight is not None and EQUIPMENT in context.dose.needs:
        tape.say("intro.weight", weight=weight.value)
