"""Weights the runner reports: kept for exercises that use one, and told on request."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, say_and_offer, subject, tell, which
from skill.coach.moves.asides import EQUIPMENT
from skill.coach.moves.dosing import say_back
from skill.coach.moves.forms import substitute
from skill.coach.runner import Unit, Weight
from skill.coach.session import Question
from skill.coach.workout import Phase

NONE = "none"
"""The unit id that means no weight."""


def report_weight(context: TurnContext) -> Outcome:
    """On "I used eight kilos": keep it and say it back; ask about one far out of range."""
    exercise, command = _lifting(context), context.command
    if exercise is None:
        return which(context) if command.unknown_exercise else _nothing_lifted(context)
    if command.unit == NONE and _about_to_lift(context, exercise):
        return substitute(replace(context, command=replace(command, equipment=EQUIPMENT)))
    if command.unit == NONE or (command.number == 0 and not command.half):
        return _keep(context, exercise, Weight(0))
    if command.number is None:
        return _ask(context, exercise, Question.WEIGHT)
    before = context.runner.weights.get(exercise)
    unit = command.unit or (before.unit if before and before.halves else None)
    if unit is None:
        return _ask(context, exercise, Question.UNIT)
    kilos = unit == Unit.KILO
    bounds = context.routine.kilos_lifted if kilos else context.routine.pounds_lifted
    halves = 2 * command.number + command.half
    if not 2 * bounds.low <= halves <= 2 * bounds.high:
        low, high = (Weight(2 * number, Unit(unit)).value for number in (bounds.low, bounds.high))
        told = Message.of("weight.range", low=low, high=high)
        return _ask(context, exercise, Question.WEIGHT, told)
    return _keep(context, exercise, Weight(halves, Unit(unit)))


def _keep(context: TurnContext, exercise: str, weight: Weight) -> Outcome:
    context = context.changing_runner(weights={**context.runner.weights, exercise: weight})
    return say_back(context, _about("weight.noted", exercise, weight))


def _about_to_lift(context: TurnContext, exercise: str) -> bool:
    """Whether "no weight" is about the coming set: the runner has none at hand."""
    workout = context.runner.workout
    if workout is None or context.phase is not Phase.INTRODUCING or workout.exercise != exercise:
        return False
    return not any(record.exercise == exercise for record in workout.log)


def _about(key: str, exercise: str, weight: Weight) -> Message:
    return Message.of(key, weight=weight.value, exercise=exercise)


def _ask(context: TurnContext, exercise: str, question: Question, *lines: Message) -> Outcome:
    about = replace(context.command, exercise=exercise)
    if question is Question.WEIGHT:
        about = replace(about, number=None, half=False)
    return ask(context, question, *lines, about=about)


def ask_weight_again(context: TurnContext) -> Outcome:
    """On "yes" to the question how much it was: ask how much."""
    about = context.session.unfinished or context.command
    question = context.asked or Question.WEIGHT
    return _ask(replace(context, command=about), about.exercise or "", question)


def last_weight(context: TurnContext) -> Outcome:
    """What was lifted last, as far as the runner reported it."""
    exercise = _lifting(context)
    if exercise is None:
        return which(context) if context.command.unknown_exercise else _nothing_lifted(context)
    weight = context.runner.weights.get(exercise)
    if weight is None:
        return tell(context, "weight.unknown", exercise=exercise)
    return say_and_offer(context, _about("weight.last", exercise, weight))


def _lifting(context: TurnContext) -> str | None:
    """The exercise that a weight is about: the one named or on the runner's mind if it uses a
    weight, otherwise the only one that does; None if nothing fits."""
    lifting = [
        exercise.id
        for exercise in context.routine.exercises
        if any(EQUIPMENT in form.needs for form in exercise.forms.values())
    ]
    if context.command.unknown_exercise or context.command.exercise not in (None, *lifting):
        return None
    at_hand = subject(context)
    if at_hand in lifting:
        return at_hand
    return lifting[0] if len(lifting) == 1 else None


def _nothing_lifted(context: TurnContext) -> Outcome:
    named = context.command.exercise
    if named is None:
        return which(context)
    return tell(context, "weight.not_used", exercise=named)
