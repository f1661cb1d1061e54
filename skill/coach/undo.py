"""The step that "not that one" takes back: the last one that changed something."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.commands import Meaning
from skill.coach.context import TurnContext
from skill.coach.runner import Runner
from skill.coach.session import Undo
from skill.coach.workout import Phase, Workout

UNDO_TURNS = 1
"""How many turns about other things may pass before the last step can't be taken back."""
UNDOES = frozenset({Meaning.CORRECT, Meaning.DENY})
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
