"""Alexa's SSML as sound."""

from __future__ import annotations

from itertools import product

import pytest

from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.renderer import render
from skill.tools.apla_render.spoken_forms import READINGS, say_as
from tests.tools.apla_render.beeper import BELL, Beeper, loudness, said, sound_file, spoken

WRONG = {
    "<speak>": ("<b>one</b>", "speak/b[1]", "<b> is not supported"),
    "a deep one": ("<p><s>one</s><s><i/></s></p>", "speak/p[1]/s[2]/i[1]", "<i> is not supported"),
    "a name of somebody": ('<alexa:name type="first"/>', "speak/alexa:name[1]", "alexa:name"),
    "an unknown effect": ("<amazon:song/>", "speak/amazon:song[1]", "amazon:song"),
    "a break too long": ('<break time="11s"/>', "speak/break[1]@time", "10000 ms"),
    "a break around words": ("<break>one</break>", "speak/break[1]", "must be empty"),
    "an unknown strength": ('<break strength="huge"/>', "speak/break[1]@strength", "x-strong"),
    "an unknown rate": ('<prosody rate="quick">one</prosody>', "speak/prosody[1]@rate", "x-fast"),
    "a rate too slow": ('<prosody rate="10%">one</prosody>', "speak/prosody[1]@rate", "20%"),
    "a volume too loud": (
        '<prosody volume="+6dB">one</prosody>',
        "speak/prosody[1]@volume",
        "4.08dB",
    ),
    "an unknown level": ('<emphasis level="huge">one</emphasis>', "speak/emphasis[1]@level", ""),
    "sub without an alias": ("<sub>one</sub>", "speak/sub[1]", "needs alias"),
    "say-as of what": ("<say-as>one</say-as>", "speak/say-as[1]", "needs interpret-as"),
    "say-as of elements": (
        '<say-as interpret-as="digits">1<break/>2</say-as>',
        "speak/say-as[1]",
        "text only",
    ),
    "an unknown reading": (
        '<say-as interpret-as="date">1/2</say-as>',
        "speak/say-as[1]",
        "telephone",
    ),
    "no digits": ('<say-as interpret-as="digits">one</say-as>', "speak/say-as[1]", "only digits"),
    "a sound": (f'<audio src="{BELL}x"/>', "speak/audio[1]@src", "no sound"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_ssml_is_told_with_its_place(name: str) -> None:
    ssml, path, problem = WRONG[name]

    with pytest.raises(UnplayableError) as refused:
        spoken(ssml)

    assert refused.value.path == f"outputSpeech.ssml/{path}"
    assert problem in str(refused.value)


def test_ssml_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(UnplayableError, match="well-formed"):
        spoken("one & two")


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("telephone", "call me"),
        ("digits", "1a"),
        ("cardinal", "many"),
        ("ordinal", "1.5"),
        ("fraction", "1/0"),
        ("time", "noon"),
        ("characters", " "),
        ("characters", "é~"),
        ("expletive", "bother"),
    ],
)
def test_what_cannot_be_read_that_way_is_refused(how: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"no|is"):
        say_as(how, text)


# ---------------------------------------------------------------- what is heard


def test_words_are_one_breath_until_a_pause() -> None:
    sound = spoken('one two<break time="300ms"/>three<break time="1.5s"/>four')

    assert said(sound) == [(0, 200, "one two"), (500, 600, "three"), (2100, 2200, "four")]


def test_a_pause_in_a_row_of_pauses_adds_up() -> None:
    assert said(spoken('one<break time="10s"/><break time="2s"/>two'))[1][0] == 12_100


PAUSES = {
    "0s": 0,
    "0ms": 0,
    "2s": 2000,
    "500ms": 500,
    "10s": 10_000,
    "10000ms": 10_000,
    ".5s": 500,
    "0.5s": 500,
    "1.25s": 1250,
    "+.5s": 500,
    "+2s": 2000,
    "250.5ms": 250,
}


