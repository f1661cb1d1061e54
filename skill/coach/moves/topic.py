"""What an answer is about, and the answers that are one line of the data."""

from __future__ import annotations

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer
from skill.coach.workout import Phase


def subject(context: TurnContext) -> str | None:
    """The exercise a question is about: the one named, or else the one at hand."""
    if context.command.exercise:
        return context.command.exercise
    workout = context.runner.workout
    if workout is None:
        return None
    return context.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise


def out_of_breath(context: TurnContext) -> bool:
    """Whether a set or its rest is under way, so that an answer had better be short."""
    return context.phase in (Phase.WORKING, Phase.PAUSED, Phase.RESTING)


def which(context: TurnContext) -> Outcome:
    """The question was about an exercise that is not known; where none was named, it is asked for,
    and what was said waits for the answer."""
    if context.command.unknown_exercise:
        return say_and_offer(context, unknown_exercise(context))
    waiting = context.with_session(pending=context.command)
    return waiting.end(context.tape(), Message.of("prompt.which"))


def unknown_exercise(context: TurnContext) -> Message:
    """That there is no such exercise, and how to hear which there are."""
    return Message.of("answer.unknown_exercise", {"total": len(context.routine.exercises)})


def about_exercise(key: str) -> Move:
    """A move that answers with one line about an exercise."""

    def about(context: TurnContext) -> Outcome:
        exercise = subject(context)
        if exercise is None or context.command.unknown_exercise:
            return which(context)
        return say_and_offer(context, Message.of(key, {"exercise": exercise}))

    return about


def answers_with(key: str) -> Move:
    """A move that answers with one line and nothing else."""

    def says(context: TurnContext) -> Outcome:
        return say_and_offer(context, Message.of(key))

    return says
