"""The ways to take words of an utterance as slot values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from skill.tools.desk.samples import Links

NUMBER = "AMAZON.NUMBER"
DURATION = "AMAZON.DURATION"


@dataclass(frozen=True)
class SlotReading:
    """What was said in a slot, and its value."""

    spoken: str
    """The words: `thirty seconds`, `r d ls`."""
    value: str
    """Digits for a number, ISO 8601 for a duration, the name for a value of our own types."""
    resolved_id: str | None
    """The id of the value it was matched to; None for built-in types or if none matched."""


@dataclass(frozen=True)
class Found:
    """A slot value in an utterance."""

    start: int
    end: int
    type: str
    reading: SlotReading

    def fits(self, kind: str) -> bool:
        """Whether it is a value of that slot type."""
        return self.type == f"{{{kind}}}"

    def overlaps(self, other: Found) -> bool:
        """Whether both have words in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Reading:
    """The utterance with some of its words replaced by slot types."""

    words: tuple[str, ...]
    found: tuple[Found, ...]
    said: tuple[str, ...]
    """The original words, which the values' positions refer to."""


def all_of(found: list[Found]) -> list[tuple[Found, ...]]:
    """All values at once, longer ones first, if there are three or more: "three down one up"."""
    chosen: list[Found] = []
    for each in sorted(found, key=lambda each: each.start - each.end):
        if not (each.fits(DURATION) or any(each.overlaps(other) for other in chosen)):
            chosen.append(each)
    every = tuple(sorted(chosen, key=lambda each: each.start))
    return [every] if len(every) > 2 else []


def reading_of(words: list[str], chosen: tuple[Found, ...]) -> Reading:
    """The words with those values in them as slots."""
    taken: list[str] = []
    place = 0
    for found in chosen:
        taken += [*words[place : found.start], found.type]
        place = found.end
    return Reading((*taken, *words[place:]), chosen, tuple(words))


def filled_slots(
    declared: Mapping[str, str], chosen: Iterable[Found], others: Iterable[Found]
) -> dict[str, SlotReading]:
    """The slots of an intent, in the order spoken: the values chosen, then others beside them."""
    taken: list[Found] = []
    room = Counter(f"{{{kind}}}" for kind in declared.values())
    for found in (*chosen, *others):
        if room[found.type] and not any(found.overlaps(other) for other in taken):
            room[found.type] -= 1
            taken.append(found)
    filled: dict[str, SlotReading] = {}
    for found in sorted(taken, key=lambda found: found.start):
        free = (name for name, kind in declared.items() if name not in filled and found.fits(kind))
        filled[next(free)] = found.reading
    return filled


def in_order(declared: Mapping[str, str], reading: Reading, links: Links) -> Mapping[str, str]:
    """The slots of an intent, two of one type in the order that the words between their values
    tell: "Thursday instead of Tuesday", "from Tuesday to Thursday"."""
    for one, other in pairwise(reading.found):
        slots = links.get(reading.said[one.end : other.start])
        if slots is not None:
            first = {name: declared[name] for name in slots}
            return {**first, **declared}
    return declared
