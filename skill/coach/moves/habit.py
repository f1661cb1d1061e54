"""What is remembered of earlier workouts, and how it is forgotten."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.history import A_SITTING_MS, DAY_MS, PastWorkout, sittings
from skill.coach.messages import Message
from skill.coach.moves.answer import at_rest, say_and_offer
from skill.coach.runner import Runner
from skill.coach.session import Question, Session
from skill.coach.turn import Asks, Effect, Prompt

HOUR_MS = 60 * 60 * 1000
WEEK_DAYS = 7


def week(context: TurnContext) -> Outcome:
    """What was done in the last seven days."""
    since = context.now_ms - WEEK_DAYS * DAY_MS
    recent = [each for each in _sittings(context) if each.ended_ms >= since]
    completed = sum(each.completed for each in recent)
    partial = sum(each.partial for each in recent)
    if not completed + partial:
        return say_and_offer(context, Message.of("habit.week_nothing"))
    values = {"workouts": sum(each.finished for each in recent), "completed": completed}
    if not partial:
        return say_and_offer(context, Message.of("habit.week", values))
    return say_and_offer(context, Message.of("habit.week_partial", {**values, "partial": partial}))


def last_time(context: TurnContext) -> Outcome:
    """When the last workout before this one was, and whether it was finished."""
    earlier = [each for each in _sittings(context) if not _goes_on(context, each)]
    if not earlier:
        return say_and_offer(context, Message.of("habit.never"))
    last = earlier[-1]
    key = "habit.last_finished" if last.finished else "habit.last_unfinished"
    # in hours: which day it was depends on where the runner lives, and nobody asked
    hours = max(0, context.now_ms - last.ended_ms) // HOUR_MS
    if not last.completed:
        return say_and_offer(context, Message.of("habit.last_none", {"hours": hours}))
    return say_and_offer(context, Message.of(key, {"hours": hours, "completed": last.completed}))


def _sittings(context: TurnContext) -> tuple[PastWorkout, ...]:
    """Everything on record, the workout in hand included, oldest first."""
    workout = context.runner.workout
    in_hand: tuple[PastWorkout, ...] = ()
    if workout is not None:
        # one that was begun and left without a set was a workout too
        begun = PastWorkout(workout.started_ms, 0, 0, 0)
        in_hand = sittings(workout.sets) or (begun,)
    return (*context.runner.history.past, *in_hand)


def _goes_on(context: TurnContext, sitting: PastWorkout) -> bool:
    """Whether it is this very workout that the runner is at."""
    workout = context.runner.workout
    if workout is None or sitting.ended_ms < workout.started_ms:
        return False
    return context.now_ms - sitting.ended_ms < A_SITTING_MS


def ask_forget(context: TurnContext) -> Outcome:
    """Forgetting is confirmed, as it can't be undone."""
    context = at_rest(context).with_question(Question.FORGET)
    return context.end(context.tape(), Prompt.of(Asks.FORGET))


def forget(context: TurnContext) -> Outcome:
    """Everything saved is deleted, and the session ends."""
    tape = context.tape()
    tape.say("habit.forgotten")
    forgotten = replace(context, runner=Runner(), session=Session())
    return replace(forgotten.end(tape, None), effects=frozenset({Effect.FORGET}))
