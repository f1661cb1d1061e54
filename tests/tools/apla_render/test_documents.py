"""APL for Audio documents as sound, to the millisecond."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from skill.tools.apla_render.renderer import Stream, render
from tests.tools.apla_render.beeper import (
    BELL,
    Beeper,
    in_turn,
    loudness,
    played,
    response,
    said,
    silence,
    speech,
    together,
)

FOR_EVER = {"type": "Repeat", "repeatCount": -1}


def test_a_response_without_a_sound_is_silent() -> None:
    assert render(None, Beeper()).length_ms == 0
    assert render({"shouldEndSession": True}, Beeper()).length_ms == 0


def test_a_sequencer_plays_its_children_one_after_the_other() -> None:
    sound = played(in_turn(speech("one"), silence(50), speech("two three")))

    assert said(sound) == [(0, 100, "one"), (150, 350, "two three")]
    assert loudness(sound, 99, 100, 149, 150, 349) == [1, 0, 0, 1, 1]
    assert sound.length_ms == 350


def test_a_mixer_lasts_as_long_as_its_longest_child() -> None:
    longer_words = in_turn(together(speech("one two"), silence(150)), speech("three"))
    longer_silence = in_turn(together(speech("one"), silence(150)), speech("three"))

    assert said(played(longer_words))[-1] == (200, 300, "three")
    assert said(played(longer_silence))[-1] == (150, 250, "three")


def test_children_of_a_mixer_are_heard_at_once() -> None:
    sound = played(together(speech("one two"), in_turn(silence(100), speech("three"))))

    assert loudness(sound, 50, 150) == [1, 2]


def test_speech_plays_before_the_document_and_never_beside_it() -> None:
    answer = response(speech("two"))
    sound = render({"outputSpeech": {"type": "PlainText", "text": "Say one"}, **answer}, Beeper())

    assert said(sound) == [(0, 200, "Say one"), (200, 300, "two")]
    assert [mark.path for mark in sound.marks] == [
        "outputSpeech.text",
        "directives[0].document.mainTemplate.item.content",
    ]


def test_other_directives_make_no_sound() -> None:
    output = {"directives": [{"type": "Alexa.Presentation.APL.RenderDocument", "document": {}}]}

    assert render(output, Beeper()).length_ms == 0


def test_plain_text_is_spoken_as_it_stands_and_sentence_by_sentence() -> None:
    sound = played(speech("Set one <b>. Get ready! And go"))

    assert [mark.text for mark in sound.marks] == ["Set one <b>.", "Get ready!", "And go"]


def test_a_component_whose_when_is_false_is_left_out_with_its_children() -> None:
    item = in_turn(in_turn(speech("one"), when=False), speech("two", when="${1 < 2}"))

    assert said(played(item)) == [(0, 100, "two")]


def test_the_main_template_plays_the_first_item_that_fits() -> None:
    item = [speech("one", when="${payload.easy}"), speech("two"), speech("three")]

    assert said(played(item, {"easy": False})) == [(0, 100, "two")]
    assert said(played(item, {"easy": True})) == [(0, 100, "one")]


# ---------------------------------------------------------------- data


def test_items_are_played_for_each_entry_of_the_data() -> None:
    item = in_turn(speech("${data.n} ${index} ${length}"), data="${payload.count.list}")
    data = {"count": {"list": [{"n": "one"}, {"n": "two"}]}}

    assert said(played(item, data)) == [(0, 300, "one 0 2"), (300, 600, "two 1 2")]


def test_for_each_entry_the_first_item_that_fits_is_played() -> None:
    item = in_turn(speech("even", when="${data % 2 == 0}"), speech("odd"), data=[1, 2, 3])

    assert [mark.text for mark in played(item).marks] == ["odd", "even", "odd"]


def test_a_whole_count_can_be_one_slot_and_its_data() -> None:
    slot = together(speech("${data}"), silence(1000))
    sound = played(in_turn(slot, data=["one", "two", "three"]))

    assert [mark.start_ms for mark in sound.marks] == [0, 1000, 2000]


HOLD = {"hold": {"s": 30}}
TEMPLATES: dict[str, tuple[dict[str, Any], str]] = {
    "no parameters at all": ({}, "${payload.hold.s}"),
    "no parameters in the list": ({"parameters": []}, "${payload.hold.s}"),
    "payload": ({"parameters": ["payload"]}, "${payload.hold.s}"),
    "payload, not in a list": ({"parameters": "payload"}, "${payload.hold.s}"),
    "payload with a type": (
        {"parameters": [{"name": "payload", "type": "object"}]},
        "${payload.hold.s}",
    ),
    "a data source by its name": ({"parameters": ["hold"]}, "${hold.s}"),
    "payload beside it": ({"parameters": ["hold"]}, "${payload.hold.s}"),
    "two": ({"parameters": ["payload", "hold"]}, "${(payload.hold.s + hold.s) / 2}"),
    "a lone name for all the data": ({"parameters": ["everything"]}, "${everything.hold.s}"),
    "a default that is needed": ({"parameters": [{"name": "n", "default": 30}]}, "${n}"),
    "a default that is not": ({"parameters": [{"name": "hold", "default": 5}]}, "${hold.s}"),
    "a default worked out": (
        {"parameters": ["hold", {"name": "n", "default": "${hold.s}"}]},
        "${n}",
    ),
    "one without a value": ({"parameters": ["payload", "rest"]}, "${rest ?? payload.hold.s}"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_calls_its_data_by_its_parameters(name: str) -> None:
    template, words = TEMPLATES[name]

    sound = played(None, HOLD, mainTemplate={**template, "item": speech(words)})

    assert sound.marks[0].text == "30"


def test_a_document_may_ask_where_it_is_heard() -> None:
    item = {
        "type": "Selector",
        "items": [
            speech("hallo", when="${environment.alexaLocale == 'de-DE'}"),
            speech("hello"),
        ],
    }

    heard = {
        locale: render(response(item), Beeper(), locale=locale).marks[0].text
        for locale in ("de-DE", "en-GB")
    }

    assert heard == {"de-DE": "hallo", "en-GB": "hello"}
    assert played(item).marks[0].text == "hello"


def test_resources_and_compositions_know_where_they_are_heard_too() -> None:
    composition = {"parameters": "words", "item": speech("${words} ${environment.lang}")}

    sound = played(
        {"type": "Tell", "words": "@double"},
        resources={"string": {"double": "${Math.pow(2, 1)}"}},
        compositions={"Tell": composition},
    )

    assert sound.marks[0].text == "2 en-US"


def test_a_binding_is_seen_by_the_component_its_later_bindings_and_its_children() -> None:
    bind = [{"name": "a", "value": 2}, {"name": "b", "value": "${a * 3}", "type": "number"}]

    assert played(in_turn(speech("${a} ${b}"), bind=bind)).marks[0].text == "2 6"


def test_resources_are_named_values_and_the_last_one_that_applies_wins() -> None:
    resources = [
        {"numbers": {"gap": 500}, "strings": {"word": "one"}},
        {"number": {"gap": 100}, "when": True},
        {"numbers": {"gap": 900}, "when": "${@gap > 200}"},
    ]

    sound = played(
        in_turn({"type": "Silence", "duration": "@gap"}, speech("@word")), resources=resources
    )

    assert said(sound) == [(100, 200, "one")]


def test_a_composition_plays_with_the_values_it_is_given() -> None:
    compositions = {
        "Slot": {
            "parameters": ["word", {"name": "ms", "default": 200, "type": "number"}],
            "item": together(speech("${word}"), {"type": "Silence", "duration": "${ms}"}),
        }
    }
    item = in_turn(
        {"type": "Slot", "word": "one"},
        {"type": "Slot", "word": "two", "ms": 400},
        {"type": "Slot", "word": "three"},
    )

    sound = played(item, compositions=compositions)

    assert said(sound) == [(0, 100, "one"), (200, 300, "two"), (600, 700, "three")]


# ---------------------------------------------------------------- selectors


def chosen(seed: int, **selector: Any) -> str:
    output = response({"type": "Selector", **selector})
    return render(output, Beeper(), seed=seed).marks[0].text


def test_a_selector_plays_the_first_item_that_fits() -> None:
    items = [speech("one", when=False), speech("two"), speech("three")]

    assert {chosen(seed, items=items) for seed in range(20)} == {"two"}


def test_a_selector_with_data_plays_the_first_entry_that_any_item_fits() -> None:
    items = [speech("${data}", when="${data > 2}")]

    assert chosen(0, items=items, data=[1, 2, 3, 4]) == "3"


def test_a_random_selector_plays_any_item_that_fits_and_no_other() -> None:
    items = [speech("one"), speech("two"), speech("three", when=False)]

    counts = Counter(chosen(seed, items=items, strategy="randomItem") for seed in range(100))

    assert set(counts) == {"one", "two"}
    assert min(counts.values()) > 20


def test_random_data_and_random_items_are_each_left_to_chance_alone() -> None:
    items = [speech("a ${data}"), speech("b ${data}")]

    data = {chosen(s, items=items, data=[1, 2], strategy="randomData") for s in range(50)}
    both = {chosen(s, items=items, data=[1, 2], strategy="randomItemRandomData") for s in range(50)}

    assert data == {"a 1", "a 2"}
    assert both == {"a 1", "a 2", "b 1", "b 2"}


def test_the_same_seed_makes_the_same_choice() -> None:
    items = [speech(word) for word in "abcdefgh"]

    assert chosen(5, items=items, strategy="randomItem") == chosen(
        5, items=items, strategy="randomItem"
    )


def test_a_selector_that_nothing_fits_is_silent() -> None:
    nothing = {"type": "Selector", "items": [speech("one", when=False)]}

    assert said(played(in_turn(nothing, speech("two")))) == [(0, 100, "two")]


# ---------------------------------------------------------------- filters and trimming


def test_trim_plays_from_its_start_to_its_end() -> None:
    words = in_turn(speech("one"), speech("two"), speech("three"))
    sound = played({**words, "filter": [{"type": "Trim", "start": 50, "end": 150}]})

    assert said(sound) == [(0, 50, "one"), (50, 100, "two")]
    assert sound.length_ms == 100


def test_trim_without_an_end_plays_the_rest() -> None:
    sound = played(speech("one two", filter={"type": "Trim", "start": 150}))

    assert sound.length_ms == 50


def test_repeat_plays_once_and_then_so_many_times_again() -> None:
    sound = played(speech("one", filter=[{"type": "Repeat", "repeatCount": 2}]))

    assert said(sound) == [(0, 100, "one"), (100, 200, "one"), (200, 300, "one")]


@pytest.mark.parametrize("amount", ["50%", 0.5, "${payload.half}"])
def test_volume_is_a_share_of_what_comes_in(amount: object) -> None:
    item = speech("one", filters=[{"type": "Volume", "amount": amount}])

    assert loudness(played(item, {"half": 0.5}), 50) == [0.5]


def test_fades_rise_from_nothing_and_fall_to_nothing_in_a_straight_line() -> None:
    fades = [{"type": "FadeIn", "duration": 100}, {"type": "FadeOut", "duration": 200}]
    sound = played(speech("one two three four", filter=fades))

    assert loudness(sound, 0, 50, 100, 199, 300, 399) == [0, 0.5, 1, 1, 0.5, 0]


def test_filters_work_in_the_order_they_are_written() -> None:
    cut, fade = {"type": "Trim", "end": 100}, {"type": "FadeOut", "duration": 100}

    first_cut = played(speech("one two", filter=[cut, fade]))
    first_faded = played(speech("one two", filter=[fade, cut]))

    assert loudness(first_cut, 90)[0] < 0.2
    assert loudness(first_faded, 90) == [1]


def test_a_filter_whose_when_is_false_does_nothing() -> None:
    item = speech("one", filter=[{"type": "Volume", "amount": 0, "when": False}])

    assert loudness(played(item), 50) == [1]


def test_a_backdrop_that_is_longer_is_cut_where_the_others_end() -> None:
    bell = {"type": "Audio", "source": BELL, "duration": "trimToParent"}
    sound = played(together(in_turn(silence(300), speech("one")), bell))

    assert sound.length_ms == 400
    assert loudness(sound, 100, 350) == [1, 2]


def test_a_backdrop_that_repeats_for_ever_fills_the_time_exactly() -> None:
    quiet = {"type": "Volume", "amount": "20%"}
    bell = {
        "type": "Audio",
        "source": BELL,
        "duration": "trimToParent",
        "filter": [FOR_EVER, quiet],
    }
    fade = [{"type": "FadeOut", "duration": 500}]
    sound = played(together(in_turn(silence(2500), speech("one")), bell, filter=fade))

    assert sound.length_ms == 2600
    assert loudness(sound, 10, 1500, 2090, 2599) == [0.2, 0.2, 0.2, 0]


def test_silence_repeated_for_ever_does_not_hang() -> None:
    empty = in_turn(speech("..."), filter=[FOR_EVER], duration="trimToParent")

    assert played(together(speech("one"), empty)).length_ms == 100


# ---------------------------------------------------------------- as it is made


def test_the_first_sound_comes_before_the_second_sentence_is_spoken() -> None:
    engine = Beeper()
    words = [speech(f"Word {n}") for n in range(10)]

    first = next(Stream(response(in_turn(*words)), engine).blocks())

    assert len(first) == 250
    assert [text for text, _ in engine.asked] == ["Word 0", "Word 1"]


def test_a_stream_is_the_same_sound_with_a_header_that_knows_no_length() -> None:
    output = response(together(speech("one two"), in_turn(silence(900), speech("three"))))

    pieces = list(Stream(output, Beeper()).wav())

    assert b"".join(pieces)[44:] == render(output, Beeper()).wav()[44:]
    assert pieces[0][40:44] == b"\xff\xff\xff\xff"
    assert len(pieces) == 5
