"""Every address of the page is for this machine, and for pages of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from skill.tools.desk.page.desk import Desk, UnsafeForThePage, add_page
from skill.web.app import create_app
from skill.web.verification import signed_by_alexa
from tests.support.household import MONDAY_MORNING_MS
from tests.tools.desk.page.desk_server import desk_app
from tests.web.small_skill import SKILL_ID, SmallSkill, is_known

ELSEWHERE = {
    "another machine": ({}, {"REMOTE_ADDR": "192.168.1.20"}),
    "a name that was pointed here": ({"Host": "evil.test"}, {}),
    "a page of another site": ({"Origin": "https://evil.test"}, {}),
    "a page of another port": ({"Origin": "http://localhost:8000"}, {}),
    "a page without an origin": ({"Origin": "null"}, {}),
    "a tunnel": ({"X-Forwarded-For": "54.240.197.1"}, {}),
}
FRAME_FILES = ("/desk/static/screen.css", "/desk/viewhost.js", "/desk/fonts/Ember_Rg.ttf")


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every method and address the page added, its blanks filled in."""
    values = {"name": "desk-1", "act": "say", "number": 0, "part": "answer", "sound": "0"}
    adapter = app.url_map.bind("localhost")
    return [
        (method, adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.")
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def test_every_address_is_tried(app: Flask) -> None:
    assert len(addresses(app)) >= 14


@pytest.mark.parametrize(("headers", "environ"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_every_address_refuses_whoever_is_elsewhere(
    app: Flask, page: FlaskClient, headers: dict[str, str], environ: dict[str, str]
) -> None:
    for method, address in addresses(app):
        if headers.get("Origin") == "null" and address.startswith(
            ("/desk/static/", "/desk/viewhost.js", "/desk/fonts/")
        ):
            continue
        answer = page.open(
            address,
            method=method,
            json={} if method == "POST" else None,
            headers={"Host": "localhost:5000", **headers},
            environ_overrides=environ,
            buffered=True,
        )
        assert (answer.status_code, answer.get_json(silent=True)) == (400, {}), address


@pytest.mark.parametrize("address", FRAME_FILES)
def test_the_frame_of_the_screen_gets_its_files_without_an_origin(
    page: FlaskClient, address: str
) -> None:
    assert page.get(address, headers={"Origin": "null"}, buffered=True).status_code in (200, 404)


@pytest.mark.parametrize("address", FRAME_FILES)
def test_the_files_of_the_frame_are_refused_to_other_machines_all_the_same(
    page: FlaskClient, address: str
) -> None:
    environ = {"REMOTE_ADDR": "192.168.1.20"}
    answer = page.get(address, headers={"Origin": "null"}, environ_overrides=environ, buffered=True)
    assert answer.status_code == 400


def test_the_page_may_not_stand_beside_signed_requests() -> None:
    signed = create_app(
        SmallSkill().built(),
        skill_id=SKILL_ID,
        verifier=signed_by_alexa(lambda: datetime.now(UTC)),
        knows=is_known,
    )
    parts: list[Desk] = []

    def keep(desk: Desk) -> Desk:
        parts.append(desk)
        return desk

    desk_app(MemoryStore(), clock_ms=MONDAY_MORNING_MS, changed=keep)
    with pytest.raises(UnsafeForThePage, match="--unsigned"):
        add_page(signed, parts[0])


def test_the_root_leads_to_the_page(page: FlaskClient) -> None:
    answer = page.get("/", follow_redirects=True, buffered=True)
    assert "Hamstring Coach" in answer.get_data(as_text=True)


def test_the_page_may_load_nothing_but_its_own(page: FlaskClient) -> None:
    policy = page.get("/desk/", buffered=True).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_frame_that_may_evaluate_is_cut_off_from_all_else(page: FlaskClient) -> None:
    policy = page.get("/desk/screen", buffered=True).headers["Content-Security-Policy"]
    assert "sandbox allow-scripts;" in policy
    assert "allow-same-origin" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "connect-src data:;" in policy


def test_a_path_out_of_the_static_folder_leads_nowhere(page: FlaskClient) -> None:
    assert page.get("/desk/static/../desk.py").status_code == 404
    assert page.get("/desk/static/%2e%2e/desk.py").status_code == 404
