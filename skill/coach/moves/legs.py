"""Which leg: the one the runner names."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.dosing import say_back
from skill.coach.moves.navigation import done_in_set
from skill.coach.moves.work import change_legs, work
from skill.coach.timeline import Side
from skill.coach.workout import IN_SET, Phase


def other_leg(context: TurnContext) -> Outcome:
    """The runner is on the other leg: swap the order of legs. A leg that is already being counted
    goes on; one that waits for its turn begins."""
    if len(context.dose.sides) == 1:
        return say_and_offer(context, Message.of("where.both_legs"))
    if context.workout.phase is Phase.BETWEEN:
        return say_and_offer(context, Message.of("leg.over", exercise=context.workout.exercise))
    if _named(context) == _leg(context):
        return _already(context)
    return _swapped(context)


def _leg(context: TurnContext) -> Side | None:
    return context.workout.side or context.dose.sides[0]


def _named(context: TurnContext) -> Side | None:
    named = context.command.leg
    return Side(named) if named in list(Side) else None


def _already(context: TurnContext) -> Outcome:
    leg = {"leg": _leg(context) or "both"}
    if context.workout.phase not in IN_SET:
        return say_and_offer(context, Message.of("where.leg_next", **leg))
    if not context.workout.done and context.interrupted is None:
        return work(context)
    return say_back(context.resumed(), Message.of("leg.already", **leg))


def _swapped(context: TurnContext) -> Outcome:
    dose, now = context.dose, _leg(context)
    first = Side.RIGHT if dose.sides[0] is Side.LEFT else Side.LEFT
    side = Side.RIGHT if now is Side.LEFT else Side.LEFT
    swapped = replace(context.workout, first_side=first, side=side)
    context = context.with_workout(swapped).at_rest()
    return say_and_offer(context, Message.of("leg.swapped", leg=side))


def ready(context: TurnContext) -> Outcome:
    """On "ready", perhaps "for the right leg": go on with the leg that was named."""
    named = _named(context)
    if named is None or len(context.dose.sides) == 1 or named == _leg(context):
        return work(context)
    return _swapped(context)


def leg_done(context: TurnContext) -> Outcome:
    """On "I've done the left leg": go to the other one; if both are done, the set is over."""
    workout, dose = context.workout, context.dose
    if len(dose.sides) == 1:
        return say_and_offer(context, Message.of("where.both_legs"))
    if workout.phase not in IN_SET:
        return say_and_offer(context)
    now, named = _leg(context), _named(context) or _leg(context)
    if named == now and now is dose.last_side:
        return done_in_set(context)
    if named != now and now is dose.last_side:
        return say_back(context, Message.of("leg.already", leg=now or "both"))
    first, following = (now, dose.last_side) if named == now else (named, now)
    context = context.with_workout(replace(workout, first_side=first, side=following, done=0))
    return change_legs(context) if context.uncounted else work(context)
