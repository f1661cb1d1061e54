"""The files Alexa gets are the ones the sources say, in every locale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.routine.table import DataError
from skill.tools.desk.limits import platform
from skill.tools.language_model.generate import (
    FOLDER,
    build_model,
    main,
    sources_from,
    stale,
    write,
)
from skill.tools.language_model.sentences import BUILT_IN_SLOT_TYPES, Intent
from skill.tools.language_model.slot_types import Value
from tests.tools.language_model.sources import files, intents

EN_US = "interactionModels/custom/en-US.json"

FEWEST_SAMPLES = 50
WITHOUT_SAMPLES = {"AMAZON.NavigateHomeIntent"}
ONE_SHOT = (
    "start my routine",
    "do the short version",
    "the clinic's phone number",
    "the phone number",
    "the short version",
    "resume my workout",
    "do the {exercise}",
    "the {exercise}",
    "remind me",
    "my progress",
)
"""What follows "ask hamstring coach to" and "ask hamstring coach for"."""


def test_the_model_in_the_folder_is_up_to_date() -> None:
    assert stale(FOLDER, files()) == []


def test_a_changed_a_missing_and_a_stray_file_are_told(tmp_path: Path) -> None:
    write(tmp_path, files())
    (tmp_path / EN_US).write_text("{}", encoding="utf-8")
    (tmp_path / "skill.json").unlink()
    (tmp_path / "notes.txt").write_text("stray", encoding="utf-8")

    assert stale(tmp_path, files()) == [EN_US, "notes.txt", "skill.json"]


def test_writing_mends_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    assert set(write(tmp_path, files())) == set(files())
    assert write(tmp_path, files()) == []
    assert stale(tmp_path, files()) == []


def test_the_check_is_silent_where_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_every_locale_has_all_sentences_of_its_language_and_its_own_beside_them() -> None:
    models = {
        locale: json.loads(files()[f"interactionModels/custom/{locale}.json"])
        for locale in sources_from({}).listing("en").locales
    }
    spoken = {
        locale: {
            (intent["name"], sample)
            for intent in model["interactionModel"]["languageModel"]["intents"]
            for sample in intent["samples"]
        }
        for locale, model in models.items()
    }
    everywhere = {(intent.name, sample) for intent in intents() for sample in intent.samples}

    assert spoken["en-US"] == spoken["en-CA"] == everywhere
    for locale, sample in (
        ("en-GB", "where's the surgery"),
        ("en-IN", "how many sets are balance"),
        ("en-AU", "she'll be right"),
    ):
        assert sample in {said for _, said in spoken[locale] - everywhere}
        assert everywhere < spoken[locale]
    assert len(files()[EN_US]) < platform().model_characters


def test_a_slot_type_that_does_not_exist_is_refused() -> None:
    wrong = Intent("SetRepsIntent", "reps", {"reps": "COUNT"}, ("{reps}",), frozenset({"{reps}"}))
    with pytest.raises(DataError, match=r"reps\.toml: SetRepsIntent: slots: is COUNT"):
        build_model((wrong,), {}, "hamstring coach")


def test_a_slot_type_nobody_uses_is_refused() -> None:
    with pytest.raises(DataError, match="LEG: type: is used by no intent"):
        build_model((), {"LEG": (Value("left", "left", ()),)}, "hamstring coach")


def test_every_intent_can_be_said_in_many_ways() -> None:
    few = {
        intent.name: len(intent.samples)
        for intent in intents()
        if len(intent.samples) < FEWEST_SAMPLES
    }
    assert set(few) == WITHOUT_SAMPLES, few


def test_only_the_slots_of_amazon_that_are_known_to_exist_are_used() -> None:
    used = {kind for intent in intents() for kind in intent.slots.values()}

    assert {kind for kind in used if kind.startswith("AMAZON.")} == BUILT_IN_SLOT_TYPES


def test_no_sample_is_a_number_alone() -> None:
    alone = [
        intent.name
        for intent in intents()
        for name, kind in intent.slots.items()
        if kind == "AMAZON.NUMBER" and f"{{{name}}}" in intent.sentences
    ]
    assert set(alone) <= {"NumberIntent"}, "a runner who counts along would change the dose"


@pytest.mark.parametrize("said", ONE_SHOT)
def test_one_shot_forms_are_samples(said: str) -> None:
    assert any(said in intent.samples for intent in intents())
