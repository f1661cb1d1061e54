"""Reads a language's words for values: numbers, nouns and tables; and how long speech takes."""

from __future__ import annotations

from skill.routine.table import Table
from skill.speech.words import ValueWords

PACE = ("start_ms", "letter_ms", "digit_ms", "pause_ms")
"""The fields that give the length of a text, in ms."""


def read_words(file: Table) -> ValueWords:
    """The words in a file; complains about unusable ones and leaves them empty."""
    tables, nouns, pace = file.table("tables"), file.table("nouns"), file.table("pace")
    plural = _plural(file)
    forms = len(plural) + 1
    of_a_noun = f"needs {forms} words: one for each list in `plural`, and one for the rest."
    words = ValueWords(
        tables={name: _texts(tables.table(name)) for name in tables.names},
        nouns={name: _list(nouns, name, forms, of_a_noun) for name in nouns.names},
        plural=plural,
        numbers=_list(file, "numbers", 100, "needs 100 words, from zero on."),
        ordinals=_list(file, "ordinals", 11, "needs 11 words, from zero on."),
        pace={name: pace.number(name, low=0, high=5000, unit="milliseconds") for name in PACE},
    )
    pace.done()
    return words


def _texts(table: Table) -> dict[str, str]:
    return {name: table.text(name, blank=True) for name in table.names}


def _list(table: Table, field: str, length: int, cure: str) -> tuple[str, ...]:
    value = table.raw(field) if table.has(field) else None
    if isinstance(value, list) and len(value) == length:
        return tuple(map(str, value))
    table.wrong(field, cure)
    return ()


def _plural(file: Table) -> tuple[tuple[int, ...], ...]:
    given = file.raw("plural") if file.has("plural") else None
    lists = given if isinstance(given, list) else [given]
    if all(isinstance(each, list) and all(type(n) is int for n in each) for each in lists):
        return tuple(map(tuple, lists))
    cure = f"is {given!r}; give lists of numbers, one for each form but the last: [[1]]."
    file.wrong("plural", cure)
    return ()
