"""From Alexa's intents and slots to commands: whatever a slot holds, it never breaks."""

from __future__ import annotations

from typing import Any

import pytest

from skill.alexa.requests import command_of
from skill.alexa.runtime.request import UnsupportedRequest, read
from skill.alexa.runtime.stock_sdk import read_by_sdk
from skill.coach.commands import Command, Meaning

Json = dict[str, Any]


def meant(intent: str, **slots: object) -> Command:
    """What an intent means, its slots given as in a request's JSON, or by their value alone."""
    given = {
        name: slot if isinstance(slot, dict) else {"name": name, "value": slot}
        for name, slot in slots.items()
    }
    return commanded({"intent": {"name": intent, "slots": given}})


def commanded(request: Json) -> Command:
    """The command of an intent request, read by the SDK where it is unusual."""
    envelope = {"request": {"type": "IntentRequest", **request}}
    try:
        return command_of(read(envelope))
    except UnsupportedRequest:
        by_sdk = read_by_sdk(envelope)
        assert by_sdk is not None
        return command_of(by_sdk)


def resolved(value: str, *authorities: Json) -> Json:
    """A slot with what each authority (the model's own values, dynamic ones) made of it."""
    resolutions = {"resolutionsPerAuthority": list(authorities)}
    return {"name": "exercise", "value": value, "resolutions": resolutions}


def match(*found: Json) -> Json:
    values = [{"value": value} for value in found]
    return {"authority": "test", "status": {"code": "ER_SUCCESS_MATCH"}, "values": values}


def no_match(code: str = "ER_SUCCESS_NO_MATCH") -> Json:
    return {"authority": "test", "status": {"code": code}}


BRIDGE = {"name": "glute bridge", "id": "glute_bridge"}
CURL = {"name": "Nordic curl", "id": "nordic_curl"}


# ---------------------------------------------------------------- intents


@pytest.mark.parametrize(
    "request_json",
    [{}, {"intent": None}, {"intent": {}}, {"intent": {"name": "AMAZON.ComposeSongIntent"}}],
)
def test_an_intent_that_is_not_known_was_not_understood(request_json: Json) -> None:
    assert commanded(request_json) == Command(Meaning.NOT_UNDERSTOOD)


def test_an_intent_without_slots_is_its_meaning_alone() -> None:
    assert meant("AMAZON.NextIntent") == Command(Meaning.NEXT)


@pytest.mark.parametrize("slots", [{"colour": "red"}, {"topic": "parking"}])
def test_slots_that_nobody_asks_for_are_ignored(slots: dict[str, str]) -> None:
    assert meant("ReadyIntent", **slots) == Command(Meaning.READY)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "?",
        "ten",
        "-3",
        "3.5",
        "1e3",
        " 7",
        "٣",
        "²",
        "9999999",
        "9" * 400,
        True,
        [],
        ["7"],
    ],
)
def test_a_number_that_is_none_is_left_out(value: object) -> None:
    assert meant("SetRepsIntent", reps=value).number is None


def test_a_slot_without_a_value_is_left_out() -> None:
    assert meant("SetRepsIntent", reps={"name": "reps"}).number is None


@pytest.mark.parametrize(("value", "number"), [("0", 0), ("12", 12), ("999999", 999_999), (12, 12)])
def test_a_number_is_taken_as_it_is_for_the_coach_to_judge(value: object, number: int) -> None:
    assert meant("SetRepsIntent", reps=value).number == number


def test_the_first_slot_that_holds_a_number_counts() -> None:
    assert meant("SetRepsIntent", reps="?", number="8").number == 8


# ---------------------------------------------------------------- lengths of time


