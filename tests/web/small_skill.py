"""The smallest skill that can be asked, and the requests to ask it with."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type
from ask_sdk_model import Response

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
SKILL_ID = "amzn1.ask.skill.0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
SECRET = "my left hamstring hurts"
"""What a runner said: it must never be seen in a log or in an error's answer."""


class StoppedClock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class SmallSkill:
    """Answers a launch and skill events, breaks at BreakIntent and has no handler for the rest."""

    def __init__(self) -> None:
        self.launches = 0

    def built(self) -> CustomSkill:
        builder = SkillBuilder()

        @builder.request_handler(is_request_type("LaunchRequest"))
        def launch(handler_input: HandlerInput) -> Response:
            self.launches += 1
            return handler_input.response_builder.speak("Ready.").response

        @builder.request_handler(is_request_type("AlexaSkillEvent.SkillDisabled"))
        def disabled(handler_input: HandlerInput) -> Response:
            return handler_input.response_builder.response

        @builder.request_handler(is_intent_name("BreakIntent"))
        def broken(handler_input: HandlerInput) -> Response:
            raise ZeroDivisionError(SECRET)

        return builder.create()


def is_known(request: Mapping[str, object]) -> bool:
    """Stands in for the SDK's list of request types."""
    return request["type"] in {"LaunchRequest", "IntentRequest", "AlexaSkillEvent.SkillDisabled"}


def envelope(
    request_type: str = "LaunchRequest",
    *,
    timestamp: object = "2026-11-22T07:30:00Z",
    application_id: str = SKILL_ID,
    **request: object,
) -> dict[str, Any]:
    """A request envelope as Alexa sends it."""
    application = {"applicationId": application_id}
    return {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "user": {"userId": "amzn1.ask.account.1"},
        },
        "context": {"System": {"application": application, "user": {"userId": "1"}}},
        "request": {
            "type": request_type,
            "requestId": "amzn1.echo-api.request.1",
            "locale": "en-US",
            "timestamp": timestamp,
            **request,
        },
    }


def intent_envelope(name: str) -> dict[str, Any]:
    """An intent request whose slot holds SECRET."""
    slot = {"name": "Words", "value": SECRET}
    return envelope("IntentRequest", intent={"name": name, "slots": {"Words": slot}})


def as_body(envelope: object) -> bytes:
    return json.dumps(envelope).encode()
