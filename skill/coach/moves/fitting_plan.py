"""A workout that fits the day: limited time, some exercises only, no lying down, no equipment."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import ask, say_and_offer, tell, unknown_exercise
from skill.coach.moves.dosing import say_back
from skill.coach.moves.durations import (
    left_ms,
    minutes,
    minutes_of,
    short_workout,
    whole_plan,
    whole_workout,
    workout_ms,
)
from skill.coach.moves.introduce import introduce
from skill.coach.moves.navigation import left_out as past
from skill.coach.moves.opening import begin, first_unspared, left_behind, welcome_back
from skill.coach.moves.rests import set_duration
from skill.coach.position import describe_position
from skill.coach.session import Question
from skill.coach.workout import Phase, Workout


def within(context: TurnContext, available_ms: int) -> Outcome:
    """As much of the routine as fits into a time, and how long it takes."""
    fits = fitting(context, available_ms)
    until = context.with_session(until_ms=context.now_ms + available_ms)
    return begin(until, fits, _told(context, fits))


def more_fits(context: TurnContext) -> Outcome | None:
    """A larger workout, if one fits without the planned warm-up; otherwise None."""
    until_ms, workout = context.session.until_ms, context.workout
    available_ms = until_ms - context.now_ms
    if not until_ms or available_ms <= 0 or workout.log or workout.done:
        return None
    fits = fitting(context, available_ms)
    more = (len(fits.plan), not fits.short, fits.most_sets or not fits.short)
    if more <= (len(workout.plan), not workout.short, workout.most_sets or not workout.short):
        return None
    return begin(context, fits, _told(context, fits))


def fitting(context: TurnContext, available_ms: int) -> Workout:
    """The most that fits into a time: all sets, then fewer of each, then no cool-down, then fewer
    exercises, dropping the last first; at least one set of one exercise."""
    least = None
    for least in _ever_less(context):
        if workout_ms(context, least) <= available_ms:
            break
    if least is None:
        raise LookupError("a routine has at least one exercise")
    return least


def _ever_less(context: TurnContext) -> Iterator[Workout]:
    whole = whole_workout(context)
    most = max(context.dose_of(exercise).sets for exercise in whole.plan)
    least = context.routine.short.sets
    yield whole
    for sets in range(most - 1, least, -1):
        yield replace(whole, most_sets=sets)
    short = short_workout(context)
    yield short
    for count in range(len(short.plan), 0, -1):
        yield replace(short, plan=short.plan[:count], brief=True)


def _told(context: TurnContext, fits: Workout) -> Message:
    """The plan in one breath: which exercises if not all, how many sets, how long."""
    length = {"minutes": minutes_of(context, fits)}
    if fits.plan != whole_plan(context):
        return Message.of("start.fitting", **length, exercises=" ".join(fits.plan))
    if fits.short:
        return Message.of("start.short", **length)
    if fits.most_sets:
        return Message.of("start.sets", **length, sets=fits.most_sets)
    return Message.of("start.whole", **length)


def only(context: TurnContext) -> Outcome:
    """Only the exercises that were named."""
    command = context.command
    if command.exercise is None:
        return say_and_offer(context, unknown_exercise(context))
    named = {command.exercise, *command.others}
    if _fresh(context):
        every = tuple(each.id for each in context.routine.exercises)
        return _begin_with(context, tuple(each for each in every if each in named))
    return _leaving(context, tuple(each for each in _all(context) if each not in named))


def no_lying(context: TurnContext) -> Outcome:
    """Nothing that is done lying down."""
    routine = context.routine
    return _leaving(context, tuple(e for e in _all(context) if routine.exercise(e).lying))


def no_equipment(context: TurnContext) -> Outcome:
    """Without equipment today: each exercise in a form that needs none, or left out."""
    for exercise in _all(context):
        if context.dose_of(exercise).needs:
            context = _in_a_form_without(context, exercise)
    return _leaving(context, tuple(e for e in _all(context) if context.dose_of(e).needs))


def _in_a_form_without(context: TurnContext, exercise: str) -> TurnContext:
    """The context with the exercise in its nearest equipment-free form, for today."""
    forms = context.routine.exercise(exercise).forms.values()
    now = context.routine.exercise(exercise).form(context.dose_of(exercise).form)
    free = [form for form in forms if not form.needs and form.level <= now.level]
    workout = context.runner.workout
    begun = workout is not None and workout.exercise == exercise and workout.phase in BEGUN
    if not free or begun:
        return context
    nearest = min(free, key=lambda form: now.level - form.level)
    preference = replace(context.runner.preference(exercise), form=nearest.id)
    return context.with_runner(context.runner.changing(exercise, preference, today=True))


BEGUN = (Phase.WORKING, Phase.PAUSED, Phase.RESTING, Phase.BETWEEN)
"""Phases in which the current exercise stays as it is."""


def _all(context: TurnContext) -> tuple[str, ...]:
    workout = context.runner.workout
    return whole_plan(context) if workout is None else workout.plan


def _leaving(context: TurnContext, left_out: tuple[str, ...]) -> Outcome:
    """A workout without those exercises; if one is under way, without those still ahead."""
    kept = tuple(each for each in _all(context) if each not in left_out)
    if not kept:
        return tell(context, "start.nothing_left")
    if _fresh(context):
        return _begin_with(context, kept)
    workout = context.workout
    ahead = tuple(each for each in workout.ahead if each in left_out and each != workout.exercise)
    context = context.with_workout(replace(workout, skipped=(*workout.skipped, *ahead)))
    lines = [Message.of("start.left_out", exercises=" ".join(ahead))] if ahead else []
    if workout.phase is Phase.INTRODUCING and workout.exercise in left_out:
        context = past(context)
        if context.workout.phase is Phase.INTRODUCING:
            return introduce(context, context.workout.index, *lines, minutes_left(context))
    return say_back(context, *lines, minutes_left(context))


def _fresh(context: TurnContext) -> bool:
    """Whether nothing in the workout has been done yet."""
    workout = context.runner.workout
    return workout is None or not (workout.log or workout.done or workout.phase in BEGUN)


def _begin_with(context: TurnContext, plan: tuple[str, ...]) -> Outcome:
    some = Workout(context.now_ms, plan)
    length = minutes_of(context, some)
    told = Message.of("start.only", minutes=length, exercises=" ".join(plan))
    return begin(context, some, told)


def minutes_left(context: TurnContext) -> Message:
    """A line that says how long the workout still takes."""
    return Message.of("where.minutes_left", minutes=minutes(left_ms(context)))


def circuit(context: TurnContext) -> Outcome:
    """One set of each exercise, round by round."""
    workout = context.runner.workout
    if workout is None:
        rounds = replace(whole_workout(context), circuit=True)
        told = Message.of("start.circuit", minutes=minutes_of(context, rounds))
        return begin(context, rounds, told)
    log = workout.log
    over = tuple(
        each
        for each in workout.plan
        if sum(record.exercise == each for record in log) >= context.dose_of(each).sets
    )
    context = context.with_workout(replace(workout, circuit=True, over=over))
    return say_back(context, Message.of("order.circuit"))


def one_by_one(context: TurnContext) -> Outcome:
    """All sets of an exercise before the next one: back to the usual order."""
    workout = context.runner.workout
    if workout is None or not workout.circuit:
        return say_back(context, Message.of("order.one_by_one"))
    after = workout.ahead
    before = tuple(each for each in workout.plan if each not in (*after, workout.exercise))
    rest = tuple(each for each in after if each != workout.exercise)
    plan = (*before, workout.exercise, *rest)
    usual = replace(workout, plan=plan, index=len(before), circuit=False, over=())
    return say_back(context.with_workout(usual), Message.of("order.one_by_one"))


def start_short(context: TurnContext) -> Outcome:
    """The short version; if a time was named, as much of the routine as fits."""
    available = context.command.seconds
    if available is not None:
        return within(context, 1000 * available)
    short = short_workout(context)
    told = Message.of("start.short", minutes=minutes_of(context, short))
    return begin(context, short, told, index=first_unspared(context, short.plan))


SHORTEST_WORKOUT_S = 180
"""A duration named before a workout is hardly meant as its length if shorter than this."""


def bare_time(context: TurnContext) -> Outcome:
    """On "twenty minutes" before a workout: as much of it as fits."""
    seconds = context.command.seconds
    if seconds is None or seconds < SHORTEST_WORKOUT_S or context.command.exercise:
        return set_duration(context)
    return start_short(context)


def ask_short(context: TurnContext) -> Outcome:
    """On "the short version" after a break: ask before dropping the unfinished workout."""
    available = context.command.seconds
    if available is not None and 1000 * available >= left_ms(context):
        return welcome_back(context)
    lines = Message.of("welcome.back"), describe_position(context)
    return ask(context, Question.START_SHORT, *lines, about=context.command)


def short_fresh(context: TurnContext) -> Outcome:
    """The short version, or what fits, instead of the current workout, which goes to the
    history."""
    asked = context.session.unfinished
    if asked is not None and context.asked is Question.START_SHORT:
        context = replace(context, command=asked)
    return start_short(left_behind(context))


def shorten(context: TurnContext) -> Outcome:
    """Short of time in mid-workout: one set each of what is ahead, or fewer exercises if a time was
    named; the current exercise stays whole."""
    workout, available = context.workout, context.command.seconds
    if not workout.log and not workout.done and not workout.index:
        return short_fresh(context)
    if workout.all_over:
        return say_and_offer(context, describe_position(context))
    if available is not None and left_ms(context) <= 1000 * available:
        return say_back(context, minutes_left(context))
    context = context.with_workout(_with_one_set_each(context))
    if available is None:
        return say_back(context, _shortened(context))
    left_out: tuple[str, ...] = ()
    while context.workout.ahead and left_ms(context) > 1000 * available:
        left_out = (context.workout.ahead[-1], *left_out)
        skipped = (*context.workout.skipped, left_out[0])
        context = context.changing_workout(skipped=skipped)
    lines = [Message.of("start.left_out", exercises=" ".join(left_out))] if left_out else []
    return say_back(context, *lines, _shortened(context))


def _with_one_set_each(context: TurnContext) -> Workout:
    workout = context.workout
    if workout.circuit:
        done = {record.exercise for record in workout.log}
        return replace(workout, over=tuple(dict.fromkeys((*workout.over, *done))))
    ahead = workout.index + 1
    left_out = context.routine.short.leave_out
    kept = tuple(name for name in workout.plan[ahead:] if name not in left_out)
    begun = workout.phase is not Phase.INTRODUCING or workout.set_number > 1
    whole = (*workout.own_sets, workout.exercise) if begun else workout.own_sets
    own = tuple(name for name in dict.fromkeys(whole) if name in workout.plan[:ahead])
    return replace(workout, short=True, plan=(*workout.plan[:ahead], *kept), own_sets=own)


def _shortened(context: TurnContext) -> Message:
    """A true line about the sets to come: the current exercise may have more than one left."""
    workout = context.workout
    left = {"minutes": minutes(left_ms(context))}
    each = {"sets": context.routine.short.sets, **left}
    if workout.last_exercise:
        return Message.of("where.minutes_left", **left)
    if workout.phase is Phase.BETWEEN or workout.set_number >= context.dose.sets:
        return Message.of("start.shortened", **each)
    return Message.of("start.shortened_after", **each)
