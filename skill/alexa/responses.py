"""From a turn to the JSON of Alexa's response.

outputSpeech always plays before APLA and never beside it, so a turn that keeps time is all APLA
and a turn that does not is all outputSpeech. Names and their order are those of the SDK's model;
the tests parse every response with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from skill.alexa.audio_player import CLEAR_ALL, play
from skill.alexa.requests import SCREEN_TOKEN
from skill.alexa.runtime.request import Json
from skill.coach.timeline import Timeline
from skill.coach.turn import Turn
from skill.service.played import Clip
from skill.speech.apla import apla_document
from skill.speech.ssml import speak
from skill.speech.wording import Voice

if TYPE_CHECKING:
    from skill.screen.screens import Screen  # loaded on the first screen

TOKEN = "hamstring-coach"


def response_of(
    turn: Turn,
    voice: Voice,
    *,
    exact_audio: bool,
    screen: Screen | None = None,
    clip: Clip | None = None,
    beats: Mapping[int, str] | None = None,
) -> Json:
    """The response that speaks the turn, with its reprompt and card, and perhaps a screen.

    A `clip` plays once that is said and the session is over; the `beats` are the addresses of runs.
    """
    response = spoken(turn.timeline, voice, exact_audio=exact_audio, beats=beats)
    directives = response.pop("directives", [])
    # before the screen: after it, a device showed a player stuck at 0:00
    if clip is not None:
        directives.append(play(clip))
    elif turn.quiets:
        directives.append(CLEAR_ALL)
    if turn.card is not None:
        title, body = voice.say(turn.card.title).text, voice.say(turn.card.body).text
        response["card"] = {"type": "Simple", "title": title, "content": body}
    if turn.reprompt is not None:
        response["reprompt"] = spoken(turn.reprompt, voice, exact_audio=exact_audio)
    if screen is not None:
        directives.append(screen_directive(screen))
    if directives:
        response["directives"] = directives
    response["shouldEndSession"] = turn.ends_session
    return response


def spoken(
    timeline: Timeline,
    voice: Voice,
    *,
    exact_audio: bool,
    beats: Mapping[int, str] | None = None,
) -> Json:
    """The speech of a response or a reprompt; empty if a clip says it all."""
    if not timeline.cues:
        return {}
    if exact_audio and timeline.timed:
        return {"directives": [directive(timeline, voice, beats)]}
    return output_speech(speak(timeline, voice))


def output_speech(ssml: str) -> Json:
    """The same for speech without timing."""
    return {"outputSpeech": {"type": "SSML", "ssml": ssml}}


def screen_directive(screen: Screen) -> Json:
    """The directive that shows a screen."""
    return {
        "type": "Alexa.Presentation.APL.RenderDocument",
        "token": SCREEN_TOKEN,
        "document": screen.document,
        "datasources": {"coach": screen.data},
    }


def directive(timeline: Timeline, voice: Voice, beats: Mapping[int, str] | None = None) -> Json:
    """The directive that plays the timeline to the millisecond."""
    return {
        "type": "Alexa.Presentation.APLA.RenderDocument",
        "token": TOKEN,
        "document": apla_document(timeline, voice, beats),
    }
