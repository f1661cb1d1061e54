"""From values to words: numbers for the ear, and markup that no value can break."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from skill.coach.messages import Message, Value
from skill.routine.loader import load_routine
from skill.speech.catalogue import load_catalogue
from skill.speech.wording import (
    ENGLISH_PACE,
    HELPERS,
    Phrase,
    Voice,
    duration,
    joined,
    number,
    ordinal,
    spoken_ms,
)
from skill.speech.words import Catalogue, ExerciseWords, Piece
from tests.support.content import SHIPPED
from tests.support.spoken_lines import spoken_lines

ROUTINE = load_routine(SHIPPED)
CATALOGUE = load_catalogue(SHIPPED, ROUTINE)
HOSTILE = """a&b<c>"d'e"""
TABLES = {"word": HOSTILE, "just_now": HOSTILE, "none": HOSTILE, "and": HOSTILE}


def saying(catalogue: Catalogue, value: Value, *pieces: Piece) -> Phrase:
    """What a line of those pieces becomes, its one value called `it`."""
    voice = Voice(replace(catalogue, lines={"test": (pieces,)}))
    return voice.say(Message("test", (("it", value),)))


def put(helper: str, argument: str = "") -> Piece:
    return Piece("", "it", helper, argument)


# ---------------------------------------------------------------- markup

BY_HELPER: dict[str, tuple[str, Value]] = {
    "number": ("", 7),
    "ordinal": ("", 3),
    "count": ("noun", 1),
    "duration": ("", 61),
    "ago": ("", 0),
    "weight": ("", "0 noun"),
    "of": ("word", "word"),
    "list": ("word", "word"),
    "tempo": ("", "word:3"),
    "move": ("line", "curl"),
    "moves": ("", "curl"),
    "exercise": ("name", "curl"),
    "exercises": ("", "curl"),
    "clinic": ("about", "a_clinic"),
    "form": ("name", "curl/easy"),
    "step": ("", "curl/easy/lie_down"),
    "telephone": ("", HOSTILE),
    "email": ("", HOSTILE),
    "text": ("", HOSTILE),
}
"""An argument and a value for each helper that together bring the hostile word in."""


def hostile_catalogue() -> Catalogue:
    """Words that would all break the markup, wherever they get in unescaped."""
    texts = {"name": HOSTILE}
    steps = {"easy": {"lie_down": HOSTILE}}
    return Catalogue(
        lines={},
        tables=dict.fromkeys(("word", "join", "ago", "weight", "way"), TABLES),
        nouns=dict.fromkeys(("noun", "second", "minute", "day", "hour"), (HOSTILE, HOSTILE)),
        plural=((1,),),
        numbers=(HOSTILE,) * 100,
        pace=CATALOGUE.pace,
        ordinals=(HOSTILE,) * 11,
        exercises={"curl": ExerciseWords(texts, ("curl",), {"easy": texts}, steps)},
        longest_break_ms=10_000,
        clinic=dict.fromkeys(("name", "email", "country", "place", "about"), HOSTILE),
        offers={},
        fixed_answers={},
        cycle=1,
        moves={"curl": {"name": HOSTILE, "line": HOSTILE}},
    )


@pytest.mark.parametrize("helper", HELPERS)
def test_no_helper_lets_a_word_break_the_markup(helper: str) -> None:
    argument, value = BY_HELPER[helper]

    phrase = saying(hostile_catalogue(), value, put(helper, argument))
    root = ElementTree.fromstring(f"<speak>{phrase.ssml}</speak>")

    assert HOSTILE in "".join(root.itertext())
    assert HOSTILE in phrase.text
    assert "&amp;" not in phrase.text


def test_an_alias_in_an_attribute_cannot_break_the_markup() -> None:
    phrase = saying(hostile_catalogue(), HOSTILE, put("email"))

    substitute = ElementTree.fromstring(phrase.ssml)

    assert (substitute.tag, substitute.attrib["alias"]) == ("sub", HOSTILE)


def test_the_text_of_a_line_itself_is_escaped_too() -> None:
    phrase = saying(CATALOGUE, 1, Piece("salt & <pepper>", None, "", ""))

    assert phrase.ssml == "salt &amp; &lt;pepper&gt;"
    assert phrase.text == "salt & <pepper>"
    assert phrase.plain


# ---------------------------------------------------------------- telephone and e-mail


def test_a_telephone_number_is_spoken_slowly_in_groups_with_pauses() -> None:
    phrase = saying(CATALOGUE, "619 260 0750", put("telephone"))
    slow = ElementTree.fromstring(phrase.ssml)

    assert (slow.tag, slow.attrib) == ("prosody", {"rate": "slow"})
    assert [child.tag for child in slow] == ["say-as", "break", "say-as", "break", "say-as"]
    assert [child.text for child in slow if child.tag == "say-as"] == ["619", "260", "0750"]
    assert all(
        child.attrib == {"interpret-as": "telephone"} for child in slow if child.tag == "say-as"
    )
    assert phrase.text == "619, 260, 0750"
    assert not phrase.plain


