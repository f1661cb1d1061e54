"""What is done to the speaker without a keyboard: turns written down as data, and waiting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.tools.desk.playback import SILENCE, Heard
from skill.tools.desk.script import Cue
from skill.tools.desk.speaker import REACTION_MS, Exchange, SmartSpeaker


def act(turn: Mapping[str, Any], speaker: SmartSpeaker) -> tuple[Heard, Exchange | None]:
    """Do what a turn says; what is heard, and the exchange with the skill if there was one.

    A turn holds one of `say` (words), `open` and `silence` (true), `end` (why the device ends the
    session), `press` (a button of the player) and `request` (one of the platform's own). `after` is
    how many seconds of the answer before are listened to; without it, all of it and a moment to
    react.
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
    """Let a cue's time pass, or press its button; an open session dies of the time."""
    speaker.listen()
    speaker.playing, speaker.played_ms = SILENCE, 0  # heard out, and not to be heard again
    if cue.button:
        speaker.press(cue.button)
    elif speaker.session_open:
        speaker.end("EXCEEDED_MAX_REPROMPTS")
    speaker.pass_time(cue.passes_ms)
