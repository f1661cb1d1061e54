"""What gunicorn serves: a route with constant JSON, or the full skill with verification."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from skill.alexa.runtime.unknown_values import is_known_request
from skill.web.app import create_app
from skill.wiring import SKILL_ID_SETTING, STORE_SETTING, skill_from
from skill.wsgi import settle
from tests.bench.requests import APPLICATION, TIMESTAMP, request
from tests.support.alexa_authority import CHAIN_URL, AlexaAuthority, CertificateBucket

FOLDER = "HAMSTRING_COACH_BENCH"
"""The setting for the folder of the client's signed requests."""
SIGNED = "signed.json"
REQUESTS = 400


def constant() -> Flask:
    """The baseline: one route with a constant answer."""
    app = Flask(__name__)

    @app.post("/alexa")
    def alexa() -> ResponseReturnValue:
        return jsonify(version="1.0", response={})

    return app


def skill() -> Flask:
    """The skill with SQLite; writes the requests, signed with a chain of its own."""
    folder = Path(os.environ[FOLDER])
    now = datetime.fromisoformat(TIMESTAMP).astimezone(UTC)
    authority = AlexaAuthority(now)
    skill_id = APPLICATION["applicationId"]
    verifier = authority.verifier(
        lambda: now, fetch=CertificateBucket({CHAIN_URL: authority.chain})
    )
    settings = {
        **os.environ,
        STORE_SETTING: f"sqlite:{folder / 'progress.db'}",
        SKILL_ID_SETTING: skill_id,
    }
    made = create_app(
        skill_from(settings), skill_id=skill_id, verifier=verifier, knows=is_known_request
    )
    signed = []
    for number in range(REQUESTS):
        user = chr(ord("A") + number % 26)
        body = json.dumps(request("StartRoutineIntent", {}, new=True, user=user)).encode()
        signed.append([base64.b64encode(body).decode(), dict(authority.headers(body))])
    part = folder / "part.json"
    part.write_text(json.dumps(signed), encoding="utf-8")
    part.rename(folder / SIGNED)
    settle()
    return made
