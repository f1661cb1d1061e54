"""Short answers from the data, then the exact place again."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.lines import Line
from skill.coach.moves.introduce import say_dose, say_movement, say_steps
from skill.coach.moves.offer import offer, say_and_offer
from skill.coach.moves.subject import (
    about_exercise,
    answers_with,
    out_of_breath,
    subject,
    which,
)
from skill.coach.scene import Outcome, Scene

why = about_exercise("answer.why")
tip = about_exercise("answer.tip")
feel = about_exercise("answer.feel")


def read_steps(scene: Scene) -> Outcome:
    """The steps of an exercise, each with its time to move."""
    exercise = subject(scene)
    if exercise is None or scene.command.unknown_exercise:
        return which(scene)
    tape = scene.tape()
    tape.say("answer.steps_of", exercise=exercise)
    say_steps(tape, scene.dose_of(exercise))
    return offer(scene, tape)


def describe(scene: Scene) -> Outcome:
    """What an exercise is: why, how much, and its steps; in a set or a rest, the movement."""
    exercise = subject(scene)
    if exercise is None or scene.command.unknown_exercise:
        return which(scene)
    dose = scene.dose_of(exercise)
    tape = scene.tape()
    if out_of_breath(scene):
        # the place names the exercise at hand
        if exercise != scene.workout.exercise:
            tape.say("answer.steps_of", exercise=exercise)
        say_movement(tape, dose)
        return offer(scene, tape)
    tape.say("answer.steps_of", exercise=exercise)
    tape.say("answer.why", exercise=exercise)
    say_dose(tape, dose)
    say_steps(tape, dose)
    return offer(scene, tape)


before_or_after_run = answers_with("answer.before_or_after_run")
soreness = answers_with("answer.soreness")
cool_down = answers_with("answer.cool_down")
why_hamstrings = answers_with("answer.why_hamstrings")


def frequency(scene: Scene) -> Outcome:
    """On how many days a week, as the data has it."""
    days = scene.routine.days_a_week
    return say_and_offer(scene, Line.of("answer.frequency", {"low": days.low, "high": days.high}))


def warm_up(scene: Scene) -> Outcome:
    """How to warm up, and for how long."""
    seconds = scene.routine.warm_up_seconds.start
    return say_and_offer(scene, Line.of("answer.warm_up", {"seconds": seconds}))


def equipment(scene: Scene) -> Outcome:
    """What is needed: for the exercise named or at hand, else for all."""
    exercise = subject(scene)
    if exercise is None:
        needs = dict.fromkeys(
            need for e in scene.routine.exercises for need in scene.dose_of(e.id).needs
        )
        return say_and_offer(scene, Line.of("answer.needs_all", {"needs": " ".join(needs)}))
    needs_here = scene.dose_of(exercise).needs
    if not needs_here:
        return say_and_offer(scene, Line.of("answer.needs_nothing", {"exercise": exercise}))
    values = {"exercise": exercise, "needs": " ".join(needs_here)}
    return say_and_offer(scene, Line.of("answer.needs", values))


def beginner(scene: Scene) -> Outcome:
    """Someone new gets the easier forms where the routine has them for an advanced exercise."""
    journal = scene.journal
    for exercise in scene.routine.exercises:
        form = exercise.beside("standard", -1)
        if exercise.advanced and form is not None:
            changed = replace(journal.preference(exercise.id), form=form.id)
            journal = journal.prefer(exercise.id, changed)
    return say_and_offer(scene.writing(journal), Line.of("answer.beginner"))


def experienced(scene: Scene) -> Outcome:
    """Someone experienced hears less."""
    return say_and_offer(scene, Line.of("answer.experienced"))
