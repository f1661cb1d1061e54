"""Tempo by direction: "three down, one up" is kept, said back, and obeyed by all reps like that."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.dosing import faster as quicker_pace
from skill.coach.moves.dosing import say_back
from skill.coach.moves.dosing import slower as slower_pace
from skill.coach.moves.topic import subject
from skill.coach.own_tempo import fits, is_within, set_in, tempo_value, ways_of
from skill.routine.model import Form


def set_tempo(context: TurnContext) -> Outcome:
    """Set the seconds of each direction named; anything unclear or out of bounds changes
    nothing."""
    wish: dict[str, int] = {}
    for beat in context.command.tempo:
        if beat.way is None or beat.seconds is None or beat.way in wish:
            return say_back(context, Message.of("tempo.unclear"))
        wish[beat.way] = beat.seconds
    if not wish:
        return say_back(context, Message.of("tempo.unclear"))
    refused = _refused(context, wish)
    if refused is not None:
        return say_back(context, refused)
    context = context.changing_runner(tempo={**context.runner.tempo, **wish})
    return say_back(context, _said(context, wish))


def _forms(context: TurnContext) -> list[Form]:
    return [form for each in context.routine.exercises for form in each.forms.values()]


def _refused(context: TurnContext, wish: dict[str, int]) -> Message | None:
    """Why a tempo is impossible; None if it is possible."""
    gone = {way for form in _forms(context) for way in ways_of(form, context.routine)}
    if not wish.keys() <= gone:
        return Message.of("tempo.nowhere")
    for way, seconds in wish.items():
        if not is_within(way, seconds, context.routine):
            bounds = context.routine.tempo.ways[way].seconds
            return Message.of("tempo.range", way=way, low=bounds.low, high=bounds.high)
    whole = {**context.runner.tempo, **wish}
    if all(fits(form, context.routine, whole) for form in _forms(context)):
        return None
    return Message.of("tempo.too_long", n=context.routine.tempo.longest_rep_seconds.start)


def _said(context: TurnContext, wish: dict[str, int]) -> Message:
    """Say the tempo, and which exercises follow it unless the current one follows all of it."""
    in_order = {way: wish[way] for way in context.routine.tempo.ways if way in wish}
    told = tempo_value(in_order)
    exercise = subject(context)
    if exercise is None or context.dose_of(exercise).held:
        return Message.of("tempo.wherever", tempo=told)
    obeyed = set_in(context.form_of(exercise), context.routine, context.runner).keys()
    if wish.keys() <= obeyed:
        return Message.of("tempo.now", tempo=told)
    if wish.keys() & obeyed:
        return Message.of("tempo.wherever", tempo=told)
    return Message.of("tempo.elsewhere", tempo=told, exercise=exercise)


def usual(context: TurnContext) -> Outcome:
    """Every exercise back at the routine's tempo, without slower or faster."""
    runner = context.runner
    own = {name: replace(each, pace=None) for name, each in runner.preferences.items()}
    later = {name: replace(each, pace=None) for name, each in runner.after_today.items()}
    if not runner.tempo and own == runner.preferences and later == runner.after_today:
        return say_back(context, Message.of("tempo.usual_already"))
    changed = replace(runner, tempo={}, preferences=own, after_today=later)
    return say_back(context.with_runner(changed), Message.of("tempo.usual"))


def slower(context: TurnContext) -> Outcome:
    """One second more if the runner set the tempo; otherwise a slower pace."""
    return _stepped(context, +1) or slower_pace(context)


def faster(context: TurnContext) -> Outcome:
    """One second less if the runner set the tempo; otherwise a faster pace."""
    return _stepped(context, -1) or quicker_pace(context)


def _stepped(context: TurnContext, direction: int) -> Outcome | None:
    """The current exercise's longest direction with a second more or less; None if none was set."""
    exercise = subject(context)
    if exercise is None:
        return None
    own = set_in(context.form_of(exercise), context.routine, context.runner)
    if not own:
        return None
    longest = max(own, key=lambda way: own[way])
    wish = {longest: own[longest] + direction}
    if _refused(context, wish) is not None:
        limit = "dose.slower_limit" if direction > 0 else "dose.faster_limit"
        return say_back(context, Message.of(limit))
    context = context.changing_runner(tempo={**context.runner.tempo, **wish})
    return say_back(context, Message.of("tempo.now", tempo=tempo_value({**own, **wish})))
