"""Pain beats everything: the set ends at once, calmly, with a plain next step.

Nothing said about the body is kept: the set is simply cut short, as after any "next".
"""

from __future__ import annotations

from skill.coach.journal import Question
from skill.coach.lines import Line
from skill.coach.moves.clinic import contact_card
from skill.coach.scene import Move, Outcome, Scene
from skill.coach.settle import set_over
from skill.coach.workout import Phase, Workout
from skill.records import replace


def _hurt(key: str, prompt: str) -> Move:
    """A move that ends the set at once and says the next step."""

    def hurt(scene: Scene) -> Outcome:
        if scene.journal.workout is not None:
            scene = scene.having(_exercise_over(scene))
        scene = scene.writing(scene.journal.with_talk(subdued=True))
        tape = scene.tape()
        tape.say(key)
        tape.say("body.clinic", phone=" ".join(scene.routine.clinic.phone_groups))
        return scene.end(tape, Line.of(prompt), contact_card(scene))

    return hurt


def _exercise_over(scene: Scene) -> Workout:
    """The workout with the exercise at hand left: no count and no rest leads back into it."""
    workout = scene.workout
    if workout.phase in (Phase.WORKING, Phase.PAUSED):
        workout = set_over(workout, scene.dose, whole=False)
    return replace(workout, phase=Phase.BETWEEN, rest_left_ms=0, rest_paused=False, step=None)


pain = _hurt("body.pain", "prompt.after_pain")
red_flag = _hurt("body.red_flag", "prompt.after_red_flag")
cramp = _hurt("body.cramp", "prompt.after_pain")


def effort(scene: Scene) -> Outcome:
    """Burning, shaking, tired: effort, not pain. An easier version is offered."""
    workout = scene.journal.workout
    if workout is None:
        return scene.end(scene.tape(), Line.of("prompt.start"))
    if workout.phase is Phase.WORKING:
        scene = scene.having(replace(workout, phase=Phase.PAUSED))
    scene = scene.asking(Question.EASIER)
    tape = scene.tape()
    tape.say("body.effort")
    return scene.end(tape, Line.of("prompt.easier"))
