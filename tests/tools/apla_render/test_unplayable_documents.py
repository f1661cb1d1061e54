"""What the renderer does not know is an error that names its place, never a guess."""

from __future__ import annotations

from typing import Any

import pytest

from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.renderer import Stream, render
from tests.tools.apla_render.beeper import (
    Beeper,
    in_turn,
    response,
    silence,
    sound_file,
    speech,
    together,
)

ITEM = "directives[0].document.mainTemplate.item"
FOR_EVER = {"type": "Repeat", "repeatCount": -1}
BACKDROP = {"duration": "trimToParent"}

WRONG_ITEMS: dict[str, tuple[Any, str, str]] = {
    "no type": ({"content": "one"}, ITEM, "no type"),
    "no object": ("one", ITEM, "no type"),
    "an unknown component": ({"type": "Speach"}, f"{ITEM}.type", "Speech, Audio"),
    "an unknown property": (speech("one", voice="Joanna"), f"{ITEM}.voice", "no such property"),
    "a deep one": (
        in_turn(silence(1), together(speech("one"), {"type": "Text"})),
        f"{ITEM}.items[1].items[1].type",
        '"Text"',
    ),
    "no words": (speech(" "), f"{ITEM}.content", "nothing to say"),
    "an unknown kind of content": (
        speech("one", contentType="Markdown"),
        f"{ITEM}.contentType",
        "PlainText nor SSML",
    ),
    "broken SSML": (
        speech("<speak>one<break></speak>", contentType="SSML"),
        f"{ITEM}.content",
        "well-formed",
    ),
    "SSML without its speak": (
        speech("<s>one</s>", contentType="SSML"),
        f"{ITEM}.content",
        "begins with <speak>",
    ),
    "silence without a length": ({"type": "Silence"}, f"{ITEM}.duration", "milliseconds"),
    "silence below zero": (in_turn(silence(-1)), f"{ITEM}.items[0].duration", "milliseconds"),
    "silence as words": ({"type": "Silence", "duration": "2s"}, f"{ITEM}.duration", "'2s'"),
    "nothing but silence": (in_turn(silence(5)), f"{ITEM}"[:-5], "nothing but silence"),
    "no children": ({"type": "Mixer"}, ITEM, "has no items"),
    "a sound that is not there": (
        {"type": "Audio", "source": "https://example.org/x.mp3"},
        f"{ITEM}.source",
        "no sound",
    ),
    "a local sound that is not there": (
        {"type": "Audio", "source": "whistle.wav"},
        f"{ITEM}.source",
        '"whistle.wav"',
    ),
    "no sound at all": ({"type": "Audio"}, f"{ITEM}.source", "not the URL"),
    "an unknown name": (speech("${seconds} left"), f"{ITEM}.content", '"seconds" is not known'),
    "an unknown resource": (speech("@greeting"), f"{ITEM}.content", '"@greeting"'),
    "an expression without an end": (speech("${payload.x"), f"{ITEM}.content", "without an end"),
    "data that is no list": (
        in_turn(speech("one"), data="${payload.name}"),
        f"{ITEM}.data",
        "not a list",
    ),
    "an unknown strategy": (
        {"type": "Selector", "items": [speech("one")], "strategy": "best"},
        f"{ITEM}.strategy",
        "randomItem",
    ),
    "an unknown duration": (
        together(speech("one", duration="long")),
        f"{ITEM}.items[0].duration",
        "trimToParent",
    ),
    "a child of a Sequencer that is trimmed": (
        in_turn(speech("one", **BACKDROP)),
        f"{ITEM}.items[0].duration",
        "child of a Mixer",
    ),
    "children of a Mixer that are all trimmed": (
        together(speech("one", **BACKDROP)),
        ITEM,
        "none sets its length",
    ),
    "repeats without end": (speech("one", filter=[FOR_EVER]), ITEM, "repeats forever"),
    "a fade to no end": (
        together(speech("one"), speech("la", filter=[FOR_EVER, {"type": "FadeOut"}], **BACKDROP)),
        f"{ITEM}.items[1].filter[1]",
        "fade out the Mixer",
    ),
    "an unknown filter": (speech("one", filter=[{"type": "Echo"}]), f"{ITEM}.filter[0]", "Volume"),
    "an unknown property of a filter": (
        speech("one", filter={"type": "Volume", "level": 2}),
        f"{ITEM}.filter[0].level",
        "Volume has no such property",
    ),
    "a volume that is none": (
        speech("one", filter=[{"type": "Volume", "amount": "loud"}]),
        f"{ITEM}.filter[0].amount",
        '"50%"',
    ),
    "half a repeat": (
        speech("one", filter=[{"type": "Repeat", "repeatCount": 0.5}]),
        f"{ITEM}.filter[0].repeatCount",
        "0.5",
    ),
    "a trim that ends before it starts": (
        speech("one", filter=[{"type": "Trim", "start": 50, "end": 20}]),
        f"{ITEM}.filter[0].end",
        "before the start",
    ),
    "a binding without a name": (
        speech("one", bind=[{"value": 1}]),
        f"{ITEM}.bind[0].name",
        "missing",
    ),
    "one sound file too many": (
        together(*[{"type": "Audio", "source": "soundbank://soundlibrary/bell"}] * 16),
        f"{ITEM}.items[15].source",
        "more than Alexa allows",
    ),
}


