"""From a turn to Alexa's response.

outputSpeech always plays before APLA and never beside it, so a turn that keeps time is all APLA
and a turn that does not is all outputSpeech.
"""

from __future__ import annotations

from ask_sdk_model import Response
from ask_sdk_model.interfaces.alexa.presentation.apl import (
    RenderDocumentDirective as RenderScreenDirective,
)
from ask_sdk_model.interfaces.alexa.presentation.apla import RenderDocumentDirective
from ask_sdk_model.ui import Reprompt, SsmlOutputSpeech

from skill.alexa.touch import SCREEN_TOKEN
from skill.coach.scene import Turn
from skill.coach.timeline import Timeline
from skill.plain_json import OpenJson
from skill.screen.screens import Screen
from skill.speech.apla import apla_document
from skill.speech.ssml import speak
from skill.speech.wording import Voice

TOKEN = "hamstring-coach"


def response_of(
    turn: Turn, voice: Voice, *, exact_audio: bool, screen: Screen | None = None
) -> Response:
    """The response that speaks the turn, with its reprompt and card, and perhaps a screen."""
    response = Response(should_end_session=turn.ends_session)
    if exact_audio and turn.timeline.timed:
        response.directives = [directive(turn.timeline, voice)]
    else:
        response.output_speech = SsmlOutputSpeech(ssml=speak(turn.timeline, voice))
    if screen is not None:
        response.directives = [*(response.directives or []), screen_directive(screen)]
    if turn.reprompt is not None:
        # set by hand: the SDK's ask() and add_directive_to_reprompt() lose each other's work
        response.reprompt = reprompt(turn.reprompt, voice, exact_audio=exact_audio)
    if turn.card is not None:
        from ask_sdk_model.ui import SimpleCard  # seldom wanted

        title, body = voice.say(turn.card.title).text, voice.say(turn.card.body).text
        response.card = SimpleCard(title=title, content=body)
    return response


def reprompt(timeline: Timeline, voice: Voice, *, exact_audio: bool) -> Reprompt:
    """What is heard when the runner says nothing."""
    if exact_audio and timeline.timed:
        return Reprompt(directives=[directive(timeline, voice)])
    return Reprompt(output_speech=SsmlOutputSpeech(ssml=speak(timeline, voice)))


def screen_directive(screen: Screen) -> RenderScreenDirective:
    """The directive that shows a screen."""
    return RenderScreenDirective(
        token=SCREEN_TOKEN,
        document=screen.document,
        datasources=OpenJson(coach=OpenJson(screen.data)),
    )


def directive(timeline: Timeline, voice: Voice) -> RenderDocumentDirective:
    """The directive that plays the timeline exactly."""
    return RenderDocumentDirective(token=TOKEN, document=apla_document(timeline, voice))
