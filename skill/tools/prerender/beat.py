"""The beat in place of a number: a short, soft knock, computed and so free of others' rights."""

from __future__ import annotations

from pathlib import PurePosixPath

import numpy as np

from skill.audio.clips import beats_name
from skill.coach.player import BEAT_MS, BEAT_RUNS, beats_sound
from skill.tools.apla_render.sound import Samples, silence

KNOCK_HZ = 880.0
LOUDEST = 0.25
"""Of full scale: softer than the voice, louder than breath."""
FADES_MS = 25.0
"""The time in which it falls to a third."""
RISES_MS = 2.0
"""The attack, so that it does not click."""


def beats(run: int, length_ms: int, sample_rate: int) -> Samples:
    """`run` knocks, one a second from the start."""
    seconds = np.arange(BEAT_MS * sample_rate // 1000) / sample_rate
    rise = np.minimum(1.0, seconds * 1000 / RISES_MS)
    knock = rise * np.exp(-seconds * 1000 / FADES_MS) * np.sin(2 * np.pi * KNOCK_HZ * seconds)
    sound = silence(length_ms * sample_rate // 1000)
    for second in range(run):
        start = second * sample_rate
        heard = knock[: len(sound) - start]
        sound[start : start + len(heard)] += (LOUDEST * heard).astype(np.float32)
    return sound


def beats_at(source: str, sample_rate: int) -> Samples | None:
    """The run of beats whose clip is at that URL; None if it is another sound."""
    for run in BEAT_RUNS:
        if PurePosixPath(source).stem == beats_name(run):
            return beats(run, beats_sound(run).timeline.length_ms, sample_rate)
    return None
