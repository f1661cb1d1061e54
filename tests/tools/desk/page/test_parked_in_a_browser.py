"""A parked workout in a real browser: its sound, its buttons, its fast clock, and the way back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from waitress.server import create_server

from skill.audio.clips import clip_name
from skill.coach.player import waiting_sound
from skill.speech.wording import Voice
from skill.stores.memory import MemoryStore
from skill.tools.prerender.rendering import mp3, rendered
from skill.web.clip_server import add_clips
from tests.support.clips import SPEAKER, clips, device_player
from tests.support.household import catalogue, routine
from tests.tools.desk.page.chromium import play
from tests.tools.desk.page.desk_server import desk_app

pytestmark = pytest.mark.browser

Seen = dict[str, Any]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clips")
    voice, waits = Voice(catalogue()).at(0), waiting_sound(routine())
    sound, rate = rendered(waits, voice, None)
    name = clip_name(waits, voice, SPEAKER)
    (folder / f"{name}.mp3").write_bytes(mp3(sound, rate, routine().platform.clip_kilobits))
    app = desk_app(MemoryStore(), audio=clips(), player=device_player)
    add_clips(app, folder)
    listening = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listening], threads=8)
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.close()


@pytest.fixture(scope="module")
def seen(url: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    pictures: Path = tmp_path_factory.mktemp("pictures")
    report = play(url, pictures, "parked.mjs")
    assert report["failed"] is None, f"{report} (see {pictures}/failed.png)"
    return report


def test_nothing_went_wrong_in_the_console(seen: Seen) -> None:
    assert seen["console"] == []


def test_a_pause_parks_the_workout_with_its_sound(seen: Seen) -> None:
    assert "Paused" in seen["paused"]
    assert "Say Alexa, resume" in seen["paused"]
    assert seen["sound"] == {"moved": True, "error": None}
    assert "Alexa, resume" in seen["title"]


def test_on_a_fast_clock_the_sound_stops_by_itself_after_an_hour(seen: Seen) -> None:
    assert seen["before"] != seen["after"]
    assert seen["after"].startswith("silent")
    told = " ".join(seen["events"])
    for event in ("PlaybackStarted", "PlaybackNearlyFinished", "PlaybackFinished"):
        assert event in told


def test_after_that_resume_goes_on_without_the_skills_name(seen: Seen) -> None:
    assert seen["state"] == "speaking"
    assert "Set one" in seen["back"] or "to go" in seen["back"]


def test_a_replayed_dialogue_presses_buttons_and_comes_back_by_the_wake_word(seen: Seen) -> None:
    told = seen["replayed"]
    assert "The player: PlaybackStopped" in told
    assert told.index("The player: PlaybackStopped") < told.index("Alexa, resume")
