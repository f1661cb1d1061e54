"""Reads hand-edited TOML files, and finds the line of a mistake."""

from __future__ import annotations

import codecs
import tomllib
from pathlib import Path

from skill.routine.table import Complaints, DataError, Table

SCHEMA = 1

TOO_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
SAVE = "save it as UTF-8 without a byte order mark."


def read_toml(path: Path, name: str | None = None) -> dict[str, object]:
    """The data of a file; raises DataError if it is not TOML in UTF-8."""
    file = name or path.name
    try:
        return tomllib.loads(decoded(path.read_bytes(), file))
    except FileNotFoundError:
        raise DataError(file, "file", "path", "does not exist; restore it.") from None
    except OSError as error:
        cure = f"cannot be read ({error.strerror}); restore it."
        raise DataError(file, "file", "path", cure) from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, "file", "TOML", f"cannot be read ({error}); mend it.") from error


def decoded(content: bytes, file: str) -> str:
    """The text of a file with plain line ends; raises DataError if it is not UTF-8."""
    if content.startswith(TOO_WIDE) or b"\0" in content[:200]:
        raise DataError(file, "file", "encoding", f"is UTF-16; {SAVE}")
    if content.startswith(codecs.BOM_UTF8):
        raise DataError(file, "file", "encoding", f"begins with a byte order mark (BOM); {SAVE}")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        sign = content[error.start : error.start + 1].decode("latin-1")
        cure = f"is not UTF-8 but likely Latin-1 ({sign!r} at line {line}); {SAVE}"
        raise DataError(file, "file", "encoding", cure) from error


def read_file(path: Path, complaints: Complaints) -> Table:
    """A TOML file of the current schema; an empty table if it cannot be read."""
    fields = None
    with complaints.gather():
        fields = read_toml(path)
    file = Table(
        fields or {}, file=path.name, entry="file", complaints=complaints, missing=fields is None
    )
    file.number("schema", low=SCHEMA, high=SCHEMA)
    return file
