"""Help, misunderstandings, corrections and what is remembered."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.journal import Journal, Question
from skill.coach.lines import Line
from skill.coach.offer import at_rest, offer, say_and_offer
from skill.coach.opening import decline, stop
from skill.coach.place import asked_prompt
from skill.coach.scene import Outcome, Scene
from skill.coach.steering import choose
from skill.coach.timeline import Side
from skill.coach.workout import Phase, Workout

MISSES_BEFORE_HOLD = 3
DAY_MS = 24 * 60 * 60 * 1000
WEEK_DAYS = 7


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


def correct(scene: Scene) -> Outcome:
    """Hearing "not that one": the last step is undone; a named exercise is gone to at once."""
    if scene.command.exercise or scene.command.unknown_exercise:
        return choose(scene)
    undo = scene.journal.talk.undo
    if undo is None:
        return say_and_offer(scene, Line.of("correct.nothing"))
    scene = scene.having(Workout.from_json(undo))
    scene = scene.writing(scene.journal.with_talk(undo=None))
    return say_and_offer(scene, Line.of("correct.undone"))


def other_leg(scene: Scene) -> Outcome:
    """The runner is on the other leg: the set's order of legs is swapped, to be counted there."""
    dose, workout = scene.dose, scene.workout
    if len(dose.sides) == 1:
        return say_and_offer(scene, Line.of("where.both_legs"))
    now = workout.side or dose.sides[0]
    named = scene.command.leg
    if named in list(Side) and named == now and not workout.done:
        return say_and_offer(scene, Line.of("leg.already", {"leg": now or "both"}))
    first = Side.RIGHT if dose.sides[0] is Side.LEFT else Side.LEFT
    side = Side.RIGHT if now is Side.LEFT else Side.LEFT
    scene = at_rest(scene.having(replace(workout, first_side=first, side=side, done=0)))
    return say_and_offer(scene, Line.of("leg.swapped", {"leg": side}))


def decline_number(scene: Scene) -> Outcome:
    """No second hearing: goodbye where nothing is under way, else back to the place."""
    return stop(scene) if scene.phase is Phase.OPENED else decline(scene)


def week(scene: Scene) -> Outcome:
    """What was done in the last seven days."""
    since = scene.now_ms - WEEK_DAYS * DAY_MS
    recent = [entry for entry in scene.journal.past if entry.ended_ms >= since]
    workout = scene.journal.workout
    log = workout.log if workout else ()
    whole = sum(entry.whole for entry in recent) + sum(record.whole for record in log)
    cut = sum(entry.cut for entry in recent) + sum(not record.whole for record in log)
    if not whole + cut:
        return say_and_offer(scene, Line.of("habit.week_nothing"))
    finished = sum(entry.finished for entry in recent)
    values = {"workouts": finished, "whole": whole, "cut": cut}
    key = "habit.week_cut" if cut else "habit.week"
    if not cut:
        values.pop("cut")
    return say_and_offer(scene, Line.of(key, values))


def last_time(scene: Scene) -> Outcome:
    """When the last workout was, and whether it was finished."""
    if not scene.journal.past:
        return say_and_offer(scene, Line.of("habit.never"))
    last = scene.journal.past[-1]
    days = max(0, scene.now_ms // DAY_MS - last.ended_ms // DAY_MS)
    values = {"days": days, "whole": last.whole}
    key = "habit.last_finished" if last.finished else "habit.last_unfinished"
    return say_and_offer(scene, Line.of(key, values))


def what_you_know(scene: Scene) -> Outcome:
    """What is remembered, and how to have it forgotten."""
    return say_and_offer(scene, Line.of("habit.known"))


def ask_forget(scene: Scene) -> Outcome:
    """Forgetting is confirmed, as it can't be undone."""
    scene = at_rest(scene).asking(Question.FORGET)
    return scene.end(scene.tape(), Line.of("prompt.forget"))


def forget(scene: Scene) -> Outcome:
    """Everything saved is deleted, and the session ends."""
    tape = scene.tape()
    tape.say("habit.forgotten")
    return replace(scene.writing(Journal()).end(tape, None), forget=True)


def audio_failed(scene: Scene) -> Outcome:
    """The device could not play exact audio: from now on speech with pauses, from this place."""
    scene = scene.writing(replace(scene.journal, exact_audio=False))
    tape = scene.tape()
    tape.say("audio.failed")
    return offer(scene, tape)
