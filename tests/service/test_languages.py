"""Which content a deployment takes, what leads each runner, and in which language."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.entry import answer
from skill.routine.content import Content, language_for
from skill.routine.table import DataError
from skill.service.languages import library_in
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill, libraries_in, skill_from
from tests.support.content import SHIPPED, as_shipped, copied, file_in
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import SKILL_ID, USER, libraries
from tests.support.stores import BrokenStore

WELCOME = 'first = "Welcome to Hamstring Coach.'
APL = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}}
START = intent("StartRoutineIntent")


@contextmanager
def editing(path: Path) -> Iterator[dict[str, str]]:
    """Replaces what is put into the table by what it is put there for."""
    changes: dict[str, str] = {}
    yield changes
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def words(tmp_path: Path) -> Content:
    """Content in English, and in two languages that say of themselves which they are."""
    content = copied(tmp_path)
    for name in ("de", "fr-CA"):
        shutil.copytree(
            content.language_folder("en"), content.language_folder(name), dirs_exist_ok=True
        )
        shutil.copytree(
            content.exercise_words("en"), content.exercise_words(name), dirs_exist_ok=True
        )
        shutil.copy(content.clinic_words("en"), content.clinic_words(name))
    for name in content.languages:
        for file, text in (("lines.toml", WELCOME), ("screen.toml", 'name = "Hamstring Coach')):
            with editing(content.language_folder(name) / file) as changes:
                changes[text] = f"{text} ({name})"
    return content


def settings(content: Content) -> dict[str, str]:
    return {"HAMSTRING_COACH_CONTENT": str(content.root)}


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
    locale: str | None, language: str, words: Content
) -> None:
    assert language_for(locale, words.languages) == language
    ask = asking(settings(words))

    assert f"Hamstring Coach. ({language})" in ask(locale)


def test_the_screen_speaks_the_language_too(words: Content) -> None:
    ask = asking(settings(words))

    assert "Hamstring Coach (de)" in ask("de-DE", **APL)
    assert "Hamstring Coach (en)" in ask("en-US", **APL)


def test_english_is_first_and_else_the_first_by_name(words: Content) -> None:
    assert list(words.languages) == ["en", "de", "fr-CA"]

    shutil.rmtree(words.language_folder("en"))
    assert list(words.languages) == ["de", "fr-CA"]
    assert "(de)" in asking(settings(words))("en-US")


def test_the_words_of_another_language_are_read_when_they_are_first_spoken(words: Content) -> None:
    (words.language_folder("de") / "lines.toml").write_text("torn", encoding="utf-8")
    ask = asking(settings(words))

    assert "(en)" in ask("en-US")
    assert "sorry" in ask("de-DE").lower()


def test_a_failure_is_told_in_the_language_of_the_request(words: Content) -> None:
    with editing(words.language_folder("de") / "lines.toml") as changes:
        changes['sorry = "'] = 'sorry = "Entschuldigung. '
    skill = build_skill(
        libraries=libraries_in(words),
        store=BrokenStore("down"),
        clock=lambda: 0,
        skill_id=SKILL_ID,
    )
    asked = envelope({**intent("ReadyIntent"), "locale": "de-DE"}, session={})

    assert "Entschuldigung" in json.dumps(answer(skill, asked, None))


def test_a_runner_who_changes_the_language_keeps_the_place(words: Content) -> None:
    ask = asking(settings(words))
    ask("de-DE", {**START, "requestId": "1"})

    assert "Your workout" in ask("en-US", {**LAUNCH, "requestId": "2"})


@pytest.mark.parametrize("folder", ["no/such/folder", "tests"])
def test_a_folder_without_content_stops_the_start(folder: str) -> None:
    with pytest.raises(DataError, match=r"library\.toml: file: path: does not exist"):
        asking({"HAMSTRING_COACH_CONTENT": folder})


@pytest.mark.parametrize("kind", ["language", "understanding"])
def test_content_without_a_language_is_told(kind: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    shutil.rmtree(content.root / kind, ignore_errors=True)

    with pytest.raises(DataError, match=f"{kind}: folder: languages: holds no folder"):
        _ = content.languages if kind == "language" else content.understood


@pytest.mark.parametrize("kind", ["routine", "clinic"])
def test_a_routine_or_clinic_that_is_not_there_stops_the_start(kind: str) -> None:
    setting = f"HAMSTRING_COACH_{kind.upper()}"
    there = SHIPPED.routine if kind == "routine" else SHIPPED.clinic

    with pytest.raises(
        DataError, match=f"library.toml: file: {kind}: is yoga; give one of .*{there}"
    ):
        asking({setting: "yoga"})


def with_second(content: Content) -> Content:
    """A second routine and a second clinic, beside the first of each."""
    gentle, hillside = content.root / "routines" / "gentle", content.root / "clinics" / "hillside"
    shutil.copytree(content.routine_folder, gentle, dirs_exist_ok=True)
    shutil.copytree(content.clinic_folder, hillside, dirs_exist_ok=True)
    with editing(gentle / "routine.toml") as changes:
        changes["hold = { start = 30,"] = "hold = { start = 25,"
    with editing(gentle / "en" / "exercises.toml") as changes:
        changes['name = "standing hamstring stretch"'] = 'name = "gentle stretch"'
    with editing(hillside / "clinic.toml") as changes:
        changes['"619", "260", "0750"'] = '"555", "010", "0200"'
        changes["(619) 260-0750"] = "(555) 010-0200"
    with editing(hillside / "en.toml") as changes:
        changes["Mission Valley, San Diego, California"] = "Leeds, Yorkshire"
    return content


@as_shipped
def test_a_second_routine_and_a_second_clinic_lead_runners_beside_the_first(
    tmp_path: Path,
) -> None:
    content = with_second(copied(tmp_path))
    library = library_in(content, "en")

    shipped, gentle = library("hamstrings", content.clinic), library("gentle", "hillside")

    assert (shipped.routine.id, shipped.routine.clinic.id) == (content.routine, content.clinic)
    assert (gentle.routine.id, gentle.routine.clinic.id) == ("gentle", "hillside")
    assert gentle.screens() is not shipped.screens()
    assert library("gentle", "hillside") is gentle
    assert library("yoga", "nowhere") is shipped


@as_shipped
def test_a_runner_stays_with_the_routine_and_the_clinic_that_the_document_names(
    tmp_path: Path,
) -> None:
    content = with_second(copied(tmp_path))
    store = MemoryStore()

    def said(chosen: Content, user: str, request: Json, number: int) -> str:
        skill = build_skill(
            libraries=libraries_in(chosen), store=store, clock=lambda: 0, skill_id=SKILL_ID
        )
        asked = envelope({**request, "requestId": f"{user}{number}"}, session={}, user=user)
        return json.dumps(answer(skill, asked, None)["response"])

    phone = intent("ClinicPhoneIntent")
    second = content.choosing("gentle", "hillside")
    for user, chosen, hold in (("first", content, "thirty"), (USER, second, "twenty-five")):
        said(chosen, user, START, 1)
        assert f"{hold} seconds" in said(chosen, user, intent("WarmIntent"), 2)

    for number, chosen in enumerate((content, second), start=3):
        assert "0750" in said(chosen, "first", phone, number)
        assert "0200" in said(chosen, USER, phone, number)
        assert "gentle stretch" in said(chosen, USER, intent("WhereAmIIntent"), 10 * number)


def test_a_routine_is_drawn_with_its_own_figures(tmp_path: Path) -> None:
    content = copied(tmp_path)
    file_in(content, "figures.toml").write_text("schema = 1\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"figures\.toml: file: pose"):
        library_in(content, "en")(content.routine, content.clinic).screens()


def test_the_store_is_the_same_in_every_language() -> None:
    store = MemoryStore()
    both = libraries() | {"de": libraries()["en"]}
    skill = build_skill(libraries=both, store=store, clock=lambda: 0, skill_id=SKILL_ID)

    for number, locale in enumerate(("en-US", "de-DE")):
        request = {**LAUNCH, "locale": locale, "requestId": str(number)}
        answered = answer(skill, envelope(request, session={}), None)

    assert "Welcome to" not in json.dumps(answered)
