"""Answers: what each is about, and back to the runner's exact place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.commands import Command, Meaning
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message, Value
from skill.coach.moves.stages import timed
from skill.coach.moves.work import fits_going_on, go_on, rest, rest_line
from skill.coach.position import (
    ADVICE,
    asked_prompt,
    describe_position,
    prompt_for,
    returning_question,
)
from skill.coach.session import Question, Stopped
from skill.coach.timeline import SpanKind, Tape
from skill.coach.turn import Card, Prompt, TurnKind
from skill.coach.workout import Phase

ANSWERED_IN_PASSING = frozenset(
    {
        Meaning.TIME_LEFT, Meaning.ROUTINE_TIME_LEFT, Meaning.SETS_LEFT, Meaning.REPS_LEFT,
        Meaning.WHICH_SIDE, Meaning.WHERE_AM_I, Meaning.WHATS_NEXT, Meaning.ROUTINE_LENGTH,
        Meaning.LIST_EXERCISES, Meaning.WHY, Meaning.TIP, Meaning.EQUIPMENT, Meaning.WEEK,
        Meaning.WARM_UP, Meaning.COOL_DOWN, Meaning.SO_FAR, Meaning.STREAK,
        Meaning.LAST_TIME, Meaning.OUT_OF_SCOPE, Meaning.REMIND_ME, Meaning.MY_SETTINGS,
        Meaning.LAST_WEIGHT, Meaning.TRAINING_DAYS, Meaning.DONT_STOP,
    }
)  # fmt: skip
"""What can be answered while the runner holds the position, so that the set goes on by itself.
Anything that needs the runner's hands or mind (a number to write down, steps to follow, a choice,
soreness) makes the set wait for "ready". So does the question where an exercise is felt: what is
stored of a set that went on would show how long that answer was."""


def offer(
    context: TurnContext, tape: Tape, card: Card | None = None, *, named: bool = True
) -> Outcome:
    """Finish an answer with the runner's exact place. A rest simply goes on.

    `named` also says where that is; without it there is only the prompt.
    """
    if context.phase in (Phase.WARMING_UP, Phase.COOLING_DOWN) and _keeps_time(context):
        walking = context.interrupted is SpanKind.WALK
        return replace(timed(context, tape, walking=walking), card=card)
    if _goes_on(context) and fits_going_on(context, tape):
        return replace(go_on(context, tape), card=card)
    context = context.at_rest()
    if context.phase is Phase.RETURNING:
        context = context.with_question(returning_question(context))
    elif context.phase is Phase.RESTING and context.workout.rest_runs:
        left = context.workout.rest_left_ms - tape.now_ms
        resting = context.changing_workout(rest_left_ms=max(0, left))
        if left > tape.slot(rest_line(resting, "rest.on")):
            return replace(rest(resting, tape, "rest.on"), card=card)
    elif context.phase is Phase.PAUSED and named:
        tape.speak(describe_position(context))
    elif context.phase is Phase.HURT:
        context = _told_of_way_back(context, tape)
    return context.end(tape, prompt_for(context), card)


def _keeps_time(context: TurnContext) -> bool:
    """Whether the turn interrupted a walk, which goes on regardless, or a stretch with a mere
    question."""
    if context.interrupted is None or context.interrupted is SpanKind.WALK:
        return context.interrupted is not None
    return context.command.meaning in ANSWERED_IN_PASSING


def _goes_on(context: TurnContext) -> bool:
    """Whether the turn interrupted a counted set with a mere question."""
    if context.phase is not Phase.WORKING or context.uncounted:
        return False
    in_set = context.interrupted is not None and context.interrupted is not SpanKind.REST
    answer = context.fixed_answer
    in_passing = answer is not None and answer.in_passing
    return in_set and (in_passing or context.command.meaning in ANSWERED_IN_PASSING)


def _told_of_way_back(context: TurnContext, tape: Tape) -> TurnContext:
    """If the workout is over for today, the first answer says how to tell the coach it misheard;
    help says so anyway."""
    before = context.session.before
    if not context.done_for_today or before is None or before.told or before.settled:
        return context
    if context.command.meaning is not Meaning.HELP:
        tape.say("body.way_back")
    return context.with_session(before=replace(before, told=True))


def say_and_offer(context: TurnContext, *lines: Message, card: Card | None = None) -> Outcome:
    """Speak the lines, then offer the runner's place again."""
    return offer(context, context.tape(*lines), card)


def tell(context: TurnContext, key: str, /, **values: Value) -> Outcome:
    """Answer with one line, then offer the runner's place again."""
    return say_and_offer(context, Message.of(key, **values))


def ask(
    context: TurnContext, question: Question, *lines: Message, about: Command | None = None
) -> Outcome:
    """Speak the lines, then ask the question; a set that it interrupts is paused."""
    asked = context.with_question(question, about).at_rest()
    return asked.end(asked.tape(*lines), asked_prompt(asked))


LEADS_BACK = frozenset({Meaning.BACK, Meaning.REDO, Meaning.START_OVER, Meaning.CHOOSE})
"""Meanings that may lead to the exercise that hurt."""


def only_if_gone(context: TurnContext) -> TurnContext:
    """The context with a notice to do only what no longer hurts."""
    return replace(context, notices=(*context.notices, Message.of("body.only_if_gone")))


def over_for_today(context: TurnContext) -> Message:
    """What is said instead of going on; after a first pain, to leave the exercise for now."""
    stopped = context.session.stopped
    if stopped is None or stopped is Stopped.PAIN:
        return Message.of("body.first_rest")
    return ADVICE[stopped]


def unless_over(move: Move) -> Move:
    """The move, which leads on after pain; it is refused if the workout is over for today."""

    def led_on(context: TurnContext) -> Outcome:
        if context.done_for_today:
            return say_and_offer(context, over_for_today(context))
        if context.command.meaning is Meaning.CHOOSE and context.command.exercise is None:
            return move(context)  # there is nothing to go on to
        if context.command.meaning in LEADS_BACK:
            context = only_if_gone(context)
        return move(context.lifted())

    return led_on


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

    return lambda context: tell(context, key)
