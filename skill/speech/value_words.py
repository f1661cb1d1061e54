"""A language's words for values: numbers, nouns and tables; and how long speech takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from skill.routine.table import Complaints, DataError

FILE = "words.toml"
WORDS = {"tables", "nouns", "plural", "numbers", "pace", "ordinals", "fixed", "inviting"}
"""The content of the file."""
PACE = ("start_ms", "letter_ms", "digit_ms", "pause_ms")
"""Its fields for the length of a text, in ms."""


class WordsFile(Struct):
    """The content of the file, as far as it could be read."""

    tables: dict[str, dict[str, str]] = {}
    nouns: dict[str, tuple[str, ...]] = {}
    plural: tuple[tuple[int, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    pace: dict[str, int] = {}


def read_words(words: Mapping[str, object], complaints: Complaints) -> WordsFile:
    """The words in a file's data; complains about unusable ones and leaves them out."""
    found = WordsFile()
    for name in set(words) - WORDS:
        complaints.wrong(FILE, "file", name, "is not a known field; take it out.")
    if not words:
        return found
    with complaints.gather():
        for name, table in tables_of(FILE, words, "tables").items():
            with complaints.gather():
                found.tables[name] = texts_of(FILE, f"tables.{name}", table)
    with complaints.gather():
        found.plural = _plural(words)
        found.nouns = _nouns(words, len(found.plural) + 1, complaints)
    with complaints.gather():
        found.numbers = _list(FILE, words, "numbers", 100)
    with complaints.gather():
        found.ordinals = _list(FILE, words, "ordinals", 11)
    with complaints.gather():
        found.pace = _pace(words)
    return found


def tables_of(file: str, data: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The table of that name; raises DataError if it is missing."""
    table = data.get(name)
    if not isinstance(table, dict):
        raise DataError(file, name, "table", "is missing; add it.")
    return cast("Mapping[str, object]", table)


def texts_of(file: str, entry: str, table: object) -> dict[str, str]:
    """A table of texts; raises DataError if it is none."""
    if not isinstance(table, dict):
        raise DataError(file, entry, "table", f"is {table!r}; give a table of texts.")
    for key, text in table.items():
        if not isinstance(text, str):
            raise DataError(file, entry, key, f"is {text!r}; give a text.")
    return cast("dict[str, str]", table)


def _list(file: str, data: Mapping[str, object], field: str, length: int) -> tuple[str, ...]:
    value = data.get(field)
    if not isinstance(value, list) or len(value) != length:
        raise DataError(file, "file", field, f"needs {length} words, from zero on.")
    return tuple(str(word) for word in value)


def _nouns(
    words: Mapping[str, object], forms: int, complaints: Complaints
) -> dict[str, tuple[str, ...]]:
    nouns = {}
    for name, given in tables_of("words.toml", words, "nouns").items():
        if not isinstance(given, list) or len(given) != forms:
            cure = f"needs {forms} words: one for each list in `plural`, and one for the rest."
            complaints.wrong("words.toml", "nouns", name, cure)
            continue
        nouns[name] = tuple(map(str, given))
    return nouns


def _plural(words: Mapping[str, object]) -> tuple[tuple[int, ...], ...]:
    given = words.get("plural")
    found = []
    for numbers in given if isinstance(given, list) else [None]:
        if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
            cure = f"is {given!r}; give lists of numbers, one for each form but the last: [[1]]."
            raise DataError("words.toml", "file", "plural", cure)
        found.append(tuple(numbers))
    return tuple(found)


def _pace(words: Mapping[str, object]) -> dict[str, int]:
    given = tables_of("words.toml", words, "pace")
    pace = {}
    for name in PACE:
        value = given.get(name)
        if type(value) is not int or not 0 <= value <= 5000:
            cure = f"is {value!r}; give milliseconds, from 0 to 5000."
            raise DataError("words.toml", "pace", name, cure)
        pace[name] = value
    for name in given:
        if name not in PACE:
            raise DataError("words.toml", "pace", name, "is not a known field; take it out.")
    return pace
