"""How much of a set the runner says was done, and the answer to that."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.dose import Dose
from skill.coach.elapsed import set_over
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.dosing import ask_number
from skill.coach.moves.navigation import after_set, done_in_set
from skill.coach.workout import IN_SET, SetRecord


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
        return say_and_offer(context, Message.of("dose.nothing_to_report"))
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
        return say_and_offer(context, Message.of("where.none_done"))
    key = "where.did_hold" if context.dose.held else "where.did_reps"
    return say_and_offer(context, Message.of(key, n=last.done, set=last.number))
