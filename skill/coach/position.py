"""Lines about the runner's position: the place, what is next, and the prompt."""

from __future__ import annotations

from skill.coach.asks import Asks
from skill.coach.bouts import bout_at_hand, seconds_of
from skill.coach.commands import Meaning
from skill.coach.context import TurnContext
from skill.coach.hard_days import days_named, named
from skill.coach.messages import Message
from skill.coach.progression import Raises, StepUp, next_step
from skill.coach.progression import due_step as step_due
from skill.coach.session import Question, Stopped
from skill.coach.timeline import SpanKind, Tape
from skill.coach.turn import Prompt
from skill.coach.workout import Phase, Stage
from skill.routine.model import STANDARD, Routine


def describe_position(context: TurnContext) -> Message:
    """The position in the workout, to the set, leg and second or rep."""
    workout, dose = context.workout, context.dose
    if workout.stage is not Stage.EXERCISES:
        return _describe_stage(context)
    values: dict[str, int | str] = {"exercise": workout.exercise}
    if workout.phase is Phase.INTRODUCING:
        return Message.of("place.introducing", **values)
    if workout.phase is Phase.BETWEEN:
        if workout.last_exercise:
            return Message.of("place.all_done")
        return Message.of("place.between", **values, next=context.next_exercise)
    values |= {"set": workout.set_number, "sets": dose.sets}
    if workout.phase is Phase.RESTING:
        return Message.of("place.resting", **values)
    values |= {"leg": workout.side or "both"}
    if context.uncounted:
        return Message.of("place.own_pace", **values)
    if not workout.done:
        return Message.of("place.set_start", **values)
    return Message.of(f"place.{dose.measure}", **values, done=workout.done, target=dose.target)


def _describe_stage(context: TurnContext) -> Message:
    """The position in the warm-up or the cool-down."""
    workout, bout = context.workout, bout_at_hand(context)
    warming = workout.stage is Stage.WARM_UP
    if bout is None:
        return Message.of("place.warm" if warming else "place.cooled_down")
    if warming:
        if not workout.stage_done:
            return Message.of("place.before_warm_up", next=exercise_ahead(context))
        seconds = seconds_of(context, Stage.WARM_UP)
        return Message.of("place.warming_up", done=workout.stage_done, seconds=seconds)
    if bout.kind is SpanKind.WALK:
        return Message.of("place.cooling_down", seconds=bout.end_s - workout.stage_done)
    stretch, leg = context.routine.led.stretch or "", bout.side or "both"
    return Message.of("place.last_stretch", exercise=stretch, leg=leg)


def _stage_prompt(context: TurnContext) -> Prompt:
    """The one thing to say next in the warm-up or the cool-down."""
    workout, bout = context.workout, bout_at_hand(context)
    if workout.stage is Stage.WARM_UP:
        if bout is None:
            return Prompt.of(Asks.WARM, next=exercise_ahead(context))
        if bout.move is not None and workout.stage_done == bout.start_s > 0:
            return Prompt.of(Asks.NEXT_MOVE, move=bout.move.id)
        return Prompt.of(Asks.WARM_UP)
    if bout is None:
        return Prompt.of(Asks.WRAP_UP)
    if bout.kind is SpanKind.STRETCH and workout.stage_done == bout.start_s:
        return Prompt.of(Asks.NEXT_EXERCISE, next=context.routine.led.stretch or "")
    return Prompt.of(Asks.RESUME)


def exercise_ahead(context: TurnContext) -> str:
    """The id of the exercise that follows the warm-up."""
    over = context.workout.phase is Phase.BETWEEN
    return context.next_exercise if over else context.workout.exercise


def cools_down(context: TurnContext, *, worked: bool = False) -> bool:
    """Whether to offer a cool-down after the last exercise; `worked` if a set will be over by
    then."""
    workout = context.workout
    if not context.routine.led.cool_down or context.session.subdued or workout.brief:
        return False
    return bool(worked or workout.log) and seconds_of(context, Stage.COOL_DOWN) > 0


def prompt_for(context: TurnContext) -> Prompt:
    """The one thing to say next, given the runner's position."""
    phase = context.phase
    if phase is Phase.OPENED:
        if context.session.pending:
            return Prompt.of(Asks.WHICH)
        known = context.runner.workouts >= context.routine.progression.familiar_after
        return Prompt.of(Asks.START_KNOWN if known else Asks.START)
    if phase is Phase.HURT:
        return _prompt_after_halt(context)
    if phase is Phase.RETURNING:
        return Prompt.of(Asks.FRESH_FIRST if context.stale else Asks.CARRY_ON)
    if phase in (Phase.WARMING_UP, Phase.COOLING_DOWN):
        return _stage_prompt(context)
    workout = context.workout
    if phase is Phase.INTRODUCING:
        if workout.step is not None and workout.step + 1 < len(context.dose.steps):
            return Prompt.of(Asks.NEXT_STEP)
        return Prompt.of(Asks.IN_POSITION)
    if phase is Phase.RESTING:
        return Prompt.of(Asks.NEXT_SET, set=workout.set_number)
    if phase is Phase.BETWEEN:
        return between_prompt(context)
    if context.own_pace:
        return Prompt.of(Asks.SAY_DONE)
    if workout.side and not workout.done and workout.side is context.dose.last_side:
        return Prompt.of(Asks.OTHER_LEG, leg=workout.side)
    return Prompt.of(Asks.RESUME)


