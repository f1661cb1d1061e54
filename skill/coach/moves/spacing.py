"""Two whole workouts within a day: say so, and ask what to do."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.moves.answer import ask
from skill.coach.moves.opening import begin, begin_whole
from skill.coach.moves.progress_told import so_soon
from skill.coach.position import every_day
from skill.coach.session import Question
from skill.coach.workout import Workout


def start(context: TurnContext) -> Outcome:
    """The whole routine; too soon after the last one, first offer what may be done every day."""
    word = so_soon(context)
    if word is None or context.session.spaced:
        return begin_whole(context)
    return ask(context.with_session(spaced=True), Question.SPACING, word)


def only_every_day(context: TurnContext) -> Outcome:
    """Yes to what may be done every day, otherwise to all of it."""
    exercise = every_day(context.routine)
    if exercise is None:
        return begin_whole(context)
    return begin(context, Workout(context.now_ms, (exercise,)))
