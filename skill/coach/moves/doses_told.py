"""What the dose is, where it comes from, and back to the clinic's numbers."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.moves.dosing import changing, measure_named, say_back
from skill.coach.moves.steps import dose_line
from skill.coach.moves.topic import of_exercise, subject, which
from skill.coach.prescription import Level, target_of
from skill.routine.model import Adjustable, Form

TOLD = {
    "reps": "about.reps",
    "hold": "about.hold",
    "sets": "about.sets",
    "rest": "about.rest",
}
NUMBERS: tuple[str, ...] = ("sets", "reps", "hold", "rest", "pace")


@of_exercise
def about_dose(context: TurnContext, exercise: str) -> Outcome:
    """On "why sixty seconds?" or "is that ten reps?": the number, and where it comes from; on "how
    many do I have to do?": all that is asked of the exercise."""
    command = context.command
    if (command.number, command.sets, command.seconds) == (None, None, None):
        named = Message.of("answer.steps_of", exercise=exercise)
        return say_and_offer(context, named, dose_line(context.dose_of(exercise)))
    return _told(context, exercise, measure_named(context, exercise))


@of_exercise
def about_rest(context: TurnContext, exercise: str) -> Outcome:
    """The rest between sets, and where it comes from."""
    return _told(context, exercise, "rest")


def _told(context: TurnContext, exercise: str, measure: str) -> Outcome:
    dose, form = context.dose_of(exercise), context.form_of(exercise)
    values = {"sets": dose.sets, "rest": dose.rest_ms // 1000}
    told = Message.of(TOLD[measure], n=values.get(measure, dose.target))
    return say_and_offer(context, told, _source(_choice(form, measure)))


def _choice(form: Form, measure: str) -> Adjustable:
    if measure == "sets":
        return form.sets
    if measure == "rest":
        return form.rest
    return target_of(form)


def _source(choice: Adjustable) -> Message:
    if choice.clinic is None:
        return Message.of("about.open")
    low, high = choice.clinic
    if low == high:
        return Message.of("about.clinic_exactly", n=low)
    return Message.of("about.clinic", low=low, high=high)


def clinic_dose(context: TurnContext) -> Outcome:
    """Back to the clinic's numbers: for one exercise, or for all if there is no current one."""
    exercise = subject(context)
    if context.command.unknown_exercise:
        return which(context)
    entries = [entry.id for entry in context.routine.exercises]
    for entry in entries if exercise is None else [exercise]:
        context = changing(context, entry, **dict.fromkeys(NUMBERS))
        own = {**context.runner.levels, entry: Level(context.form_of(entry).id)}
        context = context.changing_runner(levels=own)
    if exercise is None:
        return say_and_offer(context, Message.of("dose.clinic_everywhere"))
    workout = context.runner.workout
    if workout is not None and workout.exercise == exercise:
        context = context.changing_workout(set_number=min(workout.set_number, context.dose.sets))
    named = Message.of("dose.clinic", exercise=exercise)
    return say_back(context, named, dose_line(context.dose_of(exercise)))
