"""How long things take: lay out the coming turns as this runner will hear them, and add them up."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.bouts import bout_at_hand
from skill.coach.context import Outcome, TurnContext
from skill.coach.elapsed import advance_to
from skill.coach.moves.introduce import at_step, first_answer, introduce
from skill.coach.moves.stages import cool_down, timed, walked
from skill.coach.moves.work import work
from skill.coach.position import cools_down
from skill.coach.runner import CountMode
from skill.coach.session import Session
from skill.coach.timeline import SpanKind
from skill.coach.workout import Phase, Stage, Workout

SAYS_NEXT_MS = 2_000
"""The time a runner takes to say "next", in ms."""


def whole_plan(context: TurnContext) -> tuple[str, ...]:
    """The exercises of the whole routine, without those avoided today because of a hard run."""
    every = tuple(exercise.id for exercise in context.routine.exercises)
    return tuple(each for each in every if each not in context.kept_off) or every


def short_plan(context: TurnContext) -> tuple[str, ...]:
    """The exercises of the short version."""
    left_out = context.routine.short.leave_out
    return tuple(exercise for exercise in whole_plan(context) if exercise not in left_out)


def whole_workout(context: TurnContext) -> Workout:
    """The whole routine as a workout that begins now."""
    return Workout(context.now_ms, whole_plan(context))


def short_workout(context: TurnContext) -> Workout:
    """The short version as a workout that begins now."""
    return Workout(context.now_ms, short_plan(context), short=True)


def workout_ms(context: TurnContext, workout: Workout) -> int:
    """The time of a workout that begins now in ms, from its warm-up to its last set, or to the end
    of its cool-down if that is led."""
    fresh = _undisturbed(context).with_workout(workout)
    walks = fresh.routine.led.warm_up or fresh.session.warm
    told_ms = 0 if walks else 1000 * context.routine.warm_up_seconds
    return told_ms + _played_ms(fresh, first_answer(fresh, 0))


def minutes_of(context: TurnContext, workout: Workout) -> int:
    """The same in whole minutes."""
    return minutes(workout_ms(context, workout))


def exercise_ms(context: TurnContext, exercise: str) -> int:
    """The time of one exercise from its introduction to its last set, in ms."""
    alone = _undisturbed(context).with_workout(Workout(context.now_ms, (exercise,)))
    return _played_ms(alone, introduce(alone, 0))


def left_ms(context: TurnContext) -> int:
    """The time from the runner's place to the end of the workout in ms, with rests."""
    here = _undisturbed(context)
    onward = _onward(here)
    rest_ms = here.workout.rest_left_ms
    return rest_ms if onward is None else rest_ms + _played_ms(here, onward)


def _undisturbed(context: TurnContext) -> TurnContext:
    """The context of a runner who only says what it takes to go on, and whose reps are counted."""
    runner = context.runner
    if runner.count_mode is CountMode.NONE:
        # at their own pace, reps take about as long as at the coach's
        runner = replace(runner, count_mode=CountMode.ENDS)
    session = Session(newcomer=context.session.newcomer, warm=context.session.warm)
    # count it in the session: a recording has no end until it has been heard
    return replace(
        context, runner=runner, session=session, notices=(), interrupted=None, playable=None
    )


def _played_ms(context: TurnContext, outcome: Outcome | None) -> int:
    total = 0
    while outcome is not None:
        length = outcome.timeline.length_ms
        runner, now_ms = outcome.runner, context.now_ms + length
        context = replace(context, runner=runner, session=outcome.session, now_ms=now_ms)
        workout, interrupted = advance_to(context.workout, now_ms, context.dose)
        context = replace(context.with_workout(workout), now_ms=now_ms)
        # what is left of a rest or a walk runs on before "next"
        left_ms = workout.rest_left_ms
        if interrupted is SpanKind.WALK:
            before_s = context.workout.stage_done
            context = context.with_workout(walked(context))
            left_ms = 1000 * (context.workout.stage_done - before_s)
        total += length + max(left_ms, SAYS_NEXT_MS)
        outcome = _onward(context)
    return total


def _onward(context: TurnContext) -> Outcome | None:
    """What "next" leads to, or "time it" before a warm-up; None after the last set, or after the
    cool-down if that is led."""
    if context.workout.stage is not Stage.EXERCISES:
        if bout_at_hand(context) is not None:
            return timed(context, context.tape())
        if context.workout.stage is Stage.COOL_DOWN:
            return None
        context = context.with_workout(context.workout.at_exercises)
        if context.workout.phase is Phase.INTRODUCING:
            return introduce(context, context.workout.index)
    workout = context.workout
    if workout.phase is Phase.BETWEEN and workout.next_index is None:
        return cool_down(context) if cools_down(context) else None
    if workout.phase is Phase.BETWEEN:
        return introduce(context, workout.next_index or 0)
    reading = workout.phase is Phase.INTRODUCING and workout.step is not None
    if reading and (workout.step or 0) + 1 < len(context.dose.steps):
        return at_step(context, (workout.step or 0) + 1)
    return work(context)


def minutes(milliseconds: int) -> int:
    """Whole minutes, at least one: seconds would be too fine here."""
    return max(1, round(milliseconds / 60_000))
