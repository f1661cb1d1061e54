"""Introduces an exercise in as many words as this runner still needs."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import tell
from skill.coach.moves.asides import (
    ability_of_the_day,
    ask_for_step,
    asks_for_step,
    lighter_lines,
    say_if_run_near,
    say_if_too_soon,
    say_weight,
    tip_of_the_day,
)
from skill.coach.moves.stages import ask_to_warm_up, asks_to_warm_up
from skill.coach.moves.steps import (
    dose_line,
    is_familiar,
    is_new,
    say_form,
    say_movement,
    say_step,
    say_steps,
    target_line,
)
from skill.coach.position import prompt_for
from skill.coach.runner import TalkLevel
from skill.coach.timeline import Tape
from skill.coach.turn import TurnKind
from skill.coach.workout import Phase, Workout


def introduce(context: TurnContext, index: int, *lead: Message) -> Outcome:
    """Introduce the exercise at a place in the plan, after the `lead` lines."""
    context = context.resumed()
    context = context.with_workout(at_exercise(context, index))
    tape = context.tape(*lead)
    if context.cold and context.routine.led.warm_up:
        return ask_to_warm_up(context, tape)
    full = context.away_long
    if context.cold:
        tape.say("start.warm_up", seconds=context.routine.warm_up_seconds)
    return _introduction(context.with_session(away_ms=0), tape, full=full)


def first_answer(context: TurnContext, index: int, *lead: Message) -> Outcome:
    """Begin a new workout: with the warm-up if it is led, otherwise with the first exercise."""
    lines = (*lead, *before_first(context, index))
    if not asks_to_warm_up(context):
        return introduce(context, index, *lines)
    context = context.with_workout(at_exercise(context, index))
    return ask_to_warm_up(context, context.tape(*lines))


def before_first(context: TurnContext, index: int) -> tuple[Message, ...]:
    """What is said before the first exercise of a new workout: when to stop, if never said before;
    what begins lighter after a break; in the first workouts, what is needed; and to warm up, unless
    that is led."""
    lines = [] if context.runner.welcomed else [Message.of("start.safety")]
    lines += lighter_lines(context)
    needs = needs_ahead(context, index)
    familiar = context.runner.workouts >= context.routine.progression.familiar_after
    if needs and not familiar:
        lines.append(Message.of("answer.needs_all", needs=" ".join(needs)))
    if context.routine.led.warm_up or context.session.warm:
        return tuple(lines)
    seconds = context.routine.warm_up_seconds
    return (*lines, Message.of("start.warm_up", seconds=seconds))


def needs_ahead(context: TurnContext, index: int) -> tuple[str, ...]:
    """The equipment for the exercises from a place in the plan on, each item once."""
    workout = context.workout
    ahead = (each for each in workout.plan[index:] if each not in workout.skipped)
    needs = (need for exercise in ahead for need in context.dose_of(exercise).needs)
    return tuple(dict.fromkeys(needs))


def introduce_again(context: TurnContext, tape: Tape | None = None) -> Outcome:
    """The same introduction again, in full, after what is on the tape."""
    tape = tape or context.tape()
    return _introduction(context.changing_workout(step=None), tape, full=True)


def at_step(context: TurnContext, step: int) -> Outcome:
    """A step by itself, if steps are read one a turn."""
    context = context.resumed().changing_workout(step=step)
    tape = context.tape()
    say_step(tape, context.dose, step)
    return context.end(tape, prompt_for(context))


def step_by_step(context: TurnContext) -> Outcome:
    """One step per turn from now on, beginning with the current exercise's first."""
    context = context.changing_runner(stepwise=True)
    if context.phase is not Phase.INTRODUCING:
        return tell(context, "talk.step_by_step")
    context = context.changing_workout(step=0)
    tape = context.tape(Message.of("talk.step_by_step"))
    say_step(tape, context.dose, 0)
    return context.end(tape, prompt_for(context))


def at_exercise(context: TurnContext, index: int) -> Workout:
    """The workout before an exercise, at the first set that is still to do."""
    exercise = context.workout.plan[index]
    # a chosen first leg is for one exercise only
    first_side = context.workout.first_side if index == context.workout.index else None
    context = context.changing_workout(index=index, first_side=first_side)
    dose = context.dose
    done = {record.number for record in context.workout.log if record.exercise == exercise}
    undone = [number for number in range(1, dose.sets + 1) if number not in done]
    return context.workout.at_exercises.before_set(
        phase=Phase.INTRODUCING,
        set_number=undone[0] if undone else 1,
        side=dose.sides[0],
        step=None,
        skipped=tuple(name for name in context.workout.skipped if name != exercise),
    )


def _say_less(context: TurnContext, tape: Tape) -> None:
    """The movement alone, for a runner getting to know the exercise; and once, how to hear it
    all."""
    runner, exercise = context.runner, context.workout.exercise
    wanted = runner.talk_level is TalkLevel.NORMAL and exercise not in runner.steps_unwanted
    if wanted and not is_familiar(context, exercise):
        say_movement(tape, context.dose)
    if "steps" not in runner.hints:
        tape.say("hint.steps")


def _say_hints(context: TurnContext, tape: Tape) -> None:
    """The extra for this workout, if it is this exercise's turn; the tip only if no rest can hold
    it."""
    tip = tip_of_the_day(context)
    if tip is not None and context.dose.sets == 1:
        tape.speak(tip)
    ability = ability_of_the_day(context)
    if ability is not None:
        tape.speak(ability)


def _introduction(context: TurnContext, tape: Tape, *, full: bool = False) -> Outcome:
    """Say less to those who know the exercise: the steps fade with practice."""
    workout, dose, runner = context.workout, context.dose, context.runner
    exercise, level = workout.exercise, runner.talk_level
    first_meeting = exercise not in runner.met or context.session.newcomer
    fresh = is_new(context, exercise)
    wanted = level is not TalkLevel.LESS and exercise not in runner.steps_unwanted
    wanted = wanted or context.session.newcomer or context.exercise.advanced
    told = full or level is TalkLevel.MORE or (fresh and wanted)
    if workout.circuit and workout.set_number > 1:
        tape.say("intro.round", n=workout.set_number, exercise=exercise)
        tape.speak(target_line(dose))
    else:
        number = workout.index + 1
        tape.say("intro.number", n=number, total=len(workout.plan), exercise=exercise)
        say_form(tape, dose)
        tape.speak(dose_line(dose))
    untold = tuple(need for need in dose.needs if full or need not in context.session.needs_told)
    if untold:
        tape.say("intro.needs", needs=" ".join(untold))
        context = context.with_session(needs_told=(*context.session.needs_told, *untold))
    say_weight(context, tape)
    if first_meeting and level is not TalkLevel.LESS:
        tape.say("intro.why", exercise=exercise)
    if told and context.exercise.advanced:
        tape.say("intro.caution", exercise=exercise)
    if runner.stepwise:
        context = context.changing_workout(step=0)
        say_step(tape, dose, 0)
    elif told:
        say_steps(tape, dose)
    else:
        _say_less(context, tape)
    if level is TalkLevel.MORE:
        tape.say("answer.tip", exercise=exercise)
    if not say_if_run_near(context, tape):
        say_if_too_soon(context, tape)
    if asks_for_step(context):
        return ask_for_step(context, tape)
    _say_hints(context, tape)
    return context.end(tape, prompt_for(context), kind=TurnKind.INTRODUCTION)
