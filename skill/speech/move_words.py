"""What the moves of the warm-up are called, and how they go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skill.routine.model import Routine
from skill.routine.table import Complaints, DataError, Table
from skill.routine.toml_file import read_toml
from skill.speech.words import Texts

FILE = "warm_up.toml"
"""Beside the words of the exercises; only where the routine lists moves."""


def read_move_words(
    folder: Path, routine: Routine, complaints: Complaints
) -> tuple[Mapping[str, Texts], Mapping[str, Mapping[str, object]]]:
    """The words of each move by its id, and the data they were read from by their file."""
    path = folder / FILE
    if not (routine.led.moves or path.exists()):
        return {}, {}
    try:
        data = read_toml(path)
    except DataError as error:
        complaints.add(error)
        return {}, {}
    file = Table(data, file=FILE, entry="file", complaints=complaints)
    found = {}
    for move in routine.led.moves:
        table = file.table(move.id)
        found[move.id] = {"name": table.text("name"), "line": table.text("line")}
        table.done()
    file.done()
    return found, {FILE: data}
