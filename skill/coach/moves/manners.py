"""How the coach talks and counts: changed by voice, from this very moment, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skill.coach.journal import CountMode, Journal, TalkLevel
from skill.coach.lines import Line
from skill.coach.moves.dosing import say_back
from skill.coach.moves.offer import offer
from skill.coach.moves.subject import subject
from skill.coach.scene import Move, Outcome, Scene
from skill.coach.workout import Phase


def _setting(key: str, apply: Callable[[Journal], Journal]) -> Move:
    """A move that changes a habit of the coach and goes on."""

    def change(scene: Scene) -> Outcome:
        return say_back(scene.writing(apply(scene.journal)), Line.of(key))

    return change


count_aloud = _setting("count.aloud", lambda j: replace(j, count_mode=CountMode.EVERY))
count_fives = _setting("count.fives", lambda j: replace(j, count_mode=CountMode.FIVES))
count_ends = _setting("count.ends", lambda j: replace(j, count_mode=CountMode.ENDS))
talk_less = _setting("talk.less", lambda j: replace(j, talk_level=TalkLevel.LESS, stepwise=False))
talk_more = _setting("talk.more", lambda j: replace(j, talk_level=TalkLevel.MORE))
talk_normal = _setting(
    "talk.normal", lambda j: replace(j, talk_level=TalkLevel.NORMAL, stepwise=False)
)
auto_continue = _setting("talk.auto", lambda j: replace(j, auto_continue=True))
wait_for_me = _setting("talk.wait", lambda j: replace(j, auto_continue=False))


def dont_count(scene: Scene) -> Outcome:
    """Nothing is counted; the end of a hold is told, the end of reps the runner tells."""
    exercise = subject(scene)
    held = exercise is not None and scene.dose_of(exercise).held
    quiet = scene.writing(replace(scene.journal, count_mode=CountMode.NONE))
    return say_back(quiet, Line.of("count.none_held" if held else "count.none"))


def dont_tell_again(scene: Scene) -> Outcome:
    """The exercise at hand counts as known; outside an introduction, less is said."""
    journal, exercise = scene.journal, subject(scene)
    if exercise and scene.phase is Phase.INTRODUCING:
        practised = {**journal.practised, exercise: max(1, journal.practised.get(exercise, 0))}
        hints = tuple(dict.fromkeys((*journal.hints, "steps")))
        journal = replace(journal, practised=practised, hints=hints)
    else:
        journal = replace(journal, talk_level=TalkLevel.LESS)
    return say_back(scene.writing(journal), Line.of("talk.not_again"))


def audio_failed(scene: Scene) -> Outcome:
    """The device could not play exact audio: from now on speech with pauses, from this place."""
    scene = scene.writing(replace(scene.journal, exact_audio=False))
    tape = scene.tape()
    tape.say("audio.failed")
    return offer(scene, tape)