@pytest.mark.parametrize("name", WRONG_ITEMS)
def test_a_wrong_component_is_refused_with_its_place(name: str) -> None:
    item, path, problem = WRONG_ITEMS[name]

    with pytest.raises(UnplayableError, match=r"^directives") as refused:
        Stream(response(item, {"name": "x"}), Beeper(), sounds=sound_file)

    assert refused.value.path == path
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"type": "APL"}, "type"),
        ({"version": "1.0"}, "version"),
        ({"import": []}, "import"),
        ({"mainTemplate": None}, "mainTemplate"),
        ({"mainTemplate": {}}, "mainTemplate"),
        ({"mainTemplate": {"items": []}}, "mainTemplate"),
        (
            {"mainTemplate": {"parameters": [{"default": 1}], "item": []}},
            "mainTemplate.parameters[0].name",
        ),
        (
            {"mainTemplate": {"parameters": [{"name": "a", "value": 1}]}},
            "mainTemplate.parameters[0].value",
        ),
        ({"resources": [{"dimension": {}}]}, "resources[0].dimension"),
        ({"compositions": {"Twice": {"item": {"type": "Twice"}}}}, "compositions.Twice.item"),
    ],
)
def test_a_wrong_document_is_refused_with_the_place(document: dict[str, Any], path: str) -> None:
    item = {"type": "Twice"} if "compositions" in document else speech("one")

    with pytest.raises(UnplayableError) as refused:
        render(response(item, **document), Beeper())

    assert refused.value.path == f"directives[0].document.{path}"


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Link", "src": "doc://alexa/apla/documents/mine", "token": "t"},
        {"type": "Link"},
        {"type": "APLA", "src": "doc://alexa/apla/documents/mine"},
        {"src": "doc://alexa/apla/documents/mine"},
        "doc://alexa/apla/documents/mine",
    ],
)
def test_a_linked_document_is_refused_as_one_that_only_amazon_has(document: Any) -> None:
    directive = {"type": "Alexa.Presentation.APLA.RenderDocument", "document": document}

    with pytest.raises(UnplayableError, match="links to .* developer account") as refused:
        render({"directives": [directive]}, Beeper())

    assert refused.value.path == "directives[0].document"


def test_data_that_only_alexa_can_transform_is_refused() -> None:
    data = {"text": {"type": "object", "transformers": [{"transformer": "ssmlToSpeech"}]}}

    with pytest.raises(UnplayableError, match="transformers"):
        render(response(speech("one"), data), Beeper())


@pytest.mark.parametrize(
    "speech_of_it",
    [{"type": "Morse", "text": "one"}, {"type": "SSML"}, {"type": "PlainText", "text": "a" * 8001}],
)
def test_speech_that_alexa_would_refuse_is_refused(speech_of_it: dict[str, str]) -> None:
    with pytest.raises(UnplayableError, match=r"^outputSpeech\."):
        render({"outputSpeech": speech_of_it}, Beeper())


def test_an_answer_of_four_minutes_is_played_and_one_that_is_longer_is_refused() -> None:
    longest = in_turn(silence(239_900), speech("done"))

    assert render(response(longest), Beeper()).length_ms == 240_000
    with pytest.raises(UnplayableError, match="240 seconds"):
        render(response(in_turn(silence(239_901), speech("done"))), Beeper())


def test_speech_and_documents_together_may_not_be_longer_than_four_minutes_either() -> None:
    answer = response(in_turn(silence(239_000), speech("done")))
    words = " ".join(["word"] * 10)

    with pytest.raises(UnplayableError, match="240 seconds"):
        render({"outputSpeech": {"type": "PlainText", "text": words}, **answer}, Beeper())


def test_a_backdrop_under_something_endlessly_long_is_refused_and_not_waited_for() -> None:
    many = {"type": "Repeat", "repeatCount": 10_000_000}
    item = together(
        in_turn(silence(200_000), speech("one"), filter=[many]), speech("la", **BACKDROP)
    )

    with pytest.raises(UnplayableError, match="240 seconds"):
        render(response(item), Beeper())


def test_what_is_wrong_shows_before_anything_is_spoken() -> None:
    engine = Beeper()

    with pytest.raises(UnplayableError):
        Stream(response(in_turn(speech("one"), {"type": "Text"})), engine)

    assert engine.asked == []
