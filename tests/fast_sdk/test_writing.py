"""Answers are written as the stock serializer writes them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import (
    Context,
    Directive,
    RequestEnvelope,
    Response,
    ResponseEnvelope,
    SlotConfirmationStatus,
)
from ask_sdk_model.ui import Card, Reprompt, SsmlOutputSpeech

from skill.coach.workout import Phase
from skill.fast_sdk.serializer import FastSerializer
from tests.fast_sdk.model_examples import class_named, envelope_of, example

FAST, STOCK = FastSerializer(), DefaultSerializer()


class Table(dict[str, object]):
    """A table of a kind of its own."""


class Colour:
    """An object of nobody's model."""

    deserialized_types = {"shade": "str", "depth": "int"}  # noqa: RUF012  # as models have it
    attribute_map = {"shade": "colourShade"}  # noqa: RUF012
    shade = "blue"
    depth = 3


def assert_written_alike(value: Any) -> None:
    fast, stock = FAST.serialize(value), STOCK.serialize(value)

    assert fast == stock
    assert repr(fast) == repr(stock)


@pytest.mark.parametrize(
    "kind",
    [
        *Directive.discriminator_value_class_map.values(),
        *Card.discriminator_value_class_map.values(),
    ],
)
def test_every_directive_and_card_is_written_alike(kind: str) -> None:
    part = STOCK.deserialize(json.dumps(example(kind)), class_named(kind))
    speech = SsmlOutputSpeech(ssml="<speak>one &amp; two</speak>")
    response = Response(
        output_speech=speech,
        directives=[part],
        reprompt=Reprompt(output_speech=speech, directives=[part]),
        should_end_session=False,
    )

    assert_written_alike(ResponseEnvelope("1.0", {"journal": {"a": [1]}}, "agent", response))


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"bytes",
        (1, (2, "three")),
        [Decimal("2"), Decimal("2.5")],
        {"when": datetime(2026, 1, 5, tzinfo=UTC), "day": date(2026, 1, 5)},
        {"phase": Phase.WORKING, "status": SlotConfirmationStatus.CONFIRMED},
        {1: {"deep": [None, {"response": Response()}]}},
        Table({"a": Table({"b": 1})}),
        [Colour(), {"colour": Colour()}],
        {"a": True, "b": 1, "c": 1.5},
    ],
    ids=repr,
)
def test_values_of_every_kind_are_written_alike(value: Any) -> None:
    assert_written_alike(value)


def test_what_cannot_be_written_fails_alike() -> None:
    for serializer in (FAST, STOCK):
        with pytest.raises(AttributeError):
            serializer.serialize({"odd": object()})


def test_a_context_that_nobody_looked_at_is_written_alike() -> None:
    envelope = envelope_of("LaunchRequest")
    stock = STOCK.deserialize(json.dumps(envelope), RequestEnvelope)

    assert FAST.serialize(FAST.read(envelope, RequestEnvelope)) == STOCK.serialize(stock)
    fast = FAST.read(envelope["context"], Context)
    assert STOCK.serialize(fast) == STOCK.serialize(stock.context)


def test_what_was_written_shares_nothing_with_what_it_was_written_from() -> None:
    attributes = {"a": [1, {"b": 2}]}

    written = FAST.serialize(attributes)
    written["a"][1]["b"] = "changed"

    assert attributes == {"a": [1, {"b": 2}]}
