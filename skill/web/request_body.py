"""Reads a request's body: never beyond a limit, and only unambiguous JSON."""

import json
import math
import re
from collections.abc import Mapping
from io import BytesIO
from itertools import accumulate
from typing import IO, Never, cast

from flask import Request

from skill.web.refusal import RequestRefused

LARGEST_BODY_BYTES = 512 * 1024
"""Alexa's requests are a few kB, plus the session attributes of a response (at most 120 kB)."""

DEEPEST_NESTING = 100
"""Alexa's requests nest about fifteen deep; a screen's visual context adds two per component."""

_USUAL_TYPES = frozenset(
    f"application/json{charset}" for charset in ("", ";charset=UTF-8", "; charset=utf-8")
)
"""Content types that need no parsing."""

# Possessive, with an optional closing quote, so it never backtracks: even a body of 500,000 quotes
# is scanned once.
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_STEP = {"{": 1, "[": 1, "}": -1, "]": -1}


def read_body(request: Request, *, limit: int) -> bytes:
    """The raw bytes of a JSON request, at most `limit` of them; the request still has them too.

    The announced length is checked before anything is read. A body sent in chunks has none and is
    read at most one byte beyond the limit.

    Raises RequestRefused for another content type or encoding, and for an empty, truncated or too
    long body.
    """
    environ = request.environ
    if environ.get("CONTENT_TYPE") not in _USUAL_TYPES and not _is_json(request):
        raise RequestRefused("the content type is not application/json in UTF-8")
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise RequestRefused("the body is compressed or otherwise encoded")
    length = request.content_length
    if length is None:
        body = _to_its_end(request, limit)
    elif length > limit:
        raise RequestRefused(f"the body is announced as longer than {limit} bytes")
    else:
        body = _announced(environ["wsgi.input"], length)
        environ["wsgi.input"] = BytesIO(body)
    if not body:
        raise RequestRefused("the body is empty")
    return body


def _is_json(request: Request) -> bool:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    return request.mimetype == "application/json" and charset == "utf-8"


def _announced(stream: IO[bytes], length: int) -> bytes:
    """The next `length` bytes, however many pieces they come in."""
    try:
        body = piece = stream.read(length)
        while piece and len(body) < length:
            piece = stream.read(length - len(body))
            body += piece
    except Exception as error:  # each server has its own exceptions for a truncated body
        raise RequestRefused(f"the body could not be read: {type(error).__name__}") from error
    if len(body) < length:
        raise RequestRefused("the body could not be read: it is cut off")
    return body


def _to_its_end(request: Request, limit: int) -> bytes:
    request.max_content_length = limit + 1
    try:
        body = request.get_data()
    except Exception as error:  # each server has its own exceptions for a malformed chunk
        raise RequestRefused(f"the body could not be read: {type(error).__name__}") from error
    if len(body) > limit:
        raise RequestRefused(f"the body is longer than {limit} bytes")
    return body


def parse_envelope(body: bytes) -> Mapping[str, object]:
    """The request envelope in a body: an object with a `request` object that has a `type`.

    Raises RequestRefused if `parse_json` does, or if the body is not an envelope.
    """
    envelope = parse_json(body)
    request = envelope.get("request") if isinstance(envelope, dict) else None
    if not isinstance(request, dict) or not isinstance(request.get("type"), str):
        raise RequestRefused("the body is not an Alexa request: request.type is missing")
    return cast(Mapping[str, object], envelope)


def parse_json(body: bytes) -> object:
    """The JSON in a body.

    Raises RequestRefused if the body is not UTF-8, not JSON according to RFC 8259, nested deeper
    than DEEPEST_NESTING, or has an object with a duplicate key or one that begins with two
    underscores.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestRefused("the body is not UTF-8") from error
    # few brackets can't nest deeply
    if text.count("{") + text.count("[") > DEEPEST_NESTING and _nesting(text) > DEEPEST_NESTING:
        raise RequestRefused(f"the body is nested deeper than {DEEPEST_NESTING}")
    try:
        # an underscore may be written as an escape
        odd_names = '"__' in text or "\\" in text
        return cast(object, (_WARY if odd_names else _USUAL).decode(text))
    except ValueError as error:
        # The parser's text names a place ("line 1 column 5") and never quotes the body.
        raise RequestRefused(f"the body is not JSON: {error}") from error


def _nesting(text: str) -> int:
    steps = (_STEP.get(match[0], 0) for match in _STRING_OR_BRACKET.finditer(text))
    return max(accumulate(steps), default=0)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise RequestRefused("the body names a key twice in one object")
    return fields


def _without_odd_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = _without_duplicates(pairs)
    if any(name.startswith("__") for name in fields):
        # The SDK sets unknown keys as attributes: "__dict__" would replace them all.
        raise RequestRefused("the body names a key that begins with two underscores")
    return fields


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number too large")
    return number


def _not_a_number(_name: str) -> Never:
    raise ValueError("NaN and Infinity are not JSON")


_USUAL, _WARY = (
    json.JSONDecoder(object_pairs_hook=hook, parse_float=_finite, parse_constant=_not_a_number)
    for hook in (_without_duplicates, _without_odd_names)
)
"""The wary decoder is for bodies with names that may begin with two underscores."""
