"""From a message to its words: as SSML, as plain text, and how long a slow voice needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from skill.coach.fixed_answers import FixedAnswer
from skill.coach.messages import Message, Value
from skill.speech.words import Catalogue, Piece, ValueWords

Cached = TypeVar("Cached")

TELEPHONE_PAUSE_MS = 500
LINES_KEPT = 4096
"""How many worded lines are cached: their words are the same for every runner."""
CACHED_TEXTS = 256
"""How many texts of many lines, such as the count of a set, are cached: at most 15 kB each."""


class Phrase(Struct, frozen=True):
    """The words of one line."""

    ssml: str
    """Well-formed SSML content, without its <speak>."""
    text: str
    """The same as plain text: for captions, cards and the terminal."""

    @property
    def plain(self) -> bool:
        """Whether the SSML is just the escaped text."""
        return self.ssml == self.text or self.ssml == escape(self.text)


class Voice:
    """Words for messages in one language; `turn` selects among a line's variants."""

    def __init__(self, catalogue: Catalogue, turn: int = 0) -> None:
        self._catalogue = catalogue
        self._turn = turn % catalogue.cycle
        self._turns: dict[int, Voice] = {}
        self._variants: dict[str, int] = {}
        self._worded: dict[object, tuple[Phrase, int]] = {}
        self._cached: dict[object, Any] = {}

    def at(self, turn: int) -> Voice:
        """The same voice at another turn; it repeats after a cycle of turns."""
        turn %= self._catalogue.cycle
        voice = self._turns.get(turn)
        if voice is None:
            voice = self._turns[turn] = copy(self)
            voice._turn = turn
        return voice

    @property
    def fixed_answers(self) -> Mapping[str, FixedAnswer]:
        """The one-line answers that it has words for, by name."""
        return self._catalogue.fixed_answers

    @property
    def longest_break_ms(self) -> int:
        """The longest silence in SSML that Alexa takes."""
        return self._catalogue.longest_break_ms

    def say(self, line: Message) -> Phrase:
        """The words of a line."""
        return self._words_of(line)[0]

    def measure(self, line: Message) -> int:
        """The time in ms that a slow voice needs for the line."""
        return self._words_of(line)[1]

    def cached(self, key: object, make: Callable[[], Cached]) -> Cached:
        """The result of `make` for lines in this voice at this turn. Cached and shared: do not
        change it.

        The `key` must identify the lines and everything else it depends on.
        """
        key = self._turn, key
        text: Cached | None = self._cached.get(key)
        if text is None:
            text = make()
            _keep(self._cached, key, text, CACHED_TEXTS)
        return text

    def _words_of(self, line: Message) -> tuple[Phrase, int]:
        variants = self._variants.get(line.key)
        if variants is None:
            variants = self._variants[line.key] = len(self._catalogue.lines[line.key])
        key = line.key, line.values, self._turn % variants
        worded = self._worded.get(key)
        if worded is None:
            phrase = _phrase_of(self._catalogue, line, self._turn % variants)
            worded = phrase, spoken_ms(phrase.text, self._catalogue.pace)
            _keep(self._worded, key, worded, LINES_KEPT)
        return worded


