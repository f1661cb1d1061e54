"""POST /alexa beyond verification: unknown requests, a skill that breaks, sizes and methods."""

import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill import __version__
from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.web.app import SkillIdMissing, create_app
from tests.support.alexa_authority import AlexaAuthority, CertificateBucket
from tests.web.small_skill import (
    SECRET,
    SKILL_ID,
    SmallSkill,
    StoppedClock,
    as_body,
    envelope,
    intent_envelope,
    is_known,
)

ROOT = Path(__file__).parents[2]
LAUNCH = as_body(envelope())
LATE_LOGGING = """
import logging
from skill.web.app import create_app
from skill.tools.serving.loopback import UnsignedOnLoopback
from tests.web.small_skill import SmallSkill, is_known

app = create_app(
    SmallSkill().built(), skill_id=None, verifier=UnsignedOnLoopback(), knows=is_known
)
logging.basicConfig()
app.test_client().post("/alexa")
"""


@pytest.mark.parametrize("skill_id", [None, ""])
def test_signed_requests_without_a_skill_id_are_not_served(
    authority: AlexaAuthority, clock: StoppedClock, skill_id: str | None
) -> None:
    with pytest.raises(SkillIdMissing, match="give the id that the developer console shows"):
        create_app(
            SmallSkill().built(),
            skill_id=skill_id,
            verifier=authority.verifier(clock),
            knows=is_known,
        )


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_not_allowed(
    client: FlaskClient, authority: AlexaAuthority, skill: SmallSkill, method: str
) -> None:
    headers = authority.headers(LAUNCH)
    response = client.open("/alexa", method=method, data=LAUNCH, headers=headers)
    assert response.status_code == 405
    assert skill.launches == 0


def test_a_body_longer_than_agreed_is_refused_before_anything_is_fetched(
    client: FlaskClient, authority: AlexaAuthority, bucket: CertificateBucket
) -> None:
    body = as_body(envelope(spare="x" * 512 * 1024))
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert (response.status_code, response.json) == (400, {})
    assert bucket.fetched == []


def test_a_signed_body_with_another_content_type_is_refused(
    client: FlaskClient, authority: AlexaAuthority
) -> None:
    headers = {**authority.headers(LAUNCH), "Content-Type": "text/plain"}
    assert client.post("/alexa", data=LAUNCH, headers=headers).status_code == 400


def test_the_largest_body_agreed_is_answered(
    client: FlaskClient, authority: AlexaAuthority
) -> None:
    room = 512 * 1024 - len(as_body(envelope(spare="")))
    body = as_body(envelope(spare="x" * room))
    assert len(body) == 512 * 1024
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert response.status_code == 200


def test_a_verified_request_the_sdk_does_not_know_gets_an_empty_response(
    client: FlaskClient, authority: AlexaAuthority, skill: SmallSkill
) -> None:
    body = as_body(envelope("Alexa.Tomorrow.Request"))
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert response.status_code == 200
    assert response.json == {"version": "1.0", "response": {}}


def test_an_unknown_request_that_is_not_signed_is_refused(client: FlaskClient) -> None:
    response = client.post("/alexa", json=envelope("Alexa.Tomorrow.Request"))
    assert (response.status_code, response.json) == (400, {})


@pytest.mark.parametrize("intent", ["BreakIntent", "IntentWithoutHandler"])
def test_a_skill_that_breaks_tells_the_caller_nothing(
    client: FlaskClient,
    authority: AlexaAuthority,
    caplog: pytest.LogCaptureFixture,
    intent: str,
) -> None:
    body = as_body(intent_envelope(intent))
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert (response.status_code, response.json) == (500, {})
    assert [(each.levelno, each.exc_info) for each in caplog.records] == [(logging.ERROR, None)]
    assert SECRET not in caplog.text


def test_the_log_says_where_the_skill_broke(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    body = as_body(intent_envelope("BreakIntent"))
    client.post("/alexa", data=body, headers=authority.headers(body))
    assert "ZeroDivisionError" in caplog.text
    assert "small_skill.py" in caplog.text
    assert "in broken" in caplog.text


def test_a_value_the_sdk_cannot_read_is_not_quoted_in_the_log(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    body = as_body(envelope("IntentRequest", intent={"name": "X", "slots": SECRET}))
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert (response.status_code, response.json) == (400, {})
    assert "SerializationException" in caplog.text
    assert SECRET not in caplog.text


def test_a_guard_that_breaks_tells_the_caller_nothing(
    caplog: pytest.LogCaptureFixture, skill: SmallSkill
) -> None:
    def knows(request: Mapping[str, object]) -> bool:
        raise KeyError(SECRET)

    app = create_app(skill.built(), skill_id=None, verifier=UnsignedOnLoopback(), knows=knows)
    response = app.test_client().post("/alexa", json=envelope())
    assert (response.status_code, response.json) == (500, {})
    assert "KeyError" in caplog.text
    assert SECRET not in caplog.text


def test_a_refusal_is_logged_once_by_a_server_that_sets_logging_up_late() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE_LOGGING],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=ROOT,
    )
    assert done.stderr.count("Refused a request") == 1


def test_an_exception_behind_an_exception_is_not_quoted_either(
    caplog: pytest.LogCaptureFixture, desk_app: Flask
) -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        desk_app.logger.exception("Something broke")
    assert SECRET not in caplog.text
    assert caplog.text.index("ValueError") < caplog.text.index("RuntimeError")


def test_the_skills_own_id_check_may_stay_on(
    authority: AlexaAuthority, clock: StoppedClock, skill: SmallSkill
) -> None:
    checking = skill.built()
    checking.skill_id = SKILL_ID
    app = create_app(
        checking, skill_id=SKILL_ID, verifier=authority.verifier(clock), knows=is_known
    )
    headers = authority.headers(LAUNCH)
    assert app.test_client().post("/alexa", data=LAUNCH, headers=headers).status_code == 200
    assert skill.launches == 1


def test_two_apps_in_one_process_do_not_share_their_policy(
    client: FlaskClient, desk: FlaskClient
) -> None:
    assert desk.post("/alexa", json=envelope()).status_code == 200
    assert client.post("/alexa", json=envelope()).status_code == 400


def test_whoever_watches_the_server_hears_that_it_is_up(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok", "version": __version__})
