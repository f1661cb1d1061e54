"""The skill on the unmodified SDK: its parsing, dispatch, session attributes and serializing."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, cast

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope, Response

from skill.alexa.runtime.direct import ExceptionHandler, RequestHandler
from skill.alexa.runtime.request import Answer, Json, Request, read_any, time_ms
from skill.alexa.runtime.unknown_values import is_known_request, without_news

logger = logging.getLogger(__name__)

SERIALIZER = DefaultSerializer()
REQUEST = "request"
"""The request attribute that holds the parsed request."""


def stock_skill(
    handlers: Sequence[RequestHandler], failed: ExceptionHandler, skill_id: str | None
) -> CustomSkill:
    """The SDK's own skill object with these handlers."""
    builder = SkillBuilder()
    builder.skill_id = skill_id  # type: ignore[assignment]  # the SDK types it None
    for handler in handlers:
        builder.add_request_handler(Asked(handler))
    builder.add_exception_handler(Failed(failed))
    return builder.create()


def answer_by_sdk(skill: CustomSkill, asked: RequestEnvelope, context: object) -> Json:
    """The response envelope; raises AskSdkException for a request meant for another skill."""
    response = skill.invoke(request_envelope=asked, context=context)
    return cast("Json", skill.serializer.serialize(response))


def read_by_sdk(envelope: Mapping[str, Any]) -> Request | None:
    """The request in an envelope, as the SDK reads it; None if it cannot."""
    asked = envelope_of(envelope)
    return None if asked is None else _request_of(asked)


def envelope_of(envelope: Mapping[str, Any]) -> RequestEnvelope | None:
    """The envelope as the SDK's object, without what Amazon added after that SDK's release.

    None if it holds a request type that the SDK does not know, or nonsense.
    """
    request = envelope.get("request")
    if not isinstance(request, dict) or not is_known_request(request):
        return None
    try:
        return _deserialized(envelope)
    except SerializationException:
        known = without_news(envelope)
    try:
        asked = _deserialized(known)
    except SerializationException:
        logger.warning("a request that cannot be read was answered with an empty response")
        return None
    logger.warning("a request was read without the values that are unknown here")
    return asked


def _deserialized(envelope: Mapping[str, Any]) -> RequestEnvelope:
    payload = json.dumps(_without_python_names(envelope))
    return cast("RequestEnvelope", SERIALIZER.deserialize(payload, RequestEnvelope))


def _without_python_names(value: Any) -> Any:
    """The JSON without keys such as "__dict__", which the SDK would set on its objects."""
    if isinstance(value, list):
        return [_without_python_names(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = ((key, each) for key, each in value.items() if not key.startswith("__"))
    return {key: _without_python_names(each) for key, each in kept}


def _request_of(asked: RequestEnvelope) -> Request:
    return read_any(_json_of(asked), time_ms)


def _json_of(value: Any) -> Any:
    """What the SDK parsed, back as JSON.

    Its serializer looks up an object's fields on the instance, and a field of that name
    ("deserialized_types") in a request would shadow them; the classes can't be shadowed.
    """
    cls = type(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_json_of(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _json_of(entry) for key, entry in value.items()}
    if not hasattr(cls, "deserialized_types"):
        return value
    names: Mapping[str, str] = getattr(cls, "attribute_map", {})
    held = {names.get(name, name): getattr(value, name) for name in cls.deserialized_types}
    return {name: _json_of(part) for name, part in held.items() if part is not None}


def _asked(handler_input: HandlerInput) -> Request:
    """The request, parsed once however many handlers look at it."""
    kept = handler_input.attributes_manager.request_attributes
    if REQUEST not in kept:
        kept[REQUEST] = _request_of(handler_input.request_envelope)
    return cast("Request", kept[REQUEST])


def _given(handler_input: HandlerInput, answer: Answer) -> Response:
    """The answer as the SDK takes it: it passes JSON through unchanged."""
    if answer.attributes is not None:
        handler_input.attributes_manager.session_attributes = answer.attributes
    return cast("Response", answer.response)


class Asked(AbstractRequestHandler):
    """Wraps one of our handlers for the SDK."""

    def __init__(self, handler: RequestHandler) -> None:
        self._handler = handler

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether ours can."""
        return self._handler.can_handle(_asked(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        """The answer of ours."""
        return _given(handler_input, self._handler.handle(_asked(handler_input)))


class Failed(AbstractExceptionHandler):
    """Wraps our exception handler for the SDK."""

    def __init__(self, handler: ExceptionHandler) -> None:
        self._handler = handler

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:
        """Whether ours can."""
        return self._handler.can_handle(_asked(handler_input), exception)

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """The answer of ours."""
        return _given(handler_input, self._handler.handle(_asked(handler_input), exception))
