"""The three ways in, each as a transport: HTTP with signatures, Lambda's handler, this process."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pytest import MonkeyPatch

from skill.alexa.runtime.unknown_values import is_known_request
from skill.routine.model import Routine
from skill.service.ports import ProgressStore
from skill.tools.desk.speaker import Transport
from skill.web.app import create_app
from skill.wiring import SKILL_ID_SETTING, STORE_SETTING, build_skill
from tests.support.alexa_authority import CHAIN_URL, AlexaAuthority, CertificateBucket
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, libraries


def over_http(
    store: ProgressStore, *, direct: bool = True, led: Routine | None = None
) -> Transport:
    """Signed requests to the Flask app, its clock following the requests'."""
    skill = build_skill(
        libraries=libraries(led),
        store=store,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
        direct=direct,
    )
    authority = AlexaAuthority(datetime.fromtimestamp(MONDAY_MORNING_MS / 1000, UTC))
    clock = FollowingClock()
    bucket = CertificateBucket({CHAIN_URL: authority.chain})
    verifier = authority.verifier(clock, fetch=bucket)
    app = create_app(skill, skill_id=SKILL_ID, verifier=verifier, knows=is_known_request)
    client = app.test_client()

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        clock.follow(envelope)
        body = json.dumps(envelope).encode()
        response = client.post("/alexa", data=body, headers=authority.headers(body))
        assert response.status_code == 200, response.text
        answer: Mapping[str, Any] = response.get_json()
        return answer

    return ask


class FollowingClock:
    """Shows the time of the request that is under way."""

    def __init__(self) -> None:
        self._now = datetime.fromtimestamp(MONDAY_MORNING_MS / 1000, UTC)

    def follow(self, envelope: Mapping[str, Any]) -> None:
        """Show the envelope's own time."""
        self._now = datetime.fromisoformat(envelope["request"]["timestamp"])

    def __call__(self) -> datetime:
        return self._now


def through_lambda(monkeypatch: MonkeyPatch) -> Transport:
    """Lambda's own module, loaded with the settings it would be given."""
    return invoked(monkeypatch)


def invoked(monkeypatch: MonkeyPatch, skill_id: str = SKILL_ID) -> Callable[[Any], Any]:
    """The same for events of any kind, with another skill id or none."""
    monkeypatch.setenv(STORE_SETTING, "memory:")
    monkeypatch.setenv(SKILL_ID_SETTING, skill_id)
    module = importlib.reload(importlib.import_module("lambda_function"))
    return lambda event: module.lambda_handler(event, None)
