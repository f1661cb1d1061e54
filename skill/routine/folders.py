"""Where a deployment's data stand: the routine's folder, and the folder with the words' languages.

    HAMSTRING_COACH_ROUTINE   a folder with hamstrings.toml, clinic.toml and, where the exercises
                              are others, figures.toml
    HAMSTRING_COACH_WORDS     a folder with a folder for each language: en, de, or fr-CA for one
                              locale alone

Relative paths begin where the process does; on Lambda that is the bundle.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from skill.routine.table import DataError

ROUTINE_SETTING = "HAMSTRING_COACH_ROUTINE"
WORDS_SETTING = "HAMSTRING_COACH_WORDS"
PACKAGE_SETTING = "HAMSTRING_COACH_PACKAGE"
"""The skill package (skill.json and language models) that tools write and listen with."""
DEFAULT_LANGUAGE = "en"

SKILL = Path(__file__).resolve().parent.parent


def routine_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the routine that the settings choose."""
    return Path(environ.get(ROUTINE_SETTING) or SKILL / "routine")


def word_folders(environ: Mapping[str, str]) -> dict[str, Path]:
    """The folder of each language, by the language's name, the one for all other locales first.

    Raises DataError if the chosen folder holds none.
    """
    return folders_with("lines.toml", Path(environ.get(WORDS_SETTING) or SKILL / "speech"))


def package_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the skill package that the settings choose."""
    return Path(environ.get(PACKAGE_SETTING) or SKILL.parent / "interaction_model")


def folders_with(file: str, folder: Path) -> dict[str, Path]:
    """The folders in a folder that hold a file of that name, English first, then by name.

    Raises DataError if there is none.
    """
    found = sorted(path.parent for path in folder.glob(f"*/{file}"))
    if not found:
        cure = f"holds no folder of a language with a {file}; name a folder such as skill/speech."
        raise DataError(str(folder), "folder", "languages", cure)
    found.sort(key=lambda path: path.name != DEFAULT_LANGUAGE)
    return {path.name: path for path in found}


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
