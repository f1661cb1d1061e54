"""A device that fails to play exact audio: plain speech there for a while, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from skill.coach.runner import PLAIN_DEVICES, Runner
from skill.tools.desk.speaker import SmartSpeaker
from tests.support.household import Household, routine

PLATFORM = routine().platform
MINUTE_MS = 60_000

KITCHEN, GARAGE = "kitchen", "garage"
BROKEN: dict[str, Any] = {
    "type": "SessionEndedRequest",
    "reason": "ERROR",
    "error": {"type": "INTERNAL_SERVICE_ERROR", "message": "audio could not be rendered"},
}
ERRORS = [
    ("AUDIO_SOURCE_ERROR", "INTERNAL_SERVER_ERROR", "at Amazon's"),
    ("RENDER_ERROR", "UNKNOWN_ERROR", "at Amazon's"),
    ("AUDIO_SOURCE_ERROR", "UNKNOWN_ERROR", "at Amazon's"),
    ("DOCUMENT_ERROR", "INVALID_DOCUMENT", "a document of ours"),
    ("AUDIO_SOURCE_ERROR", "NOT_FOUND", "a document of ours"),
    ("LINK_ERROR", "NOT_FOUND", "a document of ours"),
]


def failed(kind: str = "RENDER_ERROR", reason: str = "UNKNOWN_ERROR") -> dict[str, Any]:
    return {
        "type": "Alexa.Presentation.APLA.RuntimeError",
        "token": "hamstring-coach",
        "errors": [{"type": kind, "reason": reason, "message": "the message of Amazon"}],
    }


def counts_exactly(household: Household, device: str) -> bool:
    """Whether the device, opened again, gets its counted turn as exact audio."""
    speaker = household.device(device)
    speaker.open()
    said = "yes" if household.journal().workout is not None else "start"
    response = speaker.say(said).response["response"]
    if said == "start":
        response = speaker.say("next").response["response"]
    exact = any("APLA" in each["type"] for each in response.get("directives", ()))
    assert exact != ("<break" in response.get("outputSpeech", {}).get("ssml", ""))
    return exact


def later(household: Household, milliseconds: int) -> None:
    for device in (KITCHEN, GARAGE):
        household.device(device).listen(milliseconds)


def broken_off(speaker: SmartSpeaker) -> None:
    speaker.listen(300)
    speaker.send(BROKEN)


@pytest.mark.parametrize(
    ("failure", "for_ms"),
    [
        (failed(), MINUTE_MS * PLATFORM.plain_after_amazon),
        (
            failed("DOCUMENT_ERROR", "INVALID_DOCUMENT"),
            MINUTE_MS * PLATFORM.plain_after_document,
        ),
    ],
    ids=["of Amazon's, which passes", "of a document of ours"],
)
def test_a_failure_counts_for_its_device_and_for_a_while(
    failure: dict[str, Any], for_ms: int, household: Household
) -> None:
    assert counts_exactly(household, KITCHEN)

    household.device(KITCHEN).send(failure)

    assert not counts_exactly(household, KITCHEN)
    assert counts_exactly(household, GARAGE)
    later(household, for_ms - 600_000)
    assert not counts_exactly(household, KITCHEN)
    later(household, 600_000)
    assert counts_exactly(household, KITCHEN)


def test_what_fails_at_amazons_is_tried_again_sooner_than_a_document_of_ours() -> None:
    assert PLATFORM.plain_after_amazon < PLATFORM.plain_after_document


def test_a_session_that_breaks_over_a_counted_turn_is_followed_by_plain_speech_there(
    household: Household,
) -> None:
    assert counts_exactly(household, KITCHEN)

    broken_off(household.device(KITCHEN))

    assert not counts_exactly(household, KITCHEN)
    assert counts_exactly(household, GARAGE)
    later(household, MINUTE_MS * PLATFORM.plain_after_break)
    assert counts_exactly(household, KITCHEN)


@pytest.mark.parametrize(
    ("reason", "after_ms"),
    [("USER_INITIATED", 300), ("EXCEEDED_MAX_REPROMPTS", 300), ("ERROR", 600_000)],
)
def test_a_session_that_ends_otherwise_or_after_the_count_leaves_exact_audio_on(
    household: Household, reason: str, after_ms: int
) -> None:
    assert counts_exactly(household, KITCHEN)
    household.device(KITCHEN).listen(after_ms)

    household.device(KITCHEN).send({**BROKEN, "reason": reason})

    assert household.journal().plain_devices == ()


def test_a_session_that_breaks_over_a_breather_is_followed_by_plain_speech_too(
    household: Household,
) -> None:
    speaker = household.device(KITCHEN)
    for words in ("bridges", "next"):
        speaker.say(words)
    breather = speaker.say("give me two minutes").response["response"]
    assert "APLA" in breather["directives"][0]["type"]

    broken_off(speaker)

    assert not counts_exactly(household, KITCHEN)


def test_who_cannot_hear_gets_plain_speech_at_once_there_and_until_told_otherwise(
    household: Household,
) -> None:
    assert counts_exactly(household, KITCHEN)

    answer = household.device(KITCHEN).say("i can't hear you").response["response"]

    assert "simpler voice" in answer["outputSpeech"]["ssml"]
    assert "directives" not in answer
    later(household, 30 * 24 * 3_600_000)
    assert not counts_exactly(household, KITCHEN)
    assert counts_exactly(household, GARAGE)
    household.device(KITCHEN).say("count exactly again")
    assert counts_exactly(household, KITCHEN)


def test_a_session_that_breaks_where_nothing_was_counted_leaves_exact_audio_on(
    household: Household,
) -> None:
    household.device(KITCHEN).open()

    broken_off(household.device(KITCHEN))

    assert counts_exactly(household, KITCHEN)


def test_few_devices_are_remembered_by_a_digest_and_the_last_ones_stay() -> None:
    runner = Runner()
    names = [f"amzn1.ask.device.{number}" for number in range(PLAIN_DEVICES + 2)]

    for now_ms, name in enumerate(names):
        runner = runner.hearing_plain_speech(name, now_ms, now_ms + 1000)
        runner = runner.hearing_plain_speech(name, now_ms, now_ms + 1000)

    plain = [name for name in names if not runner.hears_exact_audio(name, now_ms=10)]
    assert plain == names[-PLAIN_DEVICES:]
    assert not any("device" in each.device for each in runner.plain_devices)
    over = runner.hearing_plain_speech("another", 5000, until_ms=6000)
    assert len(over.plain_devices) == 1, "what is over is not kept"


@pytest.mark.parametrize(("kind", "reason", "whose"), ERRORS)
def test_the_log_tells_a_failure_of_amazon_from_a_document_of_ours(
    kind: str, reason: str, whose: str, caplog: pytest.LogCaptureFixture
) -> None:
    Household().device(KITCHEN).send(failed(kind, reason))

    [line] = [each.getMessage() for each in caplog.records if "exact audio" in each.getMessage()]
    assert whose in line
    assert f"{kind} {reason}" in line
    assert "message" not in line
