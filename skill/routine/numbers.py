"""Reads numbers from a table, each with its source, within the limits that the model gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from skill.routine.model import Adjustable, Limits, Span
from skill.routine.table import Table


def numbers_of(kind: type[Struct], table: Table, *, given: bool = False) -> dict[str, Any]:
    """Every number that a type has limits for, from the table's field of the same name.

    One that the table lacks is left out if it has a default, or if only those `given` are wanted.
    """
    found = {}
    for field in fields(kind):
        what, *limits = get_args(field.type) or (field.type,)
        if not limits or not isinstance(limits[0], Limits):
            continue
        if table.has(field.name) or not (given or field.default is not NODEFAULT):
            read = next(READERS[each] for each in (what, *get_args(what)) if each in READERS)
            found[field.name] = read(table, field.name, limits[0])
    return found


def adjustable(table: Table, field: str, limits: Limits) -> Adjustable:
    """A number that a runner may change by voice."""
    entry = table.table(field)
    low, high, start = (entry.number(each, **limits._asdict()) for each in ("low", "high", "start"))
    entry.cites()
    number = Adjustable(low=low, high=high, start=start)
    if not entry.in_order:
        pass
    elif low > high:
        entry.wrong("low", f"is {low}, above high, which is {high}; swap them.")
    elif not low <= start <= high:
        entry.wrong("start", f"is {start}, outside low to high; move one of them.")
    clinic = _clinic_range(entry, number) if entry.has("clinic") else None
    entry.done()
    return replace(number, clinic=clinic)


def fixed(table: Table, field: str, limits: Limits) -> int:
    """A number that no runner changes."""
    entry = table.table(field)
    number = entry.number("start", **limits._asdict())
    entry.cites()
    entry.done()
    return number


def span(table: Table, field: str, limits: Limits) -> Span:
    """A range that is said as it is."""
    entry = table.table(field)
    low, high = (entry.number(each, **limits._asdict()) for each in ("low", "high"))
    entry.cites()
    found = Span(low, high)
    if entry.in_order and low >= high:
        entry.wrong("high", f"is {high}; give more than low, which is {low}.")
    entry.done()
    return found


READERS: Mapping[type, Callable[[Table, str, Limits], object]] = {
    Adjustable: adjustable,
    int: fixed,
    Span: span,
}


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
