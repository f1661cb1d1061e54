"""Hard runs that differ this once: one more, one that is off, one on another day."""

from __future__ import annotations

from skill.coach.context import Outcome, TurnContext
from skill.coach.hard_days import dates_named, day_of, runs_hard, weekday
from skill.coach.messages import Message
from skill.coach.moves.dosing import say_back

UNCLEAR = Message.of("runs.unclear")


def run_once(context: TurnContext) -> Outcome:
    """On "I'm racing on Sunday": a hard run on that day, just this once."""
    dates = _dates(context)
    return _change(context, on=dates) if dates else say_back(context, UNCLEAR)


def no_run_once(context: TurnContext) -> Outcome:
    """On "no run tomorrow": none on that day, just this once."""
    dates = _dates(context)
    if not dates:
        return say_back(context, UNCLEAR)
    runs = tuple(date for date in dates if runs_hard(context.runner, date))
    if not runs:
        when = day_of(dates[0], context.own_day)
        return say_back(context, Message.of("runs.not_then", when=when))
    return _change(context, off=runs)


def move_run_once(context: TurnContext) -> Outcome:
    """On "this week Tuesday's run is on Thursday": that day instead, just this once."""
    dates = _dates(context)
    if len(dates) != 2:
        return say_back(context, UNCLEAR)
    before, after = dates
    return _change(context, on=(after,), off=(before,) if runs_hard(context.runner, before) else ())


def _dates(context: TurnContext) -> tuple[int, ...]:
    """The next day of each day that was named; none if one of them was unclear."""
    command = context.command
    return () if command.unknown_day else dates_named(command.days, context.own_day)


def _change(context: TurnContext, on: tuple[int, ...] = (), off: tuple[int, ...] = ()) -> Outcome:
    """Keep the days with and without a run, say them back, and drop those that are past."""
    runner, today = context.runner, context.own_day
    once = {date for date in (*runner.runs_once, *on) if date >= today} - {*off}
    without = {date for date in (*runner.runs_off, *off) if date >= today} - {*on}
    context = context.changing_runner(
        runs_once=tuple(sorted(d for d in once if weekday(d) not in runner.hard_days)),
        runs_off=tuple(sorted(d for d in without if weekday(d) in runner.hard_days)),
    )
    return say_back(
        context,
        *(Message.of("runs.off", when=day_of(date, today)) for date in off),
        *(Message.of("runs.once", when=day_of(date, today)) for date in on),
    )