@pytest.mark.parametrize("time", PAUSES)
def test_a_pause_is_as_long_as_its_time_in_any_way_that_ssml_writes_it(time: str) -> None:
    assert spoken(f'<break time="{time}"/>one').marks[0].start_ms == PAUSES[time]


@pytest.mark.parametrize(
    "time",
    [
        *("300", "", " ", "s", ".s", "5.s", "-1s", "1 s", " 1s", "1S", "1sec", "1m", "1e3ms"),
        *("1,5s", "½s", "٣s", "none", "PT5S"),
    ],
)
def test_a_time_that_alexa_refuses_is_refused_as_such(time: str) -> None:
    with pytest.raises(UnplayableError, match="Alexa refuses .* 500ms or 2s") as refused:
        spoken(f'one<break time="{time}"/>two')

    assert refused.value.path == "outputSpeech.ssml/speak/break[1]@time"


AROUND_WORDS = {
    "voice": '<voice name="Joey">{}</voice>',
    "another voice": '<voice name="Kendra">{}</voice>',
    "lang": '<lang xml:lang="en-GB">{}</lang>',
    "s": "<s>{}</s>",
    "p": "<p>{}</p>",
    "prosody": '<prosody rate="100%">{}</prosody>',
    "slow prosody": '<prosody rate="slow">{}</prosody>',
    "pitch": '<prosody pitch="high">{}</prosody>',
    "emphasis": '<emphasis level="strong">{}</emphasis>',
    "w": '<w role="amazon:VB">{}</w>',
    "phoneme": '<phoneme alphabet="ipa" ph="x">{}</phoneme>',
    "sub": '<sub alias="{0}">{0}</sub>',
    "say-as": '<say-as interpret-as="interjection">{}</say-as>',
    "emotion": '<amazon:emotion name="excited" intensity="low">{}</amazon:emotion>',
    "domain": '<amazon:domain name="news">{}</amazon:domain>',
    "effect": '<amazon:effect name="whispered">{}</amazon:effect>',
    "nothing": "{}",
}
BETWEEN_WORDS = (
    "<break/>",
    '<break strength="none"/>',
    '<break time="0s"/>',
    f'<audio src="{BELL}"/>',
)


def test_words_on_both_sides_of_an_element_never_run_into_one() -> None:
    forms = AROUND_WORDS.values()
    pairs = [
        one.format("set one") + other.format("set two")
        for one, other in product(forms, forms)
        if (one, other) != ("{}", "{}")
    ]
    pairs += [f"set one{between}set two" for between in BETWEEN_WORDS]

    for ssml in pairs:
        body = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{ssml}</speak>"}}
        marks = render(body, Beeper(), sounds=sound_file).marks
        words = " ".join(mark.spoken for mark in marks)
        assert words.split() == ["set", "one", "set", "two"], ssml


def test_two_voices_do_not_share_a_breath() -> None:
    sound = spoken('<voice name="Joey">set one</voice><voice name="Kendra">set two</voice>')

    assert [mark.text for mark in sound.marks] == ["set one", "set two"]


def test_an_element_within_a_word_takes_no_punctuation_apart() -> None:
    sound = spoken(
        '(<w role="amazon:NN">one</w>), <lang xml:lang="en-GB">two</lang>\'s. <w>Go</w>!'
    )

    assert " ".join(mark.text for mark in sound.marks) == "(one), two's. Go!"


def test_sentences_and_paragraphs_end_in_a_pause_and_a_paragraph_in_only_one() -> None:
    sound = spoken("<p><s>one</s><s>two</s></p><p>three</p>")

    starts = [start for start, _, _ in said(sound)]
    assert starts == [0, 100 + 500, 700 + 800]


def test_a_strong_break_is_longer_than_a_weak_one_and_none_is_none() -> None:
    lengths = {
        strength: spoken(f'one<break strength="{strength}"/>two').length_ms
        for strength in ("none", "weak", "strong", "x-strong")
    }

    assert lengths["none"] == 200
    assert sorted(lengths.values()) == list(lengths.values())


