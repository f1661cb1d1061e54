"""The interaction models: held against Amazon's classes and its written rules."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skill.tools.desk.limits import platform
from tests.release.smapi_classes import problems
from tests.release.store import LOCALES

FOLDER = Path("interaction_model/interactionModels/custom")
DATA = "ask_smapi_model.v1.skill.interaction_model.interaction_model_data.InteractionModelData"

LONGEST_SAMPLE = 200
LONGEST_VALUE = 140
MOST_VALUES = 50_000
MOST_INTENTS = 250

REQUIRED = {"AMAZON.HelpIntent", "AMAZON.StopIntent", "AMAZON.CancelIntent"}
LAUNCH_WORDS = set("run start play resume use launch ask open tell load begin enable".split())
WAKE_WORDS = {"alexa", "amazon", "echo", "computer", "skill", "app"}

SHIPPED = {
    locale: json.loads((FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    for locale in LOCALES
}


def language(locale: str = "en-US") -> dict[str, Any]:
    model: dict[str, Any] = SHIPPED[locale]["interactionModel"]["languageModel"]
    return model


def spoken_values() -> Iterator[tuple[str, str]]:
    """Each way to say a slot value, with the slot type it stands in."""
    for kind in language()["types"]:
        for value in kind["values"]:
            for text in (value["name"]["value"], *value["name"]["synonyms"]):
                yield kind["name"], text


@pytest.mark.parametrize("locale", LOCALES)
def test_amazons_classes_know_everything_in_the_model(locale: str) -> None:
    assert not list(problems(SHIPPED[locale], DATA, f"{locale}.json"))


def test_a_wrong_model_is_found() -> None:
    wrong = json.loads(json.dumps(SHIPPED["en-US"]))
    wrong["interactionModel"]["languageModel"]["intents"][0]["sample"] = []

    assert "'sample' is no field of Intent" in "\n".join(problems(wrong, DATA, "en-US.json"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_invocation_name_keeps_the_rules(locale: str) -> None:
    name = language(locale)["invocationName"]

    assert re.fullmatch(r"[a-z]+(?: [a-z]+)+", name), "two words or more, small letters"
    assert not set(name.split()) & (LAUNCH_WORDS | WAKE_WORDS)
    assert 2 <= len(name) <= 50


@pytest.mark.parametrize("locale", LOCALES)
def test_the_intents_every_skill_must_have_are_there(locale: str) -> None:
    names = [intent["name"] for intent in language(locale)["intents"]]

    assert set(names) >= REQUIRED | {"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}
    assert len(set(names)) == len(names) <= MOST_INTENTS
    assert all(re.fullmatch(r"(AMAZON\.)?[A-Za-z_]+", name) for name in names)


def test_no_two_intents_share_a_sample() -> None:
    said = Counter(s.lower() for intent in language()["intents"] for s in intent["samples"])

    assert not [sample for sample, times in said.items() if times > 1]


def test_samples_are_of_words_that_alexa_takes() -> None:
    for intent in language()["intents"]:
        slots = {slot["name"] for slot in intent.get("slots", ())}
        for sample in intent["samples"]:
            assert re.fullmatch(r"[a-z {}_'.-]+", sample), sample
            assert len(sample) <= LONGEST_SAMPLE, sample
            assert set(re.findall(r"\{(.*?)\}", sample)) <= slots, sample


def test_slot_types_are_declared_and_their_values_short_enough() -> None:
    own = {kind["name"] for kind in language()["types"]}
    used = {slot["type"] for intent in language()["intents"] for slot in intent.get("slots", ())}

    assert {kind for kind in used if not kind.startswith("AMAZON.")} == own
    assert all(len(text) <= LONGEST_VALUE for _, text in spoken_values())
    assert len(list(spoken_values())) <= MOST_VALUES


def test_no_two_values_of_a_slot_type_are_said_alike() -> None:
    said = Counter((kind, text.lower()) for kind, text in spoken_values())

    assert not [entry for entry, times in said.items() if times > 1]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_model_is_small_enough(locale: str) -> None:
    assert (FOLDER / f"{locale}.json").stat().st_size <= platform().model_characters
