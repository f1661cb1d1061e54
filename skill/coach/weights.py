"""The weight a runner used last, as reported: in the runner's own unit, nothing about the body."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class Unit(StrEnum):
    """The units of a weight; each is a noun in the catalogue."""

    KILO = "kilo"
    POUND = "pound"


class Weight(Struct, frozen=True, array_like=True):
    """A weight that was lifted."""

    halves: Annotated[int, Meta(ge=0, le=2_000)]
    """Half units: dumbbells of seven and a half kilos are common. 0 is no weight."""
    unit: Unit = Unit.KILO

    @property
    def value(self) -> str:
        """The weight as a value for the catalogue."""
        return f"{self.halves} {self.unit}"