def _keep(kept: dict[object, Any], key: object, value: object, most: int) -> None:
    """Keep a value; if the cache is full, empty it first."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value


def _phrase_of(catalogue: Catalogue, line: Message, variant: int) -> Phrase:
    """The words of a line in one of its variants."""
    values = dict(line.values)
    parts = [_piece(catalogue, piece, values) for piece in catalogue.lines[line.key][variant]]
    phrase = Phrase("".join(p.ssml for p in parts), "".join(p.text for p in parts))
    return _capitalised(phrase) if phrase.text.endswith((".", "?", "!")) else phrase


def _piece(catalogue: Catalogue, piece: Piece, values: Mapping[str, Value]) -> Phrase:
    literal = _plain(piece.literal)
    if piece.value is None:
        return literal
    worded = HELPERS[piece.helper](catalogue, str(values[piece.value]), piece.argument)
    value = worded if isinstance(worded, Phrase) else _plain(worded)
    return Phrase(literal.ssml + value.ssml, literal.text + value.text)


def _tempo(catalogue: Catalogue, value: str, _: str) -> str:
    words = catalogue.tables["way"]
    ways = [each.split(":") for each in value.split()]
    return ", ".join(words[way].replace("{n}", number(catalogue, int(n))) for way, n in ways)


def _form(catalogue: Catalogue, value: str, field: str) -> str:
    exercise, form = value.split("/")
    return catalogue.exercises[exercise].forms[form][field]


def _step(catalogue: Catalogue, value: str, _: str) -> str:
    exercise, form, step = value.split("/")
    return catalogue.exercises[exercise].steps[form][step]


def _telephone(_: Catalogue, value: str, __: str) -> Phrase:
    groups = value.split()
    pause = f'<break time="{TELEPHONE_PAUSE_MS}ms"/>'
    spoken = pause.join(
        f'<say-as interpret-as="telephone">{escape(group)}</say-as>' for group in groups
    )
    return Phrase(f'<prosody rate="slow">{spoken}</prosody>', ", ".join(groups))


def _email(catalogue: Catalogue, value: str, _: str) -> Phrase:
    quoted = escape(catalogue.clinic["email"]).replace('"', "&quot;")
    return Phrase(f'<sub alias="{quoted}">{escape(value)}</sub>', value)


def _listed(words: ValueWords, texts: Iterable[str]) -> str:
    return joined(list(texts), words.tables["join"]["and"])


Helper = Callable[[Catalogue, str, str], str | Phrase]
"""Words a value; the last argument is what the template names beside it, such as a table."""

WITH_ARGUMENT: Mapping[str, Helper] = {
    "count": lambda words, value, noun: count(words, int(value), noun),
    "of": lambda words, value, table: words.tables[table][value],
    "list": lambda words, value, table: _listed(
        words, (words.tables[table][name] for name in value.split())
    ),
    "exercise": lambda words, value, field: words.exercises[value].texts[field],
    "form": _form,
    "move": lambda words, value, field: words.moves[value][field],
    "clinic": lambda words, _, field: words.clinic[field],
}
"""The helpers that need one, by name."""
ALONE: Mapping[str, Helper] = {
    "number": lambda words, value, _: number(words, int(value)),
    "ordinal": lambda words, value, _: ordinal(words, int(value)),
    "duration": lambda words, value, _: duration(words, int(value)),
    "ago": lambda words, value, _: ago(words, int(value)),
    "weight": lambda words, value, _: weight(words, value),
    "exercises": lambda words, value, _: _listed(
        words, (words.exercises[name].texts["name"] for name in value.split())
    ),
    "moves": lambda words, value, _: _listed(
        words, (words.moves[name]["name"] for name in value.split())
    ),
    "step": _step,
    "tempo": _tempo,
    "telephone": _telephone,
    "email": _email,
    "text": lambda _, value, __: value,
}
"""The helpers that take none, by name."""
HELPERS = {**WITH_ARGUMENT, **ALONE}


def escape(text: str) -> str:
    """The text as XML content. (The standard library's own loads an HTTP client with it.)

    >>> escape("rest & go")
    'rest &amp; go'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _capitalised(phrase: Phrase) -> Phrase:
    """Capitalize a sentence that begins with a value: "Two sets ..."."""
    text = phrase.text[:1].upper() + phrase.text[1:]
    markup = phrase.ssml.startswith("<")
    return Phrase(phrase.ssml if markup else phrase.ssml[:1].upper() + phrase.ssml[1:], text)


def _plain(text: str) -> Phrase:
    return Phrase(escape(text), text)


def joined(words: list[str], conjunction: str) -> str:
    """A list for the ear.

    >>> joined(["a ball", "a mat", "a weight"], "and")
    'a ball, a mat and a weight'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def number(words: ValueWords, value: int) -> str:
    """A number as a word, up to ninety-nine; digits beyond."""
    return words.numbers[value] if 0 <= value < len(words.numbers) else str(value)


def ordinal(words: ValueWords, value: int) -> str:
    """A place in order as a word, up to tenth; the plain number beyond."""
    if 0 <= value < len(words.ordinals):
        return words.ordinals[value]
    return number(words, value)


def noun(words: ValueWords, value: int, name: str) -> str:
    """The form of a noun for a number: "rep" for one, "reps" for two."""
    places = (place for place, numbers in enumerate(words.plural) if value in numbers)
    return words.nouns[name][next(places, -1)]


def count(words: ValueWords, value: int, name: str) -> str:
    """A number with its noun: "one set", "three sets", "no sets"."""
    amount = number(words, value) if value else words.tables["join"]["none"]
    return f"{amount} {noun(words, value, name)}"


def weight(words: ValueWords, value: str) -> str:
    """A weight, given in halves of its unit: "eight kilos", "seven and a half kilos"."""
    halves, unit = value.split()
    texts = words.tables["weight"]
    whole, half = divmod(int(halves), 2)
    if not whole and not half:
        return texts["none"]
    if not half:
        return count(words, whole, unit)
    amount = texts["and_a_half"].replace("{n}", number(words, whole))
    return f"{amount} {words.nouns[unit][-1]}"


def ago(words: ValueWords, hours: int) -> str:
    """A time in the past: "less than an hour ago", "five hours ago", "one day ago"."""
    texts = words.tables["ago"]
    if not hours:
        return texts["just_now"]
    days = hours // 24
    since = count(words, days, "day") if days else count(words, hours, "hour")
    return texts["since"].replace("{since}", since)


def duration(words: ValueWords, seconds: int) -> str:
    """A duration in words.

    90 becomes "one minute and thirty seconds"; 60 "one minute"; 45 "forty-five seconds".
    """
    minutes, rest = divmod(seconds, 60)
    parts = [count(words, minutes, "minute")] if minutes else []
    if rest or not minutes:
        parts.append(count(words, rest, "second"))
    return joined(parts, words.tables["join"]["and"])


PAUSES = ".,:;?!"
ENGLISH_PACE: Mapping[str, int] = MappingProxyType(
    {"start_ms": 350, "letter_ms": 82, "digit_ms": 620, "pause_ms": 420}
)


def spoken_ms(text: str, pace: Mapping[str, int] = ENGLISH_PACE) -> int:
    """How long a slow voice (about 140 words a minute) needs for the text, in ms.

    Generous on purpose: a slot too long is a breath, one too short makes two sentences overlap.
    Digits are spoken one by one, as in a phone number.
    """
    digits = sum(map(str.isdigit, text))
    pauses = sum(map(text.count, PAUSES))
    letters = len(text) - digits - pauses
    return (
        pace["start_ms"]
        + pace["letter_ms"] * letters
        + pace["digit_ms"] * digits
        + pace["pause_ms"] * pauses
    )
