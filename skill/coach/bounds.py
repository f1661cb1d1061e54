"""The bounds of what a saved document may hold: whatever lies outside them is not read."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""Of sets, reps, seconds, workouts or turns."""
Number = Annotated[int, Meta(ge=1, le=1_000)]
"""Of a set, counted from one."""
Milliseconds = Annotated[int, Meta(ge=0, le=86_400_000)]
"""A length of time within a turn or a rest."""
Long = Annotated[int, Meta(ge=0, le=10**15)]
"""A length of time between two sessions, in ms."""
Instant = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]
"""Ms since 1970, up to the year 9999."""
Weekday = Annotated[int, Meta(ge=0, le=6)]
"""From Monday on."""
Percent = Annotated[int, Meta(ge=1, le=1_000)]
Id = Annotated[str, Meta(max_length=64)]
"""Of an exercise, a form, a routine, a clinic, a device: short and plain."""
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{1,64}$")]
MANY = 500
"""More entries than any list of a document has."""
Ids = Annotated[tuple[Id, ...], Meta(max_length=MANY)]
