"""Finds the line of a TOML file that a complaint is about, which the parser doesn't tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from skill.routine.table import DataError

HEADER = re.compile(r"\s*\[\[?\s*(?P<name>[\w.\"@-]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"""(?:^|[{,])\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[\w-]+))\s*=""")
QUOTED = re.compile(r"""(?P<mark>['"])(?P<text>.+)(?P=mark)""")
SAID_LINE = re.compile(r"at line (\d+)")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')


def line_of(text: str, error: DataError) -> int:
    """The line of a text that a complaint is about, as close as possible; 1 if unknown.

    Looks for the words of entry and field, each within the last: a table's header, an id, a key.
    Finally looks for a text that the field quotes.
    """
    if told := SAID_LINE.search(error.cure):
        return int(told[1])
    lines = text.splitlines()
    quoted = QUOTED.search(error.field)
    if quoted:
        entry = _place(lines, error.entry)
        said = (n for n in range(entry, len(lines)) if quoted["text"] in lines[n])
        return next(said, entry) + 1
    return _place(lines, f"{error.entry} {error.field}") + 1


def _place(lines: Sequence[str], path: str) -> int:
    """The line number, from 0, that the words of a path lead to."""
    words = [word for word in re.split(r"[. ]", path.removeprefix("file")) if word]
    start, end, words = _headed(lines, words)
    for word in words:
        for number in range(start, end):
            if found := _extent(lines, number, word, end):
                start, end = found
                break
    return start


def _headed(lines: Sequence[str], words: list[str]) -> tuple[int, int, list[str]]:
    """Start and end of the table that the first words name, and the remaining words."""
    for count in range(len(words), 0, -1):
        for number, line in enumerate(lines):
            header = HEADER.fullmatch(line)
            if header and _parts(header["name"]) == words[:count]:
                end = len(lines) if "[[" in line else _end(lines, number)
                return number, end, words[count:]
    return 0, len(lines), words


def _parts(name: str) -> list[str]:
    return [part.strip('"') for part in name.split(".")]


def _end(lines: Sequence[str], start: int) -> int:
    """The end of a table: before the next one that is not inside it."""
    header = HEADER.fullmatch(lines[start])
    name = header["name"] if header else ""
    for number in range(start + 1, len(lines)):
        other = HEADER.fullmatch(lines[number])
        if other and not other["name"].startswith(f"{name}."):
            return number
    return len(lines)


def _extent(lines: Sequence[str], number: int, word: str, end: int) -> tuple[int, int] | None:
    """Start and end of the entry with this name, if it begins on this line."""
    line = lines[number]
    header = HEADER.fullmatch(line)
    if header:
        is_it = word in _parts(header["name"])
        return (number, end if "[[" in line else _end(lines, number)) if is_it else None
    if re.search(rf'\bid\s*=\s*"{re.escape(word)}"', line):
        if "{" in line:
            return number, number + 1
        above = next((n for n in range(number, -1, -1) if HEADER.fullmatch(lines[n])), number)
        return number, min(end, _end(lines, above))
    keys = [match["quoted"] or match["bare"] for match in KEY.finditer(line)]
    if word not in keys:
        return None
    depths = accumulate(map(_opened, lines[number:end]))
    closed = next((n for n, depth in enumerate(depths) if depth <= 0), end - number - 1)
    return number, number + closed + 1


def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    plain = STRING.sub("", line.partition("#")[0])
    return sum(map(plain.count, "[{")) - sum(map(plain.count, "]}"))
