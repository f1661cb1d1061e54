"""The filters of APL for Audio, applied in document order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from skill.tools.apla_render.binding import Context, evaluate
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.sound import Samples
from skill.tools.apla_render.sources import (
    FOREVER,
    Amplified,
    FadeOut,
    Loop,
    MakeSource,
    Slice,
    Source,
)
from skill.tools.apla_render.values import is_true

LONGEST_MS = 240_000
"""Alexa's limit for one response."""
ENDLESS = -1

PROPERTIES = {
    "Trim": {"start", "end"},
    "Repeat": {"repeatCount"},
    "Volume": {"amount"},
    "FadeIn": {"duration"},
    "FadeOut": {"duration"},
}
BASE = {"type", "when", "description"}


@dataclass(frozen=True, slots=True)
class Playable:
    """A component that can be played any number of times."""

    make: MakeSource
    endless: bool = False
    """Whether it repeats forever, so that only a Mixer can trim it."""


@dataclass(frozen=True, slots=True)
class FilterReader:
    """Reads one filter's properties."""

    values: Mapping[str, Any]
    context: Context
    path: str
    sample_rate: int

    def value(self, name: str, default: Any = None) -> Any:
        """A property, with its expressions evaluated."""
        return evaluate(self.values.get(name, default), self.context, f"{self.path}.{name}")

    def samples(self, name: str, default: int | None = None) -> int:
        """A property in milliseconds, as a number of samples."""
        return to_samples(self.value(name, default), self.sample_rate, f"{self.path}.{name}")


def apply_filters(
    playable: Playable, filters: Any, context: Context, path: str, sample_rate: int
) -> Playable:
    """The component with its filters. Raises UnplayableError."""
    listed = filters if isinstance(filters, list) else [filters]
    for place, values in enumerate(listed):
        here = f"{path}[{place}]"
        if not isinstance(values, Mapping) or values.get("type") not in PROPERTIES:
            known = ", ".join(PROPERTIES)
            raise UnplayableError(here, f"is not a filter; use one of {known}")
        kind = values["type"]
        unknown = values.keys() - BASE - PROPERTIES[kind]
        if unknown:
            raise UnplayableError(f"{here}.{min(unknown)}", f"{kind} has no such property")
        reader = FilterReader(values, context, here, sample_rate)
        if is_true(reader.value("when", True)):
            playable = FILTERS[kind](playable, reader)
    return playable


def to_samples(value: Any, sample_rate: int, path: str) -> int:
    """Milliseconds as samples; raises UnplayableError if they are invalid or too many."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise UnplayableError(path, f"{value!r} is not a number of milliseconds")
    if value > LONGEST_MS:
        raise UnplayableError(path, f"{value} ms is longer than Alexa allows, {LONGEST_MS} ms")
    return round(value * sample_rate / 1000)


def _trim(playable: Playable, reader: FilterReader) -> Playable:
    start = reader.samples("start", 0)
    endless = playable.endless and reader.values.get("end") is None
    end = FOREVER if reader.values.get("end") is None else reader.samples("end")
    if end < start:
        raise UnplayableError(f"{reader.path}.end", "is before the start")
    return Playable(lambda: Slice(playable.make(), start, end), endless)


def _repeat(playable: Playable, reader: FilterReader) -> Playable:
    count = reader.value("repeatCount", 0)
    if type(count) is not int or count < ENDLESS:
        raise UnplayableError(
            f"{reader.path}.repeatCount",
            f"{count!r} is neither a number of repeats nor {ENDLESS} (forever)",
        )
    if count == ENDLESS:
        return Playable(lambda: Loop(playable.make, FOREVER), endless=True)
    return Playable(lambda: Loop(playable.make, count + 1), playable.endless)


def _volume(playable: Playable, reader: FilterReader) -> Playable:
    amount = reader.value("amount", "100%")
    match = re.fullmatch(r"(\d+(?:\.\d+)?)%", amount) if isinstance(amount, str) else None
    gain = float(match[1]) / 100 if match else amount
    if isinstance(gain, bool) or not isinstance(gain, int | float) or not gain >= 0:
        raise UnplayableError(
            f"{reader.path}.amount", f'{amount!r} is not a volume such as "50%" or 0.5'
        )
    return Playable(lambda: Amplified(playable.make(), lambda _start, _end: gain), playable.endless)


def _fade_in(playable: Playable, reader: FilterReader) -> Playable:
    length = reader.samples("duration", 0)

    def gain(start: int, end: int) -> Samples | float:
        if start >= length:
            return 1.0
        return (np.minimum(np.arange(start, end), length) / length).astype(np.float32)

    def make() -> Source:
        return Amplified(playable.make(), gain)

    return Playable(make, playable.endless)


def _fade_out(playable: Playable, reader: FilterReader) -> Playable:
    if playable.endless:
        raise UnplayableError(
            reader.path, "fades out what repeats forever; fade out the Mixer instead"
        )
    length = reader.samples("duration", 0)
    return Playable(lambda: FadeOut(playable.make(), length))


FILTERS: Mapping[str, Callable[[Playable, FilterReader], Playable]] = {
    "Trim": _trim,
    "Repeat": _repeat,
    "Volume": _volume,
    "FadeIn": _fade_in,
    "FadeOut": _fade_out,
}
