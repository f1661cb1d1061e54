"""One step more, not yet, or back: the runner decides how an exercise progresses."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, of_exercise, say_and_offer, subject, tell, which
from skill.coach.moves.dosing import say_back
from skill.coach.moves.forms import to_form
from skill.coach.moves.opening import decline
from skill.coach.moves.steps import dose_line
from skill.coach.position import due_step
from skill.coach.prescription import Level
from skill.coach.progression import Raises, lightened, with_level, with_step
from skill.coach.session import Question


def take_step(context: TurnContext) -> Outcome:
    """Yes to one step more: it applies from now on, even to a set under way."""
    step = due_step(context)
    if step is None:
        return say_and_offer(context)
    routine = context.routine
    if step.raises is Raises.FORM:
        level = Level(step.form)
        context = context.with_runner(with_level(routine, context.runner, step.exercise, level))
        return to_form(context, step.exercise, routine.exercise(step.exercise).form(step.form))
    context = context.with_runner(with_step(routine, context.runner, step))
    return say_back(context, Message.of(f"progress.{step.raises}", n=step.value))


def leave_step(context: TurnContext) -> Outcome:
    """Not yet: nothing changes, and the question is not asked again for a while, unless the runner
    raised it."""
    if context.session.unfinished is not None:
        return decline(context)
    step = due_step(context)
    if step is not None:
        not_yet = {**context.runner.not_yet, step.exercise: context.day}
        context = context.changing_runner(not_yet=not_yet)
    return tell(context, "progress.not_yet")


@of_exercise
def too_easy(context: TurnContext, exercise: str) -> Outcome:
    """On "too easy": ask about one step more, within the clinic's range and then to the next harder
    form; a remark alone raises nothing."""
    about = replace(context.command, exercise=exercise)
    if due_step(context.with_question(Question.STEP, about)) is None:
        return tell(context, "progress.most", exercise=exercise)
    return ask(context, Question.STEP, about=about)


def as_before(context: TurnContext) -> Outcome:
    """Back to where an exercise was before its last step, or before a break."""
    if context.command.unknown_exercise:
        return which(context)
    workout = context.runner.workout
    plan = workout.plan if workout else ()
    light = lightened(context.routine, context.runner, plan, context.day)
    if light and context.command.exercise in (None, *light):
        for each in light:
            context = _at_level(context, each, context.runner.levels_before[each])
        return say_back(context, Message.of("progress.all_as_before"))
    exercise = subject(context)
    if exercise is None:
        return which(context)
    before = context.runner.levels_before.get(exercise)
    dose = context.dose_of(exercise)
    if before is None or before == dose.level:
        return tell(context, "progress.unchanged", exercise=exercise)
    changed = _at_level(context, exercise, before)
    if before.form != dose.form:
        return to_form(changed, exercise, context.routine.exercise(exercise).form(before.form))
    named = Message.of("progress.as_before", exercise=exercise)
    return say_back(changed, named, dose_line(changed.dose_of(exercise)))


def _at_level(context: TurnContext, exercise: str, level: Level) -> TurnContext:
    return context.with_runner(with_level(context.routine, context.runner, exercise, level))
