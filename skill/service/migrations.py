"""Migrations of documents, one version at a time: from version N to N + 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]


def from_1(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2 summarizes old workouts by week, and recognizes replays of more than one
    request."""
    past = [[ended_ms, int(done), whole, cut] for ended_ms, done, whole, cut in document["past"]]
    return {**document, "version": 2, "past": past, "weeks": [], "answered": []}


def from_2(document: dict[str, Any]) -> dict[str, Any]:
    """Version 3 records for which exercises the runner chose the sets, and undoes more."""
    workout = document["workout"]
    return {
        **document,
        "version": 3,
        "workout": None if workout is None else {**workout, "own_sets": []},
        "talk": {**document["talk"], "undo": None},
    }


def from_3(document: dict[str, Any]) -> dict[str, Any]:
    """Version 4 keeps nothing from a session, and has a training log in its history."""
    kept = {name: value for name, value in document.items() if name not in LEFT_BEHIND}
    workout = document["workout"]
    if workout is not None:
        playback = workout.get("track")
        workout = {name: value for name, value in workout.items() if name != "track"}
        workout |= {"playback": playback if playback and playback["spans"] else None}
    answered = [entry for entry in document["answered"] if _is_digest(entry)]
    return {
        **kept,
        "version": 4,
        "workout": workout,
        "history": {"past": document["past"], "weeks": document["weeks"]},
        "answered": answered,
        "last_answered": answered[-1] if answered else "",
    }


def from_4(document: dict[str, Any]) -> dict[str, Any]:
    """Version 5 records each exercise's progression (those done before are at the routine's own
    start, not at a beginner's), and has a warm-up and a cool-down."""
    workout = document.get("workout")
    if workout is not None:
        workout = {**workout, "stage": "exercises", "stage_done": 0}
    levels: dict[str, Any] = {name: {} for name in document["practised"]}
    return {**document, "version": 5, "workout": workout, "levels": levels}


LEFT_BEHIND = frozenset({"talk", "past", "weeks", "request_id", "exact_audio"})
"""Fields of version 3 that version 4 moved or dropped."""


def _is_digest(entry: object) -> bool:
    return isinstance(entry, str) and 0 < len(entry) <= 64 and set(entry) <= set("0123456789abcdef")


MIGRATIONS: Mapping[int, Step] = MappingProxyType({1: from_1, 2: from_2, 3: from_3, 4: from_4})
"""Each older version's migration; once a version is released, it never changes."""


def migrated(document: dict[str, Any], version: int, wanted: int) -> dict[str, Any]:
    """A document of one version migrated to the version `wanted`.

    Raises KeyError, TypeError or ValueError if it doesn't follow its own version's format.
    """
    for step in range(version, wanted):
        document = MIGRATIONS[step](document)
    return document
