"""What can be touched on a screen, and what each touch says in the runner's place."""

from __future__ import annotations

RUNNING = ("pause", "next", "skip")
"""What can be touched while a set or a rest runs."""

TOUCHES: dict[str, tuple[str, ...]] = {
    "prompt.start": ("start", "start_short", "list_exercises", "clinic_phone"),
    "prompt.carry_on": ("ready", "start_over", "list_exercises"),
    "prompt.start_fresh": ("yes", "no"),
    "prompt.fresh_first": ("ready", "start_over", "list_exercises"),
    "prompt.start_short": ("yes", "no"),
    "prompt.in_position": ("begin", "repeat", "skip", "list_exercises"),
    "prompt.next_step": ("next", "repeat", "skip"),
    "prompt.next_set": ("next", "redo", "skip"),
    "prompt.next_exercise": ("next", "skip", "list_exercises"),
    "prompt.wrap_up": ("next", "redo"),
    "prompt.other_leg": ("ready", "redo", "skip"),
    "prompt.resume": ("ready", "redo", "skip"),
    "prompt.resume_rest": ("resume", "next"),
    "prompt.say_done": ("done", "pause", "skip"),
    "prompt.hear_again": ("yes", "no"),
    "prompt.forget": ("no", "yes"),
    "prompt.easier": ("yes", "no"),
    "prompt.harder": ("yes", "no"),
    "prompt.number": ("no",),
    "prompt.which_of_two": ("no",),
    "prompt.hurt": ("yes", "no"),
    "prompt.unwell": ("yes", "no"),
    "prompt.hurt_or_work": ("pain", "effort"),
    "prompt.which": ("start", "list_exercises"),
    "prompt.after_pain": ("next", "stop"),
    "prompt.after_pain_on": ("next", "stop"),
    "prompt.stop_for_today": ("stop",),
}
"""What can be touched after a turn, by its prompt: what the runner was just asked to say, and
what is said instead of it most."""

SENDS = {"begin": "next"}
"""Where what is touched has another name than what it means."""

TOUCHABLE = frozenset(SENDS.get(key, key) for key in (*RUNNING, *sum(TOUCHES.values(), ())))
"""Every meaning the screens send."""
