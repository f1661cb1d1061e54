"""Conversions of evaluated values to booleans, numbers and text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)\s*")
DECIMALS = 10


class Time(float):
    """A duration in ms, written in seconds: 1.7s."""

    @property
    def text(self) -> str:
        """How it reads inside text."""
        return f"{as_text(self / 1000)}s"


def is_true(value: Any) -> bool:
    """Whether a value is truthy: all are but false, null, 0 and ""."""
    return value is not None and value is not False and value != 0 and value != ""


def as_text(value: Any) -> str:
    """How a value reads inside text; lists and objects are empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Time):
        return value.text
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    if value is None or isinstance(value, list | Mapping):
        return ""
    return str(value)


def as_number(value: Any) -> int | float:
    """A value as a number: null is 0, true is 1, "-2.3" is -2.3.

    Raises ValueError for anything else, which Alexa would take for 0.
    """
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    raise ValueError(f"{value!r} is not a number")


def is_number(value: Any) -> bool:
    """Whether a value is a number, and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def are_equal(left: Any, right: Any) -> bool:
    """Whether two values are equal; 1 is neither "1" nor true."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)
