"""What the runner says of a set: which leg it is, and how much was done."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.dose import Dose
from skill.coach.elapsed import set_over
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer, tell
from skill.coach.moves.dosing import ask_number, say_back
from skill.coach.moves.navigation import after_set, done_in_set
from skill.coach.moves.work import change_legs, work
from skill.coach.timeline import Side
from skill.coach.workout import IN_SET, Phase, SetRecord


def report_reps(context: TurnContext) -> Outcome:
    """On "I only managed six": record that number for the last or current set."""
    number, workout = context.command.number, context.workout
    if number is None:
        return ask_number(context, Message.of("dose.what_number"))
    dose = context.dose
    if workout.phase in IN_SET:
        if context.uncounted and number >= dose.target and workout.side is not dose.last_side:
            return done_in_set(context)
        context = context.changing_workout(done=min(number, dose.target))
        completed = number >= dose.target and workout.side is dose.last_side
        context = context.with_workout(
            set_over(context.workout, dose, context.now_ms, completed=completed)
        )
        return after_set(context, context.tape(_reported(number, dose, completed=completed)))
    last = _last_set(context)
    if last is None:
        return tell(context, "dose.nothing_to_report")
    value = min(number, dose.target)
    record = replace(last, completed=value >= dose.target, done=value)
    context = context.with_workout(workout.with_set(record, corrected=True))
    return say_and_offer(context, _reported(number, dose, completed=True))


def _last_set(context: TurnContext) -> SetRecord | None:
    workout = context.workout
    done = [record for record in workout.log if record.exercise == workout.exercise]
    return done[-1] if done else None


def _reported(number: int, dose: Dose, *, completed: bool) -> Message:
    if number > dose.target and completed:
        return Message.of("dose.reported_completed")
    return Message.of("dose.reported", n=min(number, dose.target))


def reps_done(context: TurnContext) -> Outcome:
    """How much was done: in the current set up to its place, otherwise in the last set."""
    last = _last_set(context)
    if context.phase in IN_SET:
        return say_and_offer(context)
    if last is None:
        return tell(context, "where.none_done")
    key = f"where.did_{context.dose.measure}"
    return tell(context, key, n=last.done, set=last.number)


def other_leg(context: TurnContext) -> Outcome:
    """The runner is on the other leg: swap the order of legs. A leg that is already being counted
    goes on; one that waits for its turn begins."""
    if len(context.dose.sides) == 1:
        return tell(context, "where.both_legs")
    if context.workout.phase is Phase.BETWEEN:
        return tell(context, "leg.over", exercise=context.workout.exercise)
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
        return tell(context, "where.leg_next", **leg)
    if not context.workout.done and context.interrupted is None:
        return work(context)
    return say_back(context.resumed(), Message.of("leg.already", **leg))


def _swapped(context: TurnContext) -> Outcome:
    dose, now = context.dose, _leg(context)
    first = Side.RIGHT if dose.sides[0] is Side.LEFT else Side.LEFT
    side = Side.RIGHT if now is Side.LEFT else Side.LEFT
    swapped = replace(context.workout, first_side=first, side=side)
    context = context.with_workout(swapped).at_rest()
    return tell(context, "leg.swapped", leg=side)


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
        return tell(context, "where.both_legs")
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
