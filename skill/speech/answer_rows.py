"""One-line answers: rows of the files in `answers`, with what runners say and what they hear.

    [cool_down]
    answer = "Walk easy for a few minutes, then stretch lightly."
    in_passing = true
    logged = true
    samples = ["should i cool down [afterwards]"]

The flags are those of FixedAnswer. The samples are only for the language model; long lists of them
are kept with the other sentences, as these files are read at every start.
"""

from __future__ import annotations

import re
from pathlib import Path

from skill.coach.fixed_answers import BRIEFLY, FAMILY, FixedAnswer
from skill.routine.table import Complaints, DataError, Table
from skill.routine.toml_file import read_toml

FOLDER = "answers"
ANSWER, BRIEF = "answer", "briefly"
HEARD = ("samples", "in_full", "said", "slots")
"""The field with what runners say, in the form of the other sentence files."""
FLAGS = ("in_passing", "card", "once", "logged")
NAME = re.compile("[a-z]+(_[a-z]+)*")


class AnswerRows:
    """The rows of all files, and their words."""

    def __init__(self, folder: Path, complaints: Complaints) -> None:
        self.answers: dict[str, FixedAnswer] = {}
        self.texts: dict[str, dict[str, dict[str, object]]] = {}
        """The words, by file, row and field."""
        self.places: dict[str, tuple[str, str, str]] = {}
        """The file, row and field of each message."""
        for path in sorted((folder / FOLDER).glob("*.toml")):
            file = f"{FOLDER}/{path.name}"
            with complaints.gather():
                for name, row in read_toml(path, file).items():
                    with complaints.gather():
                        self._add(file, name, row, complaints)

    def text(self, message: str) -> object:
        """A message's words, unchecked."""
        file, name, field = self.places[message]
        return self.texts[file][name][field]

    def _add(self, file: str, name: str, row: object, complaints: Complaints) -> None:
        if not isinstance(row, dict):
            raise DataError(file, name, "row", f"is {row!r}; give a table with its `answer`.")
        if not NAME.fullmatch(name):
            raise DataError(file, name, "name", "take small letters, with _ between words.")
        if name in self.answers:
            raise DataError(file, name, "row", "is in another file, too; keep it once.")
        table = Table(row, file=file, entry=name, complaints=complaints)
        flags = {flag: table.flag(flag) for flag in FLAGS}
        self.answers[name] = FixedAnswer(**flags, brief=table.has(BRIEF))
        for field in (*HEARD, *(BRIEF,) * table.has(BRIEF), ANSWER):
            if table.has(field) or field == ANSWER:
                table.raw(field)
        table.done()
        said = {field: row[field] for field in (ANSWER, BRIEF) if field in row}
        self.texts.setdefault(file, {})[name] = said
        for field in said:
            message = f"{FAMILY}.{name}{BRIEFLY if field == BRIEF else ''}"
            self.places[message] = (file, name, field)
