"""What a clip is called: the hash of everything that is heard of it.

So a clip never changes under its name, and whoever knows a turn knows where its clip is.
"""

from __future__ import annotations

import json
from hashlib import sha256

from skill.coach.player import Recording
from skill.speech.wording import Voice

RENDERING = 1
"""To be raised when the same words and times are rendered in another way."""


def clip_name(recording: Recording, voice: Voice, speaker: str) -> str:
    """The name of a recording's clip: 64 hexadecimal digits. The `speaker` lends the voice."""
    timeline = recording.timeline
    cues = [(cue.at_ms, voice.say(cue.line).ssml) for cue in timeline.cues]
    heard = [RENDERING, speaker if cues else "", timeline.length_ms, recording.waits, cues]
    return sha256(json.dumps(heard).encode()).hexdigest()
