"""A clip's name: the hash of everything heard in it.

So a clip never changes under its name, and a turn alone tells where its clip is.
"""

from __future__ import annotations

import json
from hashlib import sha256

from skill.coach.player import Recording, beats_sound
from skill.speech.wording import Voice

RENDERING = 1
"""Raise this when the same words and times are rendered differently."""


def clip_name(recording: Recording, voice: Voice, speaker: str) -> str:
    """The name of a recording's clip, 64 hexadecimal digits; `speaker` is the voice."""
    cues = [(cue.at_ms, voice.say(cue.line).ssml) for cue in recording.timeline.cues]
    return _name(recording, cues, speaker if cues else "")


def beats_name(run: int) -> str:
    """The name of the clip with this many beats; it depends on no voice."""
    return _name(beats_sound(run), [], "")


def _name(recording: Recording, cues: list[tuple[int, str]], speaker: str) -> str:
    length_ms = recording.timeline.length_ms
    heard: list[object] = [RENDERING, speaker, length_ms, recording.waits, cues]
    heard += [recording.beats] if recording.beats else []
    return sha256(json.dumps(heard).encode()).hexdigest()
