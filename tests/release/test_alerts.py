"""The alerts: every rule reads metrics and labels that the server really has."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from flask import Flask

from skill.alexa.request_log import NOT_UNDERSTOOD, SESSION_BROKEN
from skill.alexa.runtime.request import AUDIO_FAILED
from skill.web.metrics import add_metrics

RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load(Path(".deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
USED = re.compile(r'(hamstring_coach_\w+)(?:\{(\w+)=~?"([^"]+)"\})?')


def shown() -> str:
    """The metrics of a server that met every kind of trouble once."""
    app, log = Flask("watched"), logging.Logger("requests", logging.INFO)
    add_metrics(app, log, {})
    for intent in (NOT_UNDERSTOOD, SESSION_BROKEN, AUDIO_FAILED):
        line = {"intent": intent, "result": "failed", "ms": 1, "phase": "working", "sets": 0}
        log.info(json.dumps(line | {"store": "unsaved"}))

    @app.get("/refused")
    def refused() -> tuple[str, int]:
        return "", 400

    @app.get("/broken")
    def broken() -> tuple[str, int]:
        return "", 500

    client = app.test_client()
    client.get("/refused")
    client.get("/broken")
    return client.get("/metrics").text


def test_every_rule_reads_what_the_server_shows() -> None:
    metrics = shown()

    for rule in RULES:
        used = USED.findall(rule["expr"])
        assert used or rule["expr"].startswith("up{"), rule
        for name, label, value in used:
            pattern = rf'^{name}\{{.*{label}="{value}"' if label else rf"^{name}[ {{]"
            assert re.search(pattern, metrics, re.MULTILINE), (rule["alert"], name, label)


def test_every_rule_says_what_to_look_at() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    assert all(rule["annotations"]["summary"].endswith(".") for rule in RULES)


def test_the_guide_tells_of_every_rule() -> None:
    guide = Path("DEPLOYING.md").read_text(encoding="utf-8")

    for rule in RULES:
        assert f"`{rule['alert']}`" in guide, rule["alert"]