@pytest.mark.parametrize(
    "value",
    [
        "",
        "?",
        "P",
        "PT",
        "30",
        "PT30",
        "T30S",
        "PT-5S",
        "PT.5M",
        "PT5.M",
        "PT1.5M30S",
        "PT0.5H10S",
        "PT1.5.5S",
        "PT1e3S",
        "PT٣S",
        "pt30s",
        "PT30S ",
        "P1DT",
        "P30S",
        "PT1W",
        "P1W1D",
        "P1Y",
        "P1M",
        "PT9999999S",
        "PT0.1234567S",
        "half",
    ],
)
def test_a_length_of_time_that_is_none_is_left_out(value: str) -> None:
    assert meant("SetHoldIntent", hold=value).seconds is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("PT0S", 0),
        ("PT30S", 30),
        ("PT1M30S", 90),
        ("PT90S", 90),
        ("PT2M", 120),
        ("PT1H", 3600),
        ("PT1H1M1S", 3661),
        ("P1DT1S", 86_401),
        ("P2W", 1_209_600),
        ("PT999999S", 999_999),
        ("PT45.0S", 45),
        ("PT0.5M", 30),
        ("PT0,5M", 30),
        ("PT1.5M", 90),
        ("PT1M30.0S", 90),
        ("PT0.25H", 900),
        ("P0.5D", 43_200),
        ("PT29.5S", 30),
        ("PT29.4S", 29),
        ("PT0.3M", 18),
    ],
)
def test_a_length_of_time_is_seconds(value: str, seconds: int) -> None:
    assert meant("SetHoldIntent", hold=value).seconds == seconds


def test_seconds_may_come_as_a_bare_number() -> None:
    assert meant("SetHoldIntent", seconds="25").seconds == 25


# ---------------------------------------------------------------- exercises, legs, equipment


@pytest.mark.parametrize(
    "slot",
    [
        {"name": "exercise"},
        {"name": "exercise", "value": None},
        {"name": "exercise", "value": "?"},
        {"name": "exercise", "value": ""},
    ],
)
def test_an_exercise_that_was_not_said_is_neither_known_nor_unknown(slot: Json) -> None:
    assert meant("ChooseExerciseIntent", exercise=slot) == Command(Meaning.CHOOSE)


@pytest.mark.parametrize(
    "slot",
    [
        "plank",
        resolved("plank"),
        resolved("plank", no_match()),
        resolved("plank", no_match("ER_ERROR_TIMEOUT")),
        resolved("plank", no_match("ER_ERROR_EXCEPTION")),
        resolved("plank", match()),
        resolved("plank", match({"name": "plank"})),
        resolved("plank", match({"name": "plank", "id": ""})),
        resolved("plank", {"authority": "test"}),
        resolved("plank", no_match(), no_match()),
    ],
)
def test_an_exercise_that_is_not_in_the_routine_is_known_to_be_unknown(slot: object) -> None:
    command = meant("ChooseExerciseIntent", exercise=slot)

    assert command == Command(Meaning.CHOOSE, unknown_exercise=True)


@pytest.mark.parametrize(
    "slot",
    [
        resolved("bridges", match(BRIDGE)),
        resolved("bridges", no_match(), match(BRIDGE)),
        resolved("bridges", match(BRIDGE, CURL)),
    ],
)
def test_an_exercise_is_known_by_the_id_of_its_best_match(slot: Json) -> None:
    command = meant("ChooseExerciseIntent", exercise=slot)

    assert command == Command(Meaning.CHOOSE, exercise="glute_bridge")


def test_a_leg_and_a_piece_of_equipment_are_known_by_their_ids() -> None:
    leg = resolved("leftie", match({"name": "left", "id": "left"}))
    ball = resolved("gym ball", match({"name": "ball", "id": "ball"}))

    assert meant("OtherLegIntent", leg=leg).leg == "left"
    assert meant("SubstituteIntent", equipment=ball).equipment == "ball"


def test_a_leg_that_is_not_known_makes_no_exercise_unknown() -> None:
    assert meant("OtherLegIntent", leg="third") == Command(Meaning.OTHER_LEG)
