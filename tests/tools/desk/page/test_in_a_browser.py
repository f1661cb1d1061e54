"""The page in a real browser, with a real voice and Amazon's renderer: what was seen and heard."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from waitress.server import create_server

from skill.stores.memory import MemoryStore
from skill.tools.desk.page.page_conversation import USER
from tests.support.dialogue import play as play_dialogue
from tests.support.dialogue import read_dialogues
from tests.support.facts import filled
from tests.support.household import Household
from tests.tools.desk.page.chromium import CACHE, VIEWHOST, installed, play, tool
from tests.tools.desk.page.desk_server import desk_app, showing, speaking

pytestmark = pytest.mark.browser

Seen = dict[str, Any]


@pytest.fixture(scope="module")
def pictures() -> Path:
    """Where screenshots are put, for a person to look at."""
    folder = CACHE / "page-pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    tool("espeak-ng")
    installed(VIEWHOST, CACHE / "viewhost")
    app: Flask = desk_app(MemoryStore(), changed=lambda desk: showing(speaking(desk)))
    listening = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listening], threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.close()


@pytest.fixture(scope="module")
def seen(url: str, pictures: Path) -> Seen:
    report = play(url, pictures)
    assert report["failed"] is None, f"{report['failed']} (see {pictures}/failed.png)"
    return report


def test_nothing_went_wrong_in_the_console(seen: Seen) -> None:
    assert seen["console"] == []


def test_nothing_was_asked_of_the_network(seen: Seen) -> None:
    assert seen["outside"] == []


def test_a_first_visit_explains_itself_in_one_line(seen: Seen) -> None:
    told = seen["a first visit"]

    assert told.count(".") == 1
    assert "press" in told
    assert "type" in told


def test_asleep_it_hears_nothing_without_its_name(seen: Seen) -> None:
    asleep = seen["asleep it hears nothing without its name"]
    assert asleep["turns"] == 0
    assert "asleep" in asleep["state"]


def test_opening_is_heard_and_seen(seen: Seen) -> None:
    opened = seen["open, with sound and a screen"]
    assert "Welcome to Hamstring Coach" in opened["words"]
    assert (opened["playing"]["moved"], opened["playing"]["error"]) == (True, None)
    assert opened["screen"]


def test_the_first_hold_is_counted_and_drawn_in_time(seen: Seen) -> None:
    hold = seen["start, and next to the first counted hold"]
    assert "standing hamstring stretch" in hold["intro"]
    assert "one … thirty" in hold["words"]
    assert hold["strip"]["spans"] == ["ready", "hold", "changeover", "hold", "rest"]
    assert hold["strip"]["ticks"] == 66  # twice three to be ready and thirty of the hold
    assert hold["strip"]["lit"] == "eight"
    assert "hold, left leg" in hold["strip"]["now"]


def test_a_screen_reader_is_not_made_to_count_over_the_count(seen: Seen) -> None:
    assert seen["start, and next to the first counted hold"]["strip"]["spoken"] == "Hold."


def test_while_it_speaks_it_hears_only_its_name(seen: Seen) -> None:
    unheard = seen["while it speaks it wants its name"]
    assert (unheard["more"], unheard["page"]) == (0, "speaking")
    assert "Alexa, …" in unheard["state"]


def test_a_barge_in_is_marked_and_pauses_at_the_second_heard(seen: Seen) -> None:
    barge_in = seen["barge-in"]
    assert barge_in["how"].startswith("barge-in at 0:1")
    assert "Paused." in barge_in["words"]
    assert barge_in["done"] in (7, 8)  # it was said as "eight" began


def test_resuming_counts_on(seen: Seen) -> None:
    done = seen["barge-in"]["done"]
    numbers = {7: "eight", 8: "nine"}
    assert f"{numbers[done]} … thirty" in seen["resume"]["words"]


def test_next_goes_on_to_the_second_set(seen: Seen) -> None:
    assert "Set two of two" in seen["next"]["words"]


def test_what_somebody_new_says_at_once_reaches_the_new_conversation(seen: Seen) -> None:
    new = seen["somebody new speaks at once"]
    assert (new["left"], new["turns"]) == (0, 1)
    assert "Welcome to Hamstring Coach" in new["words"]
    former, user = new["users"]
    assert user.startswith(USER)
    assert user not in (USER, former)


def test_a_touch_reaches_the_skill(seen: Seen) -> None:
    assert seen["touch"]["request"]["type"] == "Alexa.Presentation.APL.UserEvent"
    assert seen["touch"]["said"].startswith("touched: ")


def test_the_phone_number_is_said(seen: Seen) -> None:
    assert filled("{phone}") in seen["phone number"]["words"]


def test_a_tap_stops_it_and_needs_no_wake_word(seen: Seen) -> None:
    assert seen["tap to talk"]["tapped"] == "listening"
    assert filled("exercise two of {total}") in seen["tap to talk"]["words"]


def test_the_request_can_be_copied(seen: Seen) -> None:
    assert seen["copy"]["request"]["intent"]["name"] == "WhereAmIIntent"


def test_silence_is_a_reprompt_and_then_the_end(seen: Seen) -> None:
    silence = seen["silence to the session's end"]
    assert [text.split(":")[0] for text in silence["events"]] == [
        "Nothing was said",
        "Nothing was said again",
    ]
    assert silence["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_after_a_reload_it_goes_on_at_the_place(seen: Seen) -> None:
    resumed = seen["reload and resume"]
    assert "carry on, or start fresh?" in resumed["words"]
    assert filled("Exercise two of {total}") in resumed["on"]


def test_the_saved_conversation_is_a_test_that_passes(seen: Seen, tmp_path: Path) -> None:
    saved = seen["save"]
    assert saved["name"] == "a_conversation_in_a_browser.toml"
    # the small screen's touch is none of the skill's own
    before_the_touch = saved["text"].split("\n[[turn]]\nrequest")[0]
    (tmp_path / "saved.toml").write_text(before_the_touch, encoding="utf-8")
    (dialogue,) = read_dialogues(tmp_path)
    assert len(dialogue.turns) >= 5
    play_dialogue(dialogue, Household())


def test_the_saved_conversation_can_be_played_again(seen: Seen) -> None:
    assert seen["replay"]["turns"] == seen["replay"]["lines"]


AT_MOST_MS = 100
"""How far the number on the screen may be from the voice, in ms of the listener's time."""
STALLED_MS = 50
"""A machine that draws no frame for so long is no measure of the page."""


