"""Parses numbers and durations as Alexa does: "forty five" -> 45, "a minute" -> PT1M."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num  # type: ignore[import-untyped]

LONGEST = 5
"""The longest number in words: "one hundred and twenty five"."""

UNITS = {"second": "S", "sec": "S", "minute": "M", "min": "M", "hour": "H"}
SMALLER = {"H": "M", "M": "S"}
"""The sixtieth of each unit."""
ARTICLES = (("a",), ("an",))
MOMENTS = (("a", "second"), ("a", "sec"))
"""Mean a short while, never one second."""
COUNTED = frozenset("set rep repetition round more time second minute hour".split())
"""What "one" counts: "one set" is a number, as in "set one"; "that one" is none."""
WAYS = frozenset("down up in out top".split())
"""The phases of a rep: the "one" of "three down one up" is a number."""
HALF = ("and", "a", "half")
SIXTIETHS = {
    ("half", "a"): 30,
    ("half", "an"): 30,
    ("a", "half"): 30,
    ("quarter", "of", "an"): 15,
    ("a", "quarter", "of", "an"): 15,
    ("three", "quarters", "of", "an"): 45,
}
"""Fractions of a unit in sixtieths: half an hour is 30 minutes."""
DOZENS = {("dozen",): 12, ("a", "dozen"): 12, ("half", "a", "dozen"): 6}


@dataclass(frozen=True)
class Span:
    """Words in a row of an utterance and their value."""

    start: int
    """The index of the first word."""
    end: int
    """The index after the last word."""
    value: str
    """As Alexa gives it: digits for a number, ISO 8601 for a duration."""


def number_of(words: Sequence[str]) -> int | None:
    """The whole number in words, or None: ("twenty", "five") -> 25, ("30",) -> 30."""
    return _number(tuple(words))


@lru_cache(maxsize=10_000)
def _number(words: tuple[str, ...]) -> int | None:
    if words in DOZENS:
        return DOZENS[words]
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0])
    # text2num would read "seven and" as 7
    if not words or "and" in (words[0], words[-1]) or not all(map(str.isalpha, words)):
        return None
    try:
        return int(text2num(" ".join(words), "en"))
    except ValueError:
        return None


def numbers_in(words: Sequence[str]) -> Iterator[Span]:
    """The numbers in `words`, longest first: "twenty five" is 25, not 20 and 5."""
    place = 0
    while place < len(words):
        for end in range(min(place + LONGEST, len(words)), place, -1):
            amount = number_of(words[place:end])
            alone = list(words[place:end]) == ["one"]
            if alone and not _is_number(words[:place], words[end:]):
                continue
            if amount is not None:
                yield Span(place, end, str(amount))
                place = end
                break
        else:
            place += 1


def _is_number(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a "one" between those words is a number, as it isn't in "that one"."""
    counts = bool(after) and after[0].removesuffix("s") in COUNTED
    behind_a_way = bool(before) and before[-1] in {*WAYS, "and", "then"}
    of_a_way = not WAYS.isdisjoint((*before, *after[:1]))
    in_a_tempo = "tempo" in (*before, *after) and number_of(before[-1:]) is not None
    of_a_set = list(before[-1:]) == ["set"]
    return in_a_tempo or counts or of_a_set or (of_a_way and (behind_a_way or not before))


def durations_in(words: Sequence[str]) -> Iterator[Span]:
    """The durations in `words`, in the units said: "ninety seconds" is PT90S."""
    place = 0
    while place < len(words):
        span = _duration_at(words, place)
        if span is None:
            place += 1
            continue
        joined = span.end + (span.end < len(words) and words[span.end] == "and")
        more = _duration_at(words, joined)
        # "one minute thirty seconds" is one duration, "thirty seconds one minute" is two
        if more is not None and more.value[-1] == SMALLER.get(span.value[-1]):
            span = Span(place, more.end, span.value + more.value.removeprefix("PT"))
        yield span
        place = span.end


def _duration_at(words: Sequence[str], place: int) -> Span | None:
    for end in range(min(place + LONGEST, len(words) - 1), place, -1):
        unit = UNITS.get(words[end].removesuffix("s"))
        amount = tuple(words[place:end])
        if unit is None or tuple(words[place : end + 1]) in MOMENTS:
            continue
        if amount in SIXTIETHS and unit in SMALLER:
            return Span(place, end + 1, f"PT{SIXTIETHS[amount]}{SMALLER[unit]}")
        # "one and a half minutes" or "a minute and a half"
        halved = amount[-len(HALF) :] == HALF
        whole = amount[: -len(HALF)] if halved else amount
        number = 1 if whole in ARTICLES else number_of(whole)
        if number is None:
            continue
        after = end + 1
        if not halved and tuple(words[after : after + len(HALF)]) == HALF:
            halved, after = True, after + len(HALF)
        half = f"30{SMALLER[unit]}" if halved and unit in SMALLER else ""
        return Span(place, after, f"PT{number}{unit}{half}")
    return None
