"""Reads the values of the slot types, such as exercises, equipment and legs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skill.routine.table import Complaints, DataError
from skill.routine.toml_file import read_toml
from skill.tools.language_model.sentences import NAME, texts

VALUE = re.compile(f"{NAME}(?: {NAME})*")
VALUE_LENGTH = 140
"""The longest slot value that Alexa allows, in characters."""


@dataclass(frozen=True)
class Value:
    """One value of a slot type."""

    id: str
    """The id that the skill gets: `romanian_deadlift`."""
    name: str
    """The value's name: `Romanian deadlift`."""
    synonyms: tuple[str, ...]
    """Its other names, including mishearings: `r d l`, `are dee ells`."""

    @property
    def spoken(self) -> tuple[str, ...]:
        """All its names, `name` first."""
        return (self.name, *self.synonyms)


def read_slot_types(folder: Path, exercises: Path) -> dict[str, tuple[Value, ...]]:
    """The values of each custom slot type, by the type's name; raises DataError."""
    complaints = Complaints()
    types = {"EXERCISE": tuple(_exercises(exercises))}
    path = folder / "slot_types.toml"
    for slot_type, values in read_toml(path).items():
        if not isinstance(values, dict):
            complaints.wrong(path.name, slot_type, "values", "is not a table; give lists of names.")
            continue
        members: list[Value] = []
        for id, names in values.items():
            with complaints.gather():
                name, *synonyms = _named(path.name, slot_type, id, names)
                members.append(Value(id, name, tuple(synonyms)))
        types[slot_type] = tuple(members)
    for slot_type, known in types.items():
        file = exercises.name if slot_type == "EXERCISE" else path.name
        _check(file, slot_type, known, complaints)
    complaints.finish()
    return types


def _named(file: str, slot_type: str, id: str, names: object) -> tuple[str, ...]:
    called = texts(file, slot_type, id, names)
    if not called:
        raise DataError(file, slot_type, id, "has no name; give one at least.")
    return called


def _exercises(path: Path) -> list[Value]:
    values = []
    for id, entry in read_toml(path).items():
        if not isinstance(entry, Mapping):
            continue
        name = texts(path.name, id, "name", [entry.get("name")])[0]
        called = texts(path.name, id, "called", entry.get("called"))
        others = tuple(text for text in called if text.lower() != name.lower())
        values.append(Value(id=id, name=name, synonyms=others))
    return values


def _check(file: str, slot_type: str, values: tuple[Value, ...], complaints: Complaints) -> None:
    owner: dict[str, str] = {}
    for value in values:
        for text in value.spoken:
            if not VALUE.fullmatch(text) or len(text) > VALUE_LENGTH:
                cure = f"holds what Alexa refuses; take letters, at most {VALUE_LENGTH}."
                complaints.wrong(file, *_place(slot_type, value.id), cure=f"{text!r} {cure}")
            other = owner.setdefault(text.lower(), value.id)
            if other != value.id:
                cure = f"also means {other}; remove it from one of the two."
                complaints.wrong(file, *_place(slot_type, value.id), cure=f"{text!r} {cure}")
        if len(set(map(str.lower, value.spoken))) != len(value.spoken):
            complaints.wrong(file, *_place(slot_type, value.id), cure="has a name twice; drop one.")


def _place(slot_type: str, value: str) -> tuple[str, str]:
    """The entry and field of a value; those of exercises are in each exercise."""
    return (value, "called") if slot_type == "EXERCISE" else (slot_type, value)
