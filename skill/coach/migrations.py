"""Journals of older versions, one small step each: what version N wrote, as N + 1 would have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]


def from_1(journal: dict[str, Any]) -> dict[str, Any]:
    """Version 2 sums up old workouts by week, and knows a replay of more than the last request."""
    past = [[ended_ms, int(done), whole, cut] for ended_ms, done, whole, cut in journal["past"]]
    return {**journal, "version": 2, "past": past, "weeks": [], "answered": []}


def from_2(journal: dict[str, Any]) -> dict[str, Any]:
    """Version 3 knows of which exercises the runner chose the sets, and takes back more."""
    workout = journal["workout"]
    return {
        **journal,
        "version": 3,
        "workout": None if workout is None else {**workout, "own_sets": []},
        "talk": {**journal["talk"], "undo": None},
    }


MIGRATIONS: Mapping[int, Step] = MappingProxyType({1: from_1, 2: from_2})
"""The step that each older version needs; a step never changes once a version is released."""


def migrated(journal: dict[str, Any], version: int, wanted: int) -> dict[str, Any]:
    """The journal of a version as the version `wanted` would have written it.

    Raises KeyError, TypeError or ValueError where it is not what its version wrote.
    """
    for step in range(version, wanted):
        journal = MIGRATIONS[step](journal)
    return journal
