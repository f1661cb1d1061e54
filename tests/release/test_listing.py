"""The listing in the store: its words and icons are true, and what it quotes is understood."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from skill.alexa.intents import INTENTS
from tests.release.store import (
    INVOCATION_NAME,
    LOCALES,
    PACKAGE,
    STORE,
    bare,
    in_locale,
    manifest,
)
from tests.support.household import recogniser, routine


def test_both_icons_are_as_drawn_and_as_large_as_the_store_asks(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ".deploy/icons.py", tmp_path], check=True)

    for key, size in (("smallIconUri", 108), ("largeIconUri", 512)):
        shipped = PACKAGE / in_locale("en-US")[key].removeprefix("file://")
        assert pixels(shipped)[0] == (size, size)
        assert pixels(shipped) == pixels(tmp_path / shipped.name)


def pixels(path: Path) -> tuple[tuple[int, int], bytes]:
    """Size and rows of a PNG file of one data chunk."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    return (width, height), zlib.decompress(data[start + 4 : start + 4 + length])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_three_example_phrases_are_understood_word_for_word(locale: str) -> None:
    phrases = in_locale(locale)["examplePhrases"]

    assert len(phrases) == 3
    assert phrases[0] == f"Alexa, open {INVOCATION_NAME}"
    for phrase in phrases[1:]:
        assert phrase.startswith(f"Alexa, ask {INVOCATION_NAME} to ")
        assert recogniser().recognise(bare(phrase)).score == 1


def test_the_description_names_the_exercises_and_says_how_to_open_the_skill() -> None:
    description = in_locale("en-US")["description"]

    for exercise in routine().exercises:
        assert exercise.id.replace("_", " ") in description.lower(), exercise.id
    assert f"Alexa, open {INVOCATION_NAME}" in description
    assert f"Alexa, ask {INVOCATION_NAME} to " in description


def test_the_description_says_that_it_is_no_medical_advice() -> None:
    description = in_locale("en-US")["description"]

    for words in (
        "not medical advice",
        "not a substitute for professional medical advice, diagnosis or treatment",
        "emergency",
        "Stop if you feel pain",
    ):
        assert words in description


@pytest.mark.parametrize("phrase", re.findall(r'"([^"]+)"', STORE["description"]))
def test_what_the_description_says_can_be_said_is_understood(phrase: str) -> None:
    words = bare(phrase)

    assert not words or recogniser().recognise(words).score > 0.9, words


QUOTED = [bare(phrase) for phrase in re.findall(r'"([^"]+)"', STORE["testing"])]


@pytest.mark.parametrize("phrase", [phrase for phrase in QUOTED if phrase not in ("", "alexa,")])
def test_what_a_certifier_is_told_to_say_is_understood(phrase: str) -> None:
    assert recogniser().recognise(phrase).score > 0.9


def test_the_testing_instructions_lead_through_every_intent() -> None:
    met = {recogniser().recognise(phrase).intent for phrase in QUOTED if phrase}

    assert set(INTENTS) - met <= {"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}


def test_the_testing_instructions_speak_of_the_clinics_permission() -> None:
    clinic = routine().clinic
    instructions = manifest()["publishingInformation"]["testingInstructions"]

    assert all(words in instructions for words in (clinic.name, clinic.phone, clinic.email))
    assert "with the clinic's permission" in instructions


def test_nothing_in_the_listing_uses_amazons_names_as_its_own() -> None:
    listing = in_locale("en-US")
    named = " ".join([listing["name"], listing["summary"], *listing["keywords"]]).lower()

    assert not re.search(r"\b(alexa|amazon|echo|skill|app)\b", named)


@pytest.mark.parametrize(
    "words", ["cure", "heal", "treats", "diagnose", "guarantee", "prescription"]
)
def test_nothing_is_claimed_that_only_medicine_may_claim(words: str) -> None:
    listing = in_locale("en-US")
    claims = listing["description"].split("Please note")[0] + listing["summary"]

    assert words not in claims.lower()
