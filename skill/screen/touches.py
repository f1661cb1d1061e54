"""What can be touched on a screen, and what each touch says in the runner's place."""

from __future__ import annotations

from skill.coach.turn import Asks

RUNNING = ("pause", "next", "skip")
"""What can be touched while a set or a rest runs."""

TOUCHES: dict[Asks, tuple[str, ...]] = {
    Asks.START: ("start", "start_short", "list_exercises", "clinic_phone"),
    Asks.CARRY_ON: ("ready", "start_over", "list_exercises"),
    Asks.START_FRESH: ("yes", "no"),
    Asks.FRESH_FIRST: ("ready", "start_over", "list_exercises"),
    Asks.START_SHORT: ("yes", "no"),
    Asks.IN_POSITION: ("begin", "repeat", "skip", "list_exercises"),
    Asks.NEXT_STEP: ("next", "repeat", "skip"),
    Asks.NEXT_SET: ("next", "redo", "skip"),
    Asks.NEXT_EXERCISE: ("next", "skip", "list_exercises"),
    Asks.WRAP_UP: ("next", "redo"),
    Asks.OTHER_LEG: ("ready", "redo", "skip"),
    Asks.RESUME: ("ready", "redo", "skip"),
    Asks.RESUME_REST: ("resume", "next"),
    Asks.SAY_DONE: ("done", "pause", "skip"),
    Asks.HEAR_AGAIN: ("yes", "no"),
    Asks.FORGET: ("no", "yes"),
    Asks.EASIER: ("yes", "no"),
    Asks.HARDER: ("yes", "no"),
    Asks.STEP_REPS: ("yes", "no"),
    Asks.STEP_HOLD: ("yes", "no"),
    Asks.STEP_SETS: ("yes", "no"),
    Asks.STEP_FORM: ("yes", "no"),
    Asks.STEP_USUAL: ("yes", "no"),
    Asks.SPACING: ("yes", "start"),
    Asks.SPACING_ALL: ("yes", "no"),
    Asks.NUMBER: ("no",),
    Asks.WHICH_OF_TWO: ("no",),
    Asks.HURT: ("yes", "no"),
    Asks.UNWELL: ("yes", "no"),
    Asks.HURT_OR_WORK: ("pain", "effort"),
    Asks.WHICH: ("start", "list_exercises"),
    Asks.AFTER_PAIN: ("next", "stop"),
    Asks.AFTER_PAIN_ON: ("next", "stop"),
    Asks.STOP_FOR_TODAY: ("stop",),
}
"""What can be touched after a turn, by what it asks: what the runner was just asked to say, and
what is said instead of it most."""

SENDS = {"begin": "next"}
"""Where what is touched has another name than what it means."""

TOUCHABLE = frozenset(SENDS.get(key, key) for key in (*RUNNING, *sum(TOUCHES.values(), ())))
"""Every meaning the screens send."""
