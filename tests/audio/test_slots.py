"""Everything that can be said fits the time it is given, even in a slow voice."""

from __future__ import annotations

import pytest

from skill.speech.wording import Voice, spoken_ms
from tests.support.espeak import clip_ms
from tests.support.household import catalogue, routine
from tests.support.spoken_lines import spoken_lines

pytestmark = pytest.mark.audio

COUNTED = {"work.count", "work.phase", "work.halfway"}
"""These have slots of their own, over which they may run: see tests/speech/test_clock.py."""
MOST_WASTE = 1.4
"""Slots may be longer than what is said in them by so much, taken over all lines: beyond this
the coach would sound hesitant."""

VOICE = Voice(catalogue())


def slots() -> dict[str, tuple[int, int]]:
    """What is said and how long it takes, both really and by the estimate; in ms.

    Values are not combined: what each takes adds up, both ways.
    """
    phrases = {
        VOICE.at(turn).say(line)
        for line in spoken_lines(routine(), combined=False)
        if line.key not in COUNTED
        for turn in range(len(catalogue().lines[line.key]))
    }
    return {phrase.text: (clip_ms(phrase.ssml), spoken_ms(phrase.text)) for phrase in phrases}


def test_every_line_fits_its_slot_with_little_to_spare() -> None:
    measured = slots()

    too_long = {text: times for text, times in measured.items() if times[0] > times[1]}
    assert not too_long
    needed = sum(needed for needed, _ in measured.values())
    given = sum(given for _, given in measured.values())
    assert given <= MOST_WASTE * needed
