"""From one request envelope to one response envelope, both plain JSON."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from skill.alexa.runtime.direct import DirectSkill

if TYPE_CHECKING:
    from skill.alexa.runtime.direct import AnySkill
    from skill.alexa.runtime.request import Json

logger = logging.getLogger(__name__)

Asked = TypeVar("Asked")

EMPTY_RESPONSE: Mapping[str, object] = {"version": "1.0", "response": {}}


def answer(skill: AnySkill, envelope: object, context: object) -> dict[str, Any]:
    """The skill's answer; empty if the envelope is not a request that Alexa sends.

    Raises the SDK's AskSdkException for a request meant for another skill.
    """
    if not isinstance(envelope, dict) or (skill.skill_id and not _names_a_skill(envelope)):
        return _nothing()
    if isinstance(skill, DirectSkill):
        request = _read(skill.read, envelope)
        return _nothing() if request is None else skill.answer(request)
    from skill.alexa.runtime.stock_sdk import answer_by_sdk, envelope_of

    asked = _read(envelope_of, envelope)
    return _nothing() if asked is None else answer_by_sdk(skill, asked, context)


def _names_a_skill(envelope: Mapping[str, object]) -> bool:
    value: object = envelope
    for name in ("context", "System", "application", "applicationId"):
        value = value.get(name) if isinstance(value, dict) else None
    return isinstance(value, str)


def _read(read: Callable[[Mapping[str, Any]], Asked | None], envelope: Json) -> Asked | None:
    """The request in an envelope; None for nonsense, on which the SDK raises various errors."""
    try:
        return read(envelope)
    except Exception as error:
        logger.warning("a request can't be read: %s", type(error).__name__)
        return None


def _nothing() -> dict[str, Any]:
    return {**EMPTY_RESPONSE, "response": {}}
