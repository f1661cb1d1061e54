"""Writes what `load.py` reads; run by `python -m skill model`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from skill.coach.dose import Dose, dose_of
from skill.coach.journal import Preference
from skill.enums import StrEnum
from skill.prepared.load import (
    DATA_FILE,
    KINDS,
    ROUTINE_FOLDER,
    SCREEN_SOURCES,
    SCREENS_FILE,
    WORDS_FOLDER,
    checksum,
    data_sources,
)
from skill.records import fields
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.screen.documents import FACES, face
from skill.screen.loading import load_pictures
from skill.screen.pictures import Kind, key_of
from skill.screen.words_file import load_screen_words
from skill.speech.catalogue import load_catalogue


def write() -> None:
    """Make both files anew; raises DataError where the data are wrong."""
    Path(DATA_FILE).write_text(data_text(), encoding="utf-8")
    Path(SCREENS_FILE).write_text(screens_text(), encoding="utf-8")


def stale() -> list[str]:
    """The names of the files that are not as they would be made now."""
    made = ((DATA_FILE, data_text), (SCREENS_FILE, screens_text))
    return [
        Path(file).name
        for file, text in made
        if not Path(file).exists() or Path(file).read_text(encoding="utf-8") != text()
    ]


def data_text() -> str:
    """The prepared routine and words."""
    routine = load_routine()
    return _json(
        checksum=checksum(data_sources(ROUTINE_FOLDER, WORDS_FOLDER)),
        routine=packed(routine),
        catalogue=packed(load_catalogue(routine)),
    )


def screens_text() -> str:
    """The prepared screens: words, documents and the pictures of every form's own pace."""
    routine = load_routine()
    words, pictures = load_screen_words(), load_pictures(routine)
    drawn = {}
    for dose in _doses(routine):
        for kind in Kind:
            drawn[key_of(kind, dose)] = _compact(pictures.of(kind, dose))
    head = _json(
        checksum=checksum(SCREEN_SOURCES),
        texts=words.texts,
        touches=words.touches,
        faces=list(FACES),
        pictures=list(drawn),
    )
    return "\n".join((head, *(_compact(face(name)) for name in FACES), *drawn.values(), ""))


def _doses(routine: Routine) -> Iterator[Dose]:
    for exercise in routine.exercises:
        for form in exercise.forms.values():
            yield dose_of(exercise, Preference(form=form.id))


def packed(value: Any) -> Any:
    """JSON that `skill.prepared.load.unpacked` makes the same object of."""
    cls = type(value)
    if isinstance(value, Enum | StrEnum):
        return [_named(cls), value.value]
    if hasattr(cls, "__record_fields__"):
        return [_named(cls), *(packed(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, tuple):
        return ["", *map(packed, value)]
    if isinstance(value, Mapping):
        table = {key: packed(part) for key, part in value.items()}
        return table if table == value else {"": table}
    if value is not None and cls not in (str, int, float, bool):
        raise TypeError(f"{cls.__name__} cannot be packed")
    return value


def _named(cls: type) -> str:
    if KINDS.get(cls.__name__) is not cls:
        raise TypeError(f"{cls.__name__} is not among skill.prepared.load.KINDS")
    return cls.__name__


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _json(**parts: object) -> str:
    """One entry a line, so that a change shows as one."""
    return json.dumps(parts, indent=0, ensure_ascii=False, separators=(",", ":")) + "\n"
