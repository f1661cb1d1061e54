"""What is remembered about earlier workouts, and how to forget it."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.history import (
    A_SITTING_MS,
    DAY_MS,
    HOUR_MS,
    MINUTE_MS,
    PastWorkout,
    sittings,
)
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, out_of_breath, say_and_offer, tell
from skill.coach.runner import Runner
from skill.coach.session import Question, Session
from skill.coach.turn import Effect

WEEK_DAYS = 7


def week(context: TurnContext) -> Outcome:
    """What was done in the last seven days."""
    since = context.now_ms - WEEK_DAYS * DAY_MS
    recent = [each for each in _sittings(context) if each.ended_ms >= since]
    completed = sum(each.completed for each in recent)
    partial = sum(each.partial for each in recent)
    if not completed + partial:
        return tell(context, "habit.week_nothing")
    values = {"workouts": sum(each.finished for each in recent), "completed": completed}
    if not partial:
        return say_and_offer(context, Message.of("habit.week", **values), *_risen(context))
    told = Message.of("habit.week_partial", **values, partial=partial)
    return say_and_offer(context, told, *_risen(context))


def streak(context: TurnContext) -> Outcome:
    """The number of weeks in a row with a workout; no word about missed ones."""
    history = context.runner.history
    workout = context.runner.workout
    if workout is not None:
        history = history.with_workout(context.now_ms, workout.sets, finished=False)
    weeks, at_least = history.weeks_running(context.now_ms)
    if not weeks:
        return tell(context, "habit.no_streak")
    key = "cheer.weeks_at_least" if at_least else "cheer.weeks"
    return tell(context, key, weeks=weeks)


def _risen(context: TurnContext) -> tuple[Message, ...]:
    """The exercise that has progressed most, if any; not said to a breathless runner."""
    history = context.runner.history
    rises = {
        exercise.id: rise
        for exercise in context.routine.exercises
        if (rise := history.rise(exercise.id)) is not None
        and history.done_last(exercise.id, context.form_of(exercise.id).id) is not None
    }
    if not rises or out_of_breath(context):
        return ()
    exercise = max(rises, key=lambda each: rises[each][1] / rises[each][0])
    dose = context.dose_of(exercise)
    before, now = (target // len(dose.sides) for target in rises[exercise])
    key = f"habit.up_{dose.measure}"
    return (Message.of(key, exercise=exercise, before=before, now=now),)


def _last_of(context: TurnContext, exercise: str) -> Outcome:
    """What was done of one exercise the last time."""
    dose = context.dose_of(exercise)
    sets = context.runner.history.sets_last(exercise, dose.sets)
    if not sets:
        return tell(context, "habit.never_did", exercise=exercise)
    key = f"habit.last_{dose.measure}"
    return tell(context, key, n=sum(sets), sets=len(sets), exercise=exercise)


def last_time(context: TurnContext) -> Outcome:
    """When the last workout before this one was, and whether it was finished; or what was done in
    an exercise that is named."""
    earlier = [each for each in _sittings(context) if not _goes_on(context, each)]
    if not earlier:
        return tell(context, "habit.never")
    if context.command.exercise is not None:
        return _last_of(context, context.command.exercise)
    last = earlier[-1]
    key = "habit.last_finished" if last.finished else "habit.last_unfinished"
    # in hours: which day it was depends on a time zone that we don't know
    hours = max(0, context.now_ms - last.ended_ms) // HOUR_MS
    if not last.completed:
        return tell(context, "habit.last_none", hours=hours)
    return tell(context, key, hours=hours, completed=last.completed)


def so_far(context: TurnContext) -> Outcome:
    """How long ago the workout began, and its completed sets; if there is none, the last one."""
    workout = context.runner.workout
    if workout is None:
        return last_time(context)
    going_ms = context.now_ms - workout.started_ms
    if going_ms < MINUTE_MS:
        began = Message.of("habit.just_began")
    elif going_ms < HOUR_MS:
        began = Message.of("habit.began_minutes", minutes=going_ms // MINUTE_MS)
    else:
        began = Message.of("habit.began_hours", hours=going_ms // HOUR_MS)
    completed = sum(each.completed for each in workout.sets)
    done = Message.of("habit.so_far", completed=completed) if completed else None
    return say_and_offer(context, began, done or Message.of("habit.none_so_far"))


def _sittings(context: TurnContext) -> tuple[PastWorkout, ...]:
    """Everything on record including the current workout, oldest first."""
    workout = context.runner.workout
    in_hand: tuple[PastWorkout, ...] = ()
    if workout is not None:
        # a workout that was begun and left without a set counts too
        begun = PastWorkout(workout.started_ms, 0, 0, 0)
        in_hand = sittings(workout.sets) or (begun,)
    return (*context.runner.history.past, *in_hand)


def _goes_on(context: TurnContext, sitting: PastWorkout) -> bool:
    """Whether it is the current workout."""
    workout = context.runner.workout
    if workout is None or sitting.ended_ms < workout.started_ms:
        return False
    return context.now_ms - sitting.ended_ms < A_SITTING_MS


def ask_forget(context: TurnContext) -> Outcome:
    """Ask before forgetting, as it can't be undone."""
    return ask(context, Question.FORGET)


def forget(context: TurnContext) -> Outcome:
    """Delete everything saved and end the session."""
    forgotten = replace(context, runner=Runner(), session=Session())
    outcome = forgotten.end(context.tape(Message.of("habit.forgotten")), None)
    return replace(outcome, effects=frozenset({Effect.FORGET}))
