"""What every answer must keep to pass: the session, the prompt, the device, the limits.

Sources: Amazon's "Functional testing for a custom skill", "Manage the skill session and session
attributes", "Request and response JSON reference".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from skill.speech.wording import spoken_ms
from skill.tools.desk.playback import Heard, heard
from skill.tools.desk.speaker import INVOCATION

LARGEST_RESPONSE = 120 * 1024
"""Of a response, in bytes."""
LONGEST_SPEECH = 8_000
"""Of outputSpeech, in characters."""
LONGEST_AUDIO_MS = 240_000
LONGEST_REPROMPT_MS = 90_000

INTERFACE_OF = {"Alexa.Presentation.APLA": None}
"""The interface a device must have for a directive, where it isn't the directive's own namespace;
None where every device has it."""
SILENT = ("SessionEndedRequest", "AlexaSkillEvent.", "System.ExceptionEncountered")
"""Requests that are never answered aloud."""


def broken_rules(request: Mapping[str, Any], response: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the response to a request, both whole envelopes."""
    body = response.get("response") or {}
    kind = request["request"]["type"]
    if len(json.dumps(response).encode()) > LARGEST_RESPONSE:
        yield "the response is larger than Alexa takes"
    if kind.startswith(SILENT):
        if set(body) - {"shouldEndSession"}:
            yield f"{kind} is answered, which nobody hears"
        return
    yield from _foreign_directives(request, body)
    yield from _long_speech(body)
    told = heard(body, spoken_ms)
    if told.length_ms > LONGEST_AUDIO_MS:
        yield f"the answer lasts {told.length_ms // 1000} s"
    if kind in ("LaunchRequest", "IntentRequest") and not told.text:
        yield "nothing is said"
    if body.get("shouldEndSession") is False:
        yield from _bad_prompt(told, "the answer")
        again = heard(body.get("reprompt"), spoken_ms)
        if again.length_ms > LONGEST_REPROMPT_MS:
            yield f"the reprompt lasts {again.length_ms // 1000} s"
        yield from _bad_prompt(again, "the reprompt")
    elif body.get("reprompt"):
        yield "the session ends, and yet there is a reprompt"


def _bad_prompt(told: Heard, what: str) -> Iterator[str]:
    """An open microphone wants a question, or an instruction what to say, and that last."""
    last = re.split(r"(?<=[.?!]) ", told.text)[-1]
    if not (last.endswith("?") or re.search(r"\bsay\b", last, re.IGNORECASE)):
        yield f"the microphone opens, but {what} ends without a prompt: {last!r}"
    if told.text.count("?") > 1:
        yield f"{what} asks more than one question"
    if re.search(rf"\b(alexa|ask {INVOCATION})\b", last, re.IGNORECASE):
        yield f"{what} prompts for a one-shot within the session: {last!r}"


def _long_speech(body: Mapping[str, Any]) -> Iterator[str]:
    for output in (body, body.get("reprompt") or {}):
        ssml = (output.get("outputSpeech") or {}).get("ssml", "")
        if len(ssml) > LONGEST_SPEECH:
            yield f"outputSpeech has {len(ssml)} characters"


def _foreign_directives(request: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    """Directives for what the device does not have."""
    supported = request["context"]["System"]["device"]["supportedInterfaces"]
    for directive in body.get("directives") or ():
        interface = directive["type"].rpartition(".")[0]
        needed = INTERFACE_OF.get(interface, interface)
        if needed is not None and needed not in supported:
            yield f"{directive['type']} goes to a device without {needed}"
