"""Request envelopes as Alexa sends them."""

from __future__ import annotations

from typing import Any

from tests.support.household import SKILL_ID, USER

Json = dict[str, Any]
LAUNCH: Json = {"type": "LaunchRequest"}
SKILL_DISABLED: Json = {"type": "AlexaSkillEvent.SkillDisabled"}
AUDIO_FAILED: Json = {"type": "Alexa.Presentation.APLA.RuntimeError", "errors": []}


def intent(name: str, **slots: str) -> Json:
    """An intent request with slots by their values."""
    given = {slot: {"name": slot, "value": value} for slot, value in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": name, "slots": given}}


def envelope(request: Json, *, user: str = USER, session: Json | None = None) -> Json:
    """An envelope around a request; without a `session`, none is in it, as in skill events."""
    whoever = {"userId": user}
    application = {"applicationId": SKILL_ID}
    around: Json = {
        "version": "1.0",
        "context": {"System": {"application": application, "user": whoever}},
        "request": {
            "requestId": "amzn1.echo-api.request.1",
            "timestamp": "2026-01-05T08:00:00Z",
            "locale": "en-US",
            **request,
        },
    }
    if session is not None:
        around["session"] = {
            "new": True,
            "sessionId": "amzn1.echo-api.session.1",
            "attributes": {},
            "application": application,
            "user": whoever,
            **session,
        }
    return around
