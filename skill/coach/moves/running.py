"""Hard-run days: reported, kept, taken back, and the exercises that avoid them."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.context import Outcome, TurnContext
from skill.coach.hard_days import (
    clear_of_runs,
    dates_named,
    day_of,
    days_named,
    fitting_days,
    named,
    runs_hard,
    weekday,
)
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, out_of_breath, say_and_offer, unknown_exercise, which
from skill.coach.moves.asides import all_runs, days_line
from skill.coach.moves.dosing import say_back
from skill.coach.moves.navigation import choose
from skill.coach.moves.opening import start
from skill.coach.session import Question
from skill.coach.workout import Phase


def run_days(context: TurnContext) -> Outcome:
    """On "I run hard on Tuesday and Saturday": only those days from now on."""
    return _run_on(context, ())


def more_run_days(context: TurnContext) -> Outcome:
    """On "I run hard on Thursday, too": add that day."""
    return _run_on(context, context.runner.hard_days)


def _run_on(context: TurnContext, before: tuple[int, ...]) -> Outcome:
    days = days_named(context.command.days)
    if not days or context.command.unknown_day:
        return _ask_days(context)
    return _keep(context, tuple(sorted({*before, *days})))


def move_run(context: TurnContext) -> Outcome:
    """On "I've moved my Tuesday run to Thursday": that day instead from now on."""
    before, after = days_named(context.command.days[:1]), days_named(context.command.days[1:])
    if not before or not after or context.command.unknown_day:
        return move_run_once(context)
    return _keep(context, tuple(sorted({*context.runner.hard_days, *after} - {*before})))


def no_run_days(context: TurnContext) -> Outcome:
    """On "I don't run on Tuesday any more": drop that day, or all of them."""
    before, once = context.runner.hard_days, context.runner.runs_once
    if not context.command.days and not context.command.unknown_day and (before or once):
        return _keep(context.changing_runner(runs_once=(), runs_off=()), ())
    if not before:
        return say_back(context, Message.of("runs.none_kept"))
    if context.command.unknown_day:
        return _ask_days(context)
    days = days_named(context.command.days)
    left = tuple(day for day in before if day not in days)
    if left == before:
        return say_back(context, Message.of("runs.not_on", weekdays=named(days)), days_line(before))
    return _keep(context, left)


def bare_days(context: TurnContext) -> Outcome:
    """On bare days: the answer to the question for them; otherwise ask what they are."""
    days = days_named(context.command.days)
    if context.asked is Question.WHICH_DAYS or not days:
        return run_days(context)
    return ask(context, Question.HARD_DAYS, about=context.command)


def days_confirmed(context: TurnContext) -> Outcome:
    """On "yes": hard runs are on the days that were asked about."""
    about = context.session.unfinished or Command(Meaning.RUN_DAYS)
    return run_days(replace(context, command=replace(about, meaning=Meaning.RUN_DAYS)))


def ask_days_again(context: TurnContext) -> Outcome:
    """On "yes" to the question for the days: ask which."""
    return ask(context, Question.WHICH_DAYS)


def _ask_days(context: TurnContext) -> Outcome:
    return ask(context, Question.WHICH_DAYS, Message.of("runs.unclear"))


def _keep(context: TurnContext, days: tuple[int, ...]) -> Outcome:
    """Keep the days and say them back; outside of a set also say which days suit a workout."""
    context = context.changing_runner(hard_days=days)
    told = days_line(days) if days else Message.of("runs.forgotten")
    if not days or out_of_breath(context) or context.phase is Phase.HURT:
        return say_back(context, told)
    return say_and_offer(context, told, _fit(context))


def _fit(context: TurnContext) -> Message:
    """Which days suit a workout beside the hard runs, and why."""
    routine, hard = context.routine, context.runner.hard_days
    fit, off = fitting_days(routine, hard), " ".join(clear_of_runs(routine))
    if not hard or not off:
        return Message.of("runs.any", n=len(fit), weekdays=named(fit))
    if not fit:
        return Message.of("runs.no_day", exercises=off)
    key = "runs.fit" if len(fit) > 1 else "runs.only"
    return Message.of(key, weekdays=named(fit), exercises=off)


def training_days(context: TurnContext) -> Outcome:
    """Which days suit a workout, given the hard runs."""
    return say_and_offer(context, *all_runs(context), _fit(context))


def keep_in(context: TurnContext) -> Outcome:
    """On "do it anyway": do what would be left out today because of a hard run."""
    if context.command.unknown_exercise:
        return say_and_offer(context, unknown_exercise(context))
    off = context.kept_off
    exercise = context.command.exercise or (off[0] if len(off) == 1 else None)
    if exercise is None:
        return which(context)
    kept = (*context.session.kept_in, exercise)
    context = context.with_session(kept_in=kept, run_told=True)
    workout = context.runner.workout
    if workout is None:
        return start(context)
    at_hand = exercise == workout.exercise and exercise not in workout.skipped
    if at_hand or (exercise in workout.ahead and exercise not in workout.skipped):
        return say_back(context, Message.of("runs.kept_in", exercise=exercise))
    over = exercise in workout.plan[: workout.index + 1]
    if over or exercise in context.session.spared:
        return choose(replace(context, command=replace(context.command, exercise=exercise)))
    context = context.changing_workout(
        plan=_with(context, exercise),
        skipped=tuple(each for each in workout.skipped if each != exercise),
    )
    return say_back(context, Message.of("runs.kept_in", exercise=exercise))


def _with(context: TurnContext, exercise: str) -> tuple[str, ...]:
    """The plan with an exercise at its place in the routine, or as close after it as possible."""
    workout, order = context.workout, [each.id for each in context.routine.exercises]
    if exercise in workout.plan:
        return workout.plan
    before, ahead = workout.plan[: workout.index + 1], workout.plan[workout.index + 1 :]
    earlier = [each for each in ahead if order.index(each) < order.index(exercise)]
    later = [each for each in ahead if each not in earlier]
    return (*before, *earlier, exercise, *later)


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
