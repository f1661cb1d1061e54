"""Extras, once per workout: a tip from the clinic, and something the coach can do.

The number of workouts begun decides which. So nothing needs to be stored, and nothing can be
inferred from what was not said.
"""

from __future__ import annotations

from skill.coach.commands import Meaning
from skill.coach.context import TurnContext
from skill.coach.messages import Message
from skill.coach.runner import CountMode, Runner, TalkLevel

ABILITIES = (
    Meaning.COUNT_FIVES,
    Meaning.SLOWER,
    Meaning.LONGER_REST,
    Meaning.TIME_LEFT,
    Meaning.AUTO_CONTINUE,
    Meaning.EASIER,
    Meaning.LAST_TIME,
    Meaning.TALK_LESS,
    Meaning.SETS_LEFT,
    Meaning.STEP_BY_STEP,
    Meaning.BEATS,
)
"""The abilities to mention, one per workout; each has its words in the table `ability`."""


def tip_of_the_day(context: TurnContext) -> Message | None:
    """The clinic's tip for the current exercise, if it is that exercise's turn in this workout."""
    exercises = context.routine.exercises
    exercise = exercises[context.runner.begun % len(exercises)].id
    if context.workout.exercise != exercise or not _talkative(context):
        return None
    return Message.of("answer.tip", exercise=exercise)


def ability_of_the_day(context: TurnContext) -> Message | None:
    """Something the coach can do, if today it is mentioned before this exercise: never before the
    first, so that the workout is soon under way."""
    workout, begun = context.workout, context.runner.begun
    later = [each for each in workout.plan[1:] if each not in workout.offers]
    if not later or workout.exercise != later[begun % len(later)] or not _talkative(context):
        return None
    new = [each for each in ABILITIES if not _is_no_use(each, context.runner)]
    return Message.of("hint.ability", ability=new[begun % len(new)])


def _talkative(context: TurnContext) -> bool:
    normal = context.runner.talk_level is TalkLevel.NORMAL and not context.runner.stepwise
    return normal and not context.session.subdued and not context.session.newcomer


def _is_no_use(meaning: Meaning, runner: Runner) -> bool:
    """Whether it is already in use, or assumes more than the runner knows yet."""
    if meaning is Meaning.AUTO_CONTINUE:
        return runner.auto_continue
    if meaning is Meaning.BEATS:  # beats are for those who know the count
        return not runner.workouts or runner.count_mode not in (CountMode.EVERY, CountMode.FIVES)
    return meaning is Meaning.COUNT_FIVES and runner.count_mode is not CountMode.EVERY
