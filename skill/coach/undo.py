"""The step that "not that one" and a denial take back: the last one that changed something."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from skill.coach.commands import Meaning
from skill.coach.context import TurnContext
from skill.coach.runner import Runner
from skill.coach.session import Undo
from skill.coach.workout import Phase, Workout

UNDO_TURNS = 1
"""How many turns about other things may pass before the last step can't be taken back."""
USUAL_WAY = frozenset(
    {
        *(Meaning.START, Meaning.READY, Meaning.YES, Meaning.NEXT, Meaning.DONE, Meaning.RESUME),
        *(Meaning.LEG_DONE, Meaning.REPORT_REPS),
    }
)
"""The steps of the usual way forward, which no denial takes back."""
SKIPS = frozenset(
    {
        *(Meaning.SKIP, Meaning.SKIP_REMAINING, Meaning.SKIP_REST, Meaning.SKIP_INSTRUCTIONS),
        *(Meaning.SKIP_SET, Meaning.GO_TO_SET, Meaning.NEXT_EXERCISE, Meaning.CHOOSE),
        *(Meaning.ONLY, Meaning.NO_LYING, Meaning.NO_EQUIPMENT, Meaning.START_SHORT),
        Meaning.FEWER_SETS,
    }
)
OF_A_REST = frozenset(
    {
        *(Meaning.NO_RESTS, Meaning.SET_REST, Meaning.LONGER_REST, Meaning.SHORTER_REST),
        *(Meaning.SET_DURATION, Meaning.MORE_TIME, Meaning.LESS_TIME),
    }
)
OF_A_DOSE = OF_A_REST | {
    *(Meaning.SET_REPS, Meaning.MORE_REPS, Meaning.FEWER_REPS, Meaning.SET_NUMBER),
    *(Meaning.SET_HOLD, Meaning.LONGER_HOLD, Meaning.SHORTER_HOLD, Meaning.REFUSE_DOSE),
    *(Meaning.SET_SETS, Meaning.MORE_SETS, Meaning.FEWER_SETS),
    *(Meaning.CLINIC_DOSE, Meaning.AS_BEFORE),
}
OF_A_FORM = frozenset(
    {
        *(Meaning.EASIER, Meaning.HARDER, Meaning.TOO_EASY, Meaning.USUAL_FORM),
        *(Meaning.SLOWER, Meaning.FASTER),
        *(Meaning.TEMPO, Meaning.TEMPO_HERE, Meaning.USUAL_TEMPO),
    }
)
BACKWARD = frozenset(
    {
        *(Meaning.START_OVER, Meaning.RESTART_EXERCISE, Meaning.REDO, Meaning.BACK),
        *(Meaning.GO_TO_SET, Meaning.CHOOSE),
    }
)
TAKES_BACK: Mapping[Meaning, frozenset[Meaning]] = {
    Meaning.DENY: frozenset(Meaning) - USUAL_WAY,
    Meaning.DONT_STOP: frozenset(),
    Meaning.DONT_SKIP: SKIPS,
    Meaning.KEEP_REST: OF_A_REST | {Meaning.SKIP_REST, Meaning.SKIP_REMAINING},
    Meaning.KEEP_DATA: frozenset(),
    Meaning.DONT_GO_BACK: BACKWARD,
    Meaning.SAME_LEG: frozenset({Meaning.OTHER_LEG}),
    Meaning.AS_IT_IS: OF_A_DOSE | OF_A_FORM,
}
"""Which steps each denial takes back, said right after them: only what it names."""
UNDOES = frozenset({Meaning.CORRECT, *TAKES_BACK})
KEEPS_UNDO = frozenset({Meaning.NOT_UNDERSTOOD, Meaning.REPEAT, Meaning.HELP, Meaning.FRUSTRATION})
"""Meanings that may come between a step and "not that one": they lead nowhere."""


def undo_of(before: Runner, after: Runner, context: TurnContext) -> Undo | None:
    """The state before this step; None if it changed nothing that can be taken back."""
    undoes = context.command.meaning in UNDOES and context.command.exercise is None
    if before.workout is None or after.workout is None or undoes:
        return None
    led_away = _place(before.workout) != _place(after.workout)
    if not led_away and after.wishes == before.wishes:
        return None
    archived = replace(before, workout=None) if before.history != after.history else None
    workout = replace(before.workout, playback=None) if led_away else None
    return Undo(before.wishes, workout, archived, by=context.command.meaning)


def a_turn_older(undo: Undo, meaning: Meaning) -> Undo | None:
    """The undo after a turn that changed nothing: it lasts for one more turn."""
    if meaning in KEEPS_UNDO:
        return undo
    return replace(undo, turns=undo.turns + 1) if undo.turns < UNDO_TURNS else None


def _place(workout: Workout) -> tuple[object, ...]:
    # a question pauses the count, which is no step to take back
    phase = Phase.WORKING if workout.phase is Phase.PAUSED else workout.phase
    at = workout.index, workout.set_number, phase, workout.side
    return *at, workout.log, workout.plan, workout.stage
