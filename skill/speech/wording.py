"""From a message to its words: as SSML, as plain text, and how long a slow voice needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

from skill.coach.fixed_answers import FixedAnswer
from skill.coach.messages import Message, Value
from skill.speech.words import Catalogue, Piece

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
        self._wording = Wording(catalogue)
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
            phrase = self._wording.phrase(line, self._turn % variants)
            worded = phrase, spoken_ms(phrase.text, self._catalogue.pace)
            _keep(self._worded, key, worded, LINES_KEPT)
        return worded


def _keep(kept: dict[object, Any], key: object, value: object, most: int) -> None:
    """Keep a value; if the cache is full, empty it first."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value


class Wording:
    """Turns a line's values into words."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._helpers: Mapping[str, Callable[[Value, str], Phrase]] = {
            "number": lambda value, _: _phrase(number(self._catalogue, int(value))),
            "ordinal": lambda value, _: _phrase(ordinal(self._catalogue, int(value))),
            "count": lambda value, noun: _phrase(count(self._catalogue, int(value), noun)),
            "duration": lambda value, _: _phrase(duration(self._catalogue, int(value))),
            "ago": lambda value, _: _phrase(ago(self._catalogue, int(value))),
            "weight": lambda value, _: _phrase(weight(self._catalogue, str(value))),
            "of": lambda value, table: _phrase(self._catalogue.tables[table][str(value)]),
            "list": self._list,
            "tempo": self._tempo,
            "move": lambda value, field: _phrase(self._catalogue.moves[str(value)][field]),
            "moves": self._move_names,
            "exercise": lambda value, field: _phrase(
                self._catalogue.exercises[str(value)].texts[field]
            ),
            "exercises": self._exercise_names,
            "clinic": lambda _, field: _phrase(self._catalogue.clinic[field]),
            "form": self._form,
            "step": self._step,
            "telephone": self._telephone,
            "email": self._email,
            "text": lambda value, _: _phrase(str(value)),
        }

    def phrase(self, line: Message, variant: int) -> Phrase:
        """The words of a line in one of its variants."""
        values = dict(line.values)
        parts = [self._piece(piece, values) for piece in self._catalogue.lines[line.key][variant]]
        phrase = Phrase("".join(p.ssml for p in parts), "".join(p.text for p in parts))
        return _capitalised(phrase) if phrase.text.endswith((".", "?", "!")) else phrase

    def _piece(self, piece: Piece, values: Mapping[str, Value]) -> Phrase:
        literal = _phrase(piece.literal)
        if piece.value is None:
            return literal
        value = self._helpers[piece.helper](values[piece.value], piece.argument)
        return Phrase(literal.ssml + value.ssml, literal.text + value.text)

    def _list(self, value: Value, table: str) -> Phrase:
        words = [self._catalogue.tables[table][name] for name in str(value).split()]
        return _phrase(joined(words, self._catalogue.tables["join"]["and"]))

    def _tempo(self, value: Value, _: str) -> Phrase:
        words = self._catalogue.tables["way"]
        ways = [each.split(":") for each in str(value).split()]
        said = [words[way].replace("{n}", number(self._catalogue, int(n))) for way, n in ways]
        return _phrase(", ".join(said))

    def _exercise_names(self, value: Value, _: str) -> Phrase:
        names = [self._catalogue.exercises[name].texts["name"] for name in str(value).split()]
        return _phrase(joined(names, self._catalogue.tables["join"]["and"]))

    def _move_names(self, value: Value, _: str) -> Phrase:
        names = [self._catalogue.moves[name]["name"] for name in str(value).split()]
        return _phrase(joined(names, self._catalogue.tables["join"]["and"]))

    def _form(self, value: Value, field: str) -> Phrase:
        exercise, form = str(value).split("/")
        return _phrase(self._catalogue.exercises[exercise].forms[form][field])

    def _step(self, value: Value, _: str) -> Phrase:
        exercise, form, step = str(value).split("/")
        return _phrase(self._catalogue.exercises[exercise].steps[form][step])

    def _telephone(self, value: Value, _: str) -> Phrase:
        groups = str(value).split()
        pause = f'<break time="{TELEPHONE_PAUSE_MS}ms"/>'
        spoken = pause.join(
            f'<say-as interpret-as="telephone">{escape(group)}</say-as>' for group in groups
        )
        return Phrase(f'<prosody rate="slow">{spoken}</prosody>', ", ".join(groups))

    def _email(self, value: Value, _: str) -> Phrase:
        address = str(value)
        alias = escape(self._catalogue.clinic["email"])
        quoted = alias.replace('"', "&quot;")
        ssml = f'<sub alias="{quoted}">{escape(address)}</sub>'
        return Phrase(ssml, address)


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


def _phrase(text: str) -> Phrase:
    return Phrase(escape(text), text)


def joined(words: list[str], conjunction: str) -> str:
    """A list for the ear.

    >>> joined(["a ball", "a mat", "a weight"], "and")
    'a ball, a mat and a weight'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def number(catalogue: Catalogue, value: int) -> str:
    """A number as a word, up to ninety-nine; digits beyond."""
    return catalogue.numbers[value] if 0 <= value < len(catalogue.numbers) else str(value)


def ordinal(catalogue: Catalogue, value: int) -> str:
    """A place in order as a word, up to tenth; the plain number beyond."""
    if 0 <= value < len(catalogue.ordinals):
        return catalogue.ordinals[value]
    return number(catalogue, value)


def noun(catalogue: Catalogue, value: int, name: str) -> str:
    """The form of a noun for a number: "rep" for one, "reps" for two."""
    places = (place for place, numbers in enumerate(catalogue.plural) if value in numbers)
    return catalogue.nouns[name][next(places, -1)]


def count(catalogue: Catalogue, value: int, name: str) -> str:
    """A number with its noun: "one set", "three sets", "no sets"."""
    amount = number(catalogue, value) if value else catalogue.tables["join"]["none"]
    return f"{amount} {noun(catalogue, value, name)}"


def weight(catalogue: Catalogue, value: str) -> str:
    """A weight, given in halves of its unit: "eight kilos", "seven and a half kilos"."""
    halves, unit = value.split()
    words = catalogue.tables["weight"]
    whole, half = divmod(int(halves), 2)
    if not whole and not half:
        return words["none"]
    if not half:
        return count(catalogue, whole, unit)
    amount = words["and_a_half"].replace("{n}", number(catalogue, whole))
    return f"{amount} {catalogue.nouns[unit][-1]}"


def ago(catalogue: Catalogue, hours: int) -> str:
    """A time in the past: "less than an hour ago", "five hours ago", "one day ago"."""
    words = catalogue.tables["ago"]
    if not hours:
        return words["just_now"]
    days = hours // 24
    since = count(catalogue, days, "day") if days else count(catalogue, hours, "hour")
    return words["since"].replace("{since}", since)


def duration(catalogue: Catalogue, seconds: int) -> str:
    """A duration in words.

    90 becomes "one minute and thirty seconds"; 60 "one minute"; 45 "forty-five seconds".
    """
    minutes, rest = divmod(seconds, 60)
    parts = [count(catalogue, minutes, "minute")] if minutes else []
    if rest or not minutes:
        parts.append(count(catalogue, rest, "second"))
    return joined(parts, catalogue.tables["join"]["and"])


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
