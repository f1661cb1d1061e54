"""Requests are read as the stock serializer reads them, whatever is in them."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import pytest
from ask_sdk_core.exceptions import SerializationException
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Context, Request, RequestEnvelope, Session
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.fast_sdk.serializer import FastSerializer, read_envelope
from tests.fast_sdk.model_examples import changed, envelope_of, places, request_of

KINDS = sorted(Request.discriminator_value_class_map)
RICH = envelope_of("IntentRequest")
PLACES = list(places(RICH))
ODD: list[Any] = [
    None,
    "",
    "some text",
    "false",
    "2026-02-30T08:00:00Z",
    "2026-01-05T08:00:00.123+02:00",
    "January 5th 2026",
    0,
    -1,
    2.5,
    True,
    [],
    ["type"],
    [None],
    {},
    {"type": "Simple"},
    {"type": None},
]
UNKNOWN = {"brand_new": {"deep": [1]}, "to_dict": 1}
TAKEN = {"request_id": "taken", "__class__": "odd", "_unread": 1, "__dict__": {}}


class NoFallback(FastSerializer):
    """Fails where the stock serializer is asked."""

    def _as_stock(self, parsed: Any, obj_type: Any) -> Any:
        raise AssertionError(f"left to the stock serializer: {obj_type}")


def told(value: Any) -> Any:
    """Everything an object of the model holds, its class included, as far as it goes."""
    if isinstance(value, Enum):
        return repr(value), type(value).__name__
    if isinstance(value, datetime):
        return value.isoformat(), value.utcoffset()
    if isinstance(value, list):
        return [told(entry) for entry in value]
    if isinstance(value, dict):
        return {key: told(entry) for key, entry in value.items()}
    if not type(value).__module__.startswith(("ask_sdk_model", "skill")):
        return type(value).__name__, value
    known = getattr(type(value), "deserialized_types", {})
    held = {name: getattr(value, name, "gone") for name in known}
    kind = Context if isinstance(value, Context) else type(value)
    return kind.__name__, told({**vars(value), **held})


def outcome(serializer: DefaultSerializer, envelope: Any) -> Any:
    """What reading the envelope, and then everything in it, comes to."""
    try:
        return told(read_envelope(serializer, envelope, RequestEnvelope))
    except SerializationException as error:
        return "refused", str(error)


def assert_read_alike(envelope: Any) -> None:
    fast = outcome(FastSerializer(), copy.deepcopy(envelope))

    assert fast == outcome(DefaultSerializer(), envelope)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_an_odd_value_in_any_place_is_read_or_refused_alike(odd: Any) -> None:
    # every place meets every third value; the test with any JSON at all knows no such bounds
    for place in PLACES[ODD.index(odd) % 3 :: 3]:
        assert_read_alike(changed(RICH, place, odd))


@pytest.mark.parametrize("extra", [UNKNOWN, *({k: v} for k, v in TAKEN.items())], ids=str)
def test_fields_that_the_model_does_not_know_are_kept_alike(extra: dict[str, Any]) -> None:
    for place in PLACES:
        inner: Any = RICH
        for key in place:
            inner = inner[key]
        if isinstance(inner, dict):
            assert_read_alike(changed(RICH, place, {**inner, **extra}))


@pytest.mark.parametrize("kind", KINDS)
def test_every_request_type_is_read_alike(kind: str) -> None:
    envelope = envelope_of(kind)

    assert_read_alike(envelope)
    assert_read_alike({**envelope, "session": None})
    assert_read_alike({"version": "1.0", "request": {"type": kind}})
    assert_read_alike({**envelope, "request": {**request_of(kind), **UNKNOWN}})


@given(
    st.sampled_from(KINDS),
    st.data(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=6,
    ),
)
@settings(max_examples=150, deadline=None)
def test_any_json_in_any_place_of_any_request_is_read_alike(
    kind: str, data: st.DataObject, odd: Any
) -> None:
    envelope = envelope_of(kind)
    place = data.draw(st.sampled_from(list(places(envelope))))

    assert_read_alike(changed(envelope, place, odd))


@pytest.mark.parametrize("envelope", [[], "text", 5, {}, {"request": []}, {"request": {}}])
def test_what_is_no_envelope_is_refused_alike(envelope: Any) -> None:
    assert_read_alike(envelope)


@pytest.mark.parametrize("payload", ["no json", "", b"no json", None, {"a": 1}, 7])
def test_what_is_no_json_text_is_refused_alike(payload: Any) -> None:
    def read(serializer: DefaultSerializer) -> Any:
        try:
            return serializer.deserialize(payload, RequestEnvelope)
        except SerializationException as error:
            return str(error)

    assert read(FastSerializer()) == read(DefaultSerializer())


def test_text_is_read_as_the_table_it_stands_for() -> None:
    serializer = FastSerializer()

    from_text = serializer.deserialize(json.dumps(RICH), RequestEnvelope)

    assert told(from_text) == told(serializer.read(RICH, RequestEnvelope))


@pytest.mark.parametrize("kind", KINDS)
def test_no_usual_request_is_left_to_the_stock_serializer(kind: str) -> None:
    told(NoFallback().read(envelope_of(kind), RequestEnvelope))


def test_parts_of_the_context_are_read_only_when_they_are_looked_at() -> None:
    unreadable = changed(RICH, ("context", "Viewport"), "no table")
    envelope = FastSerializer().read(unreadable, RequestEnvelope)

    assert envelope.context.system.application.application_id == "some text"
    with pytest.raises(SerializationException):
        envelope.context.viewport  # noqa: B018  # looking at it is the test


def test_a_context_looked_at_in_part_equals_a_stock_one_either_way_round() -> None:
    fast = FastSerializer().read(RICH, RequestEnvelope)
    stock = DefaultSerializer().deserialize(json.dumps(RICH), RequestEnvelope)
    assert fast.context.viewport is fast.context.viewport

    assert fast.context == stock.context
    assert stock.context == FastSerializer().read(RICH, RequestEnvelope).context
    assert fast.context.to_dict() == stock.context.to_dict()
    assert fast != stock or fast.request == stock.request
    with pytest.raises(AttributeError):
        fast.context.no_such_part  # noqa: B018  # looking at it is the test


def test_session_attributes_are_copied_as_deeply_as_ever() -> None:
    attributes = {"a": [1, {"b": None}], "c": "d", "e": 1.5, "f": True}
    session = FastSerializer().read({"attributes": attributes}, Session)
    assert session.attributes == attributes

    copied = copy.deepcopy(session.attributes)
    copied["a"][1]["b"] = "changed"
    assert attributes["a"] == [1, {"b": None}]

    session.attributes["when"] = datetime(2026, 1, 5, tzinfo=UTC)
    assert copy.deepcopy(session.attributes) == session.attributes


def test_as_many_plans_are_kept_as_the_model_has_types_whatever_requests_bring() -> None:
    serializer = FastSerializer()

    def kept() -> int:
        plans = serializer._plans
        return len(plans._by_class) + len(plans._by_type)

    told(serializer.read(RICH, RequestEnvelope))
    before = kept()
    for number in range(200):
        odd = changed(RICH, ("request", "type"), f"Unknown{number}")
        outcome(serializer, odd)
        outcome(serializer, changed(RICH, ("request", "locale"), f"xx-{number}"))
    assert kept() == before
