"""What is logged is one JSON object a line, and tells nothing of what was said."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from skill.operations.log_report import summarise
from skill.web.json_lines import JsonLines
from tests.web.small_skill import SECRET


@contextmanager
def logger() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger that writes such lines."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    log = logging.Logger("skill.small", logging.INFO)
    log.addHandler(handler)
    yield log, written


def entries(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize(
    "message", ["two\nlines", '{"torn": ', "[1, 2]", "{}}", 'a "quote"', "\u2028"]
)
def test_whatever_is_said_is_one_object_on_one_line(message: str) -> None:
    with logger() as (log, written):
        log.warning("%s", message)

    (entry,) = entries(written)
    assert entry["message"] == message
    assert (entry["level"], entry["logger"]) == ("WARNING", "skill.small")


def test_an_exception_is_told_by_its_place_and_type_but_not_by_its_text() -> None:
    with logger() as (log, written):
        try:
            raise ZeroDivisionError(SECRET)
        except ZeroDivisionError:
            log.exception("broken")

    (entry,) = entries(written)
    assert "ZeroDivisionError" in entry["trace"]
    assert "test_json_lines.py" in entry["trace"]
    assert SECRET not in written.getvalue()


def test_a_line_of_the_request_log_keeps_its_fields_and_is_found_by_the_report() -> None:
    line = {"request": "r", "intent": "YesIntent", "ms": 3, "result": "answered", "sets": 1}
    with logger() as (log, written):
        log.info(json.dumps(line))
        log.warning("progress not saved: %s", "StoreUnavailable")

    first, _ = entries(written)
    assert {key: first[key] for key in line} == line
    assert first["time"].endswith("Z")
    summary = summarise(written.getvalue().splitlines())
    assert (summary.requests, summary.sets, summary.warnings.total()) == (1, 1, 1)
