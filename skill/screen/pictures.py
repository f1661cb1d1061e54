"""The pictures of exercises: each drawn once for a dose, or drawn ahead of time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from skill.coach.dose import Dose

Picture = Mapping[str, object]
"""The figure as a document reads it, without its words. Shared: leave it as it is."""

KEPT = 256
"""So many pictures are kept, of 2 to 10 kB each: those of the doses asked for last."""


class Kind(Enum):
    """What of an exercise is shown."""

    PREVIEW = "preview"
    """The movement, round and round, while it is explained."""
    WORK = "work"
    """The movement in step with the count, or the way into a hold."""
    STILL = "still"
    """The end position, for a small picture."""


class Pictures:
    """Pictures by kind and dose. `draw` makes one; `drawn` holds some as JSON, by `key_of`."""

    def __init__(
        self, draw: Callable[[Kind, Dose], Picture], drawn: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._draw = draw
        self._drawn = drawn
        self.of = lru_cache(KEPT)(self._picture)
        """The picture of a kind for a dose."""

    def _picture(self, kind: Kind, dose: Dose) -> Picture:
        text = self._drawn.get(key_of(kind, dose))
        return self._draw(kind, dose) if text is None else _read(text)


def _read(text: str) -> Picture:
    picture: Picture = json.loads(text)
    return picture


def key_of(kind: Kind, dose: Dose) -> str:
    """All that a picture depends on, such as "rep glute_bridge/standard lift 2000 lower 2000 1000".

    How often and how long the movement is done is not among it.
    """
    if dose.held or kind is Kind.STILL:
        return f"{kind.value} {dose.exercise}/{dose.form}"
    phases = "".join(f" {cue} {length}" for cue, length in dose.phases)
    return f"rep {dose.exercise}/{dose.form}{phases} {dose.count_ms}"
