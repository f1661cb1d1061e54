"""The last step undone, and the other leg."""

from __future__ import annotations

from dataclasses import replace

from skill.coach.commands import Meaning
from skill.coach.context import Outcome, TurnContext
from skill.coach.elapsed import when_done
from skill.coach.messages import Message
from skill.coach.moves.answer import at_rest, only_if_gone, say_and_offer
from skill.coach.moves.body import heard_right, not_now, passed, wait
from skill.coach.moves.dosing import IN_SET, say_back
from skill.coach.moves.navigation import choose
from skill.coach.position import describe_position
from skill.coach.session import Question, Stopped
from skill.coach.timeline import Side
from skill.coach.workout import Phase


def correct(context: TurnContext) -> Outcome:
    """Hearing "not that one": the last step is undone; a named exercise is gone to at once."""
    if context.command.exercise or context.command.unknown_exercise:
        return choose(context)
    undo = context.session.undo
    if undo is None:
        return say_and_offer(context, Message.of("correct.nothing"))
    runner = replace(context.runner, preferences=undo.preferences)
    if undo.archived is not None:
        # what the step laid to the past ones is in hand again, not in both
        then = undo.archived
        runner = replace(
            runner, history=then.history, practised=then.practised, workouts=then.workouts
        )
    context = context.with_runner(runner).with_session(undo=None)
    if undo.workout is None:
        return say_back(context, Message.of("correct.undone"))
    return _taken_back(context.with_workout(undo.workout))


def _taken_back(context: TurnContext) -> Outcome:
    context = at_rest(context)
    if context.phase in (Phase.INTRODUCING, Phase.BETWEEN):
        return say_and_offer(context, Message.of("correct.undone"), describe_position(context))
    return say_and_offer(context, Message.of("correct.undone"))


def after_pain(context: TurnContext) -> Outcome:
    """Pain is taken back only by a yes to the question whether it was misheard."""
    if context.command.exercise and context.session.stopped is Stopped.PAIN:
        return choose(only_if_gone(context).lifted())
    before = context.session.before
    if before is not None and before.settled:
        return heard_right(context)
    if not _way_back(context):
        settled = context.settled()
        return say_and_offer(settled, Message.of("correct.nothing"))
    return ask_misheard(context)


def ask_misheard(context: TurnContext) -> Outcome:
    """The question whether pain or a warning sign was misheard; it says when to deny it."""
    return context.with_question(Question.MISHEARD).end(
        context.tape(), Message.of("prompt.misheard")
    )


def doubted(context: TurnContext) -> Outcome:
    """Hearing "no", or of mere effort: after a warning sign, the question whether it was one."""
    if context.session.stopped is Stopped.RED_FLAG:
        return ask_misheard(context) if _way_back(context) else heard_right(context)
    return (not_now if context.command.meaning is Meaning.EFFORT else wait)(context)


def misheard(context: TurnContext) -> Outcome:
    """Back to where the workout stood before pain or a warning sign was misheard."""
    before = context.session.before
    if before is None or not _way_back(context):
        return say_and_offer(context, Message.of("correct.nothing"))
    context = context.lifted().with_session(subdued=before.subdued)
    return _taken_back(_within_dose(context.with_workout(before.workout)))


def _within_dose(context: TurnContext) -> TurnContext:
    """The context with a set that the dose still has: it may have been changed during the halt."""
    dose, workout = context.dose, context.workout
    workout = replace(workout, set_number=min(workout.set_number, dose.sets))
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    return context.with_workout(when_done(workout, dose) if workout.phase in IN_SET else workout)


def _way_back(context: TurnContext) -> bool:
    """Whether the workout still stands as the halt left it: another device may have gone on."""
    before, now = context.session.before, context.workout
    if before is None or before.settled:
        return False
    if not set(before.workout.plan) <= context.routine.by_id.keys():
        return False
    left = passed(context.with_workout(before.workout)).workout
    sets_left, sets_now = ([(r.exercise, r.number) for r in w.log] for w in (left, now))
    return left.index == now.index and sets_left == sets_now


def other_leg(context: TurnContext) -> Outcome:
    """The runner is on the other leg: the set's order of legs is swapped, to be counted there."""
    dose, workout = context.dose, context.workout
    if len(dose.sides) == 1:
        return say_and_offer(context, Message.of("where.both_legs"))
    now = workout.side or dose.sides[0]
    named = context.command.leg
    if workout.phase is Phase.BETWEEN:
        return say_and_offer(context, Message.of("correct.nothing"))
    if named in list(Side) and named == now and not workout.done:
        return say_and_offer(context, Message.of("leg.already", {"leg": now or "both"}))
    first = Side.RIGHT if dose.sides[0] is Side.LEFT else Side.LEFT
    side = Side.RIGHT if now is Side.LEFT else Side.LEFT
    context = at_rest(context.with_workout(replace(workout, first_side=first, side=side)))
    return say_and_offer(context, Message.of("leg.swapped", {"leg": side}))
