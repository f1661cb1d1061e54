"""The routine, its words and its screens, read and checked ahead of time.

People edit TOML; reading and checking all of it costs a cold start as much as everything else. So
`python -m skill model` keeps the outcome in two files beside this one. Each is taken only
while the checksum fits of all that it was made from, data and the code that reads them. After any
edit the TOML is read and checked again, at once, until the files are made anew; the objects are
the same either way.
"""

from __future__ import annotations

import json
import os
from binascii import crc32
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from skill.plain_json import KeptJson
from skill.records import dataclass
from skill.routine.model import (
    Choice,
    Clinic,
    Exercise,
    Form,
    Hold,
    Reps,
    Routine,
    Short,
    Sides,
    Step,
    Tempo,
    TempoPhase,
)
from skill.speech.words import Catalogue, ExerciseWords, Piece

if TYPE_CHECKING:
    from skill.screen.screens import Screens

HERE = os.path.dirname(__file__)  # noqa: PTH120  # pathlib costs a cold start 3 ms
SKILL = os.path.dirname(HERE)  # noqa: PTH120
ROUTINE_FOLDER, WORDS_FOLDER = f"{SKILL}/routine", f"{SKILL}/speech/en"
DATA_FILE, SCREENS_FILE = f"{HERE}/data.json", f"{HERE}/screens.txt"

ROUTINE_FILES = ("hamstrings.toml", "clinic.toml")
WORD_FILES = ("lines.toml", "words.toml", "exercises.toml")
DATA_CODE = tuple(
    f"{SKILL}/{name}.py"
    for name in (
        "prepared/load",
        "routine/loader",
        "routine/model",
        "routine/table",
        "speech/catalogue",
        "speech/words",
        "coach/lines",
    )
)
SCREEN_SOURCES = (
    f"{SKILL}/screen/figures.toml",
    f"{WORDS_FOLDER}/screen.toml",
    *(
        f"{SKILL}/screen/{name}.py"
        for name in (
            "colours",
            "documents",
            "drawing",
            "figures",
            "motion",
            "parts",
            "pictures",
            "skeleton",
            "words",
            "words_file",
            "working",
        )
    ),
    DATA_FILE,
)

KINDS: Mapping[str, Callable[..., Any]] = {
    kind.__name__: kind
    for kind in (
        *(Choice, Clinic, Exercise, Form, Hold, Reps, Routine, Short, Sides, Step, Tempo),
        *(TempoPhase, Catalogue, ExerciseWords, Piece),
    )
}
"""What may stand in the file of data, by its name there."""


@dataclass(frozen=True, slots=True)
class Data:
    """What the skill knows before anyone speaks."""

    routine: Routine
    catalogue: Catalogue
    screens: Callable[[], Screens]
    """Loads the screens: for the first device that has one."""


def load_data(routine_folder: str = ROUTINE_FOLDER, words_folder: str = WORDS_FOLDER) -> Data:
    """The routine and the words in their folders.

    Raises DataError naming file, entry, field and cure.
    """
    made_from = data_sources(routine_folder, words_folder)
    fresh = _fresh(DATA_FILE, made_from)
    if fresh is not None:
        prepared, _ = fresh
        routine, catalogue = unpacked(prepared["routine"]), unpacked(prepared["catalogue"])
        if (routine_folder, words_folder) != (ROUTINE_FOLDER, WORDS_FOLDER):
            return Data(
                routine,
                catalogue,
                lambda: _loaded_screens(routine, catalogue, routine_folder, words_folder),
            )
        return Data(routine, catalogue, lambda: _screens(routine, catalogue))
    from pathlib import Path

    from skill.routine.loader import load_routine
    from skill.speech.catalogue import load_catalogue

    routine = load_routine(Path(routine_folder))
    catalogue = load_catalogue(routine, Path(words_folder))
    return Data(
        routine,
        catalogue,
        lambda: _loaded_screens(routine, catalogue, routine_folder, words_folder),
    )


