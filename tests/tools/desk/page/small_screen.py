"""A small APL document, for the page's renderer if the skill sends none of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

APL = "Alexa.Presentation.APL"

LINE = {"type": "Text", "width": "100%", "textAlign": "center"}
DOCUMENT = {
    "type": "APL",
    "version": "1.4",
    "theme": "dark",
    "mainTemplate": {
        "parameters": ["coach"],
        "item": {
            "type": "Container",
            "width": "100vw",
            "height": "100vh",
            "alignItems": "center",
            "justifyContent": "center",
            "bind": [{"name": "seconds", "value": 0}],
            "handleTick": [
                {
                    "minimumDelay": 100,
                    "commands": [
                        {
                            "type": "SetValue",
                            "property": "seconds",
                            "value": "${Math.floor(elapsedTime / 1000)}",
                        }
                    ],
                }
            ],
            "items": [
                {
                    "type": "Text",
                    "text": "${coach.title}",
                    "fontSize": "32dp",
                    "width": "100%",
                    "textAlign": "center",
                },
                {
                    "type": "Text",
                    "text": "${seconds}",
                    "fontSize": "120dp",
                    "fontWeight": "700",
                    "width": "100%",
                    "textAlign": "center",
                },
                {
                    "type": "TouchWrapper",
                    "width": "70vw",
                    "height": "25vh",
                    "accessibilityLabel": "Next",
                    "onPress": {"type": "SendEvent", "arguments": ["touch", "next"]},
                    "item": {
                        "type": "Frame",
                        "width": "100%",
                        "height": "100%",
                        "backgroundColor": "#0b7f86",
                        "borderRadius": "20dp",
                        "item": {
                            "type": "Text",
                            "text": "Next",
                            "width": "100%",
                            "height": "100%",
                            "textAlign": "center",
                            "textAlignVertical": "center",
                        },
                    },
                },
            ],
        },
    },
}

TOKEN = "small"
Ask = Callable[[dict[str, Any]], Mapping[str, Any]]


def with_small_screen(ask: Ask) -> Ask:
    """A skill that shows the document wherever it shows nothing, and takes a touch for "next"."""

    def asked(envelope: dict[str, Any]) -> Mapping[str, Any]:
        if envelope["request"].get("token") == TOKEN:
            intent = {"name": "AMAZON.NextIntent", "confirmationStatus": "NONE"}
            request = {**envelope["request"], "type": "IntentRequest", "intent": intent}
            envelope = {**envelope, "request": request}
        answer = dict(ask(envelope))
        device = envelope["context"]["System"]["device"]
        body = dict(answer.get("response") or {})
        if APL not in device["supportedInterfaces"] or "shouldEndSession" not in body:
            return answer
        directives = list(body.get("directives") or ())
        if not any(one["type"].startswith(f"{APL}.") for one in directives):
            data = {"title": envelope["request"]["type"]}
            directives.append(
                {
                    "type": f"{APL}.RenderDocument",
                    "token": TOKEN,
                    "document": DOCUMENT,
                    "datasources": {"coach": data},
                }
            )
        return {**answer, "response": {**body, "directives": directives}}

    return asked
