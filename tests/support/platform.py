"""Every response that the tests see is held against the one rule book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skill.tools.rehearsal.rules import response_faults, ssml_faults


def check_response(response: Mapping[str, Any]) -> None:
    """Fail if Alexa would refuse the response, or certification would."""
    assert list(response_faults(response)) == []


def check_ssml(ssml: str) -> None:
    """Fail if Alexa would refuse it."""
    assert list(ssml_faults(ssml)) == []
