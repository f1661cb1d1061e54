"""What is read of an envelope is what the SDK reads of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope, SessionEndedReason
from ask_sdk_model.slu.entityresolution import StatusCode
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from skill.alexa.runtime.request import (
    DIGITS_OF_ID,
    MATCHED,
    REASONS,
    Slot,
    UnsupportedRequest,
    read,
    time_ms,
    usual_time_ms,
)
from skill.alexa.runtime.stock_sdk import read_by_sdk
from tests.support.envelopes import LAUNCH, envelope, intent


def by_sdk(asked: dict[str, Any]) -> Any:
    return DefaultSerializer().deserialize(json.dumps(asked), RequestEnvelope)


def test_a_request_is_what_the_sdk_reads() -> None:
    asked = envelope(LAUNCH, session={"attributes": {"a": [1]}, "new": True})
    sdk, read_here = by_sdk(asked), read(asked)

    assert read_here.kind == sdk.request.object_type
    digest = hashlib.sha256(sdk.request.request_id.encode()).hexdigest()
    assert read_here.request_id == digest[:DIGITS_OF_ID], "the id itself goes no further"
    assert read_here.locale == sdk.request.locale
    assert read_here.timestamp_ms == sdk.request.timestamp.timestamp() * 1000
    assert read_here.user_id == sdk.context.system.user.user_id
    assert read_here.application_id == sdk.context.system.application.application_id
    assert read_here.session is not None
    assert read_here.session.attributes == sdk.session.attributes
    assert read_here.session.new == sdk.session.new
    assert read_by_sdk(asked) == read_here


def test_the_user_of_the_context_comes_before_that_of_the_session() -> None:
    asked = envelope(LAUNCH, user="context", session={"user": {"userId": "session"}})
    assert read(asked).user_id == "context"

    del asked["context"]["System"]["user"]
    assert read(asked).user_id == "session"


def test_what_is_not_there_is_none() -> None:
    bare = read({"request": {"type": "LaunchRequest"}})

    told = {field.name: getattr(bare, field.name) for field in fields(bare)}
    assert {name for name, value in told.items() if value not in (None, False)} == {"kind"}


def test_a_slot_has_the_id_of_the_first_value_of_the_first_authority_that_matched() -> None:
    def authority(code: str, *ids: str | None) -> dict[str, Any]:
        return {"status": {"code": code}, "values": [{"value": {"id": each}} for each in ids]}

    asked = intent("ChooseExerciseIntent", exercise="bridges")
    asked["intent"]["slots"]["exercise"]["resolutions"] = {
        "resolutionsPerAuthority": [
            None,
            authority("ER_SUCCESS_NO_MATCH", "no"),
            authority(MATCHED),
            authority(MATCHED, None),
            authority(MATCHED, "glute_bridge", "nordic_curl"),
            authority(MATCHED, "never"),
        ]
    }

    assert read(envelope(asked)).slots == {"exercise": Slot("bridges", "glute_bridge")}


def test_the_words_for_a_match_and_for_the_end_of_a_session_are_the_sdks() -> None:
    assert StatusCode(MATCHED) is StatusCode.ER_SUCCESS_MATCH
    assert {reason.value for reason in SessionEndedReason} == REASONS


@given(st.datetimes(), st.sampled_from(["Z", "+00:00", "", "+05:30", "-08:00", ".5Z", ".123456Z"]))
def test_a_time_is_read_as_the_sdk_reads_it_or_left_to_it(when: Any, zone: str) -> None:
    text = f"{when.replace(microsecond=0).isoformat()}{zone}"
    asked = {"request": {"type": "LaunchRequest", "timestamp": text}}
    sdk = by_sdk(asked).request.timestamp
    if not 1971 < when.year < 9998:
        return  # some systems can't tell the seconds since 1970 of such times

    assert time_ms(sdk.isoformat()) == round(sdk.timestamp() * 1000)
    if zone == "Z":
        assert usual_time_ms(text) == time_ms(sdk.isoformat())
    else:
        with pytest.raises(UnsupportedRequest):
            usual_time_ms(text)


@pytest.mark.parametrize("odd", ["", "never", "2026-02-30T08:00:00Z", "2026-W01-1T08:00:0Z"])
def test_what_is_no_time_is_unusual(odd: str) -> None:
    with pytest.raises(UnsupportedRequest):
        usual_time_ms(odd)
