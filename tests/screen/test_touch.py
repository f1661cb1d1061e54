"""A touch means what the voice would mean; anything else was not understood."""

from __future__ import annotations

import pytest

from skill.alexa.requests import SCREEN_TOKEN, touched
from skill.alexa.runtime.request import TOUCHED, Request
from skill.alexa.runtime.stock_sdk import read_by_sdk
from skill.coach.commands import Command, Meaning
from skill.screen.touches import TOUCHABLE
from tests.coach.moments import opened
from tests.screen.plays import every_moment, screen_of


def touch(token: str, arguments: object) -> Request:
    """A touch as the SDK reads it."""
    event = {"type": TOUCHED, "token": token, "arguments": arguments}
    request = read_by_sdk({"request": event})
    assert request is not None
    return request


@pytest.mark.parametrize(
    "arguments",
    [
        None,
        [],
        ["meaning"],
        ["meaning", "next", "next"],
        ["meaning", "forget_me"],
        ["meaning", "session_ended"],
        ["meaning", "no such meaning"],
        ["meaning", 7],
        ["meaning", None],
        ["choose", "hand stand"],
        ["choose", ""],
        ["choose", ["glute_bridge"]],
        ["order", "pizza"],
        [None, None],
        "meaning next",
    ],
)
def test_what_the_screens_never_send_is_not_understood(arguments: object) -> None:
    event = touch(SCREEN_TOKEN, arguments)

    assert touched(event) == Command(Meaning.NOT_UNDERSTOOD)


def test_a_touch_on_another_document_is_not_understood() -> None:
    event = touch("elsewhere", ["meaning", "next"])

    assert touched(event) == Command(Meaning.NOT_UNDERSTOOD)


@pytest.mark.parametrize("meaning", sorted(TOUCHABLE))
def test_a_touch_means_what_the_voice_means(meaning: str) -> None:
    event = touch(SCREEN_TOKEN, ["meaning", meaning])

    assert touched(event) == Command(Meaning(meaning))


def test_a_touch_on_an_exercise_chooses_it() -> None:
    event = touch(SCREEN_TOKEN, ["choose", "nordic_curl"])

    assert touched(event) == Command(Meaning.CHOOSE, exercise="nordic_curl")


def test_everything_a_screen_sends_is_understood() -> None:
    listed = screen_of(opened().told(Meaning.LIST_EXERCISES)).data["exercises"]
    touches = list(listed)
    for _, played in every_moment():
        touches += screen_of(played).data["touch"]

    for sent in touches:
        event = touch(SCREEN_TOKEN, sent["sends"])
        assert touched(event).meaning is not Meaning.NOT_UNDERSTOOD, sent
