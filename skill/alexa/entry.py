"""From one request envelope to one response envelope, both plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ask_sdk_core.exceptions import SerializationException
from ask_sdk_model import RequestEnvelope

from skill.alexa.envelope import EMPTY_RESPONSE, is_known_request, without_news
from skill.fast_sdk.serializer import read_envelope
from skill.logs import Log

if TYPE_CHECKING:
    from skill.fast_sdk.skill import AnySkill

logger = Log(__name__)


def answer(skill: AnySkill, envelope: Mapping[str, object], context: object) -> dict[str, Any]:
    """The skill's answer; an empty one to what the SDK cannot read.

    Raises the SDK's AskSdkException for a request meant for another skill.
    """
    asked = read(skill, envelope)
    if asked is None:
        return {**EMPTY_RESPONSE, "response": {}}
    return answer_to(skill, asked, context)


def answer_to(skill: AnySkill, asked: RequestEnvelope, context: object) -> dict[str, Any]:
    """The skill's answer to what was read; raises AskSdkException as `answer` does."""
    response = skill.invoke(request_envelope=asked, context=context)
    return cast("dict[str, Any]", skill.serializer.serialize(response))


def read(skill: AnySkill, envelope: Mapping[str, object]) -> RequestEnvelope | None:
    """The envelope as the SDK's object, without what Amazon has added since the SDK was made.

    None where it holds a request type that the SDK does not know, or nonsense.
    """
    request = envelope.get("request")
    if not isinstance(request, dict) or not is_known_request(request):
        return None
    try:
        return cast("RequestEnvelope", read_envelope(skill.serializer, envelope, RequestEnvelope))
    except SerializationException:
        known = without_news(envelope)
    try:
        asked = read_envelope(skill.serializer, known, RequestEnvelope)
    except SerializationException:
        logger.warning("a request that cannot be read was answered with an empty response")
        return None
    logger.warning("a request was read without the values that are unknown here")
    return cast("RequestEnvelope", asked)