def data_sources(routine_folder: str, words_folder: str) -> tuple[str, ...]:
    """Everything that routine and words are made from."""
    return (
        *(f"{routine_folder}/{name}" for name in ROUTINE_FILES),
        *(f"{words_folder}/{name}" for name in WORD_FILES),
        *DATA_CODE,
    )


def _screens(routine: Routine, catalogue: Catalogue) -> Screens:
    """The prepared screens: only for the routine that they were prepared for."""
    fresh = _fresh(SCREENS_FILE, SCREEN_SOURCES)
    if fresh is None:
        return _loaded_screens(routine, catalogue)
    prepared, lines = fresh
    written = dict(zip((*prepared["faces"], *prepared["pictures"]), lines, strict=False))
    from skill.screen.pictures import Picture, Pictures
    from skill.screen.screens import Screens
    from skill.screen.words import ScreenWords

    late: Pictures | None = None

    def draw(*wanted: Any) -> Picture:
        """A picture that was not drawn ahead, for a pace the runner chose."""
        from skill.screen.loading import load_pictures

        nonlocal late
        late = late or load_pictures(routine)
        return late.of(*wanted)

    touches = {key: (label, spoken) for key, (label, spoken) in prepared["touches"].items()}
    words = ScreenWords(prepared["texts"], touches)
    faces: dict[str, KeptJson] = {}

    def face(name: str) -> KeptJson:
        found = faces.get(name)
        if found is None:
            found = faces[name] = KeptJson(json.loads(written[name]))
        return found

    return Screens(routine, catalogue, words, Pictures(draw, written), face)


def _loaded_screens(
    routine: Routine,
    catalogue: Catalogue,
    routine_folder: str = ROUTINE_FOLDER,
    words_folder: str = WORDS_FOLDER,
) -> Screens:
    from pathlib import Path

    from skill.screen.loading import load_screens

    return load_screens(routine, catalogue, Path(routine_folder), Path(words_folder))


def _fresh(file: str, made_from: Iterable[str]) -> tuple[Any, list[str]] | None:
    """What a prepared file holds: JSON, and after an empty line some that a start may not need.

    None where there is no such file, or it was made from something else.
    """
    try:
        with open(file, encoding="utf-8") as opened:  # noqa: PTH123  # pathlib costs a start 3 ms
            first, _, rest = opened.read().partition("\n\n")
        prepared = json.loads(first)
        return (prepared, rest.split("\n")) if prepared["checksum"] == checksum(made_from) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def checksum(files: Iterable[str]) -> int:
    """One number for the content of all files; raises OSError where one cannot be read."""
    found = 0
    for file in files:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  # pathlib costs a start 3 ms
            content = opened.read()
        found = crc32(content, crc32(b"%d:" % len(content), found))
    return found


def unpacked(node: Any) -> Any:
    """The object that `skill.prepared.make.packed` made this JSON of.

    A list is a tuple where it begins with "", and else a record or a member of an enumeration with
    its name and fields; a table with the one key "" holds such in it; all else is as it is.
    """
    if node.__class__ is list:
        fields = [unpacked(part) if part.__class__ in (list, dict) else part for part in node[1:]]
        return _made(KINDS[node[0]], fields) if node[0] else tuple(fields)
    if node.__class__ is dict and "" in node:
        return OnDemand(node[""])
    return node


def _made(kind: Any, fields: list[Any]) -> Any:
    # three hundred records: filling them is half the work of calling their classes
    if not hasattr(kind, "__setstate__"):
        return kind(*fields)
    record = object.__new__(kind)
    record.__setstate__(fields)
    return record


class OnDemand(Mapping[str, Any]):
    """A table whose entries are unpacked when they are first looked at: most starts need few."""

    def __init__(self, nodes: Mapping[str, Any]) -> None:
        self._nodes = nodes
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        try:
            return self._made[key]
        except KeyError:
            made = self._made[key] = unpacked(self._nodes[key])
            return made

    def __contains__(self, key: object) -> bool:
        return key in self._nodes

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __repr__(self) -> str:
        return repr(dict(self))
