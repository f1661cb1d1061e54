"""From what the coach wants to play to the clip that a device fetches, if it exists."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.audio.clips import beats_name, clip_name
from skill.coach.player import BEAT_RUNS, Play, Playing, waiting_sound
from skill.routine.model import Routine
from skill.service.ports import AudioLibrary
from skill.speech.wording import Voice


class Clip(Struct, frozen=True):
    """A clip to play."""

    address: str
    playing: Playing
    title: str
    subtitle: str
    picture: str | None
    after: Playing | None


def clip_of(play: Play, voice: Voice, library: AudioLibrary) -> Clip | None:
    """The clip of a recording or of its substitute; None if neither exists."""
    for recording in (play.recording, play.otherwise):
        if recording is None:
            continue
        address = library.address_of(clip_name(recording, voice, library.speaker))
        if address is not None:
            playing, after = play.playing, play.after
            title, subtitle = voice.say(play.title).text, voice.say(play.subtitle).text
            return Clip(address, playing, title, subtitle, library.picture, after)
    return None


def beats_in(library: AudioLibrary) -> Mapping[int, str]:
    """The address of each run of beats, by its number of beats; empty unless all exist."""
    found = {run: library.address_of(beats_name(run)) for run in BEAT_RUNS}
    there = {run: address for run, address in found.items() if address is not None}
    return there if len(there) == len(BEAT_RUNS) else {}


def can_wait(routine: Routine, voice: Voice, library: AudioLibrary) -> bool:
    """Whether the waiting sound exists."""
    name = clip_name(waiting_sound(routine), voice, library.speaker)
    return library.address_of(name) is not None
