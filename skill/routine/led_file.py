"""Reads the led warm-up and cool-down from the routine's file."""

from __future__ import annotations

from skill.routine.model import Exercise, Hold, Led, WarmUpMove
from skill.routine.table import Table

LONGEST_MOVE_SECONDS = 120
"""The longest move, in seconds: it must fit into one answer."""


def read_led(table: Table, exercises: tuple[Exercise, ...]) -> Led:
    """What is led; the stretch must be a hold, and a warm-up that isn't led must list no moves."""
    led = Led(
        warm_up=table.flag("warm_up"),
        cool_down=table.flag("cool_down"),
        stretch=table.text("stretch") if table.has("stretch") else None,
        moves=tuple(map(_move, table.tables("move"))) if table.has("move") else (),
    )
    table.cites()
    table.done()
    held = [each.id for each in exercises if isinstance(each.form().work, Hold)]
    if led.stretch is not None and exercises and led.stretch not in held:
        known = " or ".join(held) or "none here"
        table.wrong("stretch", f"names {led.stretch}; give an exercise that is held: {known}.")
    if led.moves and not led.warm_up:
        table.wrong(
            "move", "is listed, but warm_up is false; set it to true or take the moves out."
        )
    table.unique("move", [move.id for move in led.moves])
    return led


def _move(table: Table) -> WarmUpMove:
    """One move: `seconds`, or `reps` of `rep_seconds` each."""
    move_id, reps = table.name("id"), 0
    if table.has("reps"):
        if table.has("seconds"):
            table.wrong("seconds", "stands beside reps; a move has one of the two.")
            table.raw("seconds")
        reps = table.number("reps", low=1, high=40, unit="reps")
        seconds = reps * table.number("rep_seconds", low=1, high=10, unit="seconds")
        if seconds > LONGEST_MOVE_SECONDS:
            cure = f"and rep_seconds come to {seconds} s; stay within {LONGEST_MOVE_SECONDS} s."
            table.wrong("reps", cure)
    else:
        seconds = table.number("seconds", low=5, high=LONGEST_MOVE_SECONDS, unit="seconds")
    table.cites()
    table.done()
    return WarmUpMove(move_id, seconds, reps)
