"""Pain beats everything: the set ends at once, calmly, with a plain next step.

Nothing said about the body is kept: the workout is saved as "skip this" would have saved it.
"""

from __future__ import annotations

from dataclasses import replace

from skill.coach.lines import Line
from skill.coach.moves.clinic import contact_card
from skill.coach.moves.introduce import introduce
from skill.coach.moves.know import read_steps
from skill.coach.moves.offer import say_and_offer, unless_warned
from skill.coach.moves.opening import next_exercise
from skill.coach.moves.steering import left_out, not_ready
from skill.coach.moves.where import routine_time_left
from skill.coach.place import asked_prompt, place_line, prompt_for, spared
from skill.coach.scene import Move, Outcome, Scene
from skill.coach.talk import Before, Halt, Question
from skill.coach.timeline import Tape
from skill.coach.workout import Phase
from skill.routine.model import STANDARD


def _hurt(key: str, halt: Halt) -> Move:
    """A move that ends the set at once and says the next step."""

    def hurt(scene: Scene) -> Outcome:
        if scene.journal.workout is None:
            tape = _said(scene, key if halt is Halt.RED_FLAG else "body.before")
            if halt is not Halt.RED_FLAG:
                tape.say("stop.bye")
            return scene.end(tape, None, contact_card(scene))
        known = scene.journal.talk.halt
        scene = _halted(scene, Halt.RED_FLAG if Halt.RED_FLAG in (halt, known) else halt)
        if known is not scene.journal.talk.halt:
            return scene.end(_said(scene, key), prompt_for(scene), contact_card(scene))
        tape = scene.tape()
        tape.say(key if key == "body.cramp" and known is halt else f"body.{known}_again")
        return scene.end(tape, prompt_for(scene), contact_card(scene))

    return hurt


def _halted(scene: Scene, halt: Halt) -> Scene:
    """Past the exercise at hand, in silence on what for; the way back is kept in the session."""
    if scene.phase is Phase.HURT:
        return scene.writing(scene.journal.settled().with_talk(halt=halt))
    before = Before(replace(scene.workout, track=None), scene.journal.talk.subdued)
    scene = passed(scene)
    return scene.writing(
        scene.journal.with_talk(subdued=True, returning=False, halt=halt, before=before)
    )


def passed(scene: Scene) -> Scene:
    """Past the exercise at hand, where it is not over anyway."""
    return scene if scene.workout.phase is Phase.BETWEEN else left_out(scene)


def _said(scene: Scene, key: str) -> Tape:
    tape = scene.tape()
    tape.say(key)
    tape.say("body.clinic", phone=" ".join(scene.routine.clinic.phone_groups))
    return tape


pain = _hurt("body.pain", Halt.PAIN)
red_flag = _hurt("body.red_flag", Halt.RED_FLAG)
cramp = _hurt("body.cramp", Halt.PAIN)


def _past_it(scene: Scene) -> Outcome:
    """On to the exercise after the one that hurt, or to the finish."""
    if scene.workout.phase is Phase.INTRODUCING:
        return introduce(scene, scene.workout.index)
    if scene.workout.phase is not Phase.BETWEEN:
        # on another device the workout went on meanwhile: what was done there is kept
        return _past_it(left_out(scene))
    return next_exercise(scene)


past_it = unless_warned(_past_it)


def not_now(scene: Scene) -> Outcome:
    """Nothing is made harder, easier or different right after pain."""
    return say_and_offer(scene, Line.of("body.first_rest"))


def wait(scene: Scene) -> Outcome:
    """The runner needs a moment: a question that is open stays so."""
    if scene.journal.talk.question is not None:
        return not_ready(scene)
    return say_and_offer(scene, Line.of("wait.take_your_time"))


def again(scene: Scene) -> Outcome:
    """What to do now, once more and in short, or the question that is open."""
    if scene.journal.talk.question is Question.MISHEARD:
        return scene.end(scene.tape(), asked_prompt(scene))
    return say_and_offer(scene, Line.of(f"body.{scene.journal.talk.halt}_again"))


def ahead(scene: Scene) -> Outcome:
    """Which exercise is left out and which is next; none is next after a warning sign."""
    if scene.journal.talk.halt is Halt.RED_FLAG:
        return say_and_offer(scene, Line.of("body.not_today"))
    tape = scene.tape()
    tape.speak(_next_line(scene))
    prompt = prompt_for(scene)
    named = prompt.key == "prompt.after_pain"
    return scene.end(tape, Line.of("prompt.after_pain_on") if named else prompt)


def _next_line(scene: Scene) -> Line:
    exercise, workout = spared(scene), scene.workout
    if exercise is None:
        return place_line(scene)
    if workout.phase is Phase.BETWEEN and workout.last_exercise:
        return Line.of("body.left_out_last", {"exercise": exercise})
    following = scene.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise
    return Line.of("body.left_out", {"exercise": exercise, "next": following})


def _of_what_is_ahead(move: Move) -> Move:
    """The move, which speaks of what is ahead; after a warning sign nothing is."""

    def told(scene: Scene) -> Outcome:
        return (ahead if scene.journal.talk.halt is Halt.RED_FLAG else move)(scene)

    return told


time_ahead = _of_what_is_ahead(routine_time_left)
steps_ahead = _of_what_is_ahead(read_steps)


def stop(scene: Scene) -> Outcome:
    """Saved, and goodbye; after a warning sign without an exercise to come back for."""
    tape = scene.tape()
    if scene.journal.talk.halt is Halt.RED_FLAG:
        tape.say("stop.warned")
    else:
        tape.say("stop.saved")
        tape.speak(_next_line(scene))
    return scene.end(tape, None)


def heard_right(scene: Scene) -> Outcome:
    """It was pain, or a warning sign, after all: nothing is taken back, now or later."""
    scene = scene.writing(scene.journal.settled())
    warned = scene.journal.talk.halt is Halt.RED_FLAG
    return say_and_offer(scene, Line.of("body.not_today" if warned else "body.first_rest"))


def effort(scene: Scene) -> Outcome:
    """Burning, shaking, tired: effort, not pain. An easier version is offered."""
    workout = scene.journal.workout
    if workout is None:
        return say_and_offer(scene, Line.of("body.tired"))
    preferred = scene.journal.preference(workout.exercise).form or STANDARD
    if scene.exercise.beside(preferred, -1) is None:
        return say_and_offer(scene, Line.of("body.effort"), Line.of("body.no_easier"))
    if workout.phase is Phase.WORKING:
        scene = scene.having(replace(workout, phase=Phase.PAUSED))
    scene = scene.asking(Question.EASIER)
    tape = scene.tape()
    tape.say("body.effort")
    return scene.end(tape, Line.of("prompt.easier"))
