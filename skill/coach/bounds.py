"""The bounds of values in a saved document; anything outside them is refused."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""A count of sets, reps, seconds, workouts or turns."""
Number = Annotated[int, Meta(ge=1, le=1_000)]
"""The number of a set, counted from one."""
Milliseconds = Annotated[int, Meta(ge=0, le=86_400_000)]
"""A duration within a turn or a rest, in ms."""
Long = Annotated[int, Meta(ge=0, le=10**15)]
"""A duration between two sessions, in ms."""
Instant = Annotated[int, Meta(ge=0, le=253_402_300_799_999)]
"""Ms since 1970, up to the year 9999."""
Weekday = Annotated[int, Meta(ge=0, le=6)]
"""A day of the week, from Monday."""
Percent = Annotated[int, Meta(ge=1, le=1_000)]
Id = Annotated[str, Meta(max_length=64)]
"""The id of an exercise, form, routine, clinic or device: short and plain."""
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{1,64}$")]
MANY = 500
"""More entries than any list in a document has."""
Ids = Annotated[tuple[Id, ...], Meta(max_length=MANY)]
