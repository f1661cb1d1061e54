"""What is said about a hard run nearby: what is left out for it, or could be."""

from __future__ import annotations

from skill.coach.commands import Meaning
from skill.coach.context import TurnContext
from skill.coach.hard_days import WEEK, day_of, named, until_run
from skill.coach.messages import Message
from skill.coach.timeline import Tape

WHEN = {0: "today", 1: "tomorrow"}


def days_line(days: tuple[int, ...]) -> Message:
    """A line with the days of hard runs."""
    if len(days) == len(WEEK):
        return Message.of("runs.every_day")
    return Message.of("runs.days", weekdays=named(days))


def all_runs(context: TurnContext) -> list[Message]:
    """A line with the weekly hard runs, and one for each day that is different this once."""
    runner, today = context.runner, context.own_day
    lines = [days_line(runner.hard_days)] if runner.hard_days else []
    for key, dates in (("runs.once", runner.runs_once), ("runs.off", runner.runs_off)):
        ahead = (day_of(date, today) for date in dates if date >= today)
        lines += [Message.of(key, when=day) for day in ahead]
    return lines


def left_out_today(context: TurnContext, plan: tuple[str, ...]) -> Message | None:
    """Said once as a workout begins: which exercises are left out for a hard run."""
    asked_for = context.command.meaning is Meaning.ONLY or context.session.run_told
    off = [each for each in context.kept_off if each not in plan]
    if not off or asked_for:
        return None
    return Message.of("runs.left_out", when=_when(context), exercises=" ".join(off))


def say_if_run_near(context: TurnContext, tape: Tape) -> bool:
    """Say so if the current exercise should avoid a hard run nearby; and whether it was said."""
    near = context.workout.exercise in context.kept_off and not context.session.run_told
    if near:
        tape.say("runs.near", when=_when(context))
    return near


def _when(context: TurnContext) -> str:
    until = until_run(context.runner, context.own_day)
    return WHEN.get(0 if until is None else until, "soon")
