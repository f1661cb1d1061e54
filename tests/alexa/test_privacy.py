"""What goes wrong is neither spoken nor logged with a runner's affairs in it."""

from __future__ import annotations

import logging
from contextlib import suppress

import pytest

from skill.service.conversation import runner_id_of
from skill.service.ports import StoreUnavailable, cause_of
from skill.stores.memory import MemoryStore
from tests.support.envelopes import AUDIO_FAILED, LAUNCH, Json, envelope, intent
from tests.support.household import USER, in_process
from tests.support.stores import DOWN_TEXT, BrokenStore, UnsteadyStore

UTTERANCE = "my left hamstring popped"
SECRET = f"boom {USER} {runner_id_of(USER)} {UTTERANCE}"


def without_affairs(log: pytest.LogCaptureFixture) -> str:
    """The whole log as text, held against what must not be in it."""
    formatter = logging.Formatter("%(name)s %(levelname)s %(message)s")
    text = "\n".join(formatter.format(record) for record in log.records)
    for secret in (USER, runner_id_of(USER), UTTERANCE, "glute_bridge"):
        assert secret not in text
    return text


@pytest.mark.parametrize("request_json", [LAUNCH, intent("SetRepsIntent", reps="7")])
def test_a_bug_ends_the_session_with_kind_words_and_never_its_own(
    request_json: Json, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    answered = in_process(BrokenStore(SECRET))(envelope(request_json, session={}))

    spoken = answered["response"]["outputSpeech"]["ssml"]
    assert answered["response"]["shouldEndSession"] is True
    assert "reprompt" not in answered["response"]
    assert "boom" not in spoken
    assert USER not in spoken


def test_the_log_tells_where_a_bug_is_but_not_what_its_text_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)

    in_process(BrokenStore(SECRET))(envelope(LAUNCH, session={}))

    text = without_affairs(caplog)
    assert "RuntimeError" in text
    assert "in _recall" in text, "the log names the place"
    assert "boom" not in text


@pytest.mark.parametrize(
    "request_json", [AUDIO_FAILED, {"type": "SessionEndedRequest", "reason": "ERROR"}]
)
def test_a_bug_in_a_request_that_nobody_hears_is_answered_without_speech(
    request_json: Json, caplog: pytest.LogCaptureFixture
) -> None:
    answered = in_process(BrokenStore(SECRET))(envelope(request_json, session={}))

    assert answered["response"] == {}
    assert "boom" not in without_affairs(caplog)


DISABLED: Json = {"type": "AlexaSkillEvent.SkillDisabled"}


@pytest.mark.parametrize(
    ("down", "request_json", "logged"),
    [
        ("load", LAUNCH, "progress not loaded"),
        ("save", LAUNCH, "progress not saved"),
        ("set_aside", LAUNCH, "progress not set aside"),
        ("forget", DISABLED, "progress not forgotten"),
    ],
)
def test_a_store_that_is_down_is_logged_with_its_cause_but_without_the_runner(
    down: str, request_json: Json, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = UnsteadyStore()
    if down == "set_aside":
        store.save(runner_id_of(USER), "unreadable", after=0)
    store.down.add(down)

    with suppress(StoreUnavailable):
        heard = str(in_process(store)(envelope(request_json, session={})))
        assert "10.0.0.7" not in heard

    assert f"{logged}: StoreUnavailable: {down}: {DOWN_TEXT} ..." in without_affairs(caplog)


def test_what_is_no_stores_own_text_is_not_logged() -> None:
    assert cause_of(RuntimeError(SECRET)) == "RuntimeError"
    assert cause_of(StoreUnavailable(f"for {USER}\nfull"), USER) == "StoreUnavailable: for ... full"


def test_a_place_that_cannot_be_read_is_logged_without_what_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    store = MemoryStore()
    store.save(runner_id_of(USER), '{"workout": "glute_bridge"}', after=0)

    in_process(store)(envelope(LAUNCH, session={}))

    assert "unreadable" in without_affairs(caplog)


def test_an_ordinary_workout_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ask = in_process(MemoryStore())
    for name in ("StartRoutineIntent", "AMAZON.NextIntent", "PainIntent", "AMAZON.StopIntent"):
        ask(envelope(intent(name, topic=UTTERANCE), session={}))

    without_affairs(caplog)


def test_the_accounts_id_is_stored_nowhere() -> None:
    store = MemoryStore()
    in_process(store)(envelope(LAUNCH, session={}))

    saved = store.load(runner_id_of(USER))
    assert saved is not None
    assert USER not in saved.body
    assert USER not in runner_id_of(USER)
    assert runner_id_of(USER) != runner_id_of(USER + "x")
