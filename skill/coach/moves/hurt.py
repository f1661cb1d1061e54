"""Answers between the pain or warning sign that stopped a set and the moment the runner goes on."""

from __future__ import annotations

from skill.coach.asks import Asks
from skill.coach.commands import Meaning
from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves import settings
from skill.coach.moves.answer import (
    answers_with,
    only_if_gone,
    over_for_today,
    say_and_offer,
    unless_over,
)
from skill.coach.moves.body import as_introduced
from skill.coach.moves.introduce import introduce
from skill.coach.moves.know import read_steps
from skill.coach.moves.navigation import back, left_out, spared_left_out
from skill.coach.moves.opening import next_exercise
from skill.coach.moves.where import routine_time_left
from skill.coach.position import ADVICE, describe_position, prompt_for, spared
from skill.coach.session import Stopped
from skill.coach.turn import Prompt
from skill.coach.workout import Phase

HEARD_IN_AN_EMERGENCY = frozenset(
    {
        *(Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP, Meaning.RED_FLAG),
        *(Meaning.EMERGENCY, Meaning.UNHURT, Meaning.NO, Meaning.EFFORT, Meaning.CORRECT),
        *(Meaning.STOP, Meaning.NEVER_MIND, Meaning.SESSION_ENDED, Meaning.AUDIO_FAILED),
    }
)
"""Meanings that get their own answer in an emergency; all others get the call for help again."""


def emergency_first(meaning: Meaning, move: Move) -> Move:
    """The move; in an emergency, the call for help instead."""
    if meaning in HEARD_IN_AN_EMERGENCY:
        return move

    def answered(context: TurnContext) -> Outcome:
        emergency = context.session.stopped is Stopped.EMERGENCY
        return say_and_offer(context, over_for_today(context)) if emergency else move(context)

    return answered


def _past_it(context: TurnContext) -> Outcome:
    """On to the exercise after the one that hurt, or to the finish."""
    context = spared_left_out(context)
    if context.workout.phase is Phase.INTRODUCING:
        return introduce(context, context.workout.index)
    if context.workout.phase is not Phase.BETWEEN:
        # on another device the workout went on meanwhile: what was done there is kept
        return _past_it(left_out(context))
    return next_exercise(context)


past_it = unless_over(_past_it)


def back_to_it(context: TurnContext) -> Outcome:
    """Back to the exercise that hurt; if it was already over, back as usual."""
    exercise = None if context.done_for_today or context.command.exercise else spared(context)
    if exercise is None:
        return unless_over(back)(context)
    index = context.workout.plan.index(exercise)
    return introduce(only_if_gone(context).lifted(), index, Message.of("back.exercise"))


not_now = answers_with("body.first_rest")
wait = answers_with("wait.take_your_time")


def again(context: TurnContext) -> Outcome:
    """What to do now, again and in short."""
    return say_and_offer(context, ADVICE[context.session.stopped or Stopped.PAIN])


def ahead(context: TurnContext) -> Outcome:
    """Which exercise is skipped and which is next; none is next if the workout is over for
    today."""
    if context.done_for_today:
        return say_and_offer(context, over_for_today(context))
    tape = context.tape(_next_line(spared_left_out(context)))
    prompt = prompt_for(context)
    named = prompt.asks is Asks.AFTER_PAIN
    return context.end(tape, Prompt.of(Asks.AFTER_PAIN_ON) if named else prompt)


def _next_line(context: TurnContext) -> Message:
    exercise, workout = spared(context), context.workout
    if exercise is None:
        return describe_position(context)
    if workout.all_over:
        return Message.of("body.left_out_last", exercise=exercise)
    following = context.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise
    return Message.of("body.left_out", exercise=exercise, next=following)


def _of_what_is_ahead(move: Move) -> Move:
    """The move, which speaks about what is ahead; refused if the workout is over for today."""

    def told(context: TurnContext) -> Outcome:
        return (ahead if context.done_for_today else move)(context)

    return told


time_ahead = _of_what_is_ahead(routine_time_left)
steps_ahead = _of_what_is_ahead(read_steps)


GOODBYES = {Stopped.RED_FLAG: "stop.red_flag", Stopped.EMERGENCY: "stop.emergency"}


def stop(context: TurnContext) -> Outcome:
    """Goodbye: the place is saved, or the workout ends if no exercise follows today."""
    tape = context.tape()
    stopped = context.session.stopped
    if not context.done_for_today:
        context = as_introduced(spared_left_out(context))
    workout = context.runner.workout
    nothing_left = workout is None or workout.all_over
    if context.done_for_today or nothing_left:
        tape.say(GOODBYES.get(stopped, "stop.rest_today") if stopped else "stop.rest_today")
        return context.put_away().end(tape, None)
    tape.say("stop.after_pain")
    tape.speak(_next_line(context))
    return context.end(tape, None)


def audio_failed(context: TurnContext) -> Outcome:
    """The device could not play exact audio: say the next step again, as plain speech."""
    simpler = settings.audio_failed(context)
    if not context.done_for_today:
        return simpler
    return say_and_offer(context.with_runner(simpler.runner), over_for_today(context))


def heard_right(context: TurnContext) -> Outcome:
    """It was pain, or a warning sign, after all: it can no longer be taken back."""
    context = context.settled()
    return say_and_offer(context, over_for_today(context))
