"""Wrong edits of every file that people edit are found, with file, line, entry and cure."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from skill.operations.content_check import (
    all_mistakes,
    figure_mistakes,
    routine_mistakes,
    screen_word_mistakes,
    word_mistakes,
)
from skill.operations.operator_commands import main as operator
from skill.routine.content import Content
from skill.tools.cli.developer_commands import add_commands
from skill.tools.language_model.generate import Sources
from skill.tools.language_model.review import listing_mistakes
from tests.support.content import as_shipped, copied
from tests.support.household import routine


@dataclass(frozen=True)
class WrongEdit:
    """One edit that somebody gets wrong, and what is told about it."""

    file: str
    title: str
    old: str
    new: str
    tells: str
    at: str = ""
    """A text in the line that is told, if that is not the edited one."""
    anywhere: bool = False
    """Whether the line may be another, as two places are at odds or TOML tells the line."""
    pattern: bool = False
    """Whether `old` is a regular expression: a clinic has other values there than the shipped."""
    also: tuple[str, str] | None = None
    """A second edit, without which the first would be none."""

    def applied(self, text: str) -> str:
        """The text of the file with the edit."""
        old = re.search(self.old if self.pattern else re.escape(self.old), text, re.MULTILINE)
        assert old is not None, self
        edited = text[: old.start()] + self.new + text[old.end() :]
        return edited.replace(*self.also, 1) if self.also else edited

    def is_told(self, told: list[str], folder: Path, text: str) -> bool:
        """Whether one of the mistakes is this one, with its path and, if it has one, its line."""
        path = os.path.relpath(folder / self.file)
        lines = [self.line(text)] if not self.anywhere else range(1, text.count("\n") + 2)
        starts = tuple(f"{path}:{line}: " for line in lines)
        return any(mistake.startswith(starts) and self.tells in mistake for mistake in told)

    def line(self, text: str) -> int:
        """The line of the edited file that is to be told."""
        where = text.index(self.at) if self.at else text.index(self.new)
        return text.count("\n", 0, where) + 1


def edits() -> list[WrongEdit]:
    """All wrong edits, each under the name of the file that it changes."""
    data = tomllib.loads((Path(__file__).parent / "wrong_edits.toml").read_text(encoding="utf-8"))
    return [WrongEdit(file, **case) for file, cases in data.items() for case in cases]


EDITS = edits()
ONE_BY_ONE = [edit for edit in EDITS if "understanding" not in edit.file or "store" in edit.file]
AT_ONCE = [edit for edit in EDITS if edit not in ONE_BY_ONE]


@pytest.fixture
def copy(tmp_path: Path) -> Content:
    """A copy of all that people edit."""
    return copied(tmp_path, sentences=True)


def told_of(copy: Content, file: str) -> list[str]:
    """The mistakes in one file, and in what hangs together with it."""
    name = Path(file).name
    if name == "store.toml":
        return listing_mistakes(Sources(copy, copy.root), "en")
    if name in ("routine.toml", "progression.toml", "clinic.toml"):
        return routine_mistakes(copy)
    if name == "screen.toml":
        return screen_word_mistakes(copy, "en")
    if name == "figures.toml":
        return figure_mistakes(copy, routine())
    return word_mistakes(copy, routine(), "en")


@pytest.mark.parametrize("edit", ONE_BY_ONE, ids=lambda edit: f"{edit.file}: {edit.title}")
def test_a_wrong_edit_is_told_with_its_line_and_cure(edit: WrongEdit, copy: Content) -> None:
    path = copy.root / edit.file
    edited = edit.applied(path.read_text(encoding="utf-8"))
    path.write_text(edited, encoding="utf-8")

    told = told_of(copy, edit.file)

    assert edit.is_told(told, copy.root, edited), told


def test_there_are_more_than_a_hundred_wrong_edits_and_no_two_are_one() -> None:
    assert len({(edit.file, edit.old, edit.new) for edit in EDITS}) == len(EDITS) > 100


FILES = (
    "routines/hamstrings/routine.toml",
    "routines/hamstrings/progression.toml",
    "clinics/innovative_physical_therapy/clinic.toml",
    "language/en/lines.toml",
    "language/en/words.toml",
    "routines/hamstrings/en/exercises.toml",
    "language/en/screen.toml",
    "routines/hamstrings/figures.toml",
    "understanding/en/store.toml",
)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("encoding", "cure"),
    [
        ("utf-8-sig", "begins with a byte order mark (BOM); save it as UTF-8"),
        ("utf-16", "is UTF-16; save it as UTF-8"),
        ("latin-1", "is not UTF-8 but likely Latin-1 ('é' at line 2); save it as UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_named_as_such(
    file: str, encoding: str, cure: str, copy: Content
) -> None:
    text = (copy.root / file).read_text(encoding="utf-8").replace("×", "x")
    (copy.root / file).write_bytes(f"# first\n# Café\n{text}".encode(encoding))

    told = told_of(copy, file)

    assert any(f"{file}:" in mistake and f"encoding: {cure}" in mistake for mistake in told), told


@pytest.mark.parametrize("file", FILES)
def test_the_line_ends_of_windows_are_taken(file: str, copy: Content) -> None:
    text = (copy.root / file).read_text(encoding="utf-8")
    (copy.root / file).write_bytes(text.replace("\n", "\r\n").encode())

    assert told_of(copy, file) == []


def test_the_command_tells_mistakes_in_many_files_at_once_and_each_once_and_fails(
    copy: Content, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [*_one_of_each_file(), *AT_ONCE]
    for edit in chosen:
        path = copy.root / edit.file
        path.write_text(edit.applied(path.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setenv("HAMSTRING_COACH_CONTENT", str(copy.root))

    assert operator(["check"], also=add_commands) == 2

    told = [line.removeprefix("hamstring coach: ") for line in capsys.readouterr().err.splitlines()]
    assert len(told) == len(set(told))
    untold = [
        edit
        for edit in chosen
        if not edit.is_told(told, copy.root, (copy.root / edit.file).read_text(encoding="utf-8"))
    ]
    assert untold == [], told


def _one_of_each_file() -> Iterator[WrongEdit]:
    """The first edit of each file besides the sentences; the routine's would hide the words'."""
    seen = {
        "routines/hamstrings/routine.toml",
        "routines/hamstrings/progression.toml",
        "clinics/innovative_physical_therapy/clinic.toml",
        "routines/hamstrings/figures.toml",
    }
    for edit in ONE_BY_ONE:
        if edit.file not in seen:
            seen.add(edit.file)
            yield edit


@as_shipped
def test_nothing_is_told_that_is_wrong_only_because_something_else_is(copy: Content) -> None:
    path = copy.routine_folder / "routine.toml"
    text = path.read_text(encoding="utf-8").replace("sets = 1", "sets = 9")
    path.write_text(text.replace("start = 300,", "start = 30000,"), encoding="utf-8")

    assert [line.split(": ", 1)[1] for line in all_mistakes(copy)] == [
        "short: sets: is 9; give a whole number of sets from 1 to 5.",
        "defaults.warm_up_seconds: start: is 30000; give a whole number of seconds from 0 to 3600.",
    ]
