"""What is read of a body, and which JSON is taken for an envelope."""

import io
import json
from collections.abc import Mapping

import pytest
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from skill.web.refusal import RequestRefused
from skill.web.request_body import DEEPEST_NESTING, parse_envelope, read_body
from tests.web.small_skill import as_body, envelope, intent_envelope

LAUNCH = b'"request": {"type": "LaunchRequest"}'


def nested(depth: int, opening: str, closing: str) -> bytes:
    """An envelope with something in it, `depth` deep counted from the envelope itself."""
    inner = opening * (depth - 1) + closing * (depth - 1)
    return b"{" + LAUNCH + b', "deep": ' + inner.encode() + b"}"


REFUSED = {
    "no JSON": (b"hello", "not JSON"),
    "JSON cut off": (as_body(envelope())[:-1], "not JSON"),
    "something after the JSON": (as_body(envelope()) + b"{}", "not JSON"),
    "a byte order mark": (b"\xef\xbb\xbf" + as_body(envelope()), "not JSON"),
    "Latin-1": ('{"request": {"type": "é"}}'.encode("latin-1"), "not UTF-8"),
    "UTF-16": ('{"request": {"type": "é"}}'.encode("utf-16"), "not UTF-8"),
    "an overlong slash": (b'{"request": {"type": "\xc0\xaf"}}', "not UTF-8"),
    "half a surrogate pair": (b'{"request": {"type": "\xed\xa0\x80"}}', "not UTF-8"),
    "a raw line break in a text": (b'{"request": {"type": "a\nb"}}', "not JSON"),
    "a comma too many": (b'{"request": {"type": "LaunchRequest"},}', "not JSON"),
    "quotes that never close": (b'"' * 200_001, "not JSON"),
    "backslashes without end": (b'\\"' * 200_000, "not JSON"),
    "NaN": (b"{" + LAUNCH + b', "x": NaN}', "not JSON"),
    "Infinity": (b"{" + LAUNCH + b', "x": -Infinity}', "not JSON"),
    "a number that is infinite": (b"{" + LAUNCH + b', "x": 1e999}', "not JSON"),
    "a number without end": (b"{" + LAUNCH + b', "x": ' + b"9" * 5000 + b"}", "not JSON"),
    "a list": (b"[" + as_body(envelope()) + b"]", "not an Alexa request"),
    "a text": (b'"request"', "not an Alexa request"),
    "null": (b"null", "not an Alexa request"),
    "no request": (b'{"version": "1.0"}', "not an Alexa request"),
    "a request that is a text": (b'{"request": "LaunchRequest"}', "not an Alexa request"),
    "a request without a type": (b'{"request": {}}', "not an Alexa request"),
    "a type that is a number": (b'{"request": {"type": 1}}', "not an Alexa request"),
    "a key twice on top": (b"{" + LAUNCH + b", " + LAUNCH + b"}", "a key twice"),
    "a key twice below": (b'{"request": {"type": "A", "type": "B"}}', "a key twice"),
    "an attribute of every object": (
        b'{"context": {"System": {"__dict__": {}}}, ' + LAUNCH + b"}",
        "two underscores",
    ),
    "a key twice, once in disguise": (
        rb'{"request": {"type": "A", "t\u0079pe": "B"}}',
        "a key twice",
    ),
    "objects nested too deep": (nested(DEEPEST_NESTING + 1, '{"a":', "}"), "nested deeper"),
    "lists nested too deep": (nested(DEEPEST_NESTING + 1, "[", "]"), "nested deeper"),
    "brackets without end": (b"[" * 400_000, "nested deeper"),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_body_that_could_be_read_two_ways_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(RequestRefused, match=reason):
        parse_envelope(body)


def test_a_refused_body_is_not_quoted() -> None:
    bodies = [
        b'{"secret": "hamstring"',
        b'{"secret": hamstring}',
        b'{"secret": "hamstring\n"}',
        b'{"secret": "hamstring\\x"}',
        b'{"hamstring": 1, "hamstring": 2}',
        b'"hamstring"',
    ]
    for body in bodies:
        with pytest.raises(RequestRefused) as refusal:
            parse_envelope(body)
        assert "hamstring" not in str(refusal.value)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":[', "]}")])
def test_the_deepest_nesting_allowed_is_read(opening: str, closing: str) -> None:
    depth = DEEPEST_NESTING if opening == "[" else DEEPEST_NESTING // 2
    assert parse_envelope(nested(depth, opening, closing))["deep"]


def test_brackets_in_a_text_are_not_nesting() -> None:
    words = '\\"' + "[{" * DEEPEST_NESTING
    assert parse_envelope(as_body(envelope(words=words)))["request"] == {
        **envelope()["request"],
        "words": words,
    }


