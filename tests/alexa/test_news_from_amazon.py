"""Values and kinds of object that Amazon adds to known requests after the SDK was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.alexa.runtime.unknown_values import without_news
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill
from tests.e2e.entries import over_http
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, libraries

Ask = Callable[[Json], Any]


@pytest.fixture(params=["stock", "direct", "stock over http", "direct over http"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """The skill, on the direct way and on the stock SDK, and behind the web server."""
    direct = "direct" in request.param
    if "http" in request.param:
        return over_http(MemoryStore(), direct=direct)
    skill = build_skill(
        libraries=libraries(),
        store=MemoryStore(),
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
        direct=direct,
    )
    return lambda asked: answer(skill, asked, None)


def choosing_the_bridge(**news: str) -> Json:
    """ "Do the bridges", with news at the slot, its resolution or its status."""
    asked = intent("ChooseExerciseIntent", exercise="bridges")
    found = {
        "authority": "amzn1.er-authority.echo-sdk.x.EXERCISE",
        "status": {"code": news.pop("code", "ER_SUCCESS_MATCH")},
        "values": [{"value": {"name": "glute bridge", "id": "glute_bridge"}}],
    }
    asked["intent"]["slots"]["exercise"] |= {
        "resolutions": {"resolutionsPerAuthority": [found]},
        **news,
    }
    return asked


def heard(answered: Any) -> str:
    return json.dumps(answered["response"])


def test_a_new_reason_to_end_a_session_ends_it(ask: Ask) -> None:
    ended = {"type": "SessionEndedRequest", "reason": "BATTERY_EMPTY"}

    assert ask(envelope(ended, session={}))["response"] == {}


@pytest.mark.parametrize("news", [{"confirmationStatus": "MAYBE"}, {"source": "THOUGHT"}])
def test_a_new_word_at_a_slot_does_not_hide_what_was_said(ask: Ask, news: dict[str, str]) -> None:
    assert "glute bridge" in heard(ask(envelope(choosing_the_bridge(**news), session={})))


def test_a_new_kind_of_match_is_no_match(ask: Ask) -> None:
    answered = ask(envelope(choosing_the_bridge(code="ER_SUCCESS_GUESS"), session={}))

    assert "outputSpeech" in answered["response"]


def test_a_new_state_of_a_dialog_and_a_new_kind_of_slot_value_are_passed_over(ask: Ask) -> None:
    asked = choosing_the_bridge()
    asked["dialogState"] = "DREAMING"
    asked["intent"]["slots"]["exercise"]["slotValue"] = {"type": "Telepathic", "value": "x"}

    assert "glute bridge" in heard(ask(envelope(asked, session={})))


def test_a_device_with_a_new_shape_is_welcomed(ask: Ask) -> None:
    asked = envelope(LAUNCH, session={})
    asked["context"]["Viewport"] = {"shape": "SPHERE", "experiences": [], "keyboard": ["THOUGHT"]}
    asked["context"]["Viewports"] = [{"type": "HOLOGRAM", "id": "main"}]

    assert "Welcome" in heard(ask(asked))


@pytest.mark.parametrize(
    "nonsense",
    [
        {"intent": {"name": "ReadyIntent", "slots": 7}},
        {"timestamp": "never"},
    ],
    ids=["slots", "time"],
)
def test_nonsense_is_answered_with_nothing(nonsense: Json) -> None:
    skill = build_skill(
        libraries=libraries(),
        store=MemoryStore(),
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
    )

    asked = envelope({**intent("ReadyIntent"), **nonsense}, session={})

    assert answer(skill, asked, None) == {"version": "1.0", "response": {}}


def test_only_the_news_is_left_out() -> None:
    asked = envelope(choosing_the_bridge(), session={"attributes": {"kept": [{"any": 1}]}})
    asked["context"]["Tomorrow"] = {"state": "NEW"}
    asked["request"]["dialogState"] = "DREAMING"

    known = without_news(asked)

    del asked["request"]["dialogState"]
    assert known == asked
