"""Turns to look at: every moment of the coach's tests, with its screen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

from skill.screen.loading import load_screens
from skill.screen.screens import Screen, Screens
from tests.coach.moments import Played, moments
from tests.support.content import SHIPPED
from tests.support.household import catalogue, routine, voice


@cache
def screens() -> Screens:
    return load_screens(SHIPPED, routine(), catalogue())


def screen_of(played: Played) -> Screen:
    assert played.turn is not None
    return screens().show(played.turn, played.runner, voice(played.runner.variation))


def every_moment() -> Iterator[tuple[str, Played]]:
    for name, played in moments().items():
        if played.turn is not None:
            yield name, played


def size(value: object) -> int:
    return len(json.dumps(value, separators=(",", ":")).encode())


def walk(component: object) -> Iterator[dict[str, object]]:
    """Every table in a document."""
    if isinstance(component, dict):
        yield component
        for value in component.values():
            yield from walk(value)
    elif isinstance(component, list):
        for value in component:
            yield from walk(value)
