"""Parses Alexa's SSML into phrases and pauses.

The engines can't do `lang`, the pitch of `prosody`, `phoneme`, `w`, and Amazon's emotions, domains
and effects, so only their words are spoken. One engine speaks for every `voice`, but never two of
them in one phrase. Any other unknown element is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from xml.etree import ElementTree

from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.spoken_forms import say_as

LONGEST_BREAK_MS = 10_000
SLOWEST = 0.2
LOUDEST_DB = 4.08
NAMESPACES = 'xmlns:amazon="urn:amazon" xmlns:alexa="urn:alexa"'
AMAZON = "{urn:amazon}"

RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.5}
VOLUMES_DB = {"x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 3.0, "x-loud": LOUDEST_DB}
BREAKS_MS = {"none": 0, "x-weak": 0, "weak": 250, "medium": 250, "strong": 500, "x-strong": 800}
EMPHASIS = {"strong": (0.85, 3.0), "moderate": (0.92, 1.5), "reduced": (1.1, -2.0)}
"""Rate and decibels of each level; Alexa's own are not documented."""
TIME = re.compile(r"\+?([0-9]+|[0-9]*\.[0-9]+)(ms|s)")
"""A duration in SSML: 500ms, 2s, 1.5s, .5s, +2s."""
WORD_ENDS, WORD_BEGINS = ".,;:!?)]}…%”’", "([{“‘$"
"""What a word may end and begin with, besides letters and digits."""
SENTENCE_MS = BREAKS_MS["strong"]
PARAGRAPH_MS = BREAKS_MS["x-strong"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words said without a pause."""

    text: str
    """As written."""
    spoken: str
    """As spoken."""
    rate: float = 1.0
    gain_db: float | None = 0.0
    """None is silent: the words take their time unheard."""
    voice: str = ""
    """The voice asked for; empty for Alexa's own."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class SoundFile:
    """An <audio> element."""

    source: str
    path: str


Piece = Phrase | Pause | SoundFile
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Prosody:
    rate: float = 1.0
    gain_db: float | None = 0.0
    voice: str = ""


def pieces_of(ssml: str, path: str) -> tuple[Piece, ...]:
    """The pieces of a <speak>; raises UnplayableError, which names `path`."""
    opened = re.sub(r"^\s*<speak(?=[\s/>])", f"<speak {NAMESPACES}", ssml, count=1)
    try:
        root = ElementTree.fromstring(opened)
    except ElementTree.ParseError as error:
        raise UnplayableError(path, f"is not well-formed SSML ({error})") from error
    if root.tag != "speak":
        raise UnplayableError(path, f"SSML begins with <speak>, not with <{root.tag}>")
    reader = _Reader()
    reader.read(root, _Prosody(), f"{path}/speak")
    return reader.pieces()


class _Reader:
    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._elements: Mapping[str, Callable[[ElementTree.Element, _Prosody, str], None]] = {
            "speak": self._children,
            "s": self._sentence,
            "p": self._paragraph,
            "break": self._break,
            "prosody": self._prosody,
            "emphasis": self._emphasis,
            "say-as": self._say_as,
            "sub": self._sub,
            "audio": self._audio,
            "voice": self._voice,
            **dict.fromkeys(("w", "lang", "phoneme"), self._children),
            **dict.fromkeys(
                (f"{AMAZON}emotion", f"{AMAZON}domain", f"{AMAZON}effect"), self._children
            ),
        }

    def pieces(self) -> tuple[Piece, ...]:
        """The pieces read, without phrases of punctuation and space alone."""
        tidy = (
            replace(piece, text=_normalised(piece.text), spoken=_normalised(piece.spoken))
            if isinstance(piece, Phrase)
            else piece
            for piece in self._pieces
        )
        return tuple(
            piece
            for piece in tidy
            if not isinstance(piece, Phrase) or any(map(str.isalnum, piece.spoken))
        )

    def read(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        read = self._elements.get(element.tag)
        if read is None:
            raise UnplayableError(path, f"<{_tag(element)}> is not supported")
        read(element, prosody, path)

    def _children(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        self._say(element.text or "", element.text or "", prosody)
        for place, child in enumerate(element, start=1):
            self.read(child, prosody, f"{path}/{_tag(child)}[{place}]")
            self._say(child.tail or "", child.tail or "", prosody)

    def _say(self, text: str, spoken: str, prosody: _Prosody) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, Phrase) and _Prosody(last.rate, last.gain_db, last.voice) == prosody:
            self._pieces[-1] = replace(
                last, text=_join(last.text, text), spoken=_join(last.spoken, spoken)
            )
        elif spoken.strip(" \n\t.,;:!?"):
            self._pieces.append(Phrase(text, spoken, prosody.rate, prosody.gain_db, prosody.voice))
        elif isinstance(last, Phrase):
            self._pieces[-1] = replace(last, text=last.text + text)

    def _voice(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        self._children(element, replace(prosody, voice=element.get("name", "")), path)

    def _sentence(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        self._followed_by_pause(element, prosody, path, SENTENCE_MS)

    def _paragraph(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        self._followed_by_pause(element, prosody, path, PARAGRAPH_MS)

    def _followed_by_pause(
        self, element: ElementTree.Element, prosody: _Prosody, path: str, pause_ms: int
    ) -> None:
        self._pieces.append(Pause(0))
        self._children(element, prosody, path)
        last = self._pieces[-1]
        if isinstance(last, Pause):  # the pauses of a paragraph and its last sentence don't add up
            self._pieces[-1] = Pause(max(last.milliseconds, pause_ms))
        else:
            self._pieces.append(Pause(pause_ms))

    def _break(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        del prosody
        if len(element) or (element.text or "").strip():
            raise UnplayableError(path, "<break> must be empty")
        time = element.get("time")
        if time is None:
            strength = element.get("strength", "medium")
            self._pieces.append(Pause(_look_up(BREAKS_MS, strength, f"{path}@strength")))
            return
        match = TIME.fullmatch(time)
        if match is None:
            raise UnplayableError(
                f"{path}@time", f'Alexa refuses "{time}"; write a time such as 500ms or 2s'
            )
        length = round(float(match[1]) * (1000 if match[2] == "s" else 1))
        if length > LONGEST_BREAK_MS:
            raise UnplayableError(
                f"{path}@time", f"{time} is longer than Alexa allows, {LONGEST_BREAK_MS} ms"
            )
        self._pieces.append(Pause(length))

    def _prosody(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        rate, gain = prosody.rate, prosody.gain_db
        if "rate" in element.attrib:
            rate *= _rate(element.attrib["rate"], f"{path}@rate")
        if "volume" in element.attrib:
            louder = _volume(element.attrib["volume"], f"{path}@volume")
            gain = None if gain is None or louder is None else gain + louder
        self._children(element, replace(prosody, rate=rate, gain_db=gain), path)

    def _emphasis(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        level = element.get("level", "moderate")
        rate, louder = _look_up(EMPHASIS, level, f"{path}@level")
        gain = None if prosody.gain_db is None else prosody.gain_db + louder
        self._children(element, replace(prosody, rate=prosody.rate * rate, gain_db=gain), path)

    def _say_as(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        how = _required(element, "interpret-as", path)
        text = _text_only(element, path)
        try:
            self._say(text, say_as(how, text), prosody)
        except ValueError as error:
            raise UnplayableError(path, str(error)) from error

    def _sub(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        self._say(_text_only(element, path), _required(element, "alias", path), prosody)

    def _audio(self, element: ElementTree.Element, prosody: _Prosody, path: str) -> None:
        del prosody
        self._pieces.append(SoundFile(_required(element, "src", path), f"{path}@src"))


def _join(before: str, after: str) -> str:
    """Join the text on both sides of a tag, with a space where two words would run together."""
    ends = before[-1:].isalnum() or (before and before[-1] in WORD_ENDS)
    begins = after[:1].isalnum() or (after and after[0] in WORD_BEGINS)
    return f"{before} {after}" if ends and begins else before + after


def _normalised(text: str) -> str:
    return " ".join(text.split())


def _tag(element: ElementTree.Element) -> str:
    return element.tag.replace(AMAZON, "amazon:").replace("{urn:alexa}", "alexa:")


def _required(element: ElementTree.Element, attribute: str, path: str) -> str:
    value = element.get(attribute)
    if not value:
        raise UnplayableError(path, f"<{element.tag}> needs {attribute}")
    return value


def _text_only(element: ElementTree.Element, path: str) -> str:
    if len(element):
        raise UnplayableError(path, f"<{element.tag}> must hold text only")
    return element.text or ""


def _look_up(table: Mapping[str, T], name: str, path: str) -> T:
    if name not in table:
        raise UnplayableError(path, f'"{name}" is not one of {", ".join(table)}')
    return table[name]


def _rate(text: str, path: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if match is None:
        return _look_up(RATES, text, path)
    rate = float(match[1]) / 100
    if rate < SLOWEST:
        raise UnplayableError(path, f"{text} is slower than Alexa allows, {SLOWEST:.0%}")
    return rate


def _volume(text: str, path: str) -> float | None:
    if text == "silent":
        return None
    match = re.fullmatch(r"([+-]\d+(?:\.\d+)?)dB", text)
    if match is None:
        return _look_up(VOLUMES_DB, text, path)
    louder = float(match[1])
    if louder > LOUDEST_DB:
        raise UnplayableError(path, f"{text} is louder than Alexa allows, +{LOUDEST_DB}dB")
    return louder
