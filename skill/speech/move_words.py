"""Names and descriptions of the warm-up's moves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skill.routine.model import Routine
from skill.routine.table import Complaints, DataError, Table
from skill.routine.toml_file import read_toml
from skill.speech.words import Texts

FILE = "warm_up.toml"
"""The file beside the exercises' words; only for a routine that lists moves."""


def read_move_words(
    folder: Path, routine: Routine, complaints: Complaints
) -> tuple[Mapping[str, Texts], Mapping[str, Mapping[str, object]]]:
    """The words of each move by id, and the raw data by file."""
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