def test_an_envelope_is_read_as_it_is() -> None:
    asked = intent_envelope("NextIntent")
    assert parse_envelope(as_body(asked)) == asked
    assert parse_envelope(json.dumps({"request": {"type": "ñ"}}, ensure_ascii=False).encode())


def posted(body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> Request:
    """A POST of `body` that announces its length, unless `headers` say otherwise."""
    known = Headers({"Content-Type": "application/json", **(headers or {})})
    length = known.get("Content-Length", str(len(body)))
    environ = EnvironBuilder(
        method="POST", headers=known, input_stream=io.BytesIO(body)
    ).get_environ()
    environ["CONTENT_LENGTH"] = length
    return Request(environ)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "text/plain; application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/vnd.api+json",
        "application/json; charset=iso-8859-1",
        "application/json; charset=utf-16",
    ],
)
def test_another_content_type_is_refused(content_type: str) -> None:
    with pytest.raises(RequestRefused, match="content type"):
        read_body(posted(headers={"Content-Type": content_type}), limit=100)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        'application/json; charset="utf-8"',
    ],
)
def test_json_in_utf_8_is_read(content_type: str) -> None:
    assert read_body(posted(b"{}", {"Content-Type": content_type}), limit=100) == b"{}"


def test_a_compressed_body_is_refused() -> None:
    with pytest.raises(RequestRefused, match="compressed"):
        read_body(posted(headers={"Content-Encoding": "gzip"}), limit=100)


def test_an_empty_body_is_refused() -> None:
    with pytest.raises(RequestRefused, match="empty"):
        read_body(posted(b""), limit=100)


def test_a_body_cut_off_is_refused() -> None:
    with pytest.raises(RequestRefused, match="could not be read"):
        read_body(posted(b"{}", {"Content-Length": "50"}), limit=100)


class InPieces(io.BytesIO):
    """A body of which the server never has more than three bytes at hand."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


def test_a_body_that_comes_in_pieces_is_read_whole_and_nothing_after_it() -> None:
    request = posted(b"")
    pieces = InPieces(b"x" * 100 + b"POST /alexa")
    request.environ.update({"CONTENT_LENGTH": "100", "wsgi.input": pieces})
    assert read_body(Request(request.environ), limit=100) == b"x" * 100
    assert pieces.tell() == 100


def test_a_body_that_was_read_can_be_read_once_more() -> None:
    request = posted(b"{}")
    assert read_body(request, limit=100) == request.get_data() == b"{}"


class Broken(io.RawIOBase):
    """A body whose sender hung up."""

    def read(self, size: int = -1) -> bytes:
        raise ConnectionResetError("with a text of its own")


def test_a_body_whose_sender_hangs_up_is_refused() -> None:
    request = posted(b"")
    request.environ.update({"CONTENT_LENGTH": "50", "wsgi.input": Broken()})
    with pytest.raises(RequestRefused, match="could not be read: ConnectionResetError"):
        read_body(Request(request.environ), limit=100)


class Untouchable(io.RawIOBase):
    """A body nobody may read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("was read")

    def readinto(self, buffer: object) -> int:
        raise AssertionError("was read")


class Endless(io.RawIOBase):
    """A body in chunks that never ends; counts what was read of it."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        buffer[:size] = b" " * size
        self.read_bytes += size
        return size


def test_a_body_announced_as_too_long_is_refused_unread() -> None:
    request = posted(b"")
    request.environ.update({"CONTENT_LENGTH": "101", "wsgi.input": Untouchable()})
    with pytest.raises(RequestRefused, match="announced"):
        read_body(Request(request.environ), limit=100)


def test_a_body_in_chunks_is_read_no_further_than_the_limit() -> None:
    endless = Endless()
    request = posted(b"")
    request.environ.update({"wsgi.input": endless, "wsgi.input_terminated": True})
    del request.environ["CONTENT_LENGTH"]
    with pytest.raises(RequestRefused, match="longer than 100 bytes"):
        read_body(Request(request.environ), limit=100)
    assert endless.read_bytes == 101


def test_a_body_of_unknown_length_that_the_server_does_not_end_is_refused() -> None:
    request = posted(b"")
    request.environ.update({"wsgi.input": Endless()})
    del request.environ["CONTENT_LENGTH"]
    with pytest.raises(RequestRefused, match="empty"):
        read_body(Request(request.environ), limit=100)


@pytest.mark.parametrize("is_chunked", [True, False], ids=["in chunks", "in one piece"])
def test_a_body_of_just_the_allowed_length_is_read_whole(is_chunked: bool) -> None:
    request = posted(b"x" * 100)
    if is_chunked:
        del request.environ["CONTENT_LENGTH"]
        request.environ["wsgi.input_terminated"] = True
    assert read_body(Request(request.environ), limit=100) == b"x" * 100
