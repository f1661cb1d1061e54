"""Checks the fields of the page's requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.tools.desk.device_player import BUTTONS


class BadRequest(ValueError):
    """A request of the page is wrong; the text names the field and the cure."""


def number(body: Mapping[str, Any], name: str, most: float) -> float:
    """A number from 0 to `most`; raises BadRequest."""
    value = body.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadRequest(f"{name}: must be a number from 0 to {most}")
    return value


def choice(body: Mapping[str, Any], name: str, choices: Mapping[str, object]) -> str:
    """One of some names, the first if none is given; raises BadRequest."""
    chosen = body.get(name) or next(iter(choices))
    if not isinstance(chosen, str) or chosen not in choices:
        raise BadRequest(f"{name}: is not one of {', '.join(choices)}")
    return chosen


def button(body: Mapping[str, Any]) -> str:
    """The name of a button of the device; raises BadRequest."""
    pressed = text(body, "button")
    if pressed not in BUTTONS:
        raise BadRequest(f"button: is not one of {', '.join(BUTTONS)}")
    return pressed


def text(body: Mapping[str, Any], name: str) -> str:
    """A text; raises BadRequest."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequest(f"{name}: must be a text")
    return value
