"""From one request envelope to one response envelope, both plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ask_sdk_model import RequestEnvelope

from skill.alexa.envelope import EMPTY_RESPONSE, is_known_request
from skill.fast_sdk.serializer import read_envelope

if TYPE_CHECKING:
    from skill.fast_sdk.skill import AnySkill


def answer(skill: AnySkill, envelope: Mapping[str, object], context: object) -> dict[str, Any]:
    """The skill's answer; an empty one to a request type the SDK does not know.

    Raises the SDK's AskSdkException for a request meant for another skill, or one that is no
    Alexa request at all.
    """
    request = envelope.get("request")
    if not isinstance(request, dict) or not is_known_request(request):
        return {**EMPTY_RESPONSE, "response": {}}
    asked = read_envelope(skill.serializer, envelope, RequestEnvelope)
    response = skill.invoke(request_envelope=asked, context=context)
    return cast("dict[str, Any]", skill.serializer.serialize(response))
