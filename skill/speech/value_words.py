"""A language's words for values: numbers, nouns and tables; and how long speech takes."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.routine.table import Complaints, Table

FILE = "words.toml"
PACE = ("start_ms", "letter_ms", "digit_ms", "pause_ms")
"""The fields that give the length of a text, in ms."""


class ValueWords(Struct, frozen=True):
    """The words that stand for values."""

    tables: Mapping[str, Mapping[str, str]]
    nouns: Mapping[str, tuple[str, ...]]
    plural: tuple[tuple[int, ...], ...]
    numbers: tuple[str, ...]
    ordinals: tuple[str, ...]
    pace: Mapping[str, int]


def read_words(data: Mapping[str, object], complaints: Complaints) -> ValueWords:
    """The words in a file's data; complains about unusable ones and leaves them out."""
    file = Table(data, file=FILE, entry="file", complaints=complaints, missing=not data)
    tables, pace = file.table("tables"), file.table("pace")
    plural = _plural(file)
    words = ValueWords(
        tables={name: texts_of(tables.table(name)) for name in tables.names},
        nouns=_nouns(file.table("nouns"), len(plural) + 1),
        plural=plural,
        numbers=_list(file, "numbers", 100),
        ordinals=_list(file, "ordinals", 11),
        pace={name: pace.number(name, low=0, high=5000, unit="milliseconds") for name in PACE},
    )
    pace.done()
    for field in filter(file.has, ("fixed", "inviting")):
        file.raw(field)  # checked with the texts
    file.done()
    return words


def texts_of(table: Table) -> dict[str, str]:
    """All texts of a table."""
    return {name: table.text(name, blank=True) for name in table.names}


def _list(file: Table, field: str, length: int) -> tuple[str, ...]:
    value = file.raw(field) if file.has(field) else None
    if isinstance(value, list) and len(value) == length:
        return tuple(map(str, value))
    file.wrong(field, f"needs {length} words, from zero on.")
    return ()


def _nouns(table: Table, forms: int) -> dict[str, tuple[str, ...]]:
    nouns = {}
    for name in table.names:
        given = table.raw(name)
        if isinstance(given, list) and len(given) == forms:
            nouns[name] = tuple(map(str, given))
        else:
            cure = f"needs {forms} words: one for each list in `plural`, and one for the rest."
            table.wrong(name, cure)
    return nouns


def _plural(file: Table) -> tuple[tuple[int, ...], ...]:
    given = file.raw("plural") if file.has("plural") else None
    lists = given if isinstance(given, list) else [given]
    if all(isinstance(each, list) and all(type(n) is int for n in each) for each in lists):
        return tuple(map(tuple, lists))
    cure = f"is {given!r}; give lists of numbers, one for each form but the last: [[1]]."
    file.wrong("plural", cure)
    return ()
