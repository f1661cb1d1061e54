"""POST /alexa as it stands on the internet: what is answered, and what gets a 400."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from skill.web.refusal import RequestRefused
from skill.web.verification import IncomingRequest, signed_by_alexa
from tests.support.alexa_authority import CHAIN_URL, AlexaAuthority, CertificateBucket
from tests.web.small_skill import (
    NOW,
    SECRET,
    SKILL_ID,
    SmallSkill,
    StoppedClock,
    as_body,
    envelope,
    intent_envelope,
)

LAUNCH = as_body(envelope())
OTHER_SKILL = "amzn1.ask.skill.ffffffff-4e5f-6071-8293-a4b5c6d7e8f9"


def assert_refused(
    client: FlaskClient,
    body: bytes,
    headers: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    reason: str,
) -> None:
    """The caller gets an empty object; the log, and only the log, says why."""
    response = client.post("/alexa", data=body, headers=headers)
    assert (response.status_code, response.json) == (400, {})
    assert "Refused a request from 127.0.0.1" in caplog.text
    assert reason in caplog.text
    assert body.decode("latin-1") not in caplog.text


SIGNATURES: dict[str, tuple[str | None, str]] = {
    "missing": (None, "missing"),
    "empty": ("", "missing"),
    "blank": ("   ", "not base64"),
    "no base64": ("?", "not base64"),
    "in the URL's alphabet": ("_" * 342 + "==", "not base64"),
    "without its padding": ("A" * 342, "not base64"),
    "with a line break": ("A" * 76 + "\\n" + "A" * 266 + "==", "not base64"),
    "with stray bits at its end": ("A" * 341 + "B==", "canonical"),
    "of the wrong length": ("QUJD", "does not belong"),
    "all zeros": ("A" * 342 + "==", "does not belong"),
    "not letters of ASCII": ("é" * 4, "not base64"),
}


@pytest.mark.parametrize(("signature", "reason"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_that_is_not_one_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    caplog: pytest.LogCaptureFixture,
    signature: str | None,
    reason: str,
) -> None:
    headers = authority.headers(LAUNCH)
    del headers["Signature-256"]
    if signature is not None:
        headers["Signature-256"] = signature
    assert_refused(client, LAUNCH, headers, caplog, reason)


def test_a_body_changed_by_one_space_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    assert_refused(client, LAUNCH + b" ", authority.headers(LAUNCH), caplog, "does not belong")


def test_the_signature_of_another_request_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    headers = authority.headers(as_body(intent_envelope("NextIntent")))
    assert_refused(client, LAUNCH, headers, caplog, "does not belong")


def test_two_signatures_are_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    headers = authority.headers(LAUNCH)
    headers["Signature-256"] += ", " + headers["Signature-256"]
    assert_refused(client, LAUNCH, headers, caplog, "not base64")


def test_the_old_signature_header_alone_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    headers = authority.headers(LAUNCH)
    headers["Signature"] = headers.pop("Signature-256")
    assert_refused(client, LAUNCH, headers, caplog, "missing")


def test_a_missing_certificate_url_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    headers = authority.headers(LAUNCH)
    del headers["SignatureCertChainUrl"]
    assert_refused(client, LAUNCH, headers, caplog, "certificate URL ''")


def test_nothing_is_fetched_from_an_address_that_is_not_amazons(
    client: FlaskClient,
    authority: AlexaAuthority,
    bucket: CertificateBucket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    url = "https://evil.test/echo.api/echo-api-cert-12.pem"
    bucket.files[url] = authority.chain
    headers = authority.headers(LAUNCH, chain_url=url)
    assert_refused(client, LAUNCH, headers, caplog, "certificate URL")
    assert bucket.fetched == []


def test_a_certificate_that_cannot_be_fetched_is_a_refusal(
    client: FlaskClient,
    authority: AlexaAuthority,
    bucket: CertificateBucket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bucket.files.clear()
    assert_refused(client, LAUNCH, authority.headers(LAUNCH), caplog, "could not be fetched")


def test_a_request_signed_by_somebody_else_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    bucket: CertificateBucket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bucket.files[CHAIN_URL] = AlexaAuthority(NOW).chain
    assert_refused(client, LAUNCH, authority.headers(LAUNCH), caplog, "not trusted")


def test_a_body_is_not_parsed_before_its_signature_is_checked(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    assert_refused(client, b"{", authority.headers(LAUNCH), caplog, "does not belong")


def test_a_signed_body_that_is_no_envelope_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    body = b'{"request": {"type": "A", "type": "B"}}'
    assert_refused(client, body, authority.headers(body), caplog, "a key twice")


TIMESTAMPS: dict[str, object] = {
    "missing": None,
    "empty": "",
    "no time": "now",
    "no number": "17953326",
    "a number without end": 10**400,
    "negative": -1795332600000,
    "true": True,
    "a list": ["2026-11-22T07:30:00Z"],
    "without a time zone": "2026-11-22T07:30:00",
    "a date alone": "2026-11-22",
    "in another time zone": "2026-11-22T08:30:00+01:00",
    "on a day that does not exist": "2026-11-31T07:30:00Z",
    "with something after it": "2026-11-22T07:30:00Z?",
}


@pytest.mark.parametrize("timestamp", TIMESTAMPS.values(), ids=TIMESTAMPS)
def test_a_timestamp_that_is_not_a_time_in_utc_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    caplog: pytest.LogCaptureFixture,
    timestamp: object,
) -> None:
    body = as_body(envelope(timestamp=timestamp))
    assert_refused(client, body, authority.headers(body), caplog, "not a time in UTC")


@pytest.mark.parametrize(
    "timestamp", [1795332600000, 1795332600000.0, 1795332600, "1795332600000", "1795332600"]
)
def test_a_timestamp_may_be_written_as_a_number(
    client: FlaskClient,
    authority: AlexaAuthority,
    clock: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    timestamp: object,
) -> None:
    body = as_body(envelope(timestamp=timestamp))
    answer = client.post("/alexa", data=body, headers=authority.headers(body))
    assert answer.status_code == 200

    clock.now += timedelta(seconds=151)
    assert_refused(client, body, authority.headers(body), caplog, "151 s before now")


def test_a_request_without_a_timestamp_is_refused(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    asked = envelope()
    del asked["request"]["timestamp"]
    body = as_body(asked)
    assert_refused(client, body, authority.headers(body), caplog, "not a time in UTC")


@pytest.mark.parametrize("seconds", [-151, 151, 3600, -86400])
def test_a_request_more_than_150_seconds_away_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    clock: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    seconds: int,
) -> None:
    clock.now = NOW + timedelta(seconds=seconds)
    assert_refused(client, LAUNCH, authority.headers(LAUNCH), caplog, f"{seconds} s before now")


@pytest.mark.parametrize("seconds", [-150, 0, 150])
def test_a_request_up_to_150_seconds_away_is_answered(
    client: FlaskClient, authority: AlexaAuthority, clock: StoppedClock, seconds: int
) -> None:
    clock.now = NOW + timedelta(seconds=seconds)
    assert client.post("/alexa", data=LAUNCH, headers=authority.headers(LAUNCH)).json


@pytest.mark.parametrize("seconds", [-3601, 3601])
def test_a_skill_event_more_than_an_hour_away_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    clock: StoppedClock,
    caplog: pytest.LogCaptureFixture,
    seconds: int,
) -> None:
    clock.now = NOW + timedelta(seconds=seconds)
    body = as_body(envelope("AlexaSkillEvent.SkillDisabled"))
    assert_refused(client, body, authority.headers(body), caplog, "3600 s either way")


@pytest.mark.parametrize("seconds", [-3600, 151, 3600])
def test_a_skill_event_sent_again_within_the_hour_is_answered(
    client: FlaskClient, authority: AlexaAuthority, clock: StoppedClock, seconds: int
) -> None:
    clock.now = NOW + timedelta(seconds=seconds)
    asked = envelope("AlexaSkillEvent.SkillDisabled")
    del asked["session"]
    body = as_body(asked)
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert response.status_code == 200


def without_context() -> dict[str, Any]:
    asked = envelope()
    del asked["context"]
    return asked


def with_session_of(application_id: object) -> dict[str, Any]:
    asked = envelope()
    asked["session"]["application"] = {"applicationId": application_id}
    return asked


MEANT_FOR_OTHERS = {
    "another skill": envelope(application_id=OTHER_SKILL),
    "a skill of the same id in capitals": envelope(application_id=SKILL_ID.upper()),
    "no skill": envelope(application_id=""),
    "nobody known: no context": without_context(),
    "nobody known: the context is a text": {**envelope(), "context": SKILL_ID},
    "nobody known: the system is a list": {**envelope(), "context": {"System": [SKILL_ID]}},
    "another skill's session": with_session_of(OTHER_SKILL),
    "a session of several skills": with_session_of([SKILL_ID, OTHER_SKILL]),
}


@pytest.mark.parametrize("asked", MEANT_FOR_OTHERS.values(), ids=MEANT_FOR_OTHERS)
def test_a_request_meant_for_others_is_refused(
    client: FlaskClient,
    authority: AlexaAuthority,
    skill: SmallSkill,
    caplog: pytest.LogCaptureFixture,
    asked: dict[str, Any],
) -> None:
    body = as_body(asked)
    assert_refused(client, body, authority.headers(body), caplog, "another skill")
    assert skill.launches == 0


def test_a_refused_request_leaves_no_word_of_the_runner_in_the_log(
    client: FlaskClient, authority: AlexaAuthority, caplog: pytest.LogCaptureFixture
) -> None:
    asked = intent_envelope("NextIntent")
    for change in ({"version": 1}, {"request": {**asked["request"], "timestamp": SECRET}}):
        body = as_body({**asked, **change, "context": {}})
        client.post("/alexa", data=body, headers=authority.headers(body))
    assert len(caplog.records) == 2
    assert SECRET not in caplog.text


def test_alexas_own_request_is_answered_by_the_skill(
    client: FlaskClient, authority: AlexaAuthority, skill: SmallSkill
) -> None:
    response = client.post("/alexa", data=LAUNCH, headers=authority.headers(LAUNCH))
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["response"]["outputSpeech"]["ssml"] == "<speak>Ready.</speak>"
    assert skill.launches == 1


def test_headers_are_found_in_any_case(client: FlaskClient, authority: AlexaAuthority) -> None:
    headers = {name.upper(): value for name, value in authority.headers(LAUNCH).items()}
    assert client.post("/alexa", data=LAUNCH, headers=headers).status_code == 200


def test_the_signature_covers_the_bytes_as_they_came(
    client: FlaskClient, authority: AlexaAuthority
) -> None:
    body = b' {"spare": "\xc3\xa9",\r\n' + LAUNCH[1:] + b"\n"
    response = client.post("/alexa", data=body, headers=authority.headers(body))
    assert response.status_code == 200


def test_one_chain_is_fetched_for_all_spellings_of_its_address(
    client: FlaskClient, authority: AlexaAuthority, bucket: CertificateBucket
) -> None:
    spellings = [
        CHAIN_URL,
        CHAIN_URL.replace("https", "HTTPS").replace(".com", ".COM:443"),
        CHAIN_URL.replace("/echo.api", "/echo.api/../echo.api"),
    ]
    for url in spellings:
        headers = authority.headers(LAUNCH, chain_url=url)
        assert client.post("/alexa", data=LAUNCH, headers=headers).status_code == 200
    assert bucket.fetched == [CHAIN_URL]


def test_the_authority_signs_as_alexa_does(authority: AlexaAuthority) -> None:
    assert len(base64.b64decode(authority.signature(LAUNCH), validate=True)) == 256


def test_the_verifier_for_the_internet_lets_nobody_choose_what_it_fetches(
    clock: StoppedClock,
) -> None:
    verifier = signed_by_alexa(clock)
    headers = Headers({"Signature-256": "QUJD", "SignatureCertChainUrl": "http://127.0.0.1/"})
    with pytest.raises(RequestRefused, match="certificate URL"):
        verifier.verify_sender(IncomingRequest(headers, LAUNCH, "54.240.197.1"))
    assert verifier.is_signed
