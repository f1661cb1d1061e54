"""What the screens read from the keys of a turn's messages, until a turn says its kind."""

from __future__ import annotations

QUESTIONS = (
    "prompt.start_fresh",
    "prompt.fresh_first",
    "prompt.start_short",
    "prompt.forget",
    "prompt.easier",
    "prompt.hurt",
    "prompt.unwell",
    "prompt.hurt_or_work",
)
FIRST_AID = frozenset(
    f"body.{key}"
    for key in (
        *("before", "pain", "pain_again", "cramp", "leave_out"),
        *("second_pain", "second_pain_again"),
    )
)
LISTING = frozenset({"where.list", "choose.which", "prompt.which", "answer.unknown_exercise"})
NOT_SHOWN = frozenset(
    "back between cheer choose correct hint intro leg pause place prompt rest skip start stop wait"
    " welcome work".split()
)
"""Kinds of lines that the screen shows in its own way, or not at all."""
