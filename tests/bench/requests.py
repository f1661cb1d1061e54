"""Requests as devices send them, about 4 kB each."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]
APPLICATION = {"applicationId": "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"}
TIMESTAMP = "2026-01-05T08:00:00Z"
NUMBERS = itertools.count(1)

SCREEN: Json = {
    "Viewport": {
        "experiences": [{"arcMinuteWidth": 246, "arcMinuteHeight": 144, "canRotate": False}],
        "mode": "HUB",
        "shape": "RECTANGLE",
        "pixelWidth": 1024,
        "pixelHeight": 600,
        "dpi": 160,
        "currentPixelWidth": 1024,
        "currentPixelHeight": 600,
        "touch": ["SINGLE"],
        "video": {"codecs": ["H_264_42", "H_264_41"]},
    },
    "Viewports": [
        {
            "type": "APL",
            "id": "main",
            "shape": "RECTANGLE",
            "dpi": 160,
            "presentationType": "STANDARD",
            "canRotate": False,
            "configuration": {
                "current": {
                    "mode": "HUB",
                    "video": {"codecs": ["H_264_42", "H_264_41"]},
                    "size": {"type": "DISCRETE", "pixelWidth": 1024, "pixelHeight": 600},
                }
            },
        }
    ],
    "Extensions": {"available": {"aplext:backstack:10": {}}},
}


def request(
    intent: str,
    attributes: Json,
    *,
    new: bool = False,
    user: str = "A",
    screen: bool = True,
    after_ms: int = 0,
) -> Json:
    """An envelope with an intent, sent `after_ms` after TIMESTAMP."""
    at = datetime.fromisoformat(TIMESTAMP) + timedelta(milliseconds=after_ms)
    who = {"userId": f"amzn1.ask.account.{(user * 150)[:150]}"}
    interfaces = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.2"}}}
    return {
        "version": "1.0",
        "session": {
            "new": new,
            "sessionId": "amzn1.echo-api.session.1",
            "application": APPLICATION,
            "attributes": attributes,
            "user": who,
        },
        "context": {
            **(SCREEN if screen else {}),
            "System": {
                "application": APPLICATION,
                "user": who,
                "device": {
                    "deviceId": f"amzn1.ask.device.{'B' * 150}",
                    "supportedInterfaces": interfaces if screen else {},
                },
                "apiEndpoint": "https://api.eu.amazonalexa.com",
                "apiAccessToken": "e" * 1200,
            },
        },
        "request": {
            "type": "IntentRequest",
            "requestId": f"amzn1.echo-api.request.{next(NUMBERS)}",
            "locale": "en-US",
            "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "dialogState": "STARTED",
            "intent": {
                "name": intent,
                "confirmationStatus": "NONE",
                "slots": {},
            },
        },
    }
