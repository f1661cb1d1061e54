"""From templates to samples: what is refused, and what is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.table import DataError
from skill.tools.language_model.denied import with_denials
from skill.tools.language_model.sentences import GROUPS, Intent, read_intents, spread


def intents_of(folder: Path, text: str, *, rules: str = "") -> dict[str, Intent]:
    """What is read if `text` is one group of templates and the others are empty."""
    for group in GROUPS:
        (folder / f"{group}.toml").write_text("", encoding="utf-8")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    (folder / "flow.toml").write_text(text, encoding="utf-8")
    return {intent.name: intent for intent in read_intents(folder, {}, folder / "answers")}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[A", "TOML: cannot be read"),
        ('[A]\nsamples = "go"', "A: samples: is 'go'; give a list of texts"),
        ('[A]\nwords = ["go"]', "A: fields: has fields besides"),
        ('[A]\nsamples = ["(go"]', "A: samples '(go': cannot be read"),
        ('[A]\nsamples = ["<part> hurts"]', "Missing expansion rule <part>"),
        ('[A]\nsamples = ["do 8"]', "'do 8': holds what Alexa refuses"),
        ('[A]\nsamples = ["Go"]', "'Go': holds what Alexa refuses"),
        ('[A]\nsamples = ["go!"]', "'go!': holds what Alexa refuses"),
        ('[A]\nsamples = ["[go]"]', "'': holds what Alexa refuses"),
        ('[A]\nsamples = ["' + "go " * 80 + 'on"]', "is longer than 200 characters"),
        ('[A]\nsamples = ["do {reps}"]', "uses {reps}; declare it under `slots`"),
        ('[A]\nslots = { reps = "N" }\nsamples = ["go"]', "slots reps: is in no sample"),
        ('[A]\nslots = { reps = "N" }\nsamples = ["{reps} {reps}"]', "uses {reps} twice"),
        ('[A]\nslots = { reps = 8 }\nsamples = ["{reps}"]', "slots reps: is 8; name a slot type"),
        ('[A]\nslots = { rep1 = "N" }\nsamples = ["go"]', "letters and underscores only"),
        ('[A]\nsamples = ["go [on]"]\n[B]\nsamples = ["go"]', "'go': is also in A (flow.toml)"),
        (
            '[A]\nslots = { n = "N" }\nsamples = ["{n}"]\n'
            '[B]\nslots = { n = "M" }\nsamples = ["a {n}"]',
            "slots n: is M here and N elsewhere",
        ),
    ],
)
def test_a_wrong_template_is_refused_with_its_place(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(DataError) as refused:
        intents_of(tmp_path, text)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith("flow.toml: ")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"rules\.toml: file: path: does not exist"):
        read_intents(tmp_path, {}, tmp_path / "answers")


def test_two_templates_may_not_contradict_each_other_even_where_the_sample_is_not_chosen(
    tmp_path: Path,
) -> None:
    both = (
        '[A]\nsamples = ["my (back|knee) (hurts|aches) a lot"]\n'
        '[B]\nsamples = ["my knee aches a lot"]'
    )
    with pytest.raises(DataError, match="my knee aches a lot"):
        intents_of(tmp_path, both)


def test_a_template_becomes_its_sentences_and_slots_stay_as_they_are(tmp_path: Path) -> None:
    text = '[SetRepsIntent]\nslots = { reps = "AMAZON.NUMBER" }\nsamples = ["[<just>] {reps} reps"]'
    read = intents_of(tmp_path, text, rules='just = "(just|only)"')

    assert read["SetRepsIntent"].samples == (
        "just {reps} reps",
        "only {reps} reps",
        "{reps} reps",
    )
    assert read["SetRepsIntent"].slots == {"reps": "AMAZON.NUMBER"}


def test_rules_of_the_file_come_before_the_shared_ones(tmp_path: Path) -> None:
    text = '[rules]\nword = "own"\n[A]\nsamples = ["my <word> word"]'

    assert intents_of(tmp_path, text, rules='word = "shared"')["A"].samples == ("my own word",)


def test_in_full_keeps_every_combination(tmp_path: Path) -> None:
    pain = '"(stop|wait|next) my (back|knee|hip) (hurts|aches)"'
    in_full = intents_of(tmp_path, f"[A]\nin_full = [{pain}]")["A"]
    chosen = intents_of(tmp_path, f"[A]\nsamples = [{pain}]")["A"]

    assert len(in_full.samples) == 18
    assert len(chosen.samples) < 18
    assert in_full.sentences == chosen.sentences


def test_every_word_is_chosen_but_not_every_combination() -> None:
    sentences = [
        f"{start} my {part} {hurts} badly"
        for start in ("stop", "wait", "next")
        for part in ("back", "knee", "hip")
        for hurts in ("hurts", "aches")
    ]
    chosen = spread([sentences])

    assert {word for text in chosen for word in text.split()} == {
        word for text in sentences for word in text.split()
    }
    assert len(chosen) <= len(sentences) / 2


def test_short_sentences_are_all_chosen() -> None:
    assert spread([["go on", "go back", "do {reps} reps"], ["go on", "do {reps} reps"]]) == (
        "go on",
        "go back",
        "do {reps} reps",
    )


DENIES = """
[SkipIntent]
samples = ["skip it", "drop {exercise}", "i skip it", "leave it"]
slots = { exercise = "EXERCISE" }
[KeepIntent]
samples = ["keep it", "never leave it"]
denies = ["SkipIntent"]
"""
DENYING = 'commands = "(skip|drop|leave)"\ndenied_by = "(don\'t|never)"'


def test_the_short_commands_of_what_an_intent_denies_are_denied_by_turns(tmp_path: Path) -> None:
    read = intents_of(tmp_path, DENIES, rules=DENYING)

    made = {intent.name: intent for intent in with_denials(tuple(read.values()), tmp_path)}

    assert made["KeepIntent"].samples == ("keep it", "never leave it", "don't skip it")
    assert made["SkipIntent"] == read["SkipIntent"]


def test_an_intent_that_denies_nothing_that_exists_is_an_error(tmp_path: Path) -> None:
    read = intents_of(tmp_path, DENIES.replace('["SkipIntent"]', '["Skip"]'), rules=DENYING)

    with pytest.raises(DataError, match="KeepIntent: denies: names Skip, which is not an intent"):
        with_denials(tuple(read.values()), tmp_path)
