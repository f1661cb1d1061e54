"""What a runner lifted last, as it was told: in the runner's own unit, nothing of the body."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Unit(StrEnum):
    """In which a weight is told; each is a noun of the catalogue."""

    KILO = "kilo"
    POUND = "pound"


class Weight(Struct, frozen=True, array_like=True):
    """A weight that was lifted."""

    halves: Annotated[int, Meta(ge=0, le=2_000)]
    """Of its unit: dumbbells of seven and a half kilos are usual. 0 is without a weight."""
    unit: Unit = Unit.KILO

    @property
    def value(self) -> str:
        """The weight as a value for the catalogue."""
        return f"{self.halves} {self.unit}"
