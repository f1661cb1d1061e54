"""An exercise in words: its steps, dose and form, for runners who still need them."""

from __future__ import annotations

from skill.coach.context import TurnContext
from skill.coach.dose import Dose
from skill.coach.history import DAY_MS
from skill.coach.messages import Message
from skill.coach.timeline import Part, Side, Tape


def say_steps(tape: Tape, dose: Dose) -> None:
    """Every step of the movement, each with its time to move."""
    for number in range(len(dose.steps)):
        say_step(tape, dose, number)


def say_movement(tape: Tape, dose: Dose) -> None:
    """The movement itself without the setup: the last two steps together."""
    for step_id, _ in dose.steps[-2:]:
        _say(tape, dose, step_id)


def say_step(tape: Tape, dose: Dose, number: int) -> None:
    """One step, with its time to move."""
    step_id, time_ms = dose.steps[number]
    _say(tape, dose, step_id)
    tape.wait(time_ms)


def _say(tape: Tape, dose: Dose, step_id: str) -> None:
    tape.speak(Message.of("intro.step", step=f"{dose.exercise}/{dose.form}/{step_id}"), Part.STEP)


def dose_line(dose: Dose) -> Message:
    """The sets, the seconds or reps, and whether they are for each leg."""
    each = "each" if len(dose.sides) > 1 else "both"
    return Message.of(f"intro.dose_{dose.measure}", sets=dose.sets, target=dose.target, each=each)


def resume_line(dose: Dose, done: int, leg: Side | None) -> Message:
    """A line with what is left of a leg after `done` seconds or reps, and the number it goes on
    with."""
    left, first = dose.target - done, done + 1
    return Message.of(f"work.resume_{dose.measure}", left=left, first=first, leg=leg or "both")


def target_line(dose: Dose) -> Message:
    """A line with the seconds or reps of one set."""
    each = "each" if len(dose.sides) > 1 else "both"
    return Message.of(f"where.target_{dose.measure}", target=dose.target, each=each)


def say_form(tape: Tape, dose: Dose) -> None:
    """Say which form of the exercise it is, unless it is the clinic's own."""
    if dose.form != "standard":
        tape.say("intro.form", form=f"{dose.exercise}/{dose.form}")


def is_familiar(context: TurnContext, exercise: str) -> bool:
    """Whether the runner did the exercise in enough workouts that its dose alone will do."""
    enough = context.routine.progression.familiar_after
    return context.runner.history.times(exercise) >= enough


def is_new(context: TurnContext, exercise: str) -> bool:
    """Whether to explain the exercise: no set of it was ever completed, it was weeks ago, or
    someone new is on the mat."""
    runner = context.runner
    log = runner.workout.log if runner.workout else ()
    if context.session.newcomer:
        return True
    if any(record.exercise == exercise and record.completed for record in log):
        return False
    last_day = runner.history.last_day(exercise)
    if not runner.practised.get(exercise) or last_day is None:
        return not runner.practised.get(exercise)
    return context.now_ms // DAY_MS - last_day >= 7 * context.routine.steps_again_weeks
