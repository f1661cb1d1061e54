"""What a response says and when: APLA documents and SSML with estimated lengths of clips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from xml.etree import ElementTree

from skill.speech.wording import spoken_ms

RENDER_APLA = "Alexa.Presentation.APLA.RenderDocument"
BEAT = "(beats)"
"""The text of a run of beats."""
USUAL_PACE = 0.75
"""The share of a slow voice's time that a usual voice needs."""

ClipLength = Callable[[str], int]
"""The length of a text's clip in ms, with the silence at its end."""


class PlaybackError(ValueError):
    """A document that cannot be played; the text names the path in it."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Words, and when they are heard."""

    at_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything heard of a response."""

    clips: tuple[Clip, ...]
    length_ms: int

    @property
    def text(self) -> str:
        """The words alone, in the order heard."""
        return " ".join(clip.text for clip in self.clips)


SILENCE = Heard((), 0)


def usual_clip(text: str) -> int:
    """The estimated length of a clip in a usual voice, in ms."""
    return round(USUAL_PACE * spoken_ms(text))


def heard(output: Mapping[str, Any] | None, clip_ms: ClipLength = usual_clip) -> Heard:
    """What is heard of a response or reprompt: first the speech, then the document."""
    if not output:
        return SILENCE
    clips: list[Clip] = []
    length = 0
    speech = output.get("outputSpeech")
    if speech:
        length = _play_ssml(speech["ssml"], 0, clips, clip_ms)
    for directive in output.get("directives") or ():
        if directive["type"] == RENDER_APLA:
            length = play_document(directive["document"], length, clips, clip_ms)
    clips.sort(key=lambda clip: clip.at_ms)
    return Heard(tuple(clips), length)


def play_document(
    document: Mapping[str, Any], at_ms: int, clips: list[Clip], clip_ms: ClipLength
) -> int:
    """Play an APLA document from `at_ms`; the offset at which it ends."""
    template = document["mainTemplate"]
    return _play(template["item"], at_ms, clips, clip_ms, "mainTemplate.item")


def _play(
    component: Mapping[str, Any], at_ms: int, clips: list[Clip], clip_ms: ClipLength, path: str
) -> int:
    kind = component["type"]
    if kind == "Silence":
        return at_ms + cast(int, component["duration"])
    if kind == "Speech":
        if component.get("contentType") == "SSML":
            return _play_ssml(component["content"], at_ms, clips, clip_ms)
        clips.append(Clip(at_ms, component["content"]))
        return at_ms + clip_ms(component["content"])
    if kind == "Audio":
        clips.append(Clip(at_ms, BEAT))
        return at_ms  # the silence beside it is longer
    children = list(enumerate(component.get("items", ())))
    if kind == "Sequencer":
        for place, child in children:
            at_ms = _play(child, at_ms, clips, clip_ms, f"{path}.items[{place}]")
        return at_ms
    if kind == "Mixer":
        # a Mixer lasts as long as its longest child
        return max(
            _play(child, at_ms, clips, clip_ms, f"{path}.items[{place}]")
            for place, child in children
        )
    raise PlaybackError(f"{path}: {kind} is not supported")


def _play_ssml(ssml: str, at_ms: int, clips: list[Clip], clip_ms: ClipLength) -> int:
    """Play SSML from `at_ms`: a clip for each stretch between longer breaks."""
    words: list[str] = []
    start = at_ms

    def flush() -> None:
        nonlocal at_ms
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            clips.append(Clip(start, text))
            at_ms += clip_ms(text)

    for piece in _pieces(ElementTree.fromstring(ssml)):
        if isinstance(piece, str):
            words.append(piece)
        else:
            flush()
            at_ms += piece
            start = at_ms
    flush()
    return at_ms


def _pieces(element: ElementTree.Element) -> list[str | int]:
    """Text and breaks (in ms) of an element, in order."""
    if element.tag == "break":
        return [_milliseconds(element.attrib["time"]), element.tail or ""]
    pieces: list[str | int] = [element.text or ""]
    for child in element:
        pieces.extend(_pieces(child))
    if element.tag == "prosody":
        # a telephone number is one clip, whatever pauses it has
        pieces = [", ".join(p for p in pieces if isinstance(p, str) and p)]
    return [*pieces, element.tail or ""]


def _milliseconds(time: str) -> int:
    return int(time.removesuffix("ms")) if time.endswith("ms") else 1000 * int(time[:-1])
