"""Rules that every response must keep: of session, prompt, device and limits.

Sources: Amazon's "Functional testing for a custom skill", "Manage the skill session and session
attributes", "Request and response JSON reference".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from skill.speech.wording import spoken_ms
from skill.tools.desk.limits import platform
from skill.tools.desk.playback import RENDER_APLA, Heard, heard
from skill.tools.desk.speaker import INVOCATION

KNOWN_TAGS = {"speak", "break", "prosody", "say-as", "sub"}
"""The SSML tags that the coach uses."""
INTERFACE_OF = {"Alexa.Presentation.APLA": None}
"""The interface that a directive needs, if it isn't the directive's namespace; None if it needs
none."""
SILENT = ("SessionEndedRequest", "AlexaSkillEvent.", "System.ExceptionEncountered")
"""Requests whose answer nobody hears."""


def broken_rules(request: Mapping[str, Any], response: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the response to a request; both are whole envelopes."""
    body = response.get("response") or {}
    kind = request["request"]["type"]
    if kind.startswith(SILENT):
        if set(body) - {"shouldEndSession"}:
            yield f"{kind} is answered, which nobody hears"
        return
    yield from _foreign_directives(request, body)
    yield from response_faults(response)
    if kind in ("LaunchRequest", "IntentRequest") and not heard(body, spoken_ms).text:
        yield "nothing is said"


def response_faults(response: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a response in itself."""
    limits, body = platform(), response.get("response") or {}
    if len(json.dumps(response).encode()) > limits.response_bytes:
        yield "the response is larger than Alexa takes"
    for ssml in all_ssml(body):
        yield from ssml_faults(ssml)
    told = heard(body, spoken_ms)
    if told.length_ms > 1000 * limits.audio_seconds:
        yield f"the answer lasts {told.length_ms // 1000} s"
    if re.search(r"[{}<>&]", told.text):
        yield f"signs are left in what is heard: {told.text}"
    if body.get("shouldEndSession") is False:
        yield from _bad_prompt(told, "the answer")
        again = heard(body.get("reprompt"), spoken_ms)
        if again.length_ms > 1000 * limits.reprompt_seconds:
            yield f"the reprompt lasts {again.length_ms // 1000} s"
        yield from _bad_prompt(again, "the reprompt")
    elif body.get("reprompt"):
        yield "the session ends, and yet there is a reprompt"


def ssml_faults(ssml: str) -> Iterator[str]:
    """What Alexa would refuse in SSML."""
    limits = platform()
    if len(ssml) > limits.speech_characters:
        yield f"outputSpeech has {len(ssml)} characters"
    try:
        root = ElementTree.fromstring(ssml)
    except ElementTree.ParseError as error:
        yield f"SSML is not well-formed: {error}"
        return
    if root.tag != "speak":
        yield f"SSML begins with <{root.tag}>"
    for element in root.iter():
        if element.tag not in KNOWN_TAGS:
            yield f"SSML has the tag <{element.tag}>"
        length_ms = _milliseconds(element.get("time", "0ms")) if element.tag == "break" else 0
        if length_ms > 1000 * limits.break_seconds:
            yield f"SSML has a break of {length_ms} ms"


def _milliseconds(time: str) -> float:
    """The length of a break, which SSML takes in ms or in s."""
    return float(time[:-2]) if time.endswith("ms") else 1000 * float(time.removesuffix("s"))


def all_ssml(body: Mapping[str, Any]) -> Iterator[str]:
    """All SSML in the body of a response."""
    for output in (body, body.get("reprompt") or {}):
        if output.get("outputSpeech"):
            yield output["outputSpeech"]["ssml"]
        for directive in output.get("directives") or ():
            if directive["type"] == RENDER_APLA:
                yield from _contents(directive["document"]["mainTemplate"]["item"])


def _contents(component: Mapping[str, Any]) -> Iterator[str]:
    if component.get("contentType") == "SSML":
        yield component["content"]
    for child in component.get("items", ()):
        yield from _contents(child)


def _bad_prompt(told: Heard, what: str) -> Iterator[str]:
    """An open microphone needs one question or instruction, at the end."""
    last = re.split(r"(?<=[.?!]) ", told.text)[-1]
    if not (last.endswith("?") or re.search(r"\bsay\b", last, re.IGNORECASE)):
        yield f"the microphone opens, but {what} ends without a prompt: {last!r}"
    if told.text.count("?") > 1:
        yield f"{what} asks more than one question: {told.text}"
    elif "?" in told.text and not told.text.endswith("?"):
        yield f"{what} asks in its middle: {told.text}"
    if re.search(rf"\b(alexa|ask {INVOCATION})\b", last, re.IGNORECASE):
        yield f"{what} prompts for a one-shot within the session: {last!r}"


def _foreign_directives(request: Mapping[str, Any], body: Mapping[str, Any]) -> Iterator[str]:
    """Directives for interfaces that the device lacks."""
    supported = request["context"]["System"]["device"]["supportedInterfaces"]
    for directive in body.get("directives") or ():
        interface = directive["type"].rpartition(".")[0]
        needed = INTERFACE_OF.get(interface, interface)
        if needed is not None and needed not in supported:
            yield f"{directive['type']} goes to a device without {needed}"
