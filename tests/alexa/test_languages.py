"""Which routine and which words a deployment takes, and which language a request is answered in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.routine.folders import folders_with, language_for, routine_folder, word_folders
from skill.routine.table import DataError
from skill.service.data import Data, load_data
from skill.speech.catalogue import FOLDER as ENGLISH
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill, skill_from
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import SKILL_ID, catalogue, routine
from tests.support.stores import BrokenStore

ROUTINE = routine_folder({})
WELCOME = 'first = "Welcome to Hamstring Coach.'
APL = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A folder with English, and two languages that say of themselves which they are."""
    folder = tmp_path / "words"
    for name in ("en", "de", "fr-CA"):
        shutil.copytree(ENGLISH, folder / name)
        for file, text in (("lines.toml", WELCOME), ("screen.toml", 'name = "Hamstring Coach')):
            path = folder / name / file
            read = path.read_text(encoding="utf-8")
            assert text in read
            path.write_text(read.replace(text, f"{text} ({name})"), encoding="utf-8")
    return folder


def asking(settings: dict[str, str]) -> Callable[..., str]:
    skill = skill_from({"HAMSTRING_COACH_STORE": "memory:", **settings})

    def ask(locale: str | None, request: Json = LAUNCH, **supported: Any) -> str:
        asked = envelope({**request, "locale": locale}, session={})
        asked["context"]["System"]["device"] = {"deviceId": "d", "supportedInterfaces": supported}
        return json.dumps(answer(skill, asked, None)["response"], ensure_ascii=False)

    return ask


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de-DE", "de"),
        ("de-AT", "de"),
        ("fr-CA", "fr-CA"),
        ("fr-FR", "en"),
        ("en-IN", "en"),
        ("it-IT", "en"),
        ("", "en"),
        (None, "en"),
        ("nonsense", "en"),
    ],
)
def test_a_request_is_answered_in_its_language_or_in_the_first(
    locale: str | None, language: str, words: Path
) -> None:
    assert language_for(locale, word_folders({"HAMSTRING_COACH_WORDS": str(words)})) == language
    ask = asking({"HAMSTRING_COACH_WORDS": str(words)})

    assert f"Hamstring Coach. ({language})" in ask(locale)


def test_the_screen_speaks_the_language_too(words: Path) -> None:
    ask = asking({"HAMSTRING_COACH_WORDS": str(words)})

    assert "Hamstring Coach (de)" in ask("de-DE", **APL)
    assert "Hamstring Coach (en)" in ask("en-US", **APL)


def test_english_is_first_and_else_the_first_by_name(words: Path) -> None:
    assert list(word_folders({"HAMSTRING_COACH_WORDS": str(words)})) == ["en", "de", "fr-CA"]

    shutil.rmtree(words / "en")
    assert list(word_folders({"HAMSTRING_COACH_WORDS": str(words)})) == ["de", "fr-CA"]
    assert "(de)" in asking({"HAMSTRING_COACH_WORDS": str(words)})("en-US")


def test_the_words_of_another_language_are_read_when_they_are_first_spoken(words: Path) -> None:
    (words / "de" / "lines.toml").write_text("torn", encoding="utf-8")
    ask = asking({"HAMSTRING_COACH_WORDS": str(words)})

    assert "(en)" in ask("en-US")
    assert "sorry" in ask("de-DE").lower()


def test_a_failure_is_told_in_the_language_of_the_request(words: Path) -> None:
    path = words / "de" / "lines.toml"
    lines = path.read_text(encoding="utf-8").replace('sorry = "', 'sorry = "Entschuldigung. ')
    path.write_text(lines, encoding="utf-8")

    def german() -> Data:
        return load_data(ROUTINE, words / "de")

    skill = build_skill(
        routine=routine(),
        catalogue=catalogue(),
        store=BrokenStore("down"),
        clock=lambda: 0,
        skill_id=SKILL_ID,
        others={"de": german},
    )
    asked = envelope({**intent("ReadyIntent"), "locale": "de-DE"}, session={})

    assert "Entschuldigung" in json.dumps(answer(skill, asked, None))


def test_a_runner_who_changes_the_language_keeps_the_place(words: Path) -> None:
    ask = asking({"HAMSTRING_COACH_WORDS": str(words)})
    ask("de-DE", {**intent("StartRoutineIntent"), "requestId": "1"})

    assert "Your workout" in ask("en-US", {**LAUNCH, "requestId": "2"})


@pytest.mark.parametrize("folder", ["no/such/folder", "tests"])
def test_a_folder_without_a_language_stops_the_start(folder: str) -> None:
    with pytest.raises(DataError, match=f"{folder}: folder: languages: holds no folder"):
        asking({"HAMSTRING_COACH_WORDS": folder})
    with pytest.raises(DataError, match="holds no folder of a language with a store.toml"):
        folders_with("store.toml", Path(folder))


def test_a_folder_without_a_routine_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"hamstrings\.toml: file: path: does not exist"):
        asking({"HAMSTRING_COACH_ROUTINE": str(tmp_path)})


def test_a_routine_of_its_own_brings_its_doses_and_its_figures(tmp_path: Path) -> None:
    for name in ("hamstrings.toml", "clinic.toml"):
        shutil.copy(ROUTINE / name, tmp_path)
    path = tmp_path / "hamstrings.toml"
    text = path.read_text(encoding="utf-8").replace("hold = { start = 30,", "hold = { start = 25,")
    path.write_text(text, encoding="utf-8")
    settings = {"HAMSTRING_COACH_ROUTINE": str(tmp_path)}

    start = intent("StartRoutineIntent")
    assert "twenty-five seconds" in asking(settings)("en-US", start, **APL)
    (tmp_path / "figures.toml").write_text("schema = 1\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"figures\.toml: pose"):
        load_data(tmp_path, ENGLISH).screens()


def test_the_store_is_the_same_in_every_language() -> None:
    store = MemoryStore()
    skill = build_skill(
        routine=routine(),
        catalogue=catalogue(),
        store=store,
        clock=lambda: 0,
        skill_id=SKILL_ID,
        others={"de": load_data},
    )

    for number, locale in enumerate(("en-US", "de-DE")):
        request = {**LAUNCH, "locale": locale, "requestId": str(number)}
        answered = answer(skill, envelope(request, session={}), None)

    assert "Welcome to" not in json.dumps(answered)
