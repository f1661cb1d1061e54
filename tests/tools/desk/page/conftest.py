"""The desk on a stopped clock, asked by a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from tests.support.household import MONDAY_MORNING_MS
from tests.tools.desk.page.desk_server import beeping, desk_app

Act = Callable[..., dict[str, Any]]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def app(store: MemoryStore) -> Flask:
    return desk_app(store, clock_ms=MONDAY_MORNING_MS, changed=beeping)


@pytest.fixture
def page(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def talk(page: FlaskClient) -> str:
    """The address of a conversation that has just begun, on an Echo Show."""
    begun = page.post("/desk/conversations", json={"device": "show"})
    assert begun.json is not None
    return f"/desk/conversations/{begun.json['name']}"


@pytest.fixture
def act(page: FlaskClient, talk: str) -> Act:
    """Do something in the conversation, so many ms into the answer before."""

    def acted(what: str, after_ms: int = 0, **body: object) -> dict[str, Any]:
        answer = page.post(f"{talk}/{what}", json={"after_ms": after_ms, **body})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told: dict[str, Any] = answer.get_json()
        return told

    return acted
