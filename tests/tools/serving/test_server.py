"""Serving: what is refused before it starts, and a round over real sockets."""

import http.client
import json
import socket
from collections.abc import Callable, Iterable

import pytest
from flask import Flask

from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.tools.serving.server import UnsafeToServe, serve
from skill.web.app import create_app
from tests.support.alexa_authority import AlexaAuthority, CertificateBucket
from tests.web.one_round import OneRound
from tests.web.small_skill import SmallSkill, as_body, envelope, is_known

LAUNCH = as_body(envelope())
Ask = Callable[[int], tuple[int, object]]


class NeverRun:
    """A server nobody may start."""

    def __call__(self, app: Flask, **options: object) -> None:
        raise AssertionError(f"was started with {options}")


class Listening:
    """Notes where a server would have listened."""

    def __init__(self) -> None:
        self.at: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[socket.socket]:
        self.at.append((host, port))
        return []


def end_at_once(app: Flask, **options: object) -> None:
    """A server that ends at once."""


def connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def post(
    body: bytes | Iterable[bytes], headers: dict[str, str], *, is_chunked: bool = False
) -> Ask:
    def ask(port: int) -> tuple[int, object]:
        connection = connect(port)
        connection.request("POST", "/alexa", body, headers, encode_chunked=is_chunked)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response.status, json.loads(content) if is_json else None

    return ask


JSON = {"Content-Type": "application/json"}
IN_CHUNKS = {**JSON, "Transfer-Encoding": "chunked"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "*", "192.168.1.20", "example.org"])
def test_unsigned_requests_are_not_served_to_other_machines(desk_app: Flask, host: str) -> None:
    with pytest.raises(UnsafeToServe, match=r"use 127\.0\.0\.1, ::1 or localhost"):
        serve(desk_app, host, 5000, True, run=NeverRun())


def test_an_app_for_signed_requests_is_not_served_as_unsigned(app: Flask) -> None:
    with pytest.raises(UnsafeToServe, match="make it with UnsignedOnLoopback"):
        serve(app, "127.0.0.1", 5000, True, run=NeverRun())


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_an_app_for_unsigned_requests_is_not_served_as_signed(desk_app: Flask, host: str) -> None:
    with pytest.raises(UnsafeToServe, match="make it with signed_by_alexa"):
        serve(desk_app, host, 5000, False, run=NeverRun())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_unsigned_requests_are_served_on_this_machine(desk_app: Flask, host: str) -> None:
    listening = Listening()
    serve(desk_app, host, 5000, True, listen=listening, run=end_at_once)
    assert listening.at == [(host, 5000)]


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.1"])
def test_signed_requests_are_served_anywhere(app: Flask, host: str) -> None:
    listening = Listening()
    serve(app, host, 8080, False, listen=listening, run=end_at_once)
    assert listening.at == [(host, 8080)]


def announce_too_much(port: int) -> tuple[int, object]:
    """Announces 1001 bytes and sends none of them."""
    connection = connect(port)
    connection.request("POST", "/alexa", headers={**JSON, "Content-Length": "1001"})
    return status_of(connection), None


def send_too_large_a_chunk(port: int) -> tuple[int, object]:
    """Sends 1001 bytes without having announced them, and does not end there."""
    connection = connect(port)
    connection.putrequest("POST", "/alexa")
    for name, value in IN_CHUNKS.items():
        connection.putheader(name, value)
    connection.endheaders(b"3e9\r\n" + b" " * 1001 + b"\r\n")
    return status_of(connection), None


def status_of(connection: http.client.HTTPConnection) -> int:
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("ask", [announce_too_much, send_too_large_a_chunk])
def test_a_body_too_long_is_cut_off_by_the_server(skill: SmallSkill, ask: Ask) -> None:
    app = create_app(
        skill.built(),
        skill_id=None,
        verifier=UnsignedOnLoopback(),
        knows=is_known,
        max_body_bytes=1000,
    )
    visit = OneRound(ask)
    serve(app, "127.0.0.1", 0, True, run=visit)
    assert visit.answer[0] == 413
    assert skill.launches == 0


def test_an_unsigned_request_through_a_tunnel_is_refused(desk_app: Flask) -> None:
    visit = OneRound(post(LAUNCH, {**JSON, "X-Forwarded-For": "54.240.197.1"}))
    serve(desk_app, "127.0.0.1", 0, True, run=visit)
    assert visit.answer == (400, {})


def test_an_unsigned_request_by_another_name_is_refused(desk_app: Flask) -> None:
    visit = OneRound(post(LAUNCH, {**JSON, "Host": "evil.test"}))
    serve(desk_app, "127.0.0.1", 0, True, run=visit)
    assert visit.answer == (400, {})


@pytest.mark.parametrize("is_chunked", [True, False], ids=["in chunks", "in one piece"])
def test_a_signed_request_is_answered_over_a_real_connection(
    app: Flask, authority: AlexaAuthority, bucket: CertificateBucket, is_chunked: bool
) -> None:
    headers = authority.headers(LAUNCH)
    body: bytes | list[bytes] = LAUNCH
    if is_chunked:
        headers["Transfer-Encoding"] = "chunked"
        body = [LAUNCH[:100], LAUNCH[100:]]
    visit = OneRound(post(body, headers, is_chunked=is_chunked))
    serve(app, "127.0.0.1", 0, False, run=visit)
    status, answer = visit.answer
    assert status == 200
    assert isinstance(answer, dict)
    assert answer["response"]["outputSpeech"]["ssml"] == "<speak>Ready.</speak>"


def test_an_unsigned_request_is_answered_over_a_real_connection(desk_app: Flask) -> None:
    visit = OneRound(post(LAUNCH, JSON))
    serve(desk_app, "127.0.0.1", 0, True, run=visit)
    assert visit.answer[0] == 200
