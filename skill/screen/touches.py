"""What can be touched on a screen, and the meaning of each touch."""

from __future__ import annotations

from collections.abc import Mapping

from skill.coach.asks import Asks
from skill.coach.turn import DECISIONS, Turn
from skill.coach.workout import Phase

RUNNING = ("pause", "next", "skip")
"""What can be touched while a set or a rest runs."""

COOLING_DOWN = ("pause", "finish")
"""The same for a cool-down; in a warm-up, the touches are those of its final prompt."""

TOUCHES: Mapping[Asks, tuple[str, ...]] = {
    Asks.START: ("start", "start_short", "list_exercises", "clinic_phone"),
    Asks.START_KNOWN: ("start", "start_short", "list_exercises", "clinic_phone"),
    Asks.CARRY_ON: ("ready", "start_over", "list_exercises"),
    Asks.FRESH_FIRST: ("ready", "start_over", "list_exercises"),
    Asks.WARM_UP: ("warm", "time_it", "list_exercises"),
    Asks.ONCE_WARM: ("warm", "pause"),
    Asks.WARM: ("ready", "list_exercises"),
    Asks.NEXT_MOVE: ("next", "warm", "pause"),
    Asks.COOL_DOWN: ("next", "stop"),
    Asks.IN_POSITION: ("begin", "repeat", "skip", "list_exercises"),
    Asks.NEXT_STEP: ("next", "repeat", "skip"),
    Asks.NEXT_SET: ("next", "redo", "skip"),
    Asks.NEXT_EXERCISE: ("next", "skip", "list_exercises"),
    Asks.WRAP_UP: ("finish", "redo"),
    Asks.OTHER_LEG: ("ready", "redo", "skip"),
    Asks.RESUME: ("ready", "redo", "skip"),
    Asks.RESUME_REST: ("resume", "next"),
    Asks.SAY_DONE: ("done", "pause", "skip"),
    Asks.HEAR_AGAIN: ("yes", "no"),
    Asks.HARDER: ("yes", "no"),
    Asks.SPACING: ("yes", "start"),
    Asks.FORGET: ("keep", "forget"),
    Asks.NUMBER: ("no",),
    Asks.WHICH_DAYS: ("no",),
    Asks.WEIGHT: ("no",),
    Asks.UNIT: ("no",),
    Asks.WHICH_OF_TWO: ("no",),
    Asks.HURT: ("fine", "wrong"),
    Asks.UNWELL: ("fine", "wrong"),
    Asks.HURT_OR_WORK: ("pain", "effort"),
    Asks.WHICH: ("start", "list_exercises"),
}
"""What can be touched after a turn, by its prompt: what the runner was just asked to say, and the
most common alternative."""
DECISION, ONWARD = ("yes", "no"), ("next", "repeat")
"""What can be touched after any other prompt, and after any other turn."""

HURT: Mapping[Asks, tuple[str, ...]] = {
    Asks.STOP_FOR_TODAY: ("stop",),
    Asks.WRAP_UP: ("stop", "finish"),
}
"""The same while something hurts: to stop comes first."""
PAST_IT = ("stop", "leave_out")

SENDS = {
    "begin": "next",
    "finish": "next",
    "leave_out": "next",
    "fine": "no",
    "wrong": "yes",
    "keep": "no",
    "forget": "yes",
}
"""Touches whose name differs from their meaning."""

LABELS = frozenset(
    key
    for keys in (
        *(*TOUCHES.values(), *HURT.values()),
        *(RUNNING, DECISION, ONWARD, PAST_IT, COOLING_DOWN),
    )
    for key in keys
)
"""Everything that a screen offers to be touched, besides the exercises of a list."""
TOUCHABLE = frozenset(SENDS.get(key, key) for key in LABELS)
"""Every meaning that the screens send."""


def touches_for(turn: Turn) -> tuple[str, ...]:
    """What can be touched after a turn; nothing once the session is over."""
    if turn.prompt is None:
        return ()
    asks = turn.prompt.asks
    if asks in DECISIONS:
        return TOUCHES.get(asks, DECISION)
    if turn.after is Phase.HURT:
        return HURT.get(asks, PAST_IT)
    if turn.timeline.spans and turn.after is not Phase.WARMING_UP:
        return COOLING_DOWN if turn.after is Phase.COOLING_DOWN else RUNNING
    return TOUCHES.get(asks, ONWARD)
