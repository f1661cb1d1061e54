"""What one may choose on the page: the language, the runner, the player, and what time it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from tests.support.clips import clips, device_player
from tests.support.household import DAY_MS, MONDAY_MORNING_MS
from tests.tools.desk.page.desk_server import beeping, desk_app

OPEN = "open hamstring coach"
SURGERY = "what's the number of the surgery"
"""In Britain that is where the physical therapist works; elsewhere it is an operation."""


def begun(page: FlaskClient, **chosen: object) -> str:
    answer = page.post("/desk/conversations", json={"device": "dot", **chosen})
    assert answer.status_code == 200, answer.get_json()
    return f"/desk/conversations/{answer.get_json()['name']}"


def said(page: FlaskClient, talk: str, words: str, after_ms: int = 60_000) -> dict[str, Any]:
    turn: dict[str, Any] = page.post(
        f"{talk}/say", json={"words": words, "after_ms": after_ms}
    ).get_json()
    return turn


def heard(turn: dict[str, Any]) -> str:
    return " ".join(mark["text"] for mark in turn["strip"]["marks"])


@pytest.mark.parametrize(
    ("field", "names"), [("locale", "en-US, en-GB"), ("runner", "first, second")]
)
@pytest.mark.parametrize("nonsense", ["nobody", 3, ["first"]])
def test_what_cannot_be_chosen_is_told_with_what_can(
    page: FlaskClient, field: str, names: str, nonsense: object
) -> None:
    answer = page.post("/desk/conversations", json={"device": "dot", field: nonsense})

    assert answer.status_code == 400
    assert answer.get_json()["error"] == f"{field}: is not one of {names}"


def test_the_choices_are_told_and_the_first_is_what_happens_without_one(page: FlaskClient) -> None:
    facts = page.get("/desk/facts").get_json()

    assert facts["locales"] == ["en-US", "en-GB"]
    assert facts["runners"] == ["first", "second"]
    assert facts["plays"] is False
    turn = said(page, begun(page), OPEN)
    assert turn["request"]["request"]["locale"] == "en-US"


def test_in_another_locale_it_is_listened_with_that_locales_model(page: FlaskClient) -> None:
    talk = begun(page, locale="en-GB")
    said(page, talk, OPEN)

    turn = said(page, talk, SURGERY)

    assert turn["request"]["request"]["locale"] == "en-GB"
    assert turn["recognition"]["intent"] == "ClinicPhoneIntent"
    american = begun(page, fresh=True)
    said(page, american, OPEN)
    assert said(page, american, SURGERY)["recognition"]["intent"] != "ClinicPhoneIntent"


def test_two_runners_each_have_their_own_place_and_keep_it(page: FlaskClient) -> None:
    first = begun(page, runner="first")
    said(page, first, "ask hamstring coach to start my routine")
    said(page, first, "skip this exercise")

    second = said(page, begun(page, runner="second"), OPEN)
    again = said(page, begun(page, runner="first"), OPEN)

    assert "Welcome to Hamstring Coach" in heard(second)
    assert "carry on" in heard(again)


def test_a_device_without_a_player_ends_the_session_where_one_with_it_would_park(
    store: MemoryStore,
) -> None:
    app = desk_app(
        store, clock_ms=MONDAY_MORNING_MS, changed=beeping, audio=clips(), player=device_player
    )
    page = app.test_client()
    assert page.get("/desk/facts").get_json()["plays"] is True

    for silent in (True, False):
        talk = begun(page, silent=silent, fresh=True)
        said(page, talk, "ask hamstring coach to start my routine")
        said(page, talk, "next")
        turn = said(page, talk, "pause", 26_000)

        interfaces = turn["request"]["context"]["System"]["device"]["supportedInterfaces"]
        assert ("AudioPlayer" in interfaces) is not silent
        assert turn["parks"] is not silent


@pytest.mark.parametrize("days", [0.125, 1, 7])
def test_the_clock_is_run_ahead_by_hours_days_or_a_week(page: FlaskClient, days: float) -> None:
    talk = begun(page)
    before = said(page, talk, OPEN)["request"]["request"]["timestamp"]
    page.post(f"{talk}/later", json={"days": days})

    after = said(page, talk, OPEN)["request"]["request"]["timestamp"]

    passed = datetime.fromisoformat(after) - datetime.fromisoformat(before)
    assert passed.total_seconds() * 1000 >= days * DAY_MS
