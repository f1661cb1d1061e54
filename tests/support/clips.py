"""Clips in the tests: which there are is known, and how long; nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from skill.audio.clips import clip_name
from skill.audio.library import ClipLibrary, Index, index_text
from skill.speech.wording import Voice
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.prerender.plan import runs_of_beats, sets, waits
from tests.support.household import catalogue, routine

ADDRESS = "https://clips.example/audio"
SPEAKER = "a voice"
PICTURE = "c" * 64


@cache
def lengths_ms(with_sets: bool) -> Mapping[str, int]:
    """How long each clip of the tests' routine is, by its name."""
    voice = Voice(catalogue()).at(0)
    recordings = [*waits(routine(), voice.measure), *runs_of_beats()]
    if with_sets:
        recordings += sets(routine(), voice.measure)
    return {clip_name(each, voice, SPEAKER): each.timeline.length_ms for each in recordings}


def clips(*, with_sets: bool = False) -> ClipLibrary:
    """The waiting sounds, and perhaps every set of the standard doses."""
    lengths = lengths_ms(with_sets)
    index = Index(SPEAKER, frozenset(lengths), PICTURE, with_sets)
    return ClipLibrary(ADDRESS, lambda: index_text(index, lengths), lambda: 0.0)


def device_player() -> DevicePlayer:
    """A device's player that finds each of those clips."""
    lengths = lengths_ms(True)
    return DevicePlayer(lambda address: lengths.get(PurePosixPath(address).stem, 0))
