"""Where the content is: one folder with everything that people edit.

    HAMSTRING_COACH_CONTENT   the folder, laid out as skill/content is
    HAMSTRING_COACH_ROUTINE   the id of the routine that a new runner is led through
    HAMSTRING_COACH_CLINIC    the id of the clinic whose routine it is

A relative path starts at the working directory; on Lambda that is the bundle.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from skill.routine.table import DataError
from skill.routine.toml_file import read_toml

CONTENT_SETTING = "HAMSTRING_COACH_CONTENT"
ROUTINE_SETTING = "HAMSTRING_COACH_ROUTINE"
CLINIC_SETTING = "HAMSTRING_COACH_CLINIC"
PACKAGE_SETTING = "HAMSTRING_COACH_PACKAGE"
"""The skill package (skill.json and language models) that the tools write and read."""
DEFAULT_LANGUAGE = "en"

SKILL = Path(__file__).resolve().parent.parent
LIBRARY = "library.toml"


class Content(Struct, frozen=True):
    """A folder of content, and the routine and clinic chosen from it."""

    root: Path
    routine: str
    clinic: str

    def choosing(self, routine: str, clinic: str) -> Content:
        """The same content with another routine and clinic; an unknown id leaves the current one.

        So a runner whose routine was removed goes on with the one for new runners.
        """
        return replace(
            self,
            routine=routine if routine in self.routines else self.routine,
            clinic=clinic if clinic in self.clinics else self.clinic,
        )

    @property
    def routines(self) -> tuple[str, ...]:
        """The id of every routine, by name."""
        return _folders_with("routine.toml", self.root / "routines")

    @property
    def clinics(self) -> tuple[str, ...]:
        """The id of every clinic, by name."""
        return _folders_with("clinic.toml", self.root / "clinics")

    @property
    def routine_folder(self) -> Path:
        """The routine's folder: doses, progression and figures, and a folder of words per
        language."""
        return self.root / "routines" / self.routine

    @property
    def clinic_folder(self) -> Path:
        """The clinic's folder: its facts, and a file of words per language."""
        return self.root / "clinics" / self.clinic

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the coach speaks, starting with the one for all other locales.

        Raises DataError if there is none.
        """
        return _languages("lines.toml", self.root / "language")

    @property
    def understood(self) -> tuple[str, ...]:
        """The languages that the coach understands, in the same order; raises DataError."""
        return _languages("store.toml", self.root / "understanding")

    def language_folder(self, language: str) -> Path:
        """What the coach says in a language."""
        return self.root / "language" / language

    def understanding_folder(self, language: str) -> Path:
        """What runners say in a language."""
        return self.root / "understanding" / language

    def exercise_words(self, language: str) -> Path:
        """The folder of the words of the routine's exercises in a language."""
        return self.routine_folder / language

    def clinic_words(self, language: str) -> Path:
        """The file of the clinic's words in a language."""
        return self.clinic_folder / f"{language}.toml"

    @property
    def screens(self) -> Path:
        """The file of the APL document of the screens."""
        return self.root / "apl" / "screens.json"

    @property
    def platform(self) -> Path:
        """The file with Alexa's limits."""
        return self.root / "platform.toml"


def content_from(environ: Mapping[str, str]) -> Content:
    """The content that the settings choose.

    Raises DataError if there is no such folder, routine or clinic.
    """
    root = Path(environ.get(CONTENT_SETTING) or SKILL / "content")
    library = read_toml(root / LIBRARY)
    chosen = Content(
        root,
        environ.get(ROUTINE_SETTING) or str(library.get("routine")),
        environ.get(CLINIC_SETTING) or str(library.get("clinic")),
    )
    for field, value, known in (
        ("routine", chosen.routine, chosen.routines),
        ("clinic", chosen.clinic, chosen.clinics),
    ):
        if value not in known:
            cure = f"is {value}; give one of {', '.join(known) or f'those in {field}s/: none yet'}."
            raise DataError(LIBRARY, "file", field, cure)
    return chosen


def package_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the skill package that the settings choose."""
    return Path(environ.get(PACKAGE_SETTING) or SKILL.parent / "interaction_model")


def language_for(locale: str | None, languages: Collection[str]) -> str:
    """The language for a locale: its own, a related one, or the first.

    >>> language_for("de-AT", ["en", "de"])
    'de'
    """
    whole = locale or ""
    for name in (whole, whole.partition("-")[0]):
        if name in languages:
            return name
    return next(iter(languages))


def _languages(file: str, folder: Path) -> tuple[str, ...]:
    found = _folders_with(file, folder)
    if not found:
        cure = f"holds no folder of a language with a {file}; add one, such as {folder.name}/en."
        raise DataError(str(folder), "folder", "languages", cure)
    return tuple(sorted(found, key=lambda name: name != DEFAULT_LANGUAGE))


def _folders_with(file: str, folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{file}")))
