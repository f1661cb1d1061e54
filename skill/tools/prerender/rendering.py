"""Renders a recording, each cue at its exact offset, and encodes it as MP3."""

from __future__ import annotations

import numpy as np

from skill.coach.player import Recording
from skill.speech.wording import Voice
from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.renderer import render
from skill.tools.apla_render.sound import Samples, pcm, silence
from skill.tools.prerender.beat import beats
from skill.tools.prerender.waiting_sound import waiting_sound

WORDLESS_RATE = 22_050
QUALITY = 5
"""LAME's scale, from 0 (best, slow) to 9."""


def rendered(recording: Recording, voice: Voice, engine: Engine | None) -> tuple[Samples, int]:
    """The sound of a recording, as long as its timeline, and its sample rate.

    Without words it needs no engine. Raises EngineError.
    """
    cues, length_ms = recording.timeline.cues, recording.timeline.length_ms
    rate = engine.sample_rate if engine and cues else WORDLESS_RATE
    count = length_ms * rate // 1000
    if recording.beats:
        return beats(recording.beats, length_ms, rate), rate
    sound = waiting_sound(length_ms, rate) if recording.waits else silence(count)
    for cue in cues:
        if engine is None:
            raise ValueError("a recording with words needs an engine")
        ssml = f"<speak>{voice.say(cue.line).ssml}</speak>"
        said = render({"outputSpeech": {"type": "SSML", "ssml": ssml}}, engine).samples
        start = cue.at_ms * rate // 1000
        said = said[: count - start]
        sound[start : start + len(said)] += said
    return sound, rate


def mp3(sound: Samples, sample_rate: int, kilobits: int) -> bytes:
    """The sound as an MP3 of constant bit rate, in which players can seek exactly."""
    import lameenc  # a server has none

    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(sample_rate)
    encoder.set_bit_rate(kilobits)
    encoder.set_quality(QUALITY)
    return bytes(encoder.encode(pcm(np.clip(sound, -1, 1))) + encoder.flush())