def test_an_e_mail_address_is_written_as_it_is_and_spoken_as_it_is_said() -> None:
    address = ROUTINE.clinic.email
    phrase = saying(CATALOGUE, address, put("email"))
    substitute = ElementTree.fromstring(phrase.ssml)

    assert (substitute.tag, substitute.text) == ("sub", address)
    assert not set("@.") & set(substitute.attrib["alias"])
    assert phrase.text == address


# ---------------------------------------------------------------- numbers for the ear


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (-1, "-1"),
        (0, "zero"),
        (1, "one"),
        (19, "nineteen"),
        (20, "twenty"),
        (27, "twenty-seven"),
        (99, "ninety-nine"),
        (100, "100"),
    ],
)
def test_a_number_is_a_word_up_to_ninety_nine(value: int, words: str) -> None:
    assert number(CATALOGUE, value) == words


def test_english_paces_a_text_as_the_estimate_for_any_language_does() -> None:
    assert CATALOGUE.pace == ENGLISH_PACE


def test_a_language_may_have_three_forms_of_a_noun_and_its_own_order_of_digits() -> None:
    russian = replace(
        CATALOGUE,
        plural=((1, 21, 31), (2, 3, 4, 22, 23, 24)),
        nouns={"set": ("podkhod", "podkhoda", "podkhodov")},
        numbers=tuple(f"<{value}>" for value in range(100)),
    )

    said = [saying(russian, value, put("count", "set")).text for value in (1, 3, 5, 21, 100)]

    assert said == ["<1> podkhod", "<3> podkhoda", "<5> podkhodov", "<21> podkhod", "100 podkhodov"]


def test_a_slower_voice_is_given_more_time() -> None:
    line = Message.of("work.end")
    slow = replace(CATALOGUE, pace={**CATALOGUE.pace, "letter_ms": 200})

    assert Voice(slow).measure(line) > Voice(CATALOGUE).measure(line)


@pytest.mark.parametrize(
    ("value", "words"), [(-1, "-1"), (1, "first"), (10, "tenth"), (11, "eleven")]
)
def test_a_place_is_an_ordinal_up_to_tenth(value: int, words: str) -> None:
    assert ordinal(CATALOGUE, value) == words


def test_only_one_takes_the_singular() -> None:
    said = [saying(CATALOGUE, value, put("count", "set")).text for value in (0, 1, 2, 21)]

    assert said == ["no sets", "one set", "two sets", "twenty-one sets"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "one second"),
        (45, "forty-five seconds"),
        (60, "one minute"),
        (61, "one minute and one second"),
        (90, "one minute and thirty seconds"),
        (120, "two minutes"),
    ],
)
def test_a_length_of_time_is_minutes_and_seconds(seconds: int, words: str) -> None:
    assert duration(CATALOGUE, seconds) == words


def test_no_time_at_all_is_still_a_length_in_seconds() -> None:
    assert duration(CATALOGUE, 0).endswith("seconds")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_a_list_for_the_ear_has_its_and_before_the_last(words: list[str], sentence: str) -> None:
    assert joined(words, "and") == sentence


# ---------------------------------------------------------------- sentences


def test_a_sentence_that_begins_with_a_value_begins_with_a_capital() -> None:
    phrase = saying(CATALOGUE, 2, put("count", "set"), Piece(".", None, "", ""))

    assert (phrase.ssml, phrase.text) == ("Two sets.", "Two sets.")


def test_a_number_that_is_no_sentence_stays_as_it_is() -> None:
    assert saying(CATALOGUE, 2, put("number")).text == "two"


def test_a_sentence_that_begins_with_markup_keeps_its_markup() -> None:
    phrase = saying(CATALOGUE, "coach@example.org", put("email"), Piece(".", None, "", ""))

    assert ElementTree.fromstring(f"<speak>{phrase.ssml}</speak>")[0].tag == "sub"


@pytest.mark.parametrize(
    "key", [key for key, variants in CATALOGUE.lines.items() if len(variants) > 1]
)
def test_variants_take_turns_and_none_is_heard_in_two_turns_running(key: str) -> None:
    voice = Voice(CATALOGUE)
    line = next(line for line in spoken_lines(ROUTINE) if line.key == key)
    count = len(CATALOGUE.lines[key])

    said = [voice.at(turn).say(line).text for turn in range(2 * count + 1)]

    assert all(one != following for one, following in pairwise(said))
    assert len(set(said)) == count
    assert said[:count] == said[count : 2 * count]


def test_a_slow_voice_needs_more_time_for_more_words_pauses_and_digits() -> None:
    lengths = [spoken_ms(text) for text in ("Rest", "Rest.", "Rest now.", "Rest now. 619.")]

    assert lengths == sorted(set(lengths))
