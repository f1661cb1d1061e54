"""Content that the build of the bundle prepared: what its files said, read in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.content import Content
from skill.routine.loader import load_routine
from skill.routine.table import DataError
from skill.service.prepared import FOLDER, prepare, words_in
from skill.speech.catalogue import load_catalogue
from tests.support.content import copied


def misspelt(content: Content) -> None:
    lines = content.language_folder("en") / "lines.toml"
    text = lines.read_text(encoding="utf-8")
    lines.write_text(text.replace("Welcome back.", "Welcome <back>.", 1), encoding="utf-8")


def test_what_is_prepared_is_all_that_the_files_say(tmp_path: Path) -> None:
    content = copied(tmp_path)
    routine = load_routine(content)

    prepare(content, "en")

    assert words_in(content, "en") == (routine, load_catalogue(content, routine, "en"))


def test_files_that_were_prepared_are_not_read_again(tmp_path: Path) -> None:
    content = copied(tmp_path)
    prepare(content, "en")
    misspelt(content)

    assert words_in(content, "en")[1].lines


def test_files_that_were_not_prepared_are_read_and_checked(tmp_path: Path) -> None:
    content = copied(tmp_path)
    misspelt(content)

    with pytest.raises(DataError, match=r"lines\.toml"):
        words_in(content, "en")


def test_wrong_files_are_not_prepared(tmp_path: Path) -> None:
    content = copied(tmp_path)
    misspelt(content)

    with pytest.raises(DataError, match=r"lines\.toml"):
        prepare(content, "en")

    assert not (content.root / FOLDER).exists()


def test_preparing_again_reads_the_files_as_they_are_now(tmp_path: Path) -> None:
    content = copied(tmp_path)
    prepare(content, "en")
    misspelt(content)

    with pytest.raises(DataError, match=r"lines\.toml"):
        prepare(content, "en")
