"""The way in: what is no request for this skill, and requests that come without a session."""

from __future__ import annotations

import pytest
from ask_sdk_core.exceptions import AskSdkException

from skill.alexa.entry import EMPTY_RESPONSE
from skill.alexa.runtime.unknown_values import is_known_request
from skill.service.conversation import runner_id_of
from skill.service.documents import read_runner
from skill.service.ports import StoreUnavailable
from skill.stores.memory import MemoryStore
from tests.e2e.entries import invoked
from tests.support.envelopes import (
    AUDIO_FAILED,
    LAUNCH,
    SKILL_DISABLED,
    Json,
    envelope,
    intent,
)
from tests.support.household import MONDAY_MORNING_MS, USER, in_process
from tests.support.stores import UnsteadyStore

NOTHING: Json = {"version": "1.0", "response": {}}


@pytest.mark.parametrize(
    "request_json",
    [{}, {"type": None}, {"type": 7}, {"type": []}, {"type": ""}, {"type": "Alexa.New.Request"}],
)
def test_a_request_of_no_known_type_is_answered_with_nothing(request_json: Json) -> None:
    asked = {**envelope(LAUNCH), "request": request_json}

    assert not is_known_request(request_json)
    assert in_process(MemoryStore())(asked) == NOTHING


@pytest.mark.parametrize("request_json", [None, 7, "LaunchRequest", []])
def test_an_envelope_without_a_request_is_answered_with_nothing(request_json: object) -> None:
    assert in_process(MemoryStore())({**envelope(LAUNCH), "request": request_json}) == NOTHING
    assert in_process(MemoryStore())({}) == NOTHING


NONSENSE: list[object] = [
    *(None, True, 7, 1.5, "", "LaunchRequest", [], [envelope(LAUNCH)], {1: 2}, {"key1": "value1"}),
    *({"request": LAUNCH}, {"request": LAUNCH, "context": None}, {"Records": [{"Sns": {}}]}),
    {**envelope(LAUNCH), "context": []},
    {**envelope(LAUNCH), "context": {"System": None}},
    {**envelope(LAUNCH), "session": {"attributes": []}},
    {**envelope(LAUNCH), "session": {"attributes": "x"}},
]


@pytest.mark.parametrize("event", NONSENSE, ids=repr)
def test_lambda_answers_nonsense_with_nothing(
    event: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoked(monkeypatch)(event) == NOTHING


def test_lambda_passes_over_a_name_of_pythons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {**envelope(LAUNCH), "session": {"__dict__": {}, "new": []}}

    assert "outputSpeech" in invoked(monkeypatch)(asked)["response"]


@pytest.mark.parametrize("depth", [200, 500, 900])
def test_lambda_answers_what_is_nested_without_end(
    depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep: object = 1
    for _ in range(depth):
        deep = {"a": deep}
    ask = invoked(monkeypatch)
    for odd in (
        envelope(LAUNCH, session={"attributes": deep}),
        envelope({**LAUNCH, "requestId": deep}),
        envelope({**LAUNCH, "timestamp": deep, "new": deep}),
        {"request": deep},
    ):
        assert ask(odd)["version"] == "1.0"


def test_lambda_says_at_its_start_that_no_skill_id_is_set(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    invoked(monkeypatch)
    caplog.clear()
    invoked(monkeypatch, skill_id="")
    assert "HAMSTRING_COACH_SKILL_ID is not set" in caplog.text

    caplog.clear()
    invoked(monkeypatch)
    assert "is not set" not in caplog.text


def test_the_empty_response_cannot_be_changed_by_whoever_got_it() -> None:
    in_process(MemoryStore())({})["response"]["shouldEndSession"] = False

    assert EMPTY_RESPONSE == NOTHING


def test_a_request_meant_for_another_skill_is_refused_and_nothing_is_saved() -> None:
    store = MemoryStore()
    asked = envelope(LAUNCH, session={})
    asked["context"]["System"]["application"] = {"applicationId": "amzn1.ask.skill.other"}

    with pytest.raises(AskSdkException):
        in_process(store)(asked)

    assert store.load(runner_id_of(USER)) is None


# ---------------------------------------------------------------- without a session


@pytest.mark.parametrize("kind", ["AlexaSkillEvent.SkillEnabled", "System.ExceptionEncountered"])
def test_a_known_request_that_asks_nothing_of_a_coach_is_answered_silently(kind: str) -> None:
    store = MemoryStore()

    answered = in_process(store)(envelope({"type": kind}))

    assert answered["response"] == {}
    assert store.load(runner_id_of(USER)) is None


def test_audio_that_fails_outside_a_session_is_remembered_for_the_next() -> None:
    store = MemoryStore()

    answered = in_process(store)(envelope(AUDIO_FAILED))

    saved = store.load(runner_id_of(USER))
    assert saved is not None
    assert not read_runner(saved.body).hears_exact_audio("", now_ms=MONDAY_MORNING_MS)
    assert "outputSpeech" in answered["response"]
    assert not answered.get("sessionAttributes")


def test_a_launch_without_a_session_is_answered_like_any_other() -> None:
    assert "outputSpeech" in in_process(MemoryStore())(envelope(LAUNCH))["response"]


def test_a_session_that_ended_is_answered_without_a_word() -> None:
    asked = envelope({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}, session={})

    assert in_process(MemoryStore())(asked)["response"] == {}


def test_a_request_without_a_time_is_dated_by_the_clock() -> None:
    asked = envelope(intent("AMAZON.NextIntent"), session={})
    del asked["request"]["timestamp"]

    assert in_process(MemoryStore())(asked)["response"]


# ---------------------------------------------------------------- the skill is disabled


def test_whoever_disables_the_skill_is_forgotten_and_nobody_else() -> None:
    store = MemoryStore()
    ask = in_process(store)
    for user in ("leaving", "staying"):
        ask(envelope(LAUNCH, user=user, session={}))
    kept = store.load(runner_id_of("staying"))

    answered = ask(envelope(SKILL_DISABLED, user="leaving"))

    assert answered["response"] == {}
    assert store.load(runner_id_of("leaving")) is None
    assert kept is not None
    assert store.load(runner_id_of("staying")) == kept


def test_an_event_that_could_not_be_carried_out_fails_so_that_alexa_sends_it_again() -> None:
    store = UnsteadyStore()
    store.down.add("forget")

    with pytest.raises(StoreUnavailable):
        in_process(store)(envelope(SKILL_DISABLED))


def test_someone_who_disables_the_skill_unknown_to_the_store_is_no_mistake() -> None:
    assert in_process(MemoryStore())(envelope(SKILL_DISABLED))["response"] == {}
