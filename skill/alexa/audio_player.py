"""The AudioPlayer: what its tokens say, and the directives that have it play.

It plays while no session is open; "Alexa, resume" and its kin then open one, and bring the token
and the offset of what is, or was last, played (developer.amazon.com, "AudioPlayer Interface
Reference"). A token holds no more than which sound of which turn it is: a workout's place is in the
store alone, so that a token of another release, another device or another skill can't move it.
"""

from __future__ import annotations

import re

from skill.alexa.runtime.request import Json, Player
from skill.coach.player import Playing, Sound
from skill.service.played import Clip

TOKEN = re.compile(r"hamstring-coach:1:(set|wait):([0-9a-f]{1,16}):([0-9]{1,4})", re.ASCII)
CLEAR_ALL: Json = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
"""Ends what plays and what would follow it."""


def token_of(playing: Playing) -> str:
    """The name under which a device plays a clip."""
    return f"hamstring-coach:1:{playing.sound}:{playing.id}:{playing.count}"


def playing_of(player: Player | None) -> Playing | None:
    """What a device says that it plays; None if it isn't of ours, or of another release."""
    match = TOKEN.fullmatch(player.token) if player else None
    if player is None or match is None:
        return None
    sound, playing_id, count = match.groups()
    return Playing(Sound(sound), playing_id, int(count), player.offset_ms)


def play(clip: Clip) -> Json:
    """The directive that plays a clip, at once or after the one that is about to end."""
    stream: Json = {"token": token_of(clip.playing), "url": clip.address}
    if clip.after is not None:
        stream = {"expectedPreviousToken": token_of(clip.after), **stream}
    stream["offsetInMilliseconds"] = clip.playing.offset_ms
    metadata: Json = {"title": clip.title, "subtitle": clip.subtitle}
    if clip.picture is not None:
        metadata["art"] = {"sources": [{"url": clip.picture}]}
    return {
        "type": "AudioPlayer.Play",
        "playBehavior": "REPLACE_ALL" if clip.after is None else "ENQUEUE",
        "audioItem": {"stream": stream, "metadata": metadata},
    }
