"""The routine of the tests: the shipped one, with the doses that the conversations are told for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from skill.routine.content import Content
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from tests.support.changed_data import write_toml
from tests.support.content import copied, file_in

KEPT = Path(__file__).with_suffix(".toml")
KEPT_PROGRESSION = KEPT.with_stem("progression")
FIGURES = frozenset({"sides", "needs", "hold", "reps", "tempo", "sets", "rest"})
"""What a form has of its own or takes from the clinic's: never of today's routine."""

Fields = dict[str, Any]
Lay = Callable[[Fields, Fields], Fields]


@cache
def kept_routine() -> Routine:
    """The shipped exercises, clinic and names, with the doses of `prescription.toml`."""
    with TemporaryDirectory() as folder:
        return load_routine(write_kept_content(Path(folder)))


def write_kept_content(folder: Path) -> Content:
    """Write that routine and all other content into `folder`, as a setting may choose it."""
    content = copied(folder)
    path = file_in(content, "routine.toml")
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    kept = tomllib.loads(KEPT.read_text(encoding="utf-8"))
    write_toml(path, laid_over(shipped, kept))
    file_in(content, "progression.toml").write_bytes(KEPT_PROGRESSION.read_bytes())
    return content


def laid_over(shipped: Fields, kept: Fields) -> Fields:
    """The shipped fields with the kept doses; exercises that are not kept come last."""
    return {
        **shipped,
        "defaults": _with_doses(shipped["defaults"], kept["defaults"]),
        "short": {**shipped["short"], **kept["short"]},
        "led": {**shipped["led"], **kept["led"]},
        "tempo": _tempo(shipped["tempo"], kept["tempo"]),
        "exercise": _each(shipped["exercise"], kept["exercise"], _exercise),
    }


def _tempo(shipped: Fields, kept: Fields) -> Fields:
    longest = {"longest_rep_seconds": kept["longest_rep_seconds"]}
    ways = _each(shipped["way"], kept["way"], _with_doses)
    return {**_with_doses(shipped, longest), "way": ways}


def _exercise(shipped: Fields, kept: Fields) -> Fields:
    laid = _form(shipped, kept)
    if "variation" in shipped:
        laid["variation"] = _each(shipped["variation"], kept.get("variation", []), _form)
    return laid


def _each(shipped: list[Fields], kept: list[Fields], lay: Lay) -> list[Fields]:
    today = {entry["id"]: entry for entry in shipped}
    known = [lay(today.pop(entry["id"]), entry) for entry in kept if entry["id"] in today]
    return known + list(today.values())


def _form(shipped: Fields, kept: Fields) -> Fields:
    rest = {name: value for name, value in shipped.items() if name in kept or name not in FIGURES}
    return _with_doses(rest, kept)


def _with_doses(shipped: Fields, kept: Fields) -> Fields:
    laid = dict(shipped)
    for name, value in kept.items():
        laid[name] = _dose(shipped.get(name, {}), value) if isinstance(value, dict) else value
    return laid


def _dose(shipped: Fields, kept: Fields) -> Fields:
    """A number as it is kept, with today's source, and no field that numbers have lost since."""
    if not shipped:
        return {**kept, "source": "The tests' own."}
    today = {name: value for name, value in shipped.items() if name != "clinic"}
    return {**today, **{name: kept[name] for name in kept if name in today or name == "clinic"}}
