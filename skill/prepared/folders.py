"""Where a deployment's data stand: the routine's folder, and the folder with the words' languages.

    HAMSTRING_COACH_ROUTINE   a folder with hamstrings.toml, clinic.toml and, where the exercises
                              are others, figures.toml
    HAMSTRING_COACH_WORDS     a folder with a folder for each language: en, de, or fr-CA for one
                              locale alone

Relative paths begin where the process does; on Lambda that is the bundle.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

ROUTINE_SETTING = "HAMSTRING_COACH_ROUTINE"
WORDS_SETTING = "HAMSTRING_COACH_WORDS"
PACKAGE_SETTING = "HAMSTRING_COACH_PACKAGE"
"""The skill package (skill.json and language models) that tools write and listen with."""
DEFAULT_LANGUAGE = "en"

SKILL = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # pathlib costs a cold start 3 ms


def routine_folder(environ: Mapping[str, str]) -> str:
    """The folder of the routine that the settings choose."""
    return environ.get(ROUTINE_SETTING) or f"{SKILL}/routine"


def word_folders(environ: Mapping[str, str]) -> dict[str, str]:
    """The folder of each language, by the language's name, the one for all other locales first.

    Raises DataError where the chosen folder holds none.
    """
    return folders_with("lines.toml", environ.get(WORDS_SETTING) or f"{SKILL}/speech")


def package_folder(environ: Mapping[str, str]) -> str:
    """The folder of the skill package that the settings choose."""
    return environ.get(PACKAGE_SETTING) or f"{os.path.dirname(SKILL)}/interaction_model"  # noqa: PTH120


def folders_with(file: str, folder: str) -> dict[str, str]:
    """The folders in a folder that hold a file of that name, English first, then by name.

    Raises DataError where there is none.
    """
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        names = []
    found = [name for name in names if os.path.exists(f"{folder}/{name}/{file}")]  # noqa: PTH110
    if not found:
        from skill.routine.table import DataError  # seldom wanted

        cure = f"holds no folder of a language with a {file}; name a folder such as skill/speech."
        raise DataError(folder, "folder", "languages", cure)
    found.sort(key=lambda name: name != DEFAULT_LANGUAGE)
    return {name: f"{folder}/{name}" for name in found}


def language_for(locale: str | None, languages: Collection[str]) -> str:
    """The language that a locale is answered in: its own, that of its country's neighbours, or
    the first.

    >>> language_for("de-AT", ["en", "de"])
    'de'
    """
    whole = locale or ""
    for name in (whole, whole.partition("-")[0]):
        if name in languages:
            return name
    return next(iter(languages))
