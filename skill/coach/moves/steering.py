"""Steering the workout: on, back, past, pause and resume."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.dose import Dose
from skill.coach.lines import Line
from skill.coach.moves.introduce import at_exercise, at_step, introduce, introduce_again
from skill.coach.moves.offer import at_rest, offer, say_and_offer
from skill.coach.moves.opening import begin, next_exercise
from skill.coach.moves.subject import unknown_exercise
from skill.coach.moves.work import change_legs, rest, work
from skill.coach.place import asked_prompt, between_lines, place_line, prompt_for
from skill.coach.scene import Outcome, Scene
from skill.coach.settle import set_over
from skill.coach.timeline import Tape
from skill.coach.workout import Phase, SetRecord, Workout


def first_set(scene: Scene) -> Outcome:
    """From the introduction to the first set, or to the next step where steps are read singly."""
    step = scene.workout.step
    if step is not None and step + 1 < len(scene.dose.steps):
        return at_step(scene, step + 1)
    return work(scene)


def straight_to_set(scene: Scene) -> Outcome:
    """To the set at hand, whatever has not been read out yet."""
    return work(scene.having(replace(scene.workout, step=None)))


def next_set(scene: Scene) -> Outcome:
    """From the rest to the set that follows it."""
    return work(scene)


def resume(scene: Scene) -> Outcome:
    """Go on with the set at hand from its leg and its second or rep, through a get-ready."""
    return work(scene)


def cut_short(scene: Scene) -> Outcome:
    """From a running set to its end; it is kept as cut short."""
    return _set_ended(scene, "work.cut", whole=False)


def next_in_set(scene: Scene) -> Outcome:
    """Hearing "next" in a set: on to the rest, or into the leg at hand where none of it was done.

    Where nobody counts, the runner says so when a leg is done.
    """
    if scene.uncounted:
        return done_in_set(scene)
    return cut_short(scene) if scene.workout.done else work(scene)


def done_in_set(scene: Scene) -> Outcome:
    """Hearing "done" in a set: whole where nobody counts, cut short where the count says so."""
    dose, workout = scene.dose, scene.workout
    first_leg = workout.side is not dose.last_side and workout.side in dose.sides
    if scene.uncounted and not first_leg:
        return _own_pace_done(scene)
    if first_leg and (scene.uncounted or workout.done):
        following = dose.sides[dose.sides.index(workout.side) + 1]
        changed = scene.having(replace(workout, side=following, done=0))
        return change_legs(changed) if scene.uncounted else work(changed)
    return cut_short(scene) if workout.done else work(scene)


def _own_pace_done(scene: Scene) -> Outcome:
    dose = scene.dose
    workout = replace(scene.workout, side=dose.last_side, done=dose.target)
    return _set_ended(scene.having(workout), "work.done", whole=True)


def _set_ended(scene: Scene, key: str, *, whole: bool) -> Outcome:
    dose = scene.dose
    scene = scene.underway().having(set_over(scene.workout, dose, whole=whole))
    tape = scene.tape()
    tape.say(key)
    return after_set(scene, tape)


def after_set(scene: Scene, tape: Tape) -> Outcome:
    """What follows a set that just ended: its rest, or word of the next exercise."""
    if scene.workout.phase is Phase.BETWEEN:
        between_lines(tape, scene.dose, scene.next_dose)
        return scene.end(tape, prompt_for(scene))
    resting = scene.having(replace(scene.workout, rest_left_ms=scene.dose.rest_ms))
    return rest(resting, tape)


def done_in_rest(scene: Scene) -> Outcome:
    """Hearing "done" while resting: the runner means the set, so the rest goes on."""
    return offer(scene, scene.tape()) if scene.workout.rest_left_ms else next_set(scene)


def skip(scene: Scene) -> Outcome:
    """Past the exercise at hand, or past another one that was named."""
    named = scene.command.exercise
    if named and named != scene.workout.exercise:
        return _skip_later(scene, named)
    return _skip_this(scene)


def _skip_later(scene: Scene, named: str) -> Outcome:
    workout = scene.workout
    line = Line.of("skip.later", {"exercise": named})
    if named in workout.skipped or named not in workout.plan[workout.index + 1 :]:
        return say_and_offer(scene, Line.of("skip.not_ahead", {"exercise": named}))
    return say_and_offer(scene.having(replace(workout, skipped=(*workout.skipped, named))), line)


def _skip_this(scene: Scene) -> Outcome:
    return _leave(scene, "skip.done")


def _leave(scene: Scene, key: str) -> Outcome:
    exercise = scene.workout.exercise
    scene = left_out(scene)
    begun = any(record.exercise == exercise for record in scene.workout.log)
    lead = Line.of(key if begun else "skip.done", {"exercise": exercise})
    if scene.workout.phase is Phase.INTRODUCING:
        return introduce(scene, scene.workout.index, lead)
    tape = scene.tape()
    tape.speak(lead)
    return scene.end(tape, prompt_for(scene))


def onward(scene: Scene) -> Outcome:
    """Hearing "next exercise": what is left of the one at hand is left, the next one introduced."""
    if scene.workout.phase is Phase.BETWEEN:
        return next_exercise(scene.underway())
    return _leave(scene, "skip.onward")


def left_out(scene: Scene) -> Scene:
    """Before the next exercise, or past the last, with what was done of the one at hand kept."""
    workout = _broken_off(scene.workout, scene.dose)
    if not any(record.exercise == workout.exercise for record in workout.log):
        workout = replace(workout, skipped=(*workout.skipped, workout.exercise))
    scene = scene.underway().having(workout)
    index = workout.next_index
    if index is not None:
        return scene.having(at_exercise(scene, index))
    over = replace(workout, phase=Phase.BETWEEN, rest_left_ms=0, rest_paused=False, step=None)
    return scene.having(replace(over, track=None))


def skip_next(scene: Scene) -> Outcome:
    """Between exercises, "skip" means the one that was just announced."""
    named = scene.command.exercise
    index = scene.workout.next_index
    if index is None:
        return next_exercise(scene)
    if named and named != scene.workout.plan[index]:
        return _skip_later(scene, named)
    return _skip_this(scene.having(replace(scene.workout, index=index)))


def _broken_off(workout: Workout, dose: Dose) -> Workout:
    """The workout with a set that was under way kept as cut short."""
    started = workout.done or (workout.side and workout.side is not dose.sides[0])
    if workout.phase in (Phase.WORKING, Phase.PAUSED) and started:
        legs_before = dose.sides.index(workout.side) if workout.side in dose.sides else 0
        done = workout.done + legs_before * dose.target
        record = SetRecord(workout.exercise, workout.set_number, False, done)
        return workout.with_set(record)
    return workout


def back(scene: Scene) -> Outcome:
    """One back: to the step or the set before, to this introduction, to the exercise before."""
    workout = scene.workout
    if scene.command.exercise:
        return choose(scene)
    if workout.phase is Phase.INTRODUCING and workout.step:
        return at_step(scene, workout.step - 1)
    if workout.phase is Phase.INTRODUCING:
        earlier = workout.index - 1
        if earlier < 0:
            return introduce(scene, 0, Line.of("back.first"))
        return introduce(scene, earlier, Line.of("back.exercise"))
    number = workout.set_number
    if workout.phase is not Phase.BETWEEN:
        number -= 1
    if number < 1:
        return introduce(scene, workout.index, Line.of("back.exercise"))
    return before_set(scene, number, _back_to(scene, number))


def redo(scene: Scene) -> Outcome:
    """The set at hand from its start; while resting, the one that was just done."""
    workout = scene.workout
    resting = workout.phase is Phase.RESTING
    # asked for twice at the first set, it stays the first
    number = max(1, workout.set_number - 1) if resting else workout.set_number
    return before_set(scene, number, _back_to(scene, number))


def _back_to(scene: Scene, number: int) -> Line:
    return Line.of("back.set", {"set": number, "sets": scene.dose.sets})


def before_set(scene: Scene, number: int, lead: Line) -> Outcome:
    """Before a set of the exercise at hand, as if its rest had just ended."""
    workout = replace(
        scene.workout,
        phase=Phase.RESTING,
        set_number=number,
        side=scene.dose.sides[0],
        done=0,
        rest_left_ms=0,
        rest_paused=False,
    )
    scene = scene.underway().having(workout)
    tape = scene.tape()
    tape.speak(lead)
    return scene.end(tape, prompt_for(scene))


def choose(scene: Scene) -> Outcome:
    """To the exercise that was named; with no workout under way, one begins there."""
    named = scene.command.exercise
    if named is None:
        unknown = scene.command.unknown_exercise
        return say_and_offer(scene, unknown_exercise(scene) if unknown else Line.of("choose.which"))
    if scene.journal.workout is None:
        plan = tuple(exercise.id for exercise in scene.routine.exercises)
        return begin(scene, plan, short=False, index=plan.index(named))
    workout = _broken_off(scene.workout, scene.dose)
    if named not in workout.plan:
        place = workout.index + 1
        plan = (*workout.plan[:place], named, *workout.plan[place:])
        workout = replace(workout, plan=plan)
    scene = scene.having(workout)
    return introduce(scene, workout.plan.index(named), Line.of("choose.going"))


def pause(scene: Scene) -> Outcome:
    """Stop counting and keep the place: the second or rep and the leg are said back."""
    if scene.phase is Phase.RESTING and scene.workout.rest_left_ms:
        return pause_rest(scene)
    scene = at_rest(scene)
    tape = scene.tape()
    tape.say("pause.paused")
    if scene.phase is Phase.PAUSED:
        tape.speak(place_line(scene))
    return scene.end(tape, prompt_for(scene))


def pause_rest(scene: Scene) -> Outcome:
    """Hold the rest; "resume" goes on with what is left of it."""
    scene = scene.having(replace(scene.workout, rest_paused=True))
    tape = scene.tape()
    tape.say("pause.rest", seconds=scene.workout.rest_left_ms // 1000)
    return scene.end(tape, Line.of("prompt.resume_rest"))


def resume_rest(scene: Scene) -> Outcome:
    """Go on with the rest that was paused; where it runs already, with the next set."""
    if not scene.workout.rest_paused:
        return next_set(scene)
    return offer(scene.having(replace(scene.workout, rest_paused=False)), scene.tape())


def nothing_to_resume(scene: Scene) -> Outcome:
    """There is no unfinished workout."""
    return say_and_offer(scene, Line.of("resume.nothing"))


def not_ready(scene: Scene) -> Outcome:
    """The runner needs a moment: the reprompt waits along."""
    scene = at_rest(scene)
    tape = scene.tape()
    tape.say("wait.take_your_time")
    if scene.phase is Phase.BETWEEN and scene.journal.talk.question is None:
        tape.speak(place_line(scene))
    return scene.end(tape, asked_prompt(scene))


def repeat(scene: Scene) -> Outcome:
    """What the runner heard last, rebuilt from where the workout stands."""
    phase = scene.phase
    if phase is Phase.INTRODUCING:
        step = scene.workout.step
        return at_step(scene, step) if step else introduce_again(scene)
    if scene.own_pace:
        return work(scene)
    scene = at_rest(scene)
    tape = scene.tape()
    if phase is Phase.OPENED:
        tape.say("welcome.first", total=len(scene.routine.exercises))
    elif phase is Phase.BETWEEN:
        between_lines(tape, scene.dose, scene.next_dose)
    elif phase is not Phase.PAUSED and phase is not Phase.WORKING:
        tape.speak(place_line(scene))
    return offer(scene, tape)
