"""Drives the speaker with turns written as data, and with waiting and buttons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.tools.desk.playback import SILENCE, Heard
from skill.tools.desk.script import Cue
from skill.tools.desk.speaker import REACTION_MS, Exchange, SmartSpeaker


def act(turn: Mapping[str, Any], speaker: SmartSpeaker) -> tuple[Heard, Exchange | None]:
    """Do what a turn says; what is heard, and the exchange with the skill if there was one.

    A turn has one of `say` (words), `open` and `silence` (true), `end` (the reason), `press` (a
    button of the player) and `request` (of any type). It is done `after` seconds of the answer
    before; without that, once the answer is over and the runner has reacted.
    """
    if turn.get("silence"):
        return speaker.silence()
    if "press" in turn:
        speaker.listen(round(1000 * turn.get("after", 0)))
        speaker.press(turn["press"])
        return SILENCE, None
    if not speaker.session_open and "after" in turn:
        speaker.pass_time(round(1000 * turn["after"]))
    if speaker.session_open:
        speaker.listen(round(1000 * turn["after"]) if "after" in turn else None)
        if "after" not in turn and "end" not in turn:
            speaker.listen(REACTION_MS)
    if turn.get("open"):
        exchange = speaker.open()
    elif "end" in turn:
        exchange = speaker.end(turn["end"])
    elif "request" in turn:
        exchange = speaker.send(dict(turn["request"]))
    else:
        exchange = speaker.say(turn["say"])
    return exchange.heard, exchange


def wait_or_press(cue: Cue, speaker: SmartSpeaker) -> None:
    """Let a cue's time pass, which ends an open session, or press its button."""
    speaker.listen()
    speaker.playing, speaker.played_ms = SILENCE, 0  # over, and not to be heard again
    if cue.button:
        speaker.press(cue.button)
    elif speaker.session_open:
        speaker.end("EXCEEDED_MAX_REPROMPTS")
    speaker.pass_time(cue.passes_ms)
