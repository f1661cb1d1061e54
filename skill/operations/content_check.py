"""Finds every mistake in the content that ships, each with its file and line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from skill.routine.content import Content
from skill.routine.lines_of_files import line_of
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.routine.table import Complaints, DataError
from skill.screen.figures_file import load_figures
from skill.screen.words_file import load_screen_words
from skill.speech.catalogue import load_catalogue


def all_mistakes(content: Content) -> list[str]:
    """Every mistake in the content, one line each, without repetition.

    Covers all routines and clinics, even those that no new runner gets. Words and pictures are
    checked against a routine only if the routine itself is valid.
    """
    found = [line for each in _each_chosen(content) for line in content_mistakes(each)]
    return list(dict.fromkeys(found))


def content_mistakes(content: Content) -> list[str]:
    """Mistakes in a routine, its clinic, its words in all languages, and its pictures."""
    found = [line for name in content.languages for line in screen_word_mistakes(content, name)]
    wrong = routine_mistakes(content)
    if wrong:
        return found + wrong
    routine = load_routine(content)
    found += [line for name in content.languages for line in word_mistakes(content, routine, name)]
    return found + figure_mistakes(content, routine)


def routine_mistakes(content: Content) -> list[str]:
    """Mistakes in the routine, the clinic and the platform's limits."""
    folders = (content.routine_folder, content.clinic_folder, content.root)
    return list(mistakes_of(partial(load_routine, content), *folders))


def word_mistakes(content: Content, routine: Routine, language: str) -> list[str]:
    """Mistakes in the words of a language, for a valid routine."""
    folders = (
        content.language_folder(language),
        content.exercise_words(language),
        content.clinic_folder,
    )
    return list(mistakes_of(partial(load_catalogue, content, routine, language), *folders))


def screen_word_mistakes(content: Content, language: str) -> list[str]:
    """Mistakes in the words on the screen."""
    folder = content.language_folder(language)
    return list(mistakes_of(partial(load_screen_words, folder / "screen.toml"), folder))


def figure_mistakes(content: Content, routine: Routine) -> list[str]:
    """Mistakes in the pictures."""
    folder = content.routine_folder
    return list(mistakes_of(partial(load_figures, routine, folder / "figures.toml"), folder))


def _each_chosen(content: Content) -> Iterator[Content]:
    """Each routine with the clinic of a new runner, and each clinic with the routine of one."""
    yield from (content.choosing(routine, content.clinic) for routine in content.routines)
    yield from (content.choosing(content.routine, clinic) for clinic in content.clinics)


def mistakes_of(read: Callable[[], object], *folders: Path) -> Iterator[str]:
    """Complaints from reading, each with its line and its file, which is in one of the folders."""
    complaints = Complaints()
    with complaints.gather():
        read()
    yield from _placed(complaints, *folders)


def _placed(complaints: Complaints, *folders: Path) -> Iterator[str]:
    """The complaints, each with its file's path from here and its line."""
    for error in complaints:
        yield _place(error, folders)


def _place(error: DataError, folders: tuple[Path, ...]) -> str:
    path = next((folder / error.file for folder in folders if (folder / error.file).exists()), None)
    if path is None:
        return str(error)
    text = path.read_text(encoding="utf-8", errors="replace")
    shown = os.path.relpath(path)
    return f"{shown}:{line_of(text, error)}: {error.entry}: {error.field}: {error.cure}"
