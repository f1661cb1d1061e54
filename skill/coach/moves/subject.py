"""What an answer is about, and the answers that are one line of the data."""

from __future__ import annotations

from skill.coach.lines import Line
from skill.coach.moves.offer import say_and_offer
from skill.coach.scene import Move, Outcome, Scene
from skill.coach.workout import Phase


def subject(scene: Scene) -> str | None:
    """The exercise a question is about: the one named, or else the one at hand."""
    if scene.command.exercise:
        return scene.command.exercise
    workout = scene.journal.workout
    if workout is None:
        return None
    return scene.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise


def out_of_breath(scene: Scene) -> bool:
    """Whether a set or its rest is under way, so that an answer had better be short."""
    return scene.phase in (Phase.WORKING, Phase.PAUSED, Phase.RESTING)


def which(scene: Scene) -> Outcome:
    """The question was about an exercise that is not known; where none was named, it is asked for,
    and what was said waits for the answer."""
    if scene.command.unknown_exercise:
        return say_and_offer(scene, unknown_exercise(scene))
    waiting = scene.writing(scene.journal.with_talk(pending=scene.command))
    return waiting.end(scene.tape(), Line.of("prompt.which"))


def unknown_exercise(scene: Scene) -> Line:
    """That there is no such exercise, and how to hear which there are."""
    return Line.of("answer.unknown_exercise", {"total": len(scene.routine.exercises)})


def about_exercise(key: str) -> Move:
    """A move that answers with one line about an exercise."""

    def about(scene: Scene) -> Outcome:
        exercise = subject(scene)
        if exercise is None or scene.command.unknown_exercise:
            return which(scene)
        return say_and_offer(scene, Line.of(key, {"exercise": exercise}))

    return about


def answers_with(key: str) -> Move:
    """A move that answers with one line and nothing else."""

    def says(scene: Scene) -> Outcome:
        return say_and_offer(scene, Line.of(key))

    return says
