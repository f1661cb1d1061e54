"""Every response that the tests see is held against the one rule book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.tools.rehearsal.rules import response_faults, ssml_faults


def check_response(response: Mapping[str, Any]) -> None:
    """Fail if Alexa would refuse the response, or certification would."""
    assert list(response_faults(response)) == []
    body = response["response"]
    kinds = [directive["type"] for directive in body.get("directives") or ()]
    if "AudioPlayer.Play" in kinds:
        assert body["shouldEndSession"] is True, "the player plays while a session is open"
        assert kinds[0] == "AudioPlayer.Play", "on a screen the player must come first"
    for directive in body.get("directives") or ():
        check_directive(directive)


def check_ssml(ssml: str) -> None:
    """Fail if Alexa would refuse it."""
    assert list(ssml_faults(ssml)) == []


ANSWERS_OF_THE_PLAYER = {
    "AudioPlayer.PlaybackStarted": {"AudioPlayer.Stop", "AudioPlayer.ClearQueue"},
    "AudioPlayer.PlaybackFinished": {"AudioPlayer.Stop", "AudioPlayer.ClearQueue"},
    "AudioPlayer.PlaybackStopped": set[str](),
}
"""What the player may be told after some of its events; after all others, whatever is its own."""
OF_THE_PLAYER = {"AudioPlayer.Play", "AudioPlayer.Stop", "AudioPlayer.ClearQueue"}
LONGEST_TOKEN = 1024


def check_player_response(kind: str, body: Mapping[str, Any]) -> None:
    """Fail if Alexa would refuse what a player, or a button on it, is answered."""
    assert set(body) <= {"directives"}, f"{kind} is answered with {set(body)}"
    for directive in body.get("directives") or ():
        assert directive["type"] in ANSWERS_OF_THE_PLAYER.get(kind, OF_THE_PLAYER)
        check_directive(directive, after_a_clip=kind == "AudioPlayer.PlaybackNearlyFinished")


def check_directive(directive: Mapping[str, Any], *, after_a_clip: bool = False) -> None:
    """Fail if the player could not obey."""
    if directive["type"] != "AudioPlayer.Play":
        return
    stream = directive["audioItem"]["stream"]
    assert stream["url"].startswith("https://")
    assert 0 < len(stream["token"]) <= LONGEST_TOKEN
    assert stream["offsetInMilliseconds"] >= 0
    follows = directive["playBehavior"] == "ENQUEUE"
    assert follows == after_a_clip == ("expectedPreviousToken" in stream)
