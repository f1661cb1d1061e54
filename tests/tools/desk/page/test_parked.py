"""The page's device with a player: parked, on a fast clock, its buttons, and back hours later."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from tests.support.clips import clips, device_player
from tests.support.household import MONDAY_MORNING_MS
from tests.tools.desk.page.conftest import Act
from tests.tools.desk.page.desk_server import beeping, desk_app


@pytest.fixture
def app(store: MemoryStore) -> Flask:
    return desk_app(
        store,
        clock_ms=MONDAY_MORNING_MS,
        changed=beeping,
        audio=clips(),
        player=device_player,
    )


def parked(act: Act) -> dict[str, Any]:
    """Paused in the seventeenth second of the first hold."""
    for words, after_ms in (("start my routine", 0), ("i'm warm", 60_000), ("next", 60_000)):
        act("say", words=f"ask hamstring coach to {words}", after_ms=after_ms)
    return act("say", words="pause", after_ms=26_000)


def test_a_pause_parks_and_hours_later_resume_goes_on_without_the_skills_name(act: Act) -> None:
    turn = parked(act)
    assert turn["parks"]

    told = act("pass", ms=100_000)
    assert told["player"]["playing"]
    assert "Alexa, resume" in told["player"]["title"]
    assert told["events"] == ["AudioPlayer.PlaybackStarted"]
    told = act("pass", ms=3 * 3_600_000)
    assert not told["player"]["playing"]
    assert "AudioPlayer.PlaybackNearlyFinished" in told["events"]

    back = act("say", words="Alexa, resume", after_ms=0)

    assert back["session_open"]
    assert back["recognition"]["intent"] == "AMAZON.ResumeIntent"


def test_the_buttons_end_the_waiting_sound_and_bring_it_back(act: Act) -> None:
    parked(act)
    act("pass", ms=10_000)

    assert not act("press", button="pause")["player"]["playing"]
    assert act("press", button="play")["player"]["playing"]


def test_a_button_that_is_none_is_refused(page: FlaskClient, talk: str, act: Act) -> None:
    parked(act)

    assert page.post(f"{talk}/press", json={"button": "eject"}).status_code == 400
    assert page.post(f"{talk}/pass", json={"ms": -1}).status_code == 400


def test_with_nothing_parked_the_buttons_say_so(page: FlaskClient, talk: str) -> None:
    assert page.post(f"{talk}/press", json={"button": "next"}).status_code == 409
