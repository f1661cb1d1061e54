"""The sound that waits: quiet, exactly as long as it is told, and without a seam when it loops."""

from __future__ import annotations

import numpy as np
import pytest

from skill.coach.player import waiting_sound as recording
from skill.speech.wording import Voice
from skill.tools.prerender.rendering import WORDLESS_RATE, mp3, rendered
from skill.tools.prerender.waiting_sound import BREATH_MS, waiting_sound
from tests.support.household import catalogue, routine

RATE = 22_050
VOICE_RMS = 0.12
"""How loud the voices of the desk are made."""
QUIETER_DB = 20


def test_it_is_quiet_beside_the_voice_and_yet_a_sound() -> None:
    sound = waiting_sound(60_000, RATE)

    rms = float(np.sqrt(np.mean(sound**2)))
    assert 20 * np.log10(VOICE_RMS / rms) >= QUIETER_DB
    assert np.abs(sound).max() > 0.005
    assert abs(float(sound.mean())) < 1e-4


@pytest.mark.parametrize("length_ms", [1, 1000, 4000, 300_000])
def test_it_is_exactly_as_long_as_it_is_told(length_ms: int) -> None:
    assert len(waiting_sound(length_ms, RATE)) == length_ms * RATE // 1000


def test_it_never_falls_silent_for_longer_than_a_breath() -> None:
    sound = waiting_sound(60_000, RATE)

    breaths = sound[: len(sound) // (RATE * 4) * RATE * 4].reshape(-1, RATE * BREATH_MS // 1000)
    assert (np.abs(breaths).max(axis=1) > 0.01).all()


def test_the_clip_that_loops_has_no_seam() -> None:
    length_ms = routine().platform.waiting_sound_seconds * 1000
    assert length_ms % BREATH_MS == 0

    sound = waiting_sound(length_ms, RATE)

    around = np.concatenate([sound[-RATE // 20 :], sound[: RATE // 20]])
    assert np.abs(around).max() < 1e-3  # 50 ms on either side are all but silent
    assert np.abs(np.diff(around)).max() < 1e-4  # and nothing clicks


def test_the_recording_that_loops_is_that_sound_whoever_speaks() -> None:
    clip, rate = rendered(recording(routine()), Voice(catalogue()).at(0), None)

    assert rate == WORDLESS_RATE
    assert np.array_equal(clip, waiting_sound(len(clip) * 1000 // rate, rate))


def test_its_mp3_has_the_rate_and_the_length_that_it_should() -> None:
    kilobits = routine().platform.clip_kilobits

    sound = mp3(waiting_sound(20_000, RATE), RATE, kilobits)

    assert len(sound) == pytest.approx(20 * kilobits * 1000 / 8, rel=0.02)
