"""The introduction of an exercise, in as many words as this runner still needs."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.dose import Dose
from skill.coach.journal import TalkLevel
from skill.coach.lines import Line
from skill.coach.moves.offer import say_and_offer
from skill.coach.place import needs_value, prompt_for
from skill.coach.scene import Outcome, Scene
from skill.coach.timeline import Tape
from skill.coach.workout import Phase, Workout


def introduce(scene: Scene, index: int, *lead: Line) -> Outcome:
    """Introduce the exercise at that place of the plan, after the `lead` lines."""
    scene = scene.underway()
    scene = scene.having(at_exercise(scene, index))
    tape = scene.tape()
    for line in lead:
        tape.speak(line)
    return _introduction(scene, tape)


def introduce_again(scene: Scene) -> Outcome:
    """The same introduction once more, in full."""
    tape = scene.tape()
    fresh = replace(scene.workout, step=None)
    return _introduction(scene.having(fresh), tape, full=True)


def at_step(scene: Scene, step: int) -> Outcome:
    """A step by itself, where steps are read one a turn."""
    scene = scene.underway()
    scene = scene.having(replace(scene.workout, step=step))
    tape = scene.tape()
    _say_step(tape, scene.dose, step)
    return scene.end(tape, prompt_for(scene))


def step_by_step(scene: Scene) -> Outcome:
    """From now on one step a turn, beginning with the first of the exercise at hand."""
    scene = scene.writing(replace(scene.journal, stepwise=True))
    if scene.phase is not Phase.INTRODUCING:
        return say_and_offer(scene, Line.of("talk.step_by_step"))
    scene = scene.having(replace(scene.workout, step=0))
    tape = scene.tape()
    tape.say("talk.step_by_step")
    _say_step(tape, scene.dose, 0)
    return scene.end(tape, prompt_for(scene))


def at_exercise(scene: Scene, index: int) -> Workout:
    """The workout standing before an exercise, at its first set that was not done yet."""
    exercise = scene.workout.plan[index]
    scene = scene.having(replace(scene.workout, index=index, first_side=None))
    dose = scene.dose
    done = {record.number for record in scene.workout.log if record.exercise == exercise}
    undone = [number for number in range(1, dose.sets + 1) if number not in done]
    return replace(
        scene.workout,
        phase=Phase.INTRODUCING,
        set_number=undone[0] if undone else 1,
        side=dose.sides[0],
        done=0,
        rest_left_ms=0,
        rest_paused=False,
        step=None,
        track=None,
        skipped=tuple(name for name in scene.workout.skipped if name != exercise),
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


def _introduction(scene: Scene, tape: Tape, *, full: bool = False) -> Outcome:
    """Less is said to those who know: the steps fade once an exercise was practised."""
    workout, dose, journal = scene.workout, scene.dose, scene.journal
    exercise, level = workout.exercise, journal.talk_level
    first_meeting = exercise not in journal.met
    told = full or level is TalkLevel.MORE or not journal.practised.get(exercise)
    told = told and (full or level is not TalkLevel.LESS)
    number = workout.index + 1
    tape.say("intro.number", n=number, total=len(workout.plan), exercise=exercise)
    say_form(tape, dose)
    say_dose(tape, dose)
    if dose.needs:
        tape.say("intro.needs", needs=needs_value(dose.needs))
    if first_meeting and level is not TalkLevel.LESS:
        tape.say("intro.why", exercise=exercise)
    if first_meeting and scene.exercise.advanced:
        tape.say("intro.caution", exercise=exercise)
    if journal.stepwise:
        scene = scene.having(replace(scene.workout, step=0))
        _say_step(tape, dose, 0)
    elif told:
        say_steps(tape, dose)
    elif "steps" not in journal.hints:
        tape.say("hint.steps")
        journal = replace(journal, hints=(*journal.hints, "steps"))
    if level is TalkLevel.MORE:
        tape.say("answer.tip", exercise=exercise)
    met = journal.met if not first_meeting else (*journal.met, exercise)
    scene = scene.writing(replace(journal, met=met, workout=scene.workout))
    return scene.end(tape, prompt_for(scene))


def say_form(tape: Tape, dose: Dose) -> None:
    """Which form of the exercise it is, where it is not the clinic's own."""
    if dose.form != "standard":
        tape.say("intro.form", form=f"{dose.exercise}/{dose.form}")
