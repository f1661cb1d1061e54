"""Where the runner stands, in lines: the place, what is next, and the prompt."""

from __future__ import annotations

from skill.coach.dose import Dose
from skill.coach.lines import Line
from skill.coach.scene import Scene
from skill.coach.talk import Halt
from skill.coach.timeline import Tape
from skill.coach.workout import Phase


def place_line(scene: Scene) -> Line:
    """Where the workout stands, to the set, leg and second or rep."""
    workout, dose = scene.workout, scene.dose
    values: dict[str, int | str] = {"exercise": workout.exercise}
    if workout.phase is Phase.INTRODUCING:
        return Line.of("place.introducing", values)
    if workout.phase is Phase.BETWEEN:
        if workout.last_exercise:
            return Line.of("place.all_done")
        return Line.of("place.between", {**values, "next": scene.next_exercise})
    values |= {"set": workout.set_number, "sets": dose.sets}
    if workout.phase is Phase.RESTING:
        return Line.of("place.resting", values)
    values |= {"leg": workout.side or "both"}
    if scene.uncounted:
        return Line.of("place.own_pace", values)
    if not workout.done:
        return Line.of("place.set_start", values)
    key = "place.hold" if dose.held else "place.reps"
    return Line.of(key, {**values, "done": workout.done, "target": dose.target})


def prompt_for(scene: Scene) -> Line:
    """The one thing to say next, by where the runner stands."""
    phase = scene.phase
    if phase is Phase.OPENED:
        return Line.of("prompt.which" if scene.journal.talk.pending else "prompt.start")
    if phase is Phase.HURT:
        return _prompt_after_halt(scene)
    if phase is Phase.RETURNING:
        return Line.of("prompt.carry_on")
    workout = scene.workout
    if phase is Phase.INTRODUCING:
        if workout.step is not None and workout.step + 1 < len(scene.dose.steps):
            return Line.of("prompt.next_step")
        return Line.of("prompt.in_position")
    if phase is Phase.RESTING:
        return Line.of("prompt.next_set", {"set": workout.set_number})
    if phase is Phase.BETWEEN:
        return between_prompt(scene.next_dose)
    if scene.own_pace:
        return Line.of("prompt.say_done")
    if workout.side and not workout.done and workout.side is scene.dose.last_side:
        return Line.of("prompt.other_leg", {"leg": workout.side})
    return Line.of("prompt.resume")


def own_pace_line(scene: Scene) -> Line:
    """All that can be said of reps that nobody counts: how many there are on this leg."""
    values = {"target": scene.dose.target, "leg": scene.workout.side or "both"}
    return Line.of("where.own_pace", values)


def _prompt_after_halt(scene: Scene) -> Line:
    if scene.journal.talk.halt is Halt.RED_FLAG:
        return Line.of("prompt.after_red_flag")
    exercise = spared(scene)
    if scene.workout.phase is Phase.BETWEEN and scene.workout.last_exercise:
        return Line.of("prompt.wrap_up")
    if exercise is None:
        return Line.of("prompt.after_pain_on")
    return Line.of("prompt.after_pain", {"exercise": exercise})


def spared(scene: Scene) -> str | None:
    """The id of the exercise that a halt left out; None where it was over, or isn't known."""
    before, now = scene.journal.talk.before, scene.workout
    if before is None or before.workout.phase is Phase.BETWEEN:
        return None
    exercise = before.workout.exercise
    ahead = now.phase is not Phase.BETWEEN and now.exercise == exercise
    return None if ahead or exercise not in scene.routine.by_id else exercise


def asked_prompt(scene: Scene) -> Line:
    """The question that still waits for its answer, or else the prompt of the place."""
    question = scene.journal.talk.question
    return prompt_for(scene) if question is None else Line.of(f"prompt.{question}")


def between_prompt(following: Dose | None) -> Line:
    """The one thing to say next between two exercises; None where no other one follows."""
    if following is None:
        return Line.of("prompt.wrap_up")
    return Line.of("prompt.next_exercise", {"next": following.exercise})


def between_lines(tape: Tape, dose: Dose, following: Dose | None) -> None:
    """An exercise is over: say so, and what is next."""
    if following is None:
        tape.say("between.last", exercise=dose.exercise)
        return
    tape.say("between.done", exercise=dose.exercise, next=following.exercise)
    if following.needs:
        tape.say("between.needs", next=following.exercise, needs=needs_value(following.needs))


def needs_value(needs: tuple[str, ...]) -> str:
    """Equipment as one value for the catalogue, which has words for each."""
    return " ".join(needs)
