"""Pain beats everything: the set ends at once, calmly, with a plain next step.

Nothing said about the body is kept: the workout is saved as "skip this" would have saved it.
"""

from __future__ import annotations

from dataclasses import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import say_and_offer, unless_warned
from skill.coach.moves.clinic import contact_card
from skill.coach.moves.introduce import introduce
from skill.coach.moves.know import read_steps
from skill.coach.moves.navigation import left_out
from skill.coach.moves.opening import next_exercise
from skill.coach.moves.where import routine_time_left
from skill.coach.position import describe_position, prompt_for, spared
from skill.coach.session import Before, Question, Stopped
from skill.coach.timeline import Tape
from skill.coach.workout import Phase
from skill.routine.model import STANDARD


def _hurt(key: str, halt: Stopped) -> Move:
    """A move that ends the set at once and says the next step."""

    def hurt(context: TurnContext) -> Outcome:
        if context.runner.workout is None:
            tape = _said(context, key if halt is Stopped.RED_FLAG else "body.before")
            if halt is not Stopped.RED_FLAG:
                tape.say("stop.bye")
            return context.end(tape, None, contact_card(context))
        known = context.session.stopped
        context = _halted(context, Stopped.RED_FLAG if Stopped.RED_FLAG in (halt, known) else halt)
        if known is not context.session.stopped:
            return context.end(_said(context, key), prompt_for(context), contact_card(context))
        tape = context.tape()
        tape.say(key if key == "body.cramp" and known is halt else f"body.{known}_again")
        return context.end(tape, prompt_for(context), contact_card(context))

    return hurt


def _halted(context: TurnContext, halt: Stopped) -> TurnContext:
    """Past the exercise at hand, in silence on what for; the way back is kept in the session."""
    if context.phase is Phase.HURT:
        return context.settled().with_session(stopped=halt)
    before = Before(replace(context.workout, playback=None), context.session.subdued)
    context = passed(context)
    return context.with_session(subdued=True, returning=False, stopped=halt, before=before)


def passed(context: TurnContext) -> TurnContext:
    """Past the exercise at hand, where it is not over anyway."""
    return context if context.workout.phase is Phase.BETWEEN else left_out(context)


def _said(context: TurnContext, key: str) -> Tape:
    tape = context.tape()
    tape.say(key)
    tape.say("body.clinic", phone=" ".join(context.routine.clinic.phone_groups))
    return tape


pain = _hurt("body.pain", Stopped.PAIN)
red_flag = _hurt("body.red_flag", Stopped.RED_FLAG)
cramp = _hurt("body.cramp", Stopped.PAIN)


def _past_it(context: TurnContext) -> Outcome:
    """On to the exercise after the one that hurt, or to the finish."""
    if context.workout.phase is Phase.INTRODUCING:
        return introduce(context, context.workout.index)
    if context.workout.phase is not Phase.BETWEEN:
        # on another device the workout went on meanwhile: what was done there is kept
        return _past_it(left_out(context))
    return next_exercise(context)


past_it = unless_warned(_past_it)


def not_now(context: TurnContext) -> Outcome:
    """Nothing is made harder, easier or different right after pain."""
    return say_and_offer(context, Message.of("body.first_rest"))


def wait(context: TurnContext) -> Outcome:
    """The runner needs a moment."""
    return say_and_offer(context, Message.of("wait.take_your_time"))


def again(context: TurnContext) -> Outcome:
    """What to do now, once more and in short."""
    return say_and_offer(context, Message.of(f"body.{context.session.stopped}_again"))


def ahead(context: TurnContext) -> Outcome:
    """Which exercise is left out and which is next; none is next after a warning sign."""
    if context.session.stopped is Stopped.RED_FLAG:
        return say_and_offer(context, Message.of("body.not_today"))
    tape = context.tape()
    tape.speak(_next_line(context))
    prompt = prompt_for(context)
    named = prompt.key == "prompt.after_pain"
    return context.end(tape, Message.of("prompt.after_pain_on") if named else prompt)


def _next_line(context: TurnContext) -> Message:
    exercise, workout = spared(context), context.workout
    if exercise is None:
        return describe_position(context)
    if workout.phase is Phase.BETWEEN and workout.last_exercise:
        return Message.of("body.left_out_last", {"exercise": exercise})
    following = context.next_exercise if workout.phase is Phase.BETWEEN else workout.exercise
    return Message.of("body.left_out", {"exercise": exercise, "next": following})


def _of_what_is_ahead(move: Move) -> Move:
    """The move, which speaks of what is ahead; after a warning sign nothing is."""

    def told(context: TurnContext) -> Outcome:
        return (ahead if context.session.stopped is Stopped.RED_FLAG else move)(context)

    return told


time_ahead = _of_what_is_ahead(routine_time_left)
steps_ahead = _of_what_is_ahead(read_steps)


def stop(context: TurnContext) -> Outcome:
    """Saved, and goodbye; after a warning sign without an exercise to come back for."""
    tape = context.tape()
    if context.session.stopped is Stopped.RED_FLAG:
        tape.say("stop.warned")
    else:
        tape.say("stop.saved")
        tape.speak(_next_line(context))
    return context.end(tape, None)


def heard_right(context: TurnContext) -> Outcome:
    """It was pain, or a warning sign, after all: nothing is taken back, now or later."""
    context = context.settled()
    warned = context.session.stopped is Stopped.RED_FLAG
    return say_and_offer(context, Message.of("body.not_today" if warned else "body.first_rest"))


def effort(context: TurnContext) -> Outcome:
    """Burning, shaking, tired: effort, not pain. An easier version is offered."""
    workout = context.runner.workout
    if workout is None:
        return say_and_offer(context, Message.of("body.tired"))
    preferred = context.runner.preference(workout.exercise).form or STANDARD
    if context.exercise.beside(preferred, -1) is None:
        return say_and_offer(context, Message.of("body.effort"), Message.of("body.no_easier"))
    if workout.phase is Phase.WORKING:
        context = context.with_workout(replace(workout, phase=Phase.PAUSED))
    context = context.with_question(Question.EASIER)
    tape = context.tape()
    tape.say("body.effort")
    return context.end(tape, Message.of("prompt.easier"))