def returning_question(context: TurnContext) -> Question:
    """The question for a runner who comes back to an unfinished workout."""
    return Question.FRESH_FIRST if context.stale else Question.CARRY_ON


def own_pace_line(context: TurnContext) -> Message:
    """The position in reps at the runner's own pace: only how many there are on this leg."""
    leg = context.workout.side or "both"
    return Message.of("where.own_pace", target=context.dose.target, leg=leg)


def _prompt_after_halt(context: TurnContext) -> Prompt:
    if context.done_for_today:
        return Prompt.of(Asks.STOP_FOR_TODAY)
    exercise = spared(context)
    if context.workout.all_over:
        return Prompt.of(Asks.WRAP_UP)
    if exercise is None:
        return Prompt.of(Asks.AFTER_PAIN_ON)
    return Prompt.of(Asks.AFTER_PAIN, exercise=exercise)


def spared(context: TurnContext) -> str | None:
    """The id of the exercise that a halt ended; None if it was over or is unknown."""
    before, now = context.session.before, context.workout
    if before is None or before.workout is None or before.workout.phase is Phase.BETWEEN:
        return None
    exercise = before.workout.exercise
    ahead = now.phase is not Phase.BETWEEN and now.exercise == exercise
    return None if ahead or exercise not in context.routine.by_id else exercise


ADVICE = {
    Stopped.PAIN: Message.of("body.pain_again"),
    Stopped.SECOND_PAIN: Message.of("body.second_pain_again"),
    Stopped.RED_FLAG: Message.of("body.red_flag_again"),
    Stopped.EMERGENCY: Message.of("body.emergency_again"),
}
"""What to do now, in short, for a runner who asks again or still hurts."""


SPACING_ALL = Prompt.of(Asks.SPACING_ALL)
"""Too soon after a workout, if there is nothing that may be done every day."""


def asked_prompt(context: TurnContext) -> Prompt:
    """The question that is still open, otherwise the prompt for the place."""
    question = context.session.question
    if question is None:
        return prompt_for(context)
    if question is Question.STEP:
        return step_prompt(context)
    if question is Question.HARD_DAYS:
        about = context.session.unfinished
        days = days_named(about.days if about else ())
        return Prompt.of(Asks.HARD_DAYS, weekdays=named(days))
    if question is Question.SPACING:
        exercise = every_day(context.routine)
        return Prompt.of(Asks.SPACING, exercise=exercise) if exercise else SPACING_ALL
    return Prompt.of(Asks(question))


def due_step(context: TurnContext) -> StepUp | None:
    """The step in question: for an exercise that was too easy, within the clinic's range and then
    to the next harder form; otherwise the one due for the current exercise."""
    about = context.session.unfinished
    if about is not None and about.meaning is Meaning.TOO_EASY:
        exercise = about.exercise
        if exercise is None or exercise not in context.routine.by_id:
            return None
        return next_step(context.routine, context.dose_of(exercise), context.form_of(exercise))
    workout = context.runner.workout
    if workout is None or workout.phase is not Phase.INTRODUCING:
        return None
    return step_due(context.routine, context.runner, workout.exercise, context.day)


def step_prompt(context: TurnContext) -> Prompt:
    """The question whether to take that step."""
    step = due_step(context)
    return prompt_for(context) if step is None else _step_asked(step)


def _step_asked(step: StepUp) -> Prompt:
    if step.raises is not Raises.FORM:
        return Prompt.of(Asks(f"step_{step.raises}"), n=step.value)
    if step.form == STANDARD:
        return Prompt.of(Asks.STEP_USUAL, exercise=step.exercise)
    return Prompt.of(Asks.STEP_FORM, form=f"{step.exercise}/{step.form}")


def every_day(routine: Routine) -> str | None:
    """The exercise that may be done every day; None if there is none."""
    rules = routine.progression.rules
    return next((name for name, rule in rules.items() if rule.every_day), None)


def between_prompt(context: TurnContext, *, worked: bool = False) -> Prompt:
    """The one thing to say next between two exercises, or after the last; `worked` if a set will be
    over by then."""
    following = context.next_dose
    if following is None:
        cools = cools_down(context, worked=worked)
        return Prompt.of(Asks.COOL_DOWN if cools else Asks.WRAP_UP)
    return Prompt.of(Asks.NEXT_EXERCISE, next=following.exercise)


def between_lines(tape: Tape, context: TurnContext) -> None:
    """Say that an exercise, or a set of it in a circuit, is over, and what is next."""
    workout, following = context.workout, context.next_dose
    if following is None:
        tape.say("between.last", exercise=workout.exercise)
    elif workout.circuit and workout.exercise not in workout.over:
        tape.say("between.round", next=following.exercise)
    else:
        tape.say("between.done", exercise=workout.exercise, next=following.exercise)