def test_slow_speech_takes_longer_and_rates_within_rates_multiply() -> None:
    sound = spoken('<prosody rate="50%">one <prosody rate="200%">two</prosody></prosody>')

    assert said(sound) == [(0, 200, "one"), (200, 300, "two")]


def test_volume_is_in_decibels_or_in_words() -> None:
    sound = spoken('one <prosody volume="-6dB">two</prosody> <prosody volume="silent">x</prosody>')

    assert loudness(sound, 50, 150, 250) == [1, 0.5, 0]


def test_emphasis_is_slower_and_louder() -> None:
    sound = spoken('one <emphasis level="strong">two</emphasis>')

    assert sound.length_ms > 200
    assert loudness(sound, 150)[0] > 1


def test_a_caption_shows_what_is_written_where_something_else_is_said() -> None:
    sound = spoken('Write to <sub alias="info at clinic">info@clinic.org</sub>.')

    assert [(mark.text, mark.spoken) for mark in sound.marks] == [
        ("Write to info@clinic.org.", "Write to info at clinic.")
    ]


def test_a_telephone_number_is_said_digit_by_digit_group_by_group() -> None:
    groups = '<break time="500ms"/>'.join(
        f'<say-as interpret-as="telephone">{group}</say-as>' for group in ("619", "260", "0750")
    )
    sound = spoken(f'The number is <prosody rate="slow">{groups}</prosody>.')

    assert [(mark.text, mark.spoken) for mark in sound.marks] == [
        ("The number is", "The number is"),
        ("619", "six one nine"),
        ("260", "two six zero"),
        ("0750.", "zero seven five zero"),
    ]
    assert sound.marks[2].start_ms - sound.marks[1].end_ms == 500


def test_what_no_engine_here_can_do_is_left_out_and_its_words_are_spoken() -> None:
    sound = spoken(
        '<voice name="Joanna"><lang xml:lang="en-GB">one</lang></voice> '
        '<amazon:emotion name="excited" intensity="low">two</amazon:emotion> '
        '<prosody pitch="+10%">three</prosody> <w role="amazon:VB">read</w> '
        '<phoneme alphabet="ipa" ph="x">four</phoneme>'
    )

    assert [mark.text for mark in sound.marks] == ["one", "two three read four"]


def test_a_sound_file_plays_between_the_words() -> None:
    ssml = f'<speak>one<audio src="{BELL}"/>two</speak>'
    sound = render({"outputSpeech": {"type": "SSML", "ssml": ssml}}, Beeper(), sounds=sound_file)

    assert said(sound) == [(0, 100, "one"), (1100, 1200, "two")]


@pytest.mark.parametrize(
    ("how", "text", "words"),
    [
        ("telephone", "(619) 260-0750", "six one nine, two six zero, zero seven five zero"),
        ("digits", "0750", "zero seven five zero"),
        ("characters", "PT2", "P, T, two"),
        ("spell-out", "a@b.c", "A, at, B, dot, C"),
        ("cardinal", "1,200", "1200"),
        ("number", "-5", "minus 5"),
        ("ordinal", "3", "3rd"),
        ("ordinal", "12th", "12th"),
        ("ordinal", "21", "21st"),
        ("fraction", "1/2", "1 half"),
        ("fraction", "3 / 4", "3 quarters"),
        ("fraction", "1+1/3", "1 and 1 3rd"),
        ("fraction", "2/5", "2 over 5"),
        ("time", "1'21\"", "1 minute and 21 seconds"),
        ("time", '30"', "30 seconds"),
        ("interjection", "well  done", "well done"),
    ],
)
def test_values_are_read_as_their_kind_says(how: str, text: str, words: str) -> None:
    assert how in READINGS
    assert say_as(how, text) == words
