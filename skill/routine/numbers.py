"""Reads numbers and their sources from a table."""

from __future__ import annotations

from msgspec.structs import replace

from skill.routine.model import Adjustable, Fixed, Span
from skill.routine.table import Table


def choice(table: Table, field: str, *, low: int, high: int, unit: str) -> Adjustable:
    """A number that a runner may change by voice, from `low` to `high`, of a `unit`."""
    entry = table.table(field)
    number = Adjustable(
        low=entry.number("low", low=low, high=high, unit=unit),
        high=entry.number("high", low=low, high=high, unit=unit),
        start=entry.number("start", low=low, high=high, unit=unit),
        source=entry.text("source"),
    )
    if not entry.in_order:
        pass
    elif number.low > number.high:
        entry.wrong("low", f"is {number.low}, above high, which is {number.high}; swap them.")
    elif not number.low <= number.start <= number.high:
        entry.wrong("start", f"is {number.start}, outside low to high; move one of them.")
    clinic = _clinic_range(entry, number) if entry.has("clinic") else None
    entry.done()
    return replace(number, clinic=clinic)


def choice_or(
    table: Table, field: str, own: Adjustable | None, *, low: int, high: int, unit: str
) -> Adjustable:
    """The same; `own` if the table does not give it."""
    if own is not None and not table.has(field):
        return own
    return choice(table, field, low=low, high=high, unit=unit)


def fixed(table: Table, field: str, *, low: int, high: int, unit: str) -> Fixed:
    """A number that no runner changes, from `low` to `high`, of a `unit`."""
    entry = table.table(field)
    number = Fixed(
        start=entry.number("start", low=low, high=high, unit=unit), source=entry.text("source")
    )
    entry.done()
    return number


def fixed_or_none(table: Table, field: str, *, low: int, high: int, unit: str) -> Fixed | None:
    """The same; None if the table does not give it."""
    return fixed(table, field, low=low, high=high, unit=unit) if table.has(field) else None


def span(table: Table, field: str, *, low: int, high: int, unit: str) -> Span:
    """A range that is said as it is, within `low` to `high`, of a `unit`."""
    entry = table.table(field)
    found = Span(
        low=entry.number("low", low=low, high=high, unit=unit),
        high=entry.number("high", low=low, high=high, unit=unit),
        source=entry.text("source"),
    )
    if entry.in_order and found.low >= found.high:
        entry.wrong("high", f"is {found.high}; give more than low, which is {found.low}.")
    entry.done()
    return found


def _clinic_range(entry: Table, number: Adjustable) -> tuple[int, int] | None:
    given = entry.raw("clinic")
    if not (isinstance(given, list) and len(given) == 2 and all(type(n) is int for n in given)):
        entry.wrong("clinic", f"is {given!r}; give a pair such as [10, 12].")
        return None
    if given[0] > given[1]:
        entry.wrong("clinic", f"is {given!r}; give the lower number first.")
    elif entry.in_order and not given[0] <= number.start <= given[1]:
        cure = f"is {number.start}, outside the clinic's {given[0]} to {given[1]}; go back inside."
        entry.wrong("start", cure)
    return given[0], given[1]
