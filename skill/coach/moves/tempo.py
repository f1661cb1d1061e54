"""Tempo by direction: "three down, one up" is kept, said back, and obeyed by all reps like that."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import of_exercise, subject
from skill.coach.moves.dosing import TODAY, say_back
from skill.coach.moves.dosing import faster as quicker_pace
from skill.coach.moves.dosing import slower as slower_pace
from skill.coach.own_tempo import fits, is_within, set_in, tempo_value, ways_of, wished
from skill.routine.model import Form


def set_tempo(context: TurnContext) -> Outcome:
    """Set the seconds of each direction named, for all reps that go that way; anything unclear or
    out of bounds changes nothing."""
    wish = _wish(context)
    refused = _refused(context, wish, context.runner.tempo)
    if refused is not None:
        return say_back(context, refused)
    context = context.changing_runner(tempo={**context.runner.tempo, **wish})
    return say_back(context, _said(context, wish))


@of_exercise
def set_tempo_here(context: TurnContext, exercise: str) -> Outcome:
    """The same for one exercise alone, perhaps only today."""
    wish, preference = _wish(context), context.runner.preference(exercise)
    refused = _refused(context, wish, wished(context.runner, exercise))
    if refused is not None:
        return say_back(context, refused)
    if not wish.keys() <= {*ways_of(context.form_of(exercise), context.routine)}:
        return say_back(context, Message.of("tempo.not_here", exercise=exercise))
    today = context.command.lasting == TODAY
    own = replace(preference, tempo={**(preference.tempo or {}), **wish})
    context = context.with_runner(context.runner.changing(exercise, own, today=today))
    key = "tempo.here_today" if today else "tempo.here"
    return say_back(context, Message.of(key, tempo=_told(context, wish), exercise=exercise))


def _wish(context: TurnContext) -> dict[str, int]:
    """The seconds of each direction named; empty if anything is unclear."""
    wish: dict[str, int] = {}
    for beat in context.command.tempo:
        if beat.way is None or beat.seconds is None or beat.way in wish:
            return {}
        wish[beat.way] = beat.seconds
    return wish


def _forms(context: TurnContext) -> list[Form]:
    return [form for each in context.routine.exercises for form in each.forms.values()]


def _refused(
    context: TurnContext, wish: dict[str, int], before: Mapping[str, int]
) -> Message | None:
    """Why a tempo is unclear or impossible, beside what was set before; None if it is neither."""
    if not wish:
        return Message.of("tempo.unclear")
    gone = {way for form in _forms(context) for way in ways_of(form, context.routine)}
    if not wish.keys() <= gone:
        return Message.of("tempo.nowhere")
    for way, seconds in wish.items():
        if not is_within(way, seconds, context.routine):
            bounds = context.routine.tempo.ways[way].seconds
            return Message.of("tempo.range", way=way, low=bounds.low, high=bounds.high)
    if all(fits(form, context.routine, {**before, **wish}) for form in _forms(context)):
        return None
    return Message.of("tempo.too_long", n=context.routine.tempo.longest_rep_seconds)


def _told(context: TurnContext, wish: Mapping[str, int]) -> str:
    """The tempo in the routine's order, as a value for the catalogue."""
    return tempo_value({way: wish[way] for way in context.routine.tempo.ways if way in wish})


def _said(context: TurnContext, wish: dict[str, int]) -> Message:
    """Say the tempo, and which exercises follow it unless the current one follows all of it."""
    told = _told(context, wish)
    exercise = subject(context)
    if exercise is None or context.dose_of(exercise).held:
        return Message.of("tempo.wherever", tempo=told)
    obeyed = _obeyed(context, exercise)
    followed = {way for way, seconds in wish.items() if obeyed.get(way) == seconds}
    if followed == wish.keys():
        return Message.of("tempo.now", tempo=told)
    if followed:
        return Message.of("tempo.wherever", tempo=told)
    return Message.of("tempo.elsewhere", tempo=told, exercise=exercise)


def _obeyed(context: TurnContext, exercise: str) -> dict[str, int]:
    """The seconds that the runner set and the exercise obeys."""
    tempo = wished(context.runner, exercise)
    return set_in(context.form_of(exercise), context.routine, tempo)


def usual(context: TurnContext) -> Outcome:
    """Every exercise back at the routine's tempo, without slower or faster."""
    runner = context.runner
    own, later = (
        {name: replace(each, pace=None, tempo=None) for name, each in preferences.items()}
        for preferences in (runner.preferences, runner.after_today)
    )
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
    own, alone = _obeyed(context, exercise), context.runner.preference(exercise).tempo
    if not own:
        return None
    longest = max(own, key=lambda way: own[way])
    wish = {longest: own[longest] + direction}
    if _refused(context, wish, own) is not None:
        limit = "dose.slower_limit" if direction > 0 else "dose.faster_limit"
        return say_back(context, Message.of(limit))
    if alone and longest in alone:
        changed = replace(context.runner.preference(exercise), tempo={**alone, **wish})
        later = context.runner.after_today.get(exercise)
        today = later is not None and later.tempo != alone
        context = context.with_runner(context.runner.changing(exercise, changed, today=today))
    else:
        context = context.changing_runner(tempo={**context.runner.tempo, **wish})
    return say_back(context, Message.of("tempo.now", tempo=tempo_value({**own, **wish})))
