"""What an answer is about, and answers that are one line of the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.commands import Meaning
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.turn import Prompt, TurnKind
from skill.coach.workout import Phase

AHEAD = frozenset(
    {
        Meaning.TIP, Meaning.READ_STEPS, Meaning.DESCRIBE, Meaning.STEP_BY_STEP,
        Meaning.EQUIPMENT, Meaning.SUBSTITUTE, Meaning.HAVE_EQUIPMENT, Meaning.DONT_COUNT,
        Meaning.DONT_TELL_AGAIN,
    }
)  # fmt: skip
"""Meanings that are about the next exercise if said between two; all others are about the one just
done."""


def subject(context: TurnContext) -> str | None:
    """The exercise a remark is about: the one named, otherwise the one on the runner's mind.

    That is the current one; between two exercises the one just done, unless the remark is clearly
    about what is ahead.
    """
    if context.command.exercise:
        return context.command.exercise
    workout = context.runner.workout
    if workout is None:
        return None
    ahead = workout.phase is Phase.BETWEEN and context.command.meaning in AHEAD
    return context.next_exercise if ahead else workout.exercise


def out_of_breath(context: TurnContext) -> bool:
    """Whether a set or its rest is under way, so that an answer should be short."""
    return context.phase in (Phase.WORKING, Phase.PAUSED, Phase.RESTING)


def which(context: TurnContext) -> Outcome:
    """The question was about an unknown exercise; if none was named, ask which, and keep the
    question waiting."""
    if context.command.unknown_exercise:
        return replace(say_and_offer(context, unknown_exercise(context)), kind=TurnKind.LISTING)
    waiting = context.with_session(pending=context.command)
    return waiting.end(context.tape(), Prompt.of(Asks.WHICH))


def which_of_two(context: TurnContext) -> Outcome:
    """The remark may be about the exercise just done or the next one: ask which."""
    waiting = context.with_session(pending=context.command)
    two = {"exercise": context.workout.exercise, "next": context.next_exercise}
    return waiting.end(context.tape(), Prompt.of(Asks.WHICH_OF_TWO, **two))


def unknown_exercise(context: TurnContext) -> Message:
    """Say that there is no such exercise, and how to hear which there are."""
    return Message.of("answer.unknown_exercise", total=len(context.routine.exercises))


def of_exercise(move: Callable[[TurnContext, str], Outcome]) -> Move:
    """The move, given the exercise that a remark is about; which one is asked if it isn't clear."""

    @wraps(move)
    def about(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None or context.command.unknown_exercise:
            return which(context)
        return move(context, exercise)

    return about


def about_exercise(key: str) -> Move:
    """A move that answers with one line about an exercise."""

    @of_exercise
    def about(context: TurnContext, exercise: str) -> Outcome:
        lines = [Message.of(key, exercise=exercise)]
        if context.phase is Phase.BETWEEN:
            lines.insert(0, Message.of("answer.steps_of", exercise=exercise))
        return say_and_offer(context, *lines)

    return about


def answers_with(key: str) -> Move:
    """A move that answers with one line and nothing else."""

    def says(context: TurnContext) -> Outcome:
        return say_and_offer(context, Message.of(key))

    return says
