"""Ears for rendered sound: when a clip is heard, and what an offline recogniser makes of it."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from skill.speech.wording import number
from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.sound import Samples, pcm
from tests.support.household import catalogue

NEAR_MS = 600
"""So far from where a clip is due it is looked for."""
BEGINNING_MS = 1500
"""So much of a clip is compared."""
ALIKE = 0.7
"""How like the clip itself the sound must be (1: the same) to be taken for it; another clip may
still be heard over it."""
LAST_NUMBER = 60


class NotHeardError(AssertionError):
    """A clip that is nowhere near where it is due."""


def late_ms(sound: Samples, engine: Engine, words: str, due_ms: int) -> float:
    """How much later than due the words are heard: where the sound is most like their own clip.

    Both are laid side by side as they are, silence before the words included, so this is the
    acoustic onset less the clip's own.
    """
    rate = engine.sample_rate
    clip = engine.speak(words)[: BEGINNING_MS * rate // 1000].astype(np.float64)
    start = round((due_ms - NEAR_MS) * rate / 1000)
    end = round((due_ms + NEAR_MS) * rate / 1000) + len(clip)
    around = np.zeros(end - start)
    inside = sound[max(0, start) : end]
    first = max(0, -start)
    around[first : first + len(inside)] = inside
    match = _alike(around, clip)
    best = int(match.argmax())
    if match[best] < ALIKE:
        raise NotHeardError(f"{words!r} is not heard near {due_ms} ms")
    return best * 1000 / rate - NEAR_MS


def _alike(sound: NDArray[np.float64], clip: NDArray[np.float64]) -> NDArray[np.float64]:
    """How like the clip the sound is from each of its samples on, from -1 to 1."""
    places = len(sound) - len(clip) + 1
    size = 1 << (len(sound) + len(clip)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(clip, size))
    product = np.fft.irfft(spectrum, size)[:places]
    summed = np.concatenate([[0.0], np.cumsum(sound**2)])
    energy = summed[len(clip) :] - summed[:places]
    alike: NDArray[np.float64] = product / np.sqrt(energy * np.sum(clip**2) + 1e-9)
    return alike


def heard_number(sound: Samples, sample_rate: int) -> str:
    """The number from one to sixty that a recogniser hears in the sound; "" for none."""
    numbers = " | ".join(
        number(catalogue(), n).replace("-", " ") for n in range(1, LAST_NUMBER + 1)
    )
    return _heard(f"<words> = {numbers};", sound, sample_rate)


def heard_digits(sound: Samples, sample_rate: int) -> str:
    """The digits that a recogniser hears in the sound, as "619"."""
    words = [number(catalogue(), digit) for digit in range(10)]
    heard = _heard(f"<words> = ({' | '.join(words)})+;", sound, sample_rate)
    return "".join(str(words.index(word)) for word in heard.split())


@cache
def _decoder(grammar: str, sample_rate: int) -> Any:
    try:
        from pocketsphinx import Decoder
    except ImportError:
        pytest.fail("this test listens with pocketsphinx: install it (pip install pocketsphinx)")
    # without a price on each further word, a slow one is heard as two
    decoder = Decoder(lm=None, samprate=sample_rate, nfft=1024, wip=0.2, pip=0.1, loglevel="FATAL")
    decoder.add_jsgf_string("heard", f"#JSGF V1.0; grammar heard; public {grammar}")
    decoder.activate_search("heard")
    return decoder


def _heard(grammar: str, sound: Samples, sample_rate: int) -> str:
    decoder = _decoder(grammar, sample_rate)
    decoder.start_utt()
    quiet = np.zeros(sample_rate // 5, dtype=np.float32)
    decoder.process_raw(pcm(np.concatenate([quiet, sound, quiet])), full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""
