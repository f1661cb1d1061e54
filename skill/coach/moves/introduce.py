"""The introduction of an exercise, in as many words as this runner still needs."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.dose import Dose
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.position import needs_value, prompt_for
from skill.coach.runner import TalkLevel
from skill.coach.timeline import Tape
from skill.coach.workout import Phase, Workout


def introduce(context: TurnContext, index: int, *lead: Message) -> Outcome:
    """Introduce the exercise at that place of the plan, after the `lead` lines."""
    context = context.resumed()
    context = context.with_workout(at_exercise(context, index))
    tape = context.tape()
    for line in lead:
        tape.speak(line)
    return _introduction(context, tape)


def introduce_again(context: TurnContext) -> Outcome:
    """The same introduction once more, in full."""
    tape = context.tape()
    fresh = replace(context.workout, step=None)
    return _introduction(context.with_workout(fresh), tape, full=True)


def at_step(context: TurnContext, step: int) -> Outcome:
    """A step by itself, where steps are read one a turn."""
    context = context.resumed()
    context = context.with_workout(replace(context.workout, step=step))
    tape = context.tape()
    _say_step(tape, context.dose, step)
    return context.end(tape, prompt_for(context))


def step_by_step(context: TurnContext) -> Outcome:
    """From now on one step a turn, beginning with the first of the exercise at hand."""
    context = context.with_runner(replace(context.runner, stepwise=True))
    if context.phase is not Phase.INTRODUCING:
        return say_and_offer(context, Message.of("talk.step_by_step"))
    context = context.with_workout(replace(context.workout, step=0))
    tape = context.tape()
    tape.say("talk.step_by_step")
    _say_step(tape, context.dose, 0)
    return context.end(tape, prompt_for(context))


def at_exercise(context: TurnContext, index: int) -> Workout:
    """The workout standing before an exercise, at its first set that was not done yet."""
    exercise = context.workout.plan[index]
    context = context.with_workout(replace(context.workout, index=index, first_side=None))
    dose = context.dose
    done = {record.number for record in context.workout.log if record.exercise == exercise}
    undone = [number for number in range(1, dose.sets + 1) if number not in done]
    return replace(
        context.workout,
        phase=Phase.INTRODUCING,
        set_number=undone[0] if undone else 1,
        side=dose.sides[0],
        done=0,
        rest_left_ms=0,
        rest_paused=False,
        step=None,
        playback=None,
        skipped=tuple(name for name in context.workout.skipped if name != exercise),
    )


def say_steps(tape: Tape, dose: Dose) -> None:
    """Every step of the movement, each with its time to move."""
    for number in range(len(dose.steps)):
        _say_step(tape, dose, number)


def say_movement(tape: Tape, dose: Dose) -> None:
    """The movement itself, without how to get there: the last two steps, at one go."""
    for step_id, _ in dose.steps[-2:]:
        tape.say("intro.step", step=_step(dose, step_id))


def _step(dose: Dose, step_id: str) -> str:
    return f"{dose.exercise}/{dose.form}/{step_id}"


def _say_step(tape: Tape, dose: Dose, number: int) -> None:
    step_id, time_ms = dose.steps[number]
    tape.say("intro.step", step=_step(dose, step_id))
    tape.wait(time_ms)


def say_dose(tape: Tape, dose: Dose) -> None:
    """Sets, and seconds or reps, and whether for each leg."""
    each = "each" if len(dose.sides) > 1 else "both"
    key = "intro.dose_hold" if dose.held else "intro.dose_reps"
    tape.say(key, sets=dose.sets, target=dose.target, each=each)


def _introduction(context: TurnContext, tape: Tape, *, full: bool = False) -> Outcome:
    """Less is said to those who know: the steps fade once an exercise was practised."""
    workout, dose, runner = context.workout, context.dose, context.runner
    exercise, level = workout.exercise, runner.talk_level
    first_meeting = exercise not in runner.met
    told = full or level is TalkLevel.MORE or not runner.practised.get(exercise)
    told = told and (full or level is not TalkLevel.LESS)
    number = workout.index + 1
    tape.say("intro.number", n=number, total=len(workout.plan), exercise=exercise)
    say_form(tape, dose)
    say_dose(tape, dose)
    if dose.needs:
        tape.say("intro.needs", needs=needs_value(dose.needs))
    if first_meeting and level is not TalkLevel.LESS:
        tape.say("intro.why", exercise=exercise)
    if first_meeting and context.exercise.advanced:
        tape.say("intro.caution", exercise=exercise)
    if runner.stepwise:
        context = context.with_workout(replace(context.workout, step=0))
        _say_step(tape, dose, 0)
    elif told:
        say_steps(tape, dose)
    elif "steps" not in runner.hints:
        tape.say("hint.steps")
        runner = replace(runner, hints=(*runner.hints, "steps"))
    if level is TalkLevel.MORE:
        tape.say("answer.tip", exercise=exercise)
    met = runner.met if not first_meeting else (*runner.met, exercise)
    context = context.with_runner(replace(runner, met=met, workout=context.workout))
    return context.end(tape, prompt_for(context))


def say_form(tape: Tape, dose: Dose) -> None:
    """Which form of the exercise it is, where it is not the clinic's own."""
    if dose.form != "standard":
        tape.say("intro.form", form=f"{dose.exercise}/{dose.form}")
