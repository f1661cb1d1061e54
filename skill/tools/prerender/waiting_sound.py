"""The sound of a parked workout: two quiet notes that swell and fade like slow breath.

It is computed from sines, and so free of others' rights.
"""

from __future__ import annotations

import numpy as np

from skill.tools.apla_render.sound import Samples

BREATH_MS = 4_000
"""The period of a swell."""
NOTES_HZ = (110.0, 165.0)
"""A fifth, low enough to stay in the background."""
LOUDEST = 0.02
"""Of full scale: some 30 dB below the voice."""


def waiting_sound(length_ms: int, sample_rate: int) -> Samples:
    """The sound; it ends in silence, as it begins, if its length is a multiple of BREATH_MS."""
    seconds = np.arange(length_ms * sample_rate // 1000) / sample_rate
    swell = np.sin(np.pi * seconds * 1000 / BREATH_MS) ** 2
    notes = sum(np.sin(2 * np.pi * pitch * seconds) for pitch in NOTES_HZ)
    return (LOUDEST / len(NOTES_HZ) * swell * notes).astype(np.float32)
