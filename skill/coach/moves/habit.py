"""What is remembered of earlier workouts, and how it is forgotten."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.context import Effect, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import at_rest, say_and_offer
from skill.coach.runner import Runner
from skill.coach.session import Question, Session

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
A_SESSION_MS = 6 * HOUR_MS
"""A workout begun longer ago than that is not the one of this session."""
WEEK_DAYS = 7


def week(context: TurnContext) -> Outcome:
    """What was done in the last seven days."""
    since = context.now_ms - WEEK_DAYS * DAY_MS
    recent = [entry for entry in context.runner.history.past if entry.ended_ms >= since]
    workout = context.runner.workout
    log = workout.log if workout else ()
    whole = sum(entry.completed for entry in recent) + sum(record.completed for record in log)
    cut = sum(entry.partial for entry in recent) + sum(not record.completed for record in log)
    if not whole + cut:
        return say_and_offer(context, Message.of("habit.week_nothing"))
    finished = sum(entry.finished for entry in recent)
    values = {"workouts": finished, "whole": whole, "cut": cut}
    key = "habit.week_cut" if cut else "habit.week"
    if not cut:
        values.pop("cut")
    return say_and_offer(context, Message.of(key, values))


def last_time(context: TurnContext) -> Outcome:
    """When the last workout was, and whether it was finished."""
    workout = context.runner.workout
    if workout and workout.log and context.now_ms - workout.started_ms > A_SESSION_MS:
        whole = sum(record.completed for record in workout.log)
        return _last(context, "habit.last_unfinished", workout.started_ms, whole)
    if not context.runner.history.past:
        return say_and_offer(context, Message.of("habit.never"))
    last = context.runner.history.past[-1]
    key = "habit.last_finished" if last.finished else "habit.last_unfinished"
    return _last(context, key, last.ended_ms, last.completed)


def _last(context: TurnContext, key: str, at_ms: int, whole: int) -> Outcome:
    # in hours: which day it was depends on where the runner lives, and nobody asked
    hours = max(0, context.now_ms - at_ms) // HOUR_MS
    if not whole:
        return say_and_offer(context, Message.of("habit.last_none", {"hours": hours}))
    return say_and_offer(context, Message.of(key, {"hours": hours, "whole": whole}))


def what_you_know(context: TurnContext) -> Outcome:
    """What is remembered, and how to have it forgotten."""
    return say_and_offer(context, Message.of("habit.known"))


def ask_forget(context: TurnContext) -> Outcome:
    """Forgetting is confirmed, as it can't be undone."""
    context = at_rest(context).with_question(Question.FORGET)
    return context.end(context.tape(), Message.of("prompt.forget"))


def forget(context: TurnContext) -> Outcome:
    """Everything saved is deleted, and the session ends."""
    tape = context.tape()
    tape.say("habit.forgotten")
    forgotten = replace(context, runner=Runner(), session=Session())
    return replace(forgotten.end(tape, None), effects=frozenset({Effect.FORGET}))
