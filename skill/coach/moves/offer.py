"""After every answer the runner is offered the exact place again."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.commands import Meaning
from skill.coach.lines import Line
from skill.coach.moves.work import rest
from skill.coach.place import place_line, prompt_for
from skill.coach.scene import Card, Move, Outcome, Scene
from skill.coach.talk import Halt, Question
from skill.coach.timeline import Tape
from skill.coach.workout import Phase, Workout


def at_rest(scene: Scene) -> Scene:
    """The scene with an interrupted set kept as paused, so that its place is not lost."""
    workout = scene.journal.workout
    if workout is None or workout.phase is not Phase.WORKING:
        return scene
    return scene.having(replace(workout, phase=Phase.PAUSED))


def offer(scene: Scene, tape: Tape, card: Card | None = None, *, named: bool = True) -> Outcome:
    """After an answer: the runner's exact place again. A rest simply goes on.

    `named` says where that is; without it there is only the prompt.
    """
    scene = at_rest(scene)
    if scene.phase is Phase.RETURNING:
        scene = scene.asking(Question.CARRY_ON)
    elif scene.phase is Phase.RESTING and _rest_runs(scene.workout):
        left = scene.workout.rest_left_ms - tape.now_ms
        if left > 0:
            resting = scene.having(replace(scene.workout, rest_left_ms=left))
            return replace(rest(resting, tape), card=card)
    elif scene.phase is Phase.PAUSED and named:
        tape.speak(place_line(scene))
    elif scene.phase is Phase.HURT:
        scene = _told_of_way_back(scene, tape)
    return scene.end(tape, prompt_for(scene), card)


def _told_of_way_back(scene: Scene, tape: Tape) -> Scene:
    """After a warning sign the first answer tells how to say that it was misheard; help does so
    by itself."""
    talk = scene.journal.talk
    if talk.halt is not Halt.RED_FLAG or talk.before is None:
        return scene
    if talk.before.told or talk.before.settled:
        return scene
    if scene.command.meaning is not Meaning.HELP:
        tape.say("body.way_back")
    return scene.writing(scene.journal.with_talk(before=replace(talk.before, told=True)))


def _rest_runs(workout: Workout) -> bool:
    return workout.rest_left_ms > 0 and not workout.rest_paused


def say_and_offer(scene: Scene, *lines: Line, card: Card | None = None) -> Outcome:
    """Speak the lines, then offer the runner's place again."""
    tape = scene.tape()
    for line in lines:
        tape.speak(line)
    return offer(scene, tape, card)


LEADS_BACK = frozenset({Meaning.BACK, Meaning.REDO, Meaning.START_OVER, Meaning.CHOOSE})
"""What may lead to the very exercise that hurt."""


def only_if_gone(scene: Scene) -> Scene:
    """The scene of a turn that says first to do only what no longer hurts."""
    return replace(scene, notices=(*scene.notices, Line.of("body.only_if_gone")))


def unless_warned(move: Move) -> Move:
    """The move, which leads on from pain; after a warning sign it is not made in this session."""

    def led_on(scene: Scene) -> Outcome:
        if scene.journal.talk.halt is Halt.RED_FLAG:
            return say_and_offer(scene, Line.of("body.not_today"))
        if scene.command.meaning is Meaning.CHOOSE and scene.command.exercise is None:
            return move(scene)  # there is nowhere to go on to
        if scene.command.meaning in LEADS_BACK:
            scene = only_if_gone(scene)
        return move(scene.writing(scene.journal.lifted()))

    return led_on
