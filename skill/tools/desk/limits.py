"""Alexa's limits, from the content."""

from __future__ import annotations

from functools import cache

from skill.routine.content import content_from
from skill.routine.loader import load_platform
from skill.routine.model import Platform


@cache
def platform() -> Platform:
    """The limits in the shipped content."""
    return load_platform(content_from({}))


def microphone_ms() -> int:
    """How long the microphone is open after an answer, and again after the reprompt."""
    return 1000 * platform().microphone_seconds
