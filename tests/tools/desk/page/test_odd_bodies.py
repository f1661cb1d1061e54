"""Nonsense of every kind at every address of the page: refused, never an error of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

DEEP = 100_000
TITLE = 'title = "x"\n[[turn]]\nsay = "next"\n'

NO_JSON = {
    "lists without end": b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "objects without end": b'{"event": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    "NaN": b'{"after_ms": NaN}',
    "Infinity": b'{"days": Infinity}',
    "a number that is infinite": b'{"after_ms": 1e999}',
    "a number of 5,000 digits": b'{"after_ms": ' + b"9" * 5000 + b"}",
    "a key twice": b'{"words": "a", "words": "b"}',
    "Latin-1": '{"words": "é"}'.encode("latin-1"),
    "no object": b"[]",
    "nothing": b"",
}
NO_DIALOGUE = {
    "lists without end": TITLE + "x = " + "[" * DEEP + "]" * DEEP,
    "tables without end": TITLE + "x = " + "{a=" * DEEP + "1" + "}" * DEEP,
    "a key of 20,000 parts": TITLE + ".".join("a" * 20_000) + " = 1",
    "a table of 20,000 parts": TITLE + "[" + " . ".join(["'a'"] * 20_000) + "]",
    "a key of 20,000 parts in a table": TITLE + "request = {" + ".".join("a" * 20_000) + " = 1}",
    "tables in tables": TITLE + "".join(f"[{'.'.join('a' * deep)}]\n" for deep in range(1, 150)),
    "NaN": TITLE + "after = nan",
    "Infinity": TITLE + "after = inf",
    "Infinity below": TITLE + "request = {type = 'LaunchRequest', x = [-inf]}",
    "a number of 5,000 digits": TITLE + "after = " + "9" * 5000,
    "a time": TITLE + "after = 07:30:00",
    "a date": TITLE + "request = {type = 2026-01-05}",
    "half a character": TITLE + 'end = "\ud83d',
}
ACTS = ("say", "silence", "end", "touch", "send", "later", "device", "dialogue")
ODD: list[Any] = [None, True, -1, 1.5, 10**400, "", "\ud83d", [], [[]], {}, {"type": "\ud83d"}]
FIELDS = ("words", "after_ms", "event", "reason", "days", "device", "title", "text", "fresh")


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_a_body_that_cannot_be_read_is_refused_everywhere(
    page: FlaskClient, talk: str, body: bytes
) -> None:
    addresses = ["/desk/conversations", "/desk/dialogues", *(f"{talk}/{act}" for act in ACTS)]
    for address in addresses:
        answer = page.post(address, data=body, content_type="application/json")
        assert answer.status_code == 400, address


@pytest.mark.parametrize("text", NO_DIALOGUE.values(), ids=NO_DIALOGUE)
def test_a_file_that_no_dialogue_can_be_is_refused(page: FlaskClient, text: str) -> None:
    answer = page.post("/desk/dialogues", json={"text": text})

    assert answer.status_code == 400
    assert answer.json and answer.json["error"]


def test_no_odd_value_of_any_field_is_an_error_of_ours(page: FlaskClient) -> None:
    sound: dict[str, Any] = {"words": "next", "event": {"type": "LaunchRequest"}, "title": "x"}
    for act in ACTS:
        begun = page.post("/desk/conversations", json={"device": "show"})
        assert begun.json is not None
        talk = f"/desk/conversations/{begun.json['name']}"
        page.post(f"{talk}/say", json={"words": "alexa, open hamstring coach"})
        for field in FIELDS:
            for odd in ODD:
                body = json.dumps(sound | {field: odd})
                answer = page.post(f"{talk}/{act}", data=body, content_type="application/json")
                assert answer.status_code < 500, (act, field, odd)
