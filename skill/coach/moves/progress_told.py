"""What an introduction says about progression: one step more, or not so soon."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.history import HOUR_MS
from skill.coach.messages import Message
from skill.coach.position import due_step, step_prompt
from skill.coach.progression import lightened, times_whole, weeks_away
from skill.coach.runner import TalkLevel
from skill.coach.session import Question
from skill.coach.timeline import Tape
from skill.coach.turn import TurnKind


def so_soon(context: TurnContext) -> Message | None:
    """How long ago the last workout was, if the gap is shorter than it should be."""
    history, routine = context.runner.history, context.routine
    spacing_ms = HOUR_MS * routine.progression.spacing_hours.start
    recent = [each for each in history.past if context.now_ms - each.ended_ms < spacing_ms]
    if not any(each.finished for each in recent):
        return None
    if sum(each.completed for each in recent) < len(routine.exercises):
        return None  # it was only a small part, such as the stretch alone
    hours = max(0, context.now_ms - recent[-1].ended_ms) // HOUR_MS
    if history.exercises_of_last == routine.ids:
        return Message.of("spacing.all_done", total=len(routine.exercises), hours=hours)
    return Message.of("spacing.last", hours=hours)


def say_if_too_soon(context: TurnContext, tape: Tape) -> None:
    """Say so if the current exercise should have more days between two times."""
    exercise = context.workout.exercise
    rule = context.routine.progression.rules.get(exercise)
    last_day = context.runner.history.last_day(exercise)
    if rule is None or rule.days_between is None or last_day is None:
        return
    if context.day - last_day < rule.days_between.start:
        tape.say("spacing.too_soon", days=rule.days_between.start)


def lighter_lines(context: TurnContext) -> list[Message]:
    """Which exercises begin at the lower end again after a break, and how to undo that."""
    light = lightened(context.routine, context.runner, context.workout.plan, context.day)
    if not light:
        return []
    weeks = min(weeks_away(context.runner, exercise, context.day) for exercise in light)
    return [Message.of("progress.lighter", weeks=weeks, exercises=" ".join(light))]


def asks_for_step(context: TurnContext) -> bool:
    """Whether to ask about one step more in the current exercise: not after pain."""
    wanted = context.runner.talk_level is not TalkLevel.LESS
    quiet = context.session.subdued or context.session.newcomer or context.runner.stepwise
    return wanted and not quiet and due_step(context) is not None


def ask_for_step(context: TurnContext, tape: Tape) -> Outcome:
    """Ask about one step more, after enough workouts with every set whole."""
    times = times_whole(context.runner.history, context.dose)
    if times > 1:
        tape.say("progress.completed", times=times)
    else:
        tape.say("progress.completed_once")
    context = context.with_question(Question.STEP)
    return context.end(tape, step_prompt(context), kind=TurnKind.INTRODUCTION)
