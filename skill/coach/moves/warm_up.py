"""The warm-up: timed on request, skipped by runners who are warm, repeated after hours away."""

from __future__ import annotations

from skill.coach.bouts import bout_at_hand
from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import offer
from skill.coach.moves.fitting_plan import more_fits
from skill.coach.moves.know import warm_up as told
from skill.coach.moves.navigation import choose, left_out, skip_later
from skill.coach.moves.opening import carry_on
from skill.coach.moves.stages import ask_to_warm_up, asks_to_warm_up, timed
from skill.coach.moves.where import where_am_i
from skill.coach.moves.work import work
from skill.coach.position import prompt_for
from skill.coach.workout import Phase, Stage


def over(context: TurnContext) -> Outcome:
    """The runner is warm: on to the exercises, at the exact place that was kept."""
    context = context.with_session(warm=True)
    return more_fits(context) or carry_on(context.with_workout(context.workout.at_exercises))


def following(context: TurnContext) -> Outcome:
    """On "next": from the walk to the first move, or to the next move, if the routine has any;
    before the walk and after the last move, on to the exercises."""
    bout, workout = bout_at_hand(context), context.workout
    begun = context.interrupted is not None or workout.stage_done > 0
    if bout is None or not begun or not context.routine.led.moves:
        return over(context)
    if context.interrupted is not None or workout.stage_done > bout.start_s:
        context = context.changing_workout(stage_done=bout.end_s)
    return time(context)


def warm(context: TurnContext) -> Outcome:
    """On "I'm warm" before a workout: begin it without a warm-up; on returning to one, go on."""
    context = context.with_session(warm=True)
    if context.phase is Phase.OPENED:
        return offer(context, context.tape())
    return carry_on(context.with_workout(context.workout.at_exercises))


def time(context: TurnContext) -> Outcome:
    """Time what is left of the warm-up; if it is over, on to the exercises."""
    if bout_at_hand(context) is None:
        return over(context)
    return timed(context, context.tape())


def go_on(context: TurnContext) -> Outcome:
    """On "go on": continue a warm-up under way, otherwise move past it."""
    return time(context) if context.workout.stage_done else over(context)


def not_yet(context: TurnContext) -> Outcome:
    """On "not yet": go on timing a warm-up under way; after one that is over, wait."""
    if bout_at_hand(context) is not None:
        return timed(context, context.tape())
    return context.end(context.tape(Message.of("wait.take_your_time")), prompt_for(context))


def again(context: TurnContext) -> Outcome:
    """The warm-up from its beginning."""
    return ask_to_warm_up(context, context.tape())


def repeat(context: TurnContext) -> Outcome:
    """The question again, or how far the warm-up is."""
    return where_am_i(context) if context.workout.stage_done else again(context)


def noted(context: TurnContext) -> Outcome:
    """On "I'm warm" during the exercises: go on as before."""
    return work(context) if context.phase is Phase.WORKING else offer(context, context.tape())


def skip(context: TurnContext) -> Outcome:
    """Skip the warm-up, unless an exercise was named."""
    named = context.command.exercise
    if named is None:
        return over(context)
    if named != context.workout.exercise or context.workout.phase is not Phase.INTRODUCING:
        return skip_later(context, named)
    context = left_out(context)
    tape = context.tape(Message.of("skip.done", exercise=named))
    if context.workout.all_over:
        return context.end(tape, prompt_for(context))
    return ask_to_warm_up(context, tape)


def instead(context: TurnContext) -> Outcome:
    """To the exercise that was named, without further warm-up."""
    return choose(context.with_session(warm=True))


def wanted(context: TurnContext) -> Outcome:
    """Lead the warm-up if nothing has been done yet; later, only describe it."""
    workout = context.workout
    if workout.log or workout.stage is not Stage.EXERCISES:
        return told(context)
    cold = context.with_session(warm=False)
    return ask_to_warm_up(cold, cold.tape()) if asks_to_warm_up(cold) else told(context)
