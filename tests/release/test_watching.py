"""Readiness and metrics: what a server tells those who watch it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from skill import __version__
from skill.alexa.entry import answer
from skill.alexa.request_log import RequestLog
from skill.service.ports import StoreUnavailable
from skill.tools.desk.speaker import SmartSpeaker
from skill.web.app import SkillIdMissing
from skill.web.metrics import add_metrics
from skill.web.readiness import REMEMBERED_S, add_readiness
from skill.wiring import build_skill
from skill.wsgi import METRICS_SETTING, app_from
from tests.support.envelopes import AUDIO_FAILED, envelope
from tests.support.household import SKILL_ID, libraries, recogniser
from tests.support.stores import UnsteadyStore

SETTINGS = {"HAMSTRING_COACH_SKILL_ID": SKILL_ID, "HAMSTRING_COACH_STORE": "memory:"}


def now() -> datetime:
    return datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_a_store_that_cannot_be_reached_makes_the_server_not_ready(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def check() -> None:
        raise StoreUnavailable("10.0.0.7 refused")

    app = Flask("watched")
    add_readiness(app, check)

    answer = app.test_client().get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"status": "not ready"})
    assert "Not ready: StoreUnavailable: 10.0.0.7 refused" in caplog.text, "for operators"


def test_a_check_with_a_bug_is_logged_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    def check() -> None:
        raise RuntimeError("my left hamstring hurts")

    app = Flask("watched")
    add_readiness(app, check)

    assert app.test_client().get("/readyz").status_code == 503
    assert "Not ready: RuntimeError" in caplog.text
    assert "hurts" not in caplog.text


def test_whoever_asks_often_is_told_what_was_found_a_moment_ago(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reads: list[float] = []
    time_s = 100.0

    def check() -> None:
        reads.append(time_s)
        if time_s < 106:
            raise StoreUnavailable("the credentials have expired")

    app = Flask("watched")
    add_readiness(app, check, lambda: time_s)
    client = app.test_client()

    def ask() -> set[int]:
        return {client.get("/readyz").status_code for _ in range(100)}

    assert ask() == {503}
    time_s += REMEMBERED_S - 0.1
    assert ask() == {503}
    time_s += REMEMBERED_S
    assert ask() == {200}
    assert len(reads) == 2
    assert caplog.text.count("the credentials have expired") == 1


def test_a_store_that_comes_back_makes_the_server_ready_again() -> None:
    troubles = [StoreUnavailable("down")]

    def check() -> None:
        if troubles:
            raise troubles.pop()

    moments = iter([0.0, 0.0, REMEMBERED_S, REMEMBERED_S])
    app = Flask("watched")
    add_readiness(app, check, lambda: next(moments))
    client = app.test_client()

    assert [client.get("/readyz").status_code for _ in range(2)] == [503, 200]


def test_the_whole_app_is_ready_only_with_a_store_it_can_write_to(tmp_path: Path) -> None:
    def status(store: str) -> int:
        settings = SETTINGS | {"HAMSTRING_COACH_STORE": store}
        return app_from(settings, now).test_client().get("/readyz").status_code

    assert status(f"sqlite:{tmp_path / 'progress.db'}") == 200
    assert status("sqlite:/dev/null/progress.db") == 503


def test_the_server_does_not_start_without_a_skill_id() -> None:
    with pytest.raises(SkillIdMissing):
        app_from({"HAMSTRING_COACH_STORE": "memory:"}, now)


def test_there_are_no_metrics_unless_they_are_asked_for() -> None:
    assert app_from(SETTINGS, now).test_client().get("/metrics").status_code == 404


@pytest.fixture
def request_log() -> Iterator[logging.Logger]:
    log = logging.Logger("requests", logging.INFO)
    yield log
    for handler in list(log.handlers):
        log.removeHandler(handler)


def test_the_lines_of_the_request_log_are_counted_and_nothing_else(
    request_log: logging.Logger,
) -> None:
    app = Flask("watched")
    add_metrics(app, request_log, {})

    line: dict[str, object] = {"request": "r", "intent": "ReadyIntent", "result": "saved"}
    line |= {"phase": "working", "sets": 1, "store": "fine"}
    for ms in (40, 60):
        request_log.info(json.dumps(line | {"ms": ms}))
    request_log.info("no line of ours")
    request_log.info('{"intent": "ReadyIntent"}')
    shown = app.test_client().get("/metrics").text

    assert 'hamstring_coach_requests_total{intent="ReadyIntent",result="saved"} 2.0' in shown
    assert "hamstring_coach_answer_seconds_sum 0.1" in shown
    assert 'hamstring_coach_answer_seconds_bucket{le="0.05"} 1.0' in shown


def test_what_matters_is_counted_from_what_the_skill_itself_writes(
    request_log: logging.Logger,
) -> None:
    app, store = Flask("watched"), UnsteadyStore()
    add_metrics(app, request_log, {})
    skill = build_skill(
        libraries=libraries(),
        store=store,
        clock=lambda: 0,
        skill_id=SKILL_ID,
        log=RequestLog(lambda: 0.0, request_log.info),
    )
    speaker = SmartSpeaker(
        lambda asked: answer(skill, asked, None), recogniser(), now_ms=0, skill_id=SKILL_ID
    )

    for said in ("start my routine", "next", "where am i", "wibble wobble"):
        speaker.say(said)
        speaker.listen()
    answer(skill, envelope(AUDIO_FAILED, session={}), None)
    store.down.add("save")
    speaker.end("ERROR")

    shown = app.test_client().get("/metrics").text
    for metric in (
        'hamstring_coach_sentences_total{phase="waiting",understood="no"} 1.0',
        'hamstring_coach_sentences_total{phase="waiting",understood="yes"}',
        "hamstring_coach_sets_total 1.0",
        "hamstring_coach_audio_failures_total 1.0",
        "hamstring_coach_broken_sessions_total 1.0",
        'hamstring_coach_store_trouble_total{kind="unsaved"} 1.0',
    ):
        assert metric in shown


def test_answers_are_counted_by_their_status(request_log: logging.Logger) -> None:
    app = Flask("watched")
    add_metrics(app, request_log, {})
    client = app.test_client()

    client.get("/nowhere")

    assert 'hamstring_coach_http_total{status="404"} 1.0' in client.get("/metrics").text


def test_the_whole_app_shows_metrics_where_they_are_asked_for() -> None:
    client = app_from(SETTINGS | {METRICS_SETTING: "1"}, now).test_client()

    assert client.post("/alexa", json={}).status_code == 400
    assert 'hamstring_coach_http_total{status="400"} 1.0' in client.get("/metrics").text


def test_a_server_of_any_kind_writes_json_lines() -> None:
    serving = (
        "from skill.wsgi import application\napplication().test_client().post('/alexa', json={})"
    )

    done = subprocess.run(
        [sys.executable, "-c", serving],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | SETTINGS,
    )

    entries = [json.loads(line) for line in done.stderr.splitlines()]
    assert [entry["level"] for entry in entries] == ["INFO", "WARNING"]
    assert entries[0]["version"] == __version__
    assert "Refused a request" in entries[1]["message"]


def test_a_server_has_the_garbage_collector_leave_alone_what_is_loaded() -> None:
    counting = (
        "import gc\nfrom skill.wsgi import application\napp = application()\n"
        "print(gc.get_freeze_count() > 100 * len(gc.get_objects()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", counting],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | SETTINGS,
    )

    assert done.stdout == "True\n"
