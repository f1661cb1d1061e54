"""What the page asks of the desk: first what cannot be, then a workout."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill.stores.memory import MemoryStore
from skill.tools.desk.page.apl_renderer import Renderer
from skill.tools.desk.recogniser import Recogniser
from tests.support.household import DAY_MS, MODEL, MONDAY_MORNING_MS
from tests.tools.desk.page.conftest import Act
from tests.tools.desk.page.desk_server import desk_app, showing

WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "no such device": ("device", {"device": "toaster"}, "device: is not one of show, show5"),
    "a device that is no text": ("device", {"device": ["show"]}, "device: is not one of"),
    "no words": ("say", {}, "words: must be a text"),
    "words that are a list": ("say", {"words": ["next"]}, "words: must be a text"),
    "a time before": ("say", {"words": "next", "after_ms": -1}, "after_ms: must be a number"),
    "a time too long": ("say", {"words": "next", "after_ms": 1e12}, "after_ms: must be a number"),
    "a time that is true": ("silence", {"after_ms": True}, "after_ms: must be a number"),
    "a touch that is none": ("touch", {"event": "next"}, "event: must be an object"),
    "a request without a type": ("send", {"event": {}}, "type: must be a text"),
    "an end without a reason": ("end", {}, "reason: must be a text"),
    "days that are a text": ("later", {"days": "one"}, "days: must be a number"),
    "a dialogue without a title": ("dialogue", {"title": " "}, "title: write a sentence"),
    "a dialogue of nothing": ("dialogue", {"title": "Nothing"}, "conversation: is empty"),
}


@pytest.mark.parametrize(("what", "body", "reason"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_told_with_its_field(
    page: FlaskClient, talk: str, what: str, body: dict[str, Any], reason: str
) -> None:
    answer = page.post(f"{talk}/{what}", json=body)
    assert answer.status_code == 400
    assert reason in answer.get_json()["error"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'"say"'], ids=repr)
def test_a_body_that_is_no_object_of_json_is_told(
    page: FlaskClient, talk: str, body: bytes
) -> None:
    answer = page.post(f"{talk}/say", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "body: " in answer.get_json()["error"]


def test_what_a_form_of_another_page_can_send_is_refused(page: FlaskClient, talk: str) -> None:
    answer = page.post(f"{talk}/say", data='{"words": "next"}', content_type="text/plain")
    assert (answer.status_code, answer.get_json()) == (400, {})


@pytest.mark.parametrize(
    "address",
    ["desk-9/say", "desk-1/dance", "desk-1/turns/0/answer", "desk-9/turns/0/answer"],
)
def test_what_is_not_there_is_not_found(page: FlaskClient, talk: str, address: str) -> None:
    assert talk.endswith("desk-1")
    assert page.post(f"/desk/conversations/{address}", json={}).status_code == 404


def test_a_skill_that_breaks_is_told_and_nothing_of_its_insides(store: MemoryStore) -> None:
    def broken(_envelope: dict[str, Any]) -> dict[str, Any]:
        raise ZeroDivisionError("insides")

    app = desk_app(store, changed=lambda desk: replace(desk, ask=broken))
    page = app.test_client()
    name = page.post("/desk/conversations", json={"device": "dot"}).get_json()["name"]
    answer = page.post(f"/desk/conversations/{name}/say", json={"words": "open hamstring coach"})
    assert answer.status_code == 500
    assert "log" in answer.get_json()["error"]
    assert "insides" not in answer.get_data(as_text=True)


def test_asleep_only_words_with_the_skills_name_reach_it(page: FlaskClient, talk: str) -> None:
    answer = page.post(f"{talk}/say", json={"words": "Alexa, next"})
    assert answer.status_code == 409
    assert "Say: open hamstring coach" in answer.get_json()["not_heard"]


@pytest.mark.parametrize("words", ["Alexa", "  Alexa,  ", ""])
def test_the_wake_word_alone_says_nothing(page: FlaskClient, talk: str, words: str) -> None:
    answer = page.post(f"{talk}/say", json={"words": words})
    assert answer.status_code == 409


def test_words_without_end_are_not_heard(page: FlaskClient, talk: str) -> None:
    assert page.post(f"{talk}/say", json={"words": "next " * 100}).status_code == 409


def test_silence_without_a_session_is_no_silence(page: FlaskClient, talk: str) -> None:
    assert page.post(f"{talk}/silence", json={}).status_code == 409


def test_a_launch_is_a_launch_and_an_ask_is_an_intent_of_a_new_session(act: Act) -> None:
    launched = act("say", words="Alexa, open hamstring coach")
    assert launched["request"]["request"]["type"] == "LaunchRequest"
    act("end", reason="USER_INITIATED")
    asked = act("say", words="ask hamstring coach for the clinic's phone number")
    assert asked["request"]["session"]["new"]
    assert asked["recognition"]["intent"] == "ClinicPhoneIntent"


def test_a_barge_in_knows_the_second_of_the_hold(act: Act) -> None:
    act("say", words="open hamstring coach")
    act("say", 12_000, words="start")
    act("say", 50_000, words="next")
    paused = act("say", 26_400, words="Alexa, pause")
    said = " ".join(mark["text"] for mark in paused["strip"]["marks"])
    assert "second seventeen of thirty" in said
    assert paused["phase"] == "paused"


def test_the_strip_of_a_hold_tells_counts_spans_and_the_prompt(act: Act) -> None:
    act("say", words="open hamstring coach")
    act("say", 12_000, words="start")
    strip = act("say", 50_000, words="next")["strip"]
    kinds = [(span["kind"], span["side"]) for span in strip["spans"]]
    assert kinds == [
        ("ready", "left"),
        ("hold", "left"),
        ("changeover", "right"),
        ("hold", "right"),
        ("rest", "left"),
    ]
    hold = strip["spans"][1]
    counts = [
        mark
        for mark in strip["marks"]
        if mark["part"] == "count" and hold["start_ms"] < mark["start_ms"] <= hold["end_ms"]
    ]
    assert [counts[0]["text"], counts[-1]["text"], len(counts)] == ["one", "thirty", 30]
    assert all(
        mark["start_ms"] == hold["start_ms"] + 1000 * number
        for number, mark in enumerate(counts, start=1)
    )
    assert strip["marks"][-1]["part"] == "prompt"


def test_the_strip_of_reps_tells_phases_from_numbers(act: Act) -> None:
    act("say", words="ask hamstring coach to do the bridges")
    strip = act("say", 60_000, words="next")["strip"]
    reps = next(span for span in strip["spans"] if span["kind"] == "reps")
    inside = [m for m in strip["marks"] if reps["start_ms"] <= m["start_ms"] < reps["end_ms"]]
    phases = {mark["text"] for mark in inside if mark["part"] == "phase"}
    numbers = [mark["text"] for mark in inside if mark["part"] == "count"]
    assert phases == {"Up", "Squeeze", "Down"}
    assert (numbers[0], numbers[-1], len(numbers)) == ("one", "twelve", 12)


def test_silence_is_a_reprompt_and_then_the_end(act: Act) -> None:
    opened = act("say", words="open hamstring coach")
    assert opened["has_reprompt"]
    first = act("silence", 11_000)
    assert (first["session_open"], first["request"]) == (True, None)
    second = act("silence", 20_000)
    assert second["request"]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert (second["session_open"], second["phase"]) == (False, "asleep")


def test_a_day_later_the_session_is_gone_and_the_clock_a_day_on(act: Act) -> None:
    act("say", words="open hamstring coach")
    act("later", days=1)
    again = act("say", words="open hamstring coach")
    assert again["request"]["session"]["new"]
    assert again["request"]["request"]["timestamp"] == "2026-01-06T08:00:03Z"
    assert MONDAY_MORNING_MS + DAY_MS == 1_767_686_400_000


def test_another_page_goes_on_where_the_first_one_was_left(page: FlaskClient, act: Act) -> None:
    act("say", words="ask hamstring coach to do the bridges")
    other = page.post("/desk/conversations", json={"device": "dot"}).get_json()["name"]
    opened = page.post(
        f"/desk/conversations/{other}/say", json={"words": "open hamstring coach"}
    ).get_json()
    assert opened["phase"] == "returning"


def test_somebody_new_is_not_known(page: FlaskClient, act: Act) -> None:
    act("say", words="ask hamstring coach to do the bridges")
    other = page.post("/desk/conversations", json={"device": "dot", "fresh": True})
    opened = page.post(
        f"/desk/conversations/{other.get_json()['name']}/say",
        json={"words": "open hamstring coach"},
    ).get_json()
    assert opened["phase"] == "opened"


@pytest.mark.parametrize(
    ("device", "shape", "width"),
    [("show", "RECTANGLE", 1280), ("show5", "RECTANGLE", 960), ("spot", "ROUND", 480)],
)
def test_a_device_with_a_screen_tells_the_skill_what_it_is(
    act: Act, device: str, shape: str, width: int
) -> None:
    act("device", device=device)
    context = act("say", words="open hamstring coach")["request"]["context"]
    interfaces = context["System"]["device"]["supportedInterfaces"]
    assert interfaces["Alexa.Presentation.APL"]["runtime"]["maxVersion"] == "1.4"
    assert context["Viewport"]["shape"] == shape
    assert context["Viewports"][0]["configuration"]["current"]["size"]["pixelWidth"] == width


def test_a_device_without_a_screen_says_nothing_of_one(act: Act) -> None:
    act("device", device="dot")
    opened = act("say", words="open hamstring coach")
    assert opened["request"]["context"]["System"]["device"]["supportedInterfaces"] == {}
    assert "Viewport" not in opened["request"]["context"]
    assert opened["screen"] == []


def test_a_touch_goes_to_the_skill_as_it_came_from_the_screen(store: MemoryStore) -> None:
    page = desk_app(store, clock_ms=MONDAY_MORNING_MS, changed=showing).test_client()
    name = page.post("/desk/conversations", json={"device": "show"}).get_json()["name"]
    talk = f"/desk/conversations/{name}"
    opened = page.post(f"{talk}/say", json={"words": "ask hamstring coach to do the bridges"})
    assert [one["type"] for one in opened.get_json()["screen"]] == [
        "Alexa.Presentation.APL.RenderDocument"
    ]
    event = {"arguments": ["touch", "next"], "token": "small", "source": {"type": "TouchWrapper"}}
    touched = page.post(f"{talk}/touch", json={"event": event, "after_ms": 5_000}).get_json()
    request = touched["request"]["request"]
    assert request["type"] == "Alexa.Presentation.APL.UserEvent"
    assert request["arguments"] == ["touch", "next"]
    assert touched["phase"] == "working"


def test_without_a_renderer_and_a_voice_the_page_says_so(
    store: MemoryStore, tmp_path: Path
) -> None:
    app = desk_app(store, changed=lambda desk: replace(desk, renderer=Renderer(tmp_path)))
    page = app.test_client()
    facts = page.get("/desk/facts").get_json()
    assert (facts["renderer"], facts["sounds"]) == (False, False)
    assert "make voice" in facts["voice"]
    assert page.get("/desk/viewhost.js").status_code == 404
    assert page.get("/desk/fonts/AmazonEmber_Bd.ttf").status_code == 404


def test_the_renderer_is_served_with_no_address_of_amazons_fonts_in_it(
    store: MemoryStore, tmp_path: Path
) -> None:
    program = tmp_path / "apl-viewhost-web" / "index.js"
    program.parent.mkdir()
    program.write_text("url('https://d1gkjrhppbyzyh.cloudfront.net/AmazonEmberDisplay_Rg.ttf')")
    app = desk_app(store, changed=lambda desk: replace(desk, renderer=Renderer(tmp_path)))
    served = app.test_client().get("/desk/viewhost.js").get_data(as_text=True)
    assert served == "url('/desk/fonts/AmazonEmberDisplay_Rg.ttf')"


def test_the_request_and_the_response_are_what_was_sent(act: Act) -> None:
    told = act("say", words="open hamstring coach")
    assert json.loads(json.dumps(told["response"]))["response"]["outputSpeech"]["type"] == "SSML"
    assert told["request"]["version"] == "1.0"


def test_a_skill_of_another_name_is_opened_by_that_name(store: MemoryStore) -> None:
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    model["interactionModel"]["languageModel"]["invocationName"] = "gentle hamstrings"
    named = Recogniser(model, locale="en-GB")
    page = desk_app(store, changed=lambda desk: replace(desk, recogniser=named)).test_client()
    name = page.post("/desk/conversations", json={"device": "dot"}).get_json()["name"]

    def said(words: str) -> dict[str, Any]:
        asked = {"words": words, "after_ms": 0}
        told: dict[str, Any] = page.post(f"/desk/conversations/{name}/say", json=asked).get_json()
        return told

    facts = page.get("/desk/facts").get_json()
    assert (facts["invocation"], facts["locales"][0]) == ("gentle hamstrings", "en-GB")
    assert "Say: open gentle hamstrings." in said("open hamstring coach")["not_heard"]
    assert "Welcome" in json.dumps(said("open gentle hamstrings"))
