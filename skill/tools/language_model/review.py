"""`python -m skill check`: everything that is wrong with the data, each with its file and line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from skill.routine.folders import routine_folder, word_folders
from skill.routine.lines_of_files import line_of
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.routine.table import Complaints, DataError
from skill.screen.figures import FILE as FIGURES
from skill.screen.figures import load_figures
from skill.screen.words_file import load_screen_words
from skill.speech.catalogue import load_catalogue
from skill.tools.language_model.generate import Sources, read_sources, sources_from
from skill.tools.language_model.manifest import Listing, build_manifest
from skill.tools.language_model.offers import check_offers
from skill.tools.language_model.sentences import Intent


def mistakes(environ: Mapping[str, str]) -> list[str]:
    """Every mistake in the data that the settings choose, a line each, and each once.

    Words and pictures are held against the routine only if that is in order.
    """
    folder = routine_folder(environ)
    found = routine_mistakes(folder)
    if not found:
        routine = load_routine(folder)
        for words in word_folders(environ).values():
            found += word_mistakes(routine, words)
        own = folder / FIGURES.name
        found += figure_mistakes(routine, own if own.exists() else FIGURES)
    for words in word_folders(environ).values():
        found += screen_word_mistakes(words)
    sources = sources_from(environ)
    found += sentence_mistakes(sources)
    if not found:
        found += offer_mistakes(load_routine(folder), sources)
    return list(dict.fromkeys(found))


def routine_mistakes(folder: Path) -> list[str]:
    """What is wrong with the routine and the clinic."""
    return list(_of(partial(load_routine, folder), folder))


def word_mistakes(routine: Routine, folder: Path) -> list[str]:
    """What is wrong with the words of a language, for a routine that is in order."""
    return list(_of(partial(load_catalogue, routine, folder), folder))


def screen_word_mistakes(folder: Path) -> list[str]:
    """What is wrong with the words on the screen."""
    return list(_of(partial(load_screen_words, folder / "screen.toml"), folder))


def figure_mistakes(routine: Routine, file: Path) -> list[str]:
    """What is wrong with the pictures."""
    return list(_of(partial(load_figures, routine, file), file.parent))


def sentence_mistakes(sources: Sources) -> list[str]:
    """What is wrong with the sentences and the store listing of every language."""
    return list(_sentence_mistakes(sources))


def offer_mistakes(routine: Routine, sources: Sources) -> list[str]:
    """What the coach invites to say and nobody would understand, where all else is in order."""
    found: list[str] = []
    for language, folder in sources.languages.items():
        words = sources.exercises(language).parent
        catalogue = load_catalogue(routine, words)
        intents, types = read_sources(folder, sources.exercises(language))
        found += _of(partial(check_offers, catalogue, intents, types), words)
    return found


def listing_mistakes(folder: Path, intents: tuple[Intent, ...] = ()) -> list[str]:
    """What is wrong with a store listing; its examples are looked for if there are intents."""
    return list(_of(partial(_check_listing, folder, intents), folder))


def _sentence_mistakes(sources: Sources) -> Iterator[str]:
    spoken: dict[Path, tuple[Intent, ...]] = {}
    for language, folder in sources.languages.items():
        exercises = sources.exercises(language)
        yield from _of(partial(_read_into, spoken, folder, exercises), folder, exercises.parent)
        yield from listing_mistakes(folder, spoken.get(folder, ()))
    if len(spoken) == len(sources.languages):
        yield from _of(partial(build_manifest, spoken), *spoken)


def _read_into(spoken: dict[Path, tuple[Intent, ...]], folder: Path, exercises: Path) -> None:
    spoken[folder], _ = read_sources(folder, exercises)


def _check_listing(folder: Path, intents: tuple[Intent, ...]) -> None:
    Listing(folder).check(intents)


def _of(read: Callable[[], object], *folders: Path) -> Iterator[str]:
    complaints = Complaints()
    with complaints.gather():
        read()
    yield from _placed(complaints, *folders)


def _placed(complaints: Complaints, *folders: Path) -> Iterator[str]:
    """The complaints, each with the path of its file, as it is from here, and its line."""
    for error in complaints:
        yield _place(error, folders)


def _place(error: DataError, folders: tuple[Path, ...]) -> str:
    path = next((folder / error.file for folder in folders if (folder / error.file).exists()), None)
    if path is None:
        return str(error)
    text = path.read_text(encoding="utf-8", errors="replace")
    shown = os.path.relpath(path)
    return f"{shown}:{line_of(text, error)}: {error.entry}: {error.field}: {error.cure}"
