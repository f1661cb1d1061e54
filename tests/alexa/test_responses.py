"""From a turn to Alexa's response: what the device gets is held as JSON, as it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from skill.alexa.responses import response_of
from skill.coach.asks import Asks
from skill.coach.messages import Message
from skill.coach.timeline import Part, Tape, Timeline
from skill.coach.turn import Card, Prompt, Turn
from skill.speech.wording import Voice
from tests.support.household import catalogue, routine
from tests.support.serialised import serialised

VOICE = Voice(catalogue())
PROMPT = Prompt.of(Asks.WRAP_UP)
RENDER = "Alexa.Presentation.APLA.RenderDocument"


def timeline(*keys: str, wait: int = 0) -> Timeline:
    tape = Tape(VOICE.measure, routine().platform.answer_ms)
    for key in keys:
        tape.say(key)
    tape.wait(wait)
    tape.speak(PROMPT.line, Part.PROMPT)
    return tape.finish()


def sent(turn: Turn, *, exact_audio: bool = True) -> dict[str, Any]:
    """The body of the response to a turn."""
    body: dict[str, Any] = serialised(response_of(turn, VOICE, exact_audio=exact_audio))["response"]
    return body


def ways_of(output: dict[str, Any]) -> tuple[bool, bool]:
    """Whether an answer is spoken by Alexa, and whether it is played as exact audio."""
    kinds = [directive["type"] for directive in output.get("directives", ())]
    return "outputSpeech" in output, RENDER in kinds


TIMED = timeline("work.end", wait=20_000)
TOLD = timeline("welcome.again")
ENDING = Turn(TOLD, None, None)

Way = tuple[Timeline, bool, bool]
WAYS: dict[str, Way] = {
    # a timeline; whether the device plays exact audio; whether it is then sent as APLA
    "timed, exact": (TIMED, True, True),
    "timed, but the device failed to play it": (TIMED, False, False),
    "told, exact": (TOLD, True, False),
    "told, but the device failed to play it": (TOLD, False, False),
}


@pytest.mark.parametrize(("spoken", "exact", "apla"), WAYS.values(), ids=WAYS.keys())
def test_an_answer_is_either_exact_audio_or_speech_and_never_both(
    spoken: Timeline, exact: bool, apla: bool
) -> None:
    body = sent(Turn(spoken, PROMPT, TOLD), exact_audio=exact)

    assert ways_of(body) == (not apla, apla)


@pytest.mark.parametrize(("again", "exact", "apla"), WAYS.values(), ids=WAYS.keys())
def test_a_reprompt_is_either_exact_audio_or_speech_and_never_both(
    again: Timeline, exact: bool, apla: bool
) -> None:
    reprompt = sent(Turn(TOLD, PROMPT, again), exact_audio=exact)["reprompt"]

    assert ways_of(reprompt) == (not apla, apla)


def test_exact_audio_is_a_whole_document_in_the_answer_and_in_its_reprompt() -> None:
    body = sent(Turn(TIMED, PROMPT, TIMED))

    for output in (body, body["reprompt"]):
        (directive,) = [found for found in output["directives"] if found["type"] == RENDER]
        assert directive["token"]
        assert directive["document"]["type"] == "APLA"
        assert directive["document"]["mainTemplate"]["item"]["items"]


@pytest.mark.parametrize("spoken", [TIMED, TOLD])
def test_the_microphone_opens_after_a_prompt(spoken: Timeline) -> None:
    assert sent(Turn(spoken, PROMPT, TOLD))["shouldEndSession"] is False


def test_a_session_that_ends_has_neither_a_reprompt_nor_an_open_microphone() -> None:
    body = sent(ENDING)

    assert body["shouldEndSession"] is True
    assert "reprompt" not in body


def test_an_answer_without_a_card_shows_none() -> None:
    assert "card" not in sent(Turn(TOLD, PROMPT, TOLD))


def test_a_card_is_plain_text_without_markup() -> None:
    clinic = routine().clinic
    title = Message.of("card.title", clinic=clinic.id)
    words = {**catalogue().clinic, "name": "Salt & Pepper <Physio>"}
    voice = Voice(replace(catalogue(), clinic=words))
    body = Message.of("card.contact", phone_written=clinic.phone, email_written=clinic.email)

    turn = Turn(TOLD, PROMPT, TOLD, card=Card(title, body))
    card = serialised(response_of(turn, voice, exact_audio=True))["response"]["card"]

    assert (card["type"], card["title"]) == ("Simple", "Salt & Pepper <Physio>")
    assert clinic.phone in card["content"]
    assert clinic.email in card["content"]
