"""Undoing the last step, and taking back pain that was misheard."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.elapsed import when_done
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, offer, only_if_gone, say_and_offer, tell
from skill.coach.moves.body import passed
from skill.coach.moves.dosing import say_back
from skill.coach.moves.hurt import heard_right
from skill.coach.moves.navigation import choose
from skill.coach.moves.work import fits_going_on, work
from skill.coach.position import describe_position
from skill.coach.session import Question, Stopped
from skill.coach.undo import TAKES_BACK
from skill.coach.workout import IN_SET, Phase


def correct(context: TurnContext) -> Outcome:
    """On "not that one": undo the last step; go straight to an exercise that was named."""
    if context.command.exercise or context.command.unknown_exercise:
        return choose(context)
    undo = context.session.undo
    if context.declined:
        return tell(context, "correct.unchanged")
    if undo is None:
        return tell(context, "correct.nothing")
    runner = context.runner.wishing(undo.wishes)
    if undo.archived is not None:
        # a workout that the step moved to the history is current again, not in both places
        then = undo.archived
        runner = replace(
            runner, history=then.history, practised=then.practised, workouts=then.workouts
        )
    context = context.with_runner(runner).with_session(undo=None)
    if undo.workout is None:
        return say_back(context, Message.of("correct.undone"))
    return _taken_back(context.with_workout(undo.workout))


def _taken_back(context: TurnContext) -> Outcome:
    context = context.at_rest()
    if context.phase in (Phase.INTRODUCING, Phase.BETWEEN):
        return say_and_offer(context, Message.of("correct.undone"), describe_position(context))
    return tell(context, "correct.undone")


def deny(context: TurnContext) -> Outcome:
    """On "don't skip it": undo such a step if it was just made; otherwise go on unchanged."""
    undo, command = context.session.undo, context.command
    just_made = undo is not None and not undo.turns and undo.by in TAKES_BACK[command.meaning]
    if just_made and command.exercise in (None, *_just_left(context)):
        return correct(replace(context, command=replace(command, exercise=None)))
    workout = context.runner.workout
    if workout is not None and command.exercise in _skipped_ahead(context):
        skipped = tuple(each for each in workout.skipped if each != command.exercise)
        context = context.changing_workout(skipped=skipped)
        return say_back(context, Message.of("correct.undone"))
    return say_back(context, Message.of("correct.denied"))


def _just_left(context: TurnContext) -> tuple[str, ...]:
    """The exercises that the last step went past."""
    undo, workout = context.session.undo, context.runner.workout
    if undo is None or undo.workout is None or workout is None:
        return ()
    skipped = tuple(each for each in workout.skipped if each not in undo.workout.skipped)
    return (undo.workout.exercise, *skipped)


def _skipped_ahead(context: TurnContext) -> tuple[str, ...]:
    """The exercises that the runner skipped before their turn came; not those that pain rules
    out."""
    workout = context.workout
    following = workout.plan[workout.index + 1 :]
    left = {*workout.skipped} - {*context.session.spared}
    return tuple(each for each in following if each in left)


def dont_stop(context: TurnContext) -> Outcome:
    """On "don't stop": what runs runs on, and nothing begins by it but what was paused."""
    if context.phase is Phase.PAUSED:
        return work(context)
    if context.own_pace:
        return say_back(context)
    if context.phase is Phase.WORKING and context.interrupted is not None:
        tape = context.tape()
        return offer(context, tape) if fits_going_on(context, tape) else say_back(context)
    context = context.changing_workout(rest_paused=False)
    return tell(context, "correct.not_stopping")


def after_pain(context: TurnContext) -> Outcome:
    """Pain is taken back only by a no to "are you hurt?"."""
    if context.command.exercise and context.session.stopped is Stopped.PAIN:
        return choose(only_if_gone(context).lifted())
    before = context.session.before
    if before is not None and before.settled:
        return heard_right(context)
    if not way_back_is_open(context):
        settled = context.settled()
        return tell(settled, "correct.nothing")
    return _ask(context)


def _ask(context: TurnContext) -> Outcome:
    emergency = context.session.stopped is Stopped.EMERGENCY
    return ask(context, Question.UNWELL if emergency else Question.HURT)


def denied(context: TurnContext) -> Outcome:
    """Pain denied after it was heard, or mere effort: ask whether the runner is hurt."""
    return _ask(context) if way_back_is_open(context) else heard_right(context)


def misheard(context: TurnContext) -> Outcome:
    """Back to where the workout was before pain or a warning sign was misheard."""
    before = context.session.before
    if before is None or not way_back_is_open(context):
        return tell(context, "correct.nothing")
    context = context.lifted().with_session(
        subdued=before.subdued, returning=before.returning, spared=before.spared
    )
    if before.workout is None:
        return tell(context, "correct.undone")
    return _taken_back(_within_dose(context.with_workout(before.workout)))


def _within_dose(context: TurnContext) -> TurnContext:
    """The context with a set that still exists: the dose may have changed during the halt."""
    dose, workout = context.dose, context.workout
    workout = replace(workout, set_number=min(workout.set_number, dose.sets))
    if workout.side not in dose.sides:
        workout = replace(workout, side=dose.sides[0], done=0)
    return context.with_workout(
        when_done(workout, dose, context.now_ms) if workout.phase in IN_SET else workout
    )


def way_back_is_open(context: TurnContext) -> bool:
    """Whether the workout is still as the halt left it: another device may have gone on."""
    before, now = context.session.before, context.runner.workout
    if before is None or before.settled:
        return False
    if before.workout is None or now is None:
        return before.workout is now
    if not set(before.workout.plan) <= context.routine.by_id.keys():
        return False
    left = passed(context.with_workout(before.workout)).workout
    sets_left, sets_now = ([(r.exercise, r.number) for r in w.log] for w in (left, now))
    return before.left_at == now.index and sets_left == sets_now
