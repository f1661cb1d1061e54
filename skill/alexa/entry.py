"""From one request envelope to one response envelope, both plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from skill.sdk.skill import DirectSkill

if TYPE_CHECKING:
    from skill.sdk.skill import AnySkill

EMPTY_RESPONSE: Mapping[str, object] = {"version": "1.0", "response": {}}


def answer(skill: AnySkill, envelope: Mapping[str, object], context: object) -> dict[str, Any]:
    """The skill's answer; an empty one to what the SDK cannot read.

    Raises the SDK's AskSdkException for a request meant for another skill.
    """
    if isinstance(skill, DirectSkill):
        request = skill.read(envelope)
        return _nothing() if request is None else skill.answer(request)
    from skill.sdk.stock import answer_by_sdk, envelope_of

    asked = envelope_of(envelope)
    return _nothing() if asked is None else answer_by_sdk(skill, asked, context)


def _nothing() -> dict[str, Any]:
    return {**EMPTY_RESPONSE, "response": {}}
