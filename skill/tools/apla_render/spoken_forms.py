"""Spells out say-as in words: digits, telephone numbers, letters and so on.

The engines do not understand Alexa's values of `interpret-as`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
HALF_AND_QUARTER = {2: ("half", "halves"), 4: ("quarter", "quarters")}
SYMBOLS = {
    "@": "at",
    ".": "dot",
    "-": "dash",
    "_": "underscore",
    "/": "slash",
    "+": "plus",
    "#": "pound",
    "&": "and",
    "*": "star",
}
"""The names of symbols among letters; Alexa's own are not documented."""


def say_as(interpret_as: str, text: str) -> str:
    """The words for a text; raises ValueError if there are none.

    >>> say_as("telephone", "(619) 260-0750")
    'six one nine, two six zero, zero seven five zero'
    """
    reading = READINGS.get(interpret_as)
    if reading is None:
        known = ", ".join(READINGS)
        raise ValueError(f'interpret-as="{interpret_as}" is not supported; use one of {known}')
    return reading(" ".join(text.split()))


def _telephone(text: str) -> str:
    groups = re.findall(r"\d+", text)
    if not groups or re.search(r"[^\d\s().+-]", text):
        raise ValueError(f'"{text}" is not a telephone number')
    return ", ".join(_digits(group) for group in groups)


def _digits(text: str) -> str:
    compact = text.replace(" ", "")
    if not (compact.isascii() and compact.isdigit()):
        raise ValueError(f'"{text}" is not only digits')
    return " ".join(DIGITS[int(digit)] for digit in compact)


def _characters(text: str) -> str:
    names = []
    for character in text.replace(" ", ""):
        if character.isdigit() and character.isascii():
            names.append(DIGITS[int(character)])
        elif character.isalpha():
            names.append(character.upper())
        elif character in SYMBOLS:
            names.append(SYMBOLS[character])
        else:
            raise ValueError(f'"{character}" has no name here')
    if not names:
        raise ValueError("there is nothing to spell out")
    return ", ".join(names)


def _cardinal(text: str) -> str:
    compact = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", compact):
        raise ValueError(f'"{text}" is not a number')
    return f"minus {compact[1:]}" if compact.startswith("-") else compact


def _ordinal(text: str) -> str:
    match = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", text.replace(",", ""))
    if match is None:
        raise ValueError(f'"{text}" is not a whole number')
    value = int(match[1])
    teens = 10 < value % 100 < 20
    return f"{value}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def _fraction(text: str) -> str:
    match = re.fullmatch(r"(?:(\d+)\s*\+\s*)?(\d+)\s*/\s*(\d+)", text)
    if match is None:
        raise ValueError(f'"{text}" is not a fraction')
    count, parts = int(match[2]), int(match[3])
    if parts < 2:
        raise ValueError(f'"{text}" is not a fraction')
    # an engine reads "3rd" as "third" and "3rds" as letters, so a plural is said as a division
    if parts in HALF_AND_QUARTER:
        spoken = f"{count} {HALF_AND_QUARTER[parts][count != 1]}"
    else:
        spoken = f"1 {_ordinal(match[3])}" if count == 1 else f"{count} over {parts}"
    return f"{match[1]} and {spoken}" if match[1] else spoken


def _time(text: str) -> str:
    match = re.fullmatch(r"(?:(\d+)')?\s*(?:(\d+)\")?", text)
    if match is None or not text:
        raise ValueError(f'"{text}" is not a time such as 1\'21"')
    named = [(match[1], "minute"), (match[2], "second")]
    return " and ".join(
        f"{int(count)} {unit}{'' if int(count) == 1 else 's'}" for count, unit in named if count
    )


def _unchanged(text: str) -> str:
    return text


READINGS: Mapping[str, Callable[[str], str]] = {
    "telephone": _telephone,
    "digits": _digits,
    "characters": _characters,
    "spell-out": _characters,
    "cardinal": _cardinal,
    "number": _cardinal,
    "ordinal": _ordinal,
    "fraction": _fraction,
    "time": _time,
    "interjection": _unchanged,
}
"""The supported values. Date, unit, address and expletive are errors rather than guesses."""
