"""What Alexa allows in an answer: every response the tests see is held against this."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from skill.speech.wording import spoken_ms
from skill.tools.desk.playback import RENDER_APLA, Heard, heard

LARGEST_MODEL = 1_000_000
"""Characters of a language model; Amazon's own word for it is 1.5 MB by now."""
LONGEST_SPEECH = 8_000
LARGEST_RESPONSE = 120 * 1024
LONGEST_AUDIO_MS = 240_000
LONGEST_REPROMPT_MS = 90_000
LONGEST_BREAK_MS = 10_000
KNOWN_TAGS = {"speak", "break", "prosody", "say-as", "sub"}


def check_response(response: Mapping[str, Any]) -> None:
    """Fail where Alexa would refuse the response, or certification would."""
    body = response["response"]
    assert len(json.dumps(response).encode()) <= LARGEST_RESPONSE
    for ssml in all_ssml(body):
        check_ssml(ssml)
    told = heard(body, spoken_ms)
    assert told.length_ms <= LONGEST_AUDIO_MS, f"{told.length_ms} ms of audio"
    assert not re.search(r"[{}<>&]", told.text), told.text
    reprompt = body.get("reprompt")
    if body.get("shouldEndSession") is False:
        check_prompt(told)
        assert reprompt is not None, "the microphone opens without a reprompt"
        again = heard(reprompt, spoken_ms)
        assert again.length_ms <= LONGEST_REPROMPT_MS, f"{again.length_ms} ms of reprompt"
        check_prompt(again)
    else:
        assert reprompt is None, "a session that ends has a reprompt"


def check_prompt(told: Heard) -> None:
    """At most one question, and the last thing heard asks for an answer."""
    assert told.text, "nothing is said before the microphone opens"
    assert told.text.count("?") <= 1, f"more than one question: {told.text}"
    if "?" in told.text:
        assert told.text.endswith("?"), f"a question that is not last: {told.text}"
    last = re.split(r"(?<=[.?!]) ", told.text)[-1]
    assert last.endswith("?") or re.search(r"\bsay\b", last, re.IGNORECASE), (
        f"the microphone opens without a prompt: {told.text}"
    )


def check_ssml(ssml: str) -> None:
    """Well-formed, short enough, of tags that Alexa knows, breaks within the limit."""
    assert len(ssml) <= LONGEST_SPEECH, f"{len(ssml)} characters"
    root = ElementTree.fromstring(ssml)
    assert root.tag == "speak"
    for element in root.iter():
        assert element.tag in KNOWN_TAGS, element.tag
        if element.tag == "break":
            assert int(element.attrib["time"].removesuffix("ms")) <= LONGEST_BREAK_MS


def all_ssml(body: Mapping[str, Any]) -> Iterator[str]:
    """Every piece of SSML in a response."""
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