def test_the_number_on_the_screen_is_that_of_the_voice_at_each_change_and_every_speed(
    seen: Seen,
) -> None:
    told = seen["the number on the screen"]
    hold = next(span for span in told["spans"] if span[0] == "hold")
    apart: dict[float, list[float]] = {}
    for at, number in told["changes"]:
        due, speed = heard_at(told["positions"], hold[1] + 1000 * number)
        frames = (told["frames"], [when for when, *_ in told["positions"]])
        if all(drawn_without_a_stall(each, min(due, at), max(due, at)) for each in frames):
            apart.setdefault(speed, []).append(round(at - due))
    assert set(apart) == {1, 2, 4, 16}
    assert all(-AT_MOST_MS <= each <= AT_MOST_MS for late in apart.values() for each in late), apart
    assert sum(map(len, apart.values())) >= 10


def heard_at(positions: list[list[float]], position_ms: float) -> tuple[float, float]:
    """When the voice came to a position of the answer, and its speed there."""
    for (before, reached, _), (after, further, speed) in pairwise(positions):
        if reached <= position_ms < further:
            share = (position_ms - reached) / (further - reached)
            return before + share * (after - before), speed
    raise AssertionError(f"the voice never came to {position_ms} ms")


def drawn_without_a_stall(frames: list[float], since: float, until: float) -> bool:
    before = max(frame for frame in frames if frame <= since)
    within = [frame for frame in frames if before <= frame < until]
    return all(b - a <= STALLED_MS for a, b in pairwise([*within, until]))


def test_language_runner_and_day_are_chosen_on_the_page(seen: Seen) -> None:
    chosen = seen["the choices"]

    assert chosen["chosen"] == ["en-GB", "second"]
    assert chosen["passed"] == "7 days pass."
    assert chosen["closed"]
    assert chosen["left"] == 0
    assert chosen["users"] == [f"{USER}.2", USER]
    assert chosen["locales"] == ["en-GB", "en-US"]
    assert 6.9 < chosen["days"] < 7.1


def test_a_player_is_a_choice_only_if_there_are_clips(seen: Seen) -> None:
    assert seen["the choices"]["player"] is False


def test_a_menu_closes_by_escape_and_focus_stays_among_the_suggestions(seen: Seen) -> None:
    assert seen["keyboard"]["closed"] == [False, "SUMMARY"]
    assert seen["keyboard"]["focused"] == "chips"


def covers(one: list[int], other: list[int]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > 0 and min(one[3], other[3]) - max(one[1], other[1]) > 0


def test_the_device_is_whole_and_large_in_every_window(seen: Seen) -> None:
    for size, found in seen["every size of window"].items():
        width, height = map(int, size.split(" x "))
        left, top, right, bottom = found["boxes"][".glass"]
        assert left >= 0, size
        assert top >= 0, size
        assert right <= width, size
        assert bottom <= height, size
        assert right - left >= min(360, 0.8 * width), size
        assert found["overflow"] <= 0, size
        assert found["pills"], size
        assert found["menu"] == [], size
        talk = found["boxes"][".talk"]
        for name in (".glass", "#caption", "#chips"):
            assert not covers(found["boxes"]["#say"], found["boxes"][name]), (size, name)
        if width > 900 and height > 500:
            assert (right - left) * (bottom - top) > 0.6 * (talk[2] - talk[0]) * (talk[3] - talk[1])
            for name, box in found["boxes"].items():
                assert 0 <= box[0] <= box[2] <= width, (size, name)
                assert 0 <= box[1] <= box[3] <= height, (size, name)


def test_axe_finds_nothing(seen: Seen) -> None:
    assert seen["accessibility"] == []


@pytest.mark.parametrize(
    ("device", "shape", "width"),
    [("show", "RECTANGLE", 1280), ("show5", "RECTANGLE", 960), ("spot", "ROUND", 480)],
)
def test_every_screen_renders(seen: Seen, device: str, shape: str, width: int) -> None:
    found = seen["every device"][device]
    assert found["interfaces"] == ["Alexa.Presentation.APL"]
    assert (found["viewport"]["shape"], found["viewport"]["pixelWidth"]) == (shape, width)
    assert (found["lit"], bool(found["screen"])) == ("yes", True)


def test_a_device_without_a_screen_needs_none(seen: Seen) -> None:
    assert seen["every device"]["dot"]["interfaces"] == []
    assert json.dumps(seen["every device"]["dot"]["viewport"]) == "null"
