"""What is remembered of earlier workouts, and how it is forgotten."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.journal import Journal
from skill.coach.lines import Line
from skill.coach.moves.offer import at_rest, say_and_offer
from skill.coach.scene import Outcome, Scene
from skill.coach.talk import Question

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS
A_SESSION_MS = 6 * HOUR_MS
"""A workout begun longer ago than that is not the one of this session."""
WEEK_DAYS = 7


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
    workout = scene.journal.workout
    if workout and workout.log and scene.now_ms - workout.started_ms > A_SESSION_MS:
        whole = sum(record.whole for record in workout.log)
        return _last(scene, "habit.last_unfinished", workout.started_ms, whole)
    if not scene.journal.past:
        return say_and_offer(scene, Line.of("habit.never"))
    last = scene.journal.past[-1]
    key = "habit.last_finished" if last.finished else "habit.last_unfinished"
    return _last(scene, key, last.ended_ms, last.whole)


def _last(scene: Scene, key: str, at_ms: int, whole: int) -> Outcome:
    # in hours: which day it was depends on where the runner lives, and nobody asked
    hours = max(0, scene.now_ms - at_ms) // HOUR_MS
    if key == "habit.last_finished" and not whole:
        return say_and_offer(scene, Line.of("habit.last_none", {"hours": hours}))
    return say_and_offer(scene, Line.of(key, {"hours": hours, "whole": whole}))


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
