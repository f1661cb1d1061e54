"""Copies of the shipped data with something changed in them, to see who notices."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from skill.routine.table import DataError


@dataclass(frozen=True)
class WrongData:
    """One thing that is wrong with a file, and the complaint about it."""

    file: str
    title: str
    complaint: tuple[str, str, str]
    """The entry, the field and a part of the cure."""
    set: Mapping[str, object] = field(default_factory=dict)
    """New values by their path in the file: {"exercise/0/sets/start": 9}."""
    remove: Sequence[str] = ()
    """Paths of what is taken out."""

    def check(self, refused: DataError) -> None:
        """Fail if the complaint is not one of those that were made, in this form."""
        entry, name, cure = self.complaint
        place = f"{self.file}: {entry}: {name}: "
        about = [line.removeprefix(place) for line in str(refused).split("\n") if place in line]
        assert any(cure in line for line in about), refused


def read_wrong_data(path: Path) -> list[WrongData]:
    """The cases in a file, each under the name of the file that it changes."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [WrongData(file, **case) for file, cases in data.items() for case in cases]


def changed_copy(
    shipped: Path,
    folder: Path,
    file: str,
    new: Mapping[str, object],
    remove: Sequence[str] = (),
) -> Path:
    """`folder`, with a copy of the shipped TOML files and folders, one file of them changed."""
    for path in shipped.rglob("*.toml"):
        copy = folder / path.relative_to(shipped)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    data = tomllib.loads((folder / file).read_text(encoding="utf-8"))
    write_toml(folder / file, edited(data, new, remove))
    return folder


def edited(
    data: dict[str, Any], new: Mapping[str, object], remove: Sequence[str]
) -> dict[str, Any]:
    """The data with new values by their paths, and without what is at other paths."""
    for place, value in new.items():
        _set(*_found(data, place), value)
    for place in remove:
        holder, last = _found(data, place)
        del holder[last]
    return data


def write_toml(path: Path, data: Mapping[str, object]) -> None:
    """Write `data` as a TOML file, one line for each of its keys."""
    text = "\n".join(f"{_inline(key)} = {_inline(value)}" for key, value in data.items())
    path.write_text(text, encoding="utf-8")


def _found(data: Any, place: str) -> tuple[Any, str]:
    *way, last = place.split("/")
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    return data, last


def _set(holder: Any, last: str, value: object) -> None:
    holder[int(last) if isinstance(holder, list) else last] = value


def _inline(value: object) -> str:
    if isinstance(value, dict):
        entries = (f"{_inline(key)} = {_inline(entry)}" for key, entry in value.items())
        return f"{{ {', '.join(entries)} }}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(entry) for entry in value)}]"
    return json.dumps(value, ensure_ascii=False)
