"""From what the coach wants played to the clip that a device fetches, if there is one."""

from __future__ import annotations

from msgspec import Struct

from skill.audio.clips import clip_name
from skill.coach.player import Play, Playing, waiting_sound
from skill.routine.model import Routine
from skill.service.ports import AudioLibrary
from skill.speech.wording import Voice


class Clip(Struct, frozen=True):
    """A clip to be played."""

    address: str
    playing: Playing
    title: str
    subtitle: str
    picture: str | None
    after: Playing | None


def clip_of(play: Play, voice: Voice, library: AudioLibrary) -> Clip | None:
    """The clip of what is to be played, or of what is played instead; None if there is neither."""
    for recording in (play.recording, play.otherwise):
        if recording is None:
            continue
        address = library.address_of(clip_name(recording, voice, library.speaker))
        if address is not None:
            playing, after = play.playing, play.after
            title, subtitle = voice.say(play.title).text, voice.say(play.subtitle).text
            return Clip(address, playing, title, subtitle, library.picture, after)
    return None


def can_wait(routine: Routine, voice: Voice, library: AudioLibrary) -> bool:
    """Whether there is the sound that waits with a runner."""
    name = clip_name(waiting_sound(routine), voice, library.speaker)
    return library.address_of(name) is not None
