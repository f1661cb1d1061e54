"""Alexa's SSML as a row of phrases and pauses.

Known and left out on purpose, as no engine here can do them: `lang`, the pitch of `prosody`,
`phoneme`, `w`, and Amazon's emotions, domains and effects; their words are spoken. One engine
speaks for every `voice`, but not in one breath. Anything else that is not known is an error.
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
"""What the words amount to here (rate and decibels); what they amount to on a device is not
documented."""
TIME = re.compile(r"\+?([0-9]+|[0-9]*\.[0-9]+)(ms|s)")
"""A length of time as SSML writes it: 500ms, 2s, 1.5s, .5s, +2s."""
WORD_ENDS, WORD_BEGINS = ".,;:!?)]}…%”’", "([{“‘$"
"""What words may end and begin with, besides letters and digits."""
SENTENCE_MS = BREAKS_MS["strong"]
PARAGRAPH_MS = BREAKS_MS["x-strong"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words said in one breath."""

    text: str
    """As written."""
    spoken: str
    """As spoken."""
    rate: float = 1.0
    gain_db: float | None = 0.0
    """None is silent: the words take their time, unheard."""
    voice: str = ""
    """Whose voice was asked for; empty for Alexa's own."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A silence, in ms."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class SoundFile:
    """<audio>."""

    source: str
    path: str


Piece = Phrase | Pause | SoundFile
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Manner:
    rate: float = 1.0
    gain_db: float | None = 0.0
    voice: str = ""


def pieces_of(ssml: str, path: str) -> tuple[Piece, ...]:
    """What a <speak> says; `path` is where it stands. Raises UnplayableError."""
    opened = re.sub(r"^\s*<speak(?=[\s/>])", f"<speak {NAMESPACES}", ssml, count=1)
    try:
        root = ElementTree.fromstring(opened)
    except ElementTree.ParseError as error:
        raise UnplayableError(path, f"is not well-formed SSML ({error})") from error
    if root.tag != "speak":
        raise UnplayableError(path, f"SSML begins with <speak>, not with <{root.tag}>")
    reader = _Reader()
    reader.read(root, _Manner(), f"{path}/speak")
    return reader.pieces()


class _Reader:
    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._elements: Mapping[str, Callable[[ElementTree.Element, _Manner, str], None]] = {
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
        """What was read, without words that are only punctuation or space."""
        tidy = (
            replace(piece, text=_spaced(piece.text), spoken=_spaced(piece.spoken))
            if isinstance(piece, Phrase)
            else piece
            for piece in self._pieces
        )
        return tuple(
            piece
            for piece in tidy
            if not isinstance(piece, Phrase) or any(map(str.isalnum, piece.spoken))
        )

    def read(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        read = self._elements.get(element.tag)
        if read is None:
            raise UnplayableError(path, f"<{_tag(element)}> is not known here")
        read(element, manner, path)

    def _children(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        self._say(element.text or "", element.text or "", manner)
        for place, child in enumerate(element, start=1):
            self.read(child, manner, f"{path}/{_tag(child)}[{place}]")
            self._say(child.tail or "", child.tail or "", manner)

    def _say(self, text: str, spoken: str, manner: _Manner) -> None:
        last = self._pieces[-1] if self._pieces else None
        if isinstance(last, Phrase) and _Manner(last.rate, last.gain_db, last.voice) == manner:
            self._pieces[-1] = replace(
                last, text=_apart(last.text, text), spoken=_apart(last.spoken, spoken)
            )
        elif spoken.strip(" \n\t.,;:!?"):
            self._pieces.append(Phrase(text, spoken, manner.rate, manner.gain_db, manner.voice))
        elif isinstance(last, Phrase):
            self._pieces[-1] = replace(last, text=last.text + text)

    def _voice(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        self._children(element, replace(manner, voice=element.get("name", "")), path)

    def _sentence(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        self._followed_by_pause(element, manner, path, SENTENCE_MS)

    def _paragraph(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        self._followed_by_pause(element, manner, path, PARAGRAPH_MS)

    def _followed_by_pause(
        self, element: ElementTree.Element, manner: _Manner, path: str, pause_ms: int
    ) -> None:
        self._pieces.append(Pause(0))
        self._children(element, manner, path)
        last = self._pieces[-1]
        if isinstance(last, Pause):  # a paragraph's pause takes in that of its last sentence
            self._pieces[-1] = Pause(max(last.milliseconds, pause_ms))
        else:
            self._pieces.append(Pause(pause_ms))

    def _break(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        del manner
        if len(element) or (element.text or "").strip():
            raise UnplayableError(path, "<break> holds nothing")
        time = element.get("time")
        if time is None:
            strength = element.get("strength", "medium")
            self._pieces.append(Pause(_named(BREAKS_MS, strength, f"{path}@strength")))
            return
        match = TIME.fullmatch(time)
        if match is None:
            raise UnplayableError(
                f"{path}@time", f'Alexa refuses "{time}": it is no time such as 500ms or 2s'
            )
        length = round(float(match[1]) * (1000 if match[2] == "s" else 1))
        if length > LONGEST_BREAK_MS:
            raise UnplayableError(
                f"{path}@time", f"{time} is longer than Alexa allows, {LONGEST_BREAK_MS} ms"
            )
        self._pieces.append(Pause(length))

    def _prosody(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        rate, gain = manner.rate, manner.gain_db
        if "rate" in element.attrib:
            rate *= _rate(element.attrib["rate"], f"{path}@rate")
        if "volume" in element.attrib:
            louder = _volume(element.attrib["volume"], f"{path}@volume")
            gain = None if gain is None or louder is None else gain + louder
        self._children(element, replace(manner, rate=rate, gain_db=gain), path)

    def _emphasis(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        level = element.get("level", "moderate")
        rate, louder = _named(EMPHASIS, level, f"{path}@level")
        gain = None if manner.gain_db is None else manner.gain_db + louder
        self._children(element, replace(manner, rate=manner.rate * rate, gain_db=gain), path)

    def _say_as(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        how = _needed(element, "interpret-as", path)
        text = _words_only(element, path)
        try:
            self._say(text, say_as(how, text), manner)
        except ValueError as error:
            raise UnplayableError(path, str(error)) from error

    def _sub(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        self._say(_words_only(element, path), _needed(element, "alias", path), manner)

    def _audio(self, element: ElementTree.Element, manner: _Manner, path: str) -> None:
        del manner
        self._pieces.append(SoundFile(_needed(element, "src", path), f"{path}@src"))


def _apart(before: str, after: str) -> str:
    """Words on both sides of an element, never run into one."""
    ends = before[-1:].isalnum() or (before and before[-1] in WORD_ENDS)
    begins = after[:1].isalnum() or (after and after[0] in WORD_BEGINS)
    return f"{before} {after}" if ends and begins else before + after


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _tag(element: ElementTree.Element) -> str:
    return element.tag.replace(AMAZON, "amazon:").replace("{urn:alexa}", "alexa:")


def _needed(element: ElementTree.Element, attribute: str, path: str) -> str:
    value = element.get(attribute)
    if not value:
        raise UnplayableError(path, f"<{element.tag}> needs {attribute}")
    return value


def _words_only(element: ElementTree.Element, path: str) -> str:
    if len(element):
        raise UnplayableError(path, f"<{element.tag}> holds words and no elements")
    return element.text or ""


def _named(table: Mapping[str, T], name: str, path: str) -> T:
    if name not in table:
        raise UnplayableError(path, f'"{name}" is none of {", ".join(table)}')
    return table[name]


def _rate(text: str, path: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", text)
    if match is None:
        return _named(RATES, text, path)
    rate = float(match[1]) / 100
    if rate < SLOWEST:
        raise UnplayableError(path, f"{text} is slower than Alexa speaks, {SLOWEST:.0%}")
    return rate


def _volume(text: str, path: str) -> float | None:
    if text == "silent":
        return None
    match = re.fullmatch(r"([+-]\d+(?:\.\d+)?)dB", text)
    if match is None:
        return _named(VOLUMES_DB, text, path)
    louder = float(match[1])
    if louder > LOUDEST_DB:
        raise UnplayableError(path, f"{text} is louder than Alexa speaks, +{LOUDEST_DB}dB")
    return louder
