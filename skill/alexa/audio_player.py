"""The AudioPlayer: its tokens, and the directives that start and stop it.

It plays while no session is open. Requests such as "Alexa, resume" then open one, with the token
and offset of what is playing or played last (developer.amazon.com, "AudioPlayer Interface
Reference").

A token names only the sound and the turn: the place in a workout is kept in the store alone, so a
token from another release, device or skill can't move it.
"""

from __future__ import annotations

import re

from skill.alexa.runtime.request import Json, Player
from skill.coach.player import Playing, Sound
from skill.service.played import Clip

TOKEN = re.compile(r"hamstring-coach:1:(set|wait):([0-9a-f]{1,16}):([0-9]{1,4})", re.ASCII)
CLEAR_ALL: Json = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
"""Stops what is playing and drops what is queued."""


def token_of(playing: Playing) -> str:
    """The name under which a device plays a clip."""
    return f"hamstring-coach:1:{playing.sound}:{playing.id}:{playing.count}"


def playing_of(player: Player | None) -> Playing | None:
    """What a device says it is playing; None if it isn't ours, or comes from another release."""
    match = TOKEN.fullmatch(player.token) if player else None
    if player is None or match is None:
        return None
    sound, playing_id, count = match.groups()
    return Playing(Sound(sound), playing_id, int(count), player.offset_ms)


def play(clip: Clip) -> Json:
    """The directive that plays a clip, now or after the one that is about to end."""
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
