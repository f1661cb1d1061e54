"""Clients that are slow, silent or wrong, over real sockets: none holds up another."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import pytest
from flask import Flask

from skill.tools.serving.server import serve
from skill.web.connections import Limits
from tests.support.alexa_authority import AlexaAuthority, CertificateBucket
from tests.web.one_round import OneRound
from tests.web.small_skill import as_body, envelope

LAUNCH = as_body(envelope())
SOON = Limits(request_s=0.1, idle_s=0.1, linger_s=0.1)
Answer = TypeVar("Answer")
LARGE = {"Content-Length": "400000"}
CHUNKED = {"Transfer-Encoding": "chunked"}


def head(headers: dict[str, str], *, target: str = "POST /alexa") -> bytes:
    lines = [f"{target} HTTP/1.1", "Host: x", *(f"{name}: {headers[name]}" for name in headers)]
    return "\r\n".join([*lines, "", ""]).encode()


def visited(app: Flask, visit: Callable[[int], Answer], limits: Limits = SOON) -> Answer:
    """What a visitor of the app, served for signed requests, comes back with."""
    around = OneRound(visit, limits)
    serve(app, "127.0.0.1", 0, False, run=around)
    return around.answer


def connected(port: int, sent: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(sent)
    return connection


def rest_of(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up; raises where it is reset instead."""
    with connection:
        received = piece = connection.recv(65536)
        while piece:
            piece = connection.recv(65536)
            received += piece
        return received


@pytest.fixture
def signed(authority: AlexaAuthority, bucket: CertificateBucket) -> dict[str, str]:
    return authority.headers(LAUNCH)


@pytest.fixture
def whole(signed: dict[str, str]) -> bytes:
    """A request of Alexa's, after which the server hangs up."""
    return head({**signed, "Content-Length": str(len(LAUNCH)), "Connection": "close"}) + LAUNCH


@pytest.mark.parametrize(
    "wrong",
    [
        {"Signature-256": None},
        {"Signature-256": "QUJD"},
        {"Signature-256": "?"},
        {"SignatureCertChainUrl": None},
        {"SignatureCertChainUrl": "https://evil.test/echo.api/chain.pem"},
    ],
    ids=["no signature", "short", "no base64", "no certificate", "another's certificate"],
)
@pytest.mark.parametrize("announced", [LARGE, CHUNKED, {**LARGE, "Expect": "100-continue"}])
@pytest.mark.parametrize("sent", [0, 9000], ids=["nothing sent", "9 kB sent"])
def test_what_the_headers_rule_out_is_refused_without_its_body(
    app: Flask,
    signed: dict[str, str],
    wrong: dict[str, str | None],
    announced: dict[str, str],
    sent: int,
) -> None:
    headers = {name: value for name, value in (signed | wrong).items() if value is not None}
    asked = head({**headers, **announced}) + b"x" * sent

    answer = visited(app, lambda port: rest_of(connected(port, asked)), Limits(request_s=60))

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"\r\n\r\n{}\n")
    assert answer.count(b"HTTP/1.1") == 1, "part of a body was taken for a request"
    assert b"\r\nConnection: close\r\n" in answer


@pytest.mark.parametrize(
    "sent",
    [b"", b"POST /alexa HT", b"\r\n", head({"Content-Type": "application/json"})[:-2]],
    ids=["nothing", "half a line", "an empty line", "half the headers"],
)
def test_who_sends_half_a_request_is_hung_up_on(app: Flask, sent: bytes) -> None:
    assert visited(app, lambda port: rest_of(connected(port, sent))) == b""


@pytest.mark.parametrize("announced", [LARGE, CHUNKED], ids=["announced", "chunked"])
def test_who_sends_half_a_body_is_hung_up_on(
    app: Flask, signed: dict[str, str], announced: dict[str, str]
) -> None:
    sent = head({**signed, **announced}) + b"9\r\n{"
    assert visited(app, lambda port: rest_of(connected(port, sent))) == b""


@pytest.mark.parametrize("drop", [b"x", b"\r\n\r\n", b"1\r\nx\r\n"])
@pytest.mark.parametrize("announced", [LARGE, CHUNKED, None], ids=["announced", "chunked", "none"])
def test_who_drips_is_hung_up_on_however_steadily(
    app: Flask, signed: dict[str, str], announced: dict[str, str] | None, drop: bytes
) -> None:
    begun = b"" if announced is None else head({**signed, **announced})

    def drip(port: int) -> bool:
        with connected(port, begun) as connection:
            connection.settimeout(0.01)
            while True:
                try:
                    connection.sendall(drop)
                    if b" 400 " in (answer := connection.recv(1000)) or not answer:
                        return True
                except TimeoutError:
                    continue
                except ConnectionError:
                    return True

    assert visited(app, drip)


def test_a_connection_that_was_answered_is_not_kept_for_ever(app: Flask, whole: bytes) -> None:
    asked = whole.replace(b"Connection: close\r\n", b"")
    answer = visited(app, lambda port: rest_of(connected(port, asked)))
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_slow_strangers_hold_up_nobody(app: Flask, signed: dict[str, str], whole: bytes) -> None:
    """There are many more of them than threads, and their headers are well-formed."""
    silent = head({**signed, **LARGE}) + b"x" * 9000

    def visit(port: int) -> list[bytes]:
        strangers = [connected(port, silent) for _ in range(40)]
        answers = [rest_of(connected(port, whole)) for _ in range(5)]
        for each in strangers:
            each.close()
        return answers

    for answer in visited(app, visit, Limits(request_s=600)):
        assert answer.startswith(b"HTTP/1.1 200 ")


def test_there_is_always_room_for_one_more_however_many_wait(app: Flask, whole: bytes) -> None:
    def visit(port: int) -> tuple[list[bytes], bytes]:
        strangers = [connected(port) for _ in range(12)]
        answer = rest_of(connected(port, whole))
        hung_up_on = [rest_of(each) for each in strangers[:8]]
        for each in strangers[8:]:
            each.close()
        return hung_up_on, answer

    hung_up_on, answer = visited(app, visit, Limits(request_s=600, connections=5))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert hung_up_on == [b""] * 8


@pytest.mark.parametrize(
    "chunks", [b"zz\r\nabc\r\n0\r\n\r\n", b"-1\r\n", b"3\r\nabcdef\r\n", b"3;\x00\r\nabc\r\n"]
)
def test_a_malformed_chunk_is_a_bad_request_and_no_error_of_ours(
    app: Flask, signed: dict[str, str], chunks: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    asked = head({**signed, **CHUNKED}) + chunks
    answer = visited(app, lambda port: rest_of(connected(port, asked)))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Connection: close" in answer
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert not any(record.exc_info for record in caplog.records)


def test_a_refused_body_is_never_taken_for_the_next_request(
    app: Flask, signed: dict[str, str], whole: bytes
) -> None:
    del signed["Signature-256"]
    smuggling = head({**signed, "Content-Length": str(len(whole))}) + whole
    answer = visited(app, lambda port: rest_of(connected(port, smuggling)))
    assert answer.count(b"HTTP/1.1") == 1


def test_who_never_reads_the_answer_or_hangs_up_at_once_is_no_error(
    app: Flask, whole: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    def visit(port: int) -> bytes:
        for _ in range(5):
            with suppress(ConnectionError):
                connected(port, whole).close()
        return rest_of(connected(port, whole))

    assert visited(app, visit).startswith(b"HTTP/1.1 200 ")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
