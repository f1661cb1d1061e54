"""The last step undone, and the other leg."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.commands import Meaning
from skill.coach.journal import undone
from skill.coach.lines import Line
from skill.coach.moves.body import heard_right, not_now, passed, wait
from skill.coach.moves.dosing import IN_SET, say_back
from skill.coach.moves.offer import at_rest, only_if_gone, say_and_offer
from skill.coach.moves.steering import choose
from skill.coach.place import place_line
from skill.coach.scene import Outcome, Scene
from skill.coach.settle import when_done
from skill.coach.talk import Halt, Question
from skill.coach.timeline import Side
from skill.coach.workout import Phase


def correct(scene: Scene) -> Outcome:
    """Hearing "not that one": the last step is undone; a named exercise is gone to at once."""
    if scene.command.exercise or scene.command.unknown_exercise:
        return choose(scene)
    undo = scene.journal.talk.undo
    if undo is None:
        return say_and_offer(scene, Line.of("correct.nothing"))
    workout, preferences = undone(undo)
    scene = scene.writing(replace(scene.journal.with_talk(undo=None), preferences=preferences))
    if workout is None:
        return say_back(scene, Line.of("correct.undone"))
    return _taken_back(scene.having(workout))


def _taken_back(scene: Scene) -> Outcome:
    scene = at_rest(scene)
    if scene.phase in (Phase.INTRODUCING, Phase.BETWEEN):
        return say_and_offer(scene, Line.of("correct.undone"), place_line(scene))
    return say_and_offer(scene, Line.of("correct.undone"))


def after_pain(scene: Scene) -> Outcome:
    """Pain is taken back only by a yes to the question whether it was misheard."""
    if scene.command.exercise and scene.journal.talk.halt is Halt.PAIN:
        return choose(only_if_gone(scene).writing(scene.journal.lifted()))
    before = scene.journal.talk.before
    if before is not None and before.settled:
        return heard_right(scene)
    if not _way_back(scene):
        settled = scene.writing(scene.journal.settled())
        return say_and_offer(settled, Line.of("correct.nothing"))
    return ask_misheard(scene)


def ask_misheard(scene: Scene) -> Outcome:
    """The question whether pain or a warning sign was misheard; it says when to deny it."""
    return scene.asking(Question.MISHEARD).end(scene.tape(), Line.of("prompt.misheard"))


def doubted(scene: Scene) -> Outcome:
    """Hearing "no", or of mere effort: after a warning sign, the question whether it was one."""
    if scene.journal.talk.halt is Halt.RED_FLAG:
        return ask_misheard(scene) if _way_back(scene) else heard_right(scene)
    return (not_now if scene.command.meaning is Meaning.EFFORT else wait)(scene)


def misheard(scene: Scene) -> Outcome:
    """Back to where the workout stood before pain or a warning sign was misheard."""
    before = scene.journal.talk.before
    if before is None or not _way_back(scene):
        return say_and_offer(scene, Line.of("correct.nothing"))
    journal = scene.journal.lifted().with_talk(subdued=before.subdued)
    return _taken_back(_within_dose(scene.writing(journal).having(before.workout)))


def _within_dose(scene: Scene) -> Scene:
    """The scene with a set that the dose still has: it may have been changed during the halt."""
    dose, workout = scene.dose, scene.workout
    workout = replace(workout, set_number=min(workout.set_number, dose.sets))
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    return scene.having(when_done(workout, dose) if workout.phase in IN_SET else workout)


def _way_back(scene: Scene) -> bool:
    """Whether the workout still stands as the halt left it: another device may have gone on."""
    before, now = scene.journal.talk.before, scene.workout
    if before is None or before.settled:
        return False
    if not set(before.workout.plan) <= scene.routine.by_id.keys():
        return False
    left = passed(scene.having(before.workout)).workout
    sets_left, sets_now = ([(r.exercise, r.number) for r in w.log] for w in (left, now))
    return left.index == now.index and sets_left == sets_now


def other_leg(scene: Scene) -> Outcome:
    """The runner is on the other leg: the set's order of legs is swapped, to be counted there."""
    dose, workout = scene.dose, scene.workout
    if len(dose.sides) == 1:
        return say_and_offer(scene, Line.of("where.both_legs"))
    now = workout.side or dose.sides[0]
    named = scene.command.leg
    if workout.phase is Phase.BETWEEN:
        return say_and_offer(scene, Line.of("correct.nothing"))
    if named in list(Side) and named == now and not workout.done:
        return say_and_offer(scene, Line.of("leg.already", {"leg": now or "both"}))
    first = Side.RIGHT if dose.sides[0] is Side.LEFT else Side.LEFT
    side = Side.RIGHT if now is Side.LEFT else Side.LEFT
    scene = at_rest(scene.having(replace(workout, first_side=first, side=side)))
    return say_and_offer(scene, Line.of("leg.swapped", {"leg": side}))
