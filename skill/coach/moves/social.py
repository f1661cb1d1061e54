"""Help, misunderstandings, thanks and grumbles: brief, kind, and back to the place."""

from __future__ import annotations

from skill.coach.lines import Line
from skill.coach.moves.offer import at_rest, offer, say_and_offer
from skill.coach.moves.subject import answers_with
from skill.coach.place import asked_prompt
from skill.coach.scene import Outcome, Scene

MISSES_BEFORE_HOLD = 3

thanks = answers_with("social.thanks")
out_of_scope = answers_with("social.out_of_scope")
remind_me = answers_with("social.remind_me")
frustration = answers_with("social.frustration")
fair_enough = answers_with("social.fair_enough")


def help_here(scene: Scene) -> Outcome:
    """What is useful to say right now."""
    return say_and_offer(scene, Line.of("help.by_phase", {"phase": scene.phase}))


def not_understood(scene: Scene) -> Outcome:
    """A short re-ask, then two choices, then a graceful hold."""
    misses = scene.journal.talk.misses + 1
    scene = scene.writing(scene.journal.with_talk(misses=misses))
    tape = scene.tape()
    if misses == 1:
        tape.say("miss.first")
    elif misses < MISSES_BEFORE_HOLD:
        tape.say("miss.second", phase=scene.phase)
    else:
        tape.say("miss.hold")
    if scene.journal.talk.question is not None:
        scene = at_rest(scene)
        return scene.end(tape, asked_prompt(scene))
    return offer(scene, tape, named=False)
