"""The rest between sets, and breathers on request."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Move, Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.answer import of_exercise, offer
from skill.coach.moves.dosing import (
    ask_number,
    change_said,
    changing,
    longer_hold,
    named_seconds,
    out_of_question,
    out_of_range,
    say_back,
    set_hold,
    shorter_hold,
)
from skill.coach.moves.navigation import not_ready
from skill.coach.moves.parking import park
from skill.coach.moves.work import PROMPT_ROOM_MS
from skill.coach.position import prompt_for
from skill.coach.timeline import Tape
from skill.coach.workout import Phase

LONGEST_BREATHER_S = 3_600
"""No runner waits longer than this; a longer time was misheard."""


def _rest(context: TurnContext, exercise: str, wish: int | None, *, named: bool) -> Outcome:
    if wish is None:
        return ask_number(context, Message.of("dose.what_number"))
    choice = context.form_of(exercise).rest
    if named and choice.is_far_from(wish):
        return ask_number(context, out_of_range("dose.rest", choice))
    if context.phase is Phase.RESTING:
        # the rest that is running grows or shrinks with the wish
        context = _lasting(context, choice.nearest(wish))
    context, said = change_said(context, exercise, "dose.rest", wish, choice)
    return say_back(changing(context, exercise, rest=choice.nearest(wish)), *said)


def _lasting(context: TurnContext, seconds: int) -> TurnContext:
    """The context with a running rest of this length from its beginning."""
    workout = context.workout
    gone = (workout.rest_ms or context.dose.rest_ms) - workout.rest_left_ms
    left = max(0, 1000 * seconds - gone)
    return context.changing_workout(rest_left_ms=left, rest_ms=1000 * seconds)


@of_exercise
def set_rest(context: TurnContext, exercise: str) -> Outcome:
    """The rest between sets, in seconds."""
    return _rest(context, exercise, named_seconds(context), named=True)


@of_exercise
def no_rests(context: TurnContext, exercise: str) -> Outcome:
    """Offer the shortest rest instead of none."""
    return _rest(context, exercise, 0, named=False)


def _another_rest(direction: int) -> Move:
    """A move that makes the rest longer (`direction` +1) or shorter (-1) by the time named."""

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        own = context.workout.rest_ms if context.phase is Phase.RESTING else 0
        amount = named_seconds(context)
        step = context.routine.rest_step_seconds if amount is None else amount
        wish = (own or context.dose_of(exercise).rest_ms) // 1000 + direction * step
        choice = context.form_of(exercise).rest
        if own and not out_of_question(choice, wish, amount):
            # only this breather: the prescribed rest stays as it is
            seconds = choice.nearest(wish)
            now = Message.of("dose.rest_now", seconds=seconds)
            return say_back(_lasting(context, seconds), now)
        return _rest(context, exercise, wish, named=amount is not None)

    return change


longer_rest = _another_rest(+1)
shorter_rest = _another_rest(-1)


def _time(of_hold: Move, of_rest: Move) -> Move:
    """A move for seconds without a noun: the hold's, or the rest's if one runs or nothing is
    held."""

    @of_exercise
    def change(context: TurnContext, exercise: str) -> Outcome:
        held = context.dose_of(exercise).held and context.phase is not Phase.RESTING
        return (of_hold if held else of_rest)(context)

    return change


set_duration = _time(set_hold, set_rest)
more_time = _time(longer_hold, longer_rest)
less_time = _time(shorter_hold, shorter_rest)


def wait(context: TurnContext) -> Outcome:
    """A breather of the named length: the count stops, the place is kept, no dose changes."""
    seconds = named_seconds(context)
    if seconds is None or not 0 < seconds <= LONGEST_BREATHER_S:
        return not_ready(context)
    tape = context.tape(Message.of("wait.for", seconds=seconds))
    room = tape.limit_ms - PROMPT_ROOM_MS - tape.now_ms
    if context.parks and 1000 * seconds > room:
        return _left_alone(context, tape, seconds)
    if context.phase is Phase.RESTING:
        return _longer_breather(context, seconds)
    context = context.at_rest()
    tape.wait(min(1000 * seconds, room))
    return context.end(tape, prompt_for(context))


def _left_alone(context: TurnContext, tape: Tape, seconds: int) -> Outcome:
    """A breather longer than one answer; a rest will be over by its end."""
    context = context.changing_workout(rest_left_ms=0)
    time_up = Message.of("parked.time_up", seconds=seconds)
    return park(context, tape, seconds=seconds, time_up=time_up)


def _longer_breather(context: TurnContext, seconds: int) -> Outcome:
    """In a rest: at least this much more of it from now."""
    workout, asked_ms = context.workout, 1000 * seconds
    if asked_ms > workout.rest_left_ms:
        workout = replace(workout, rest_left_ms=asked_ms, rest_ms=asked_ms)
    resting = context.with_workout(replace(workout, rest_paused=False))
    return offer(resting, resting.tape())
