"""What words must not contain: numbers that the data gives, markup, unspeakable characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

LONGEST_TEXT = 500
"""The longest line in characters: half a minute of speech."""
PUNCTUATION = frozenset(" .,:;?!¿¡'’‘\"“”„«»()-–—…{}")
"""Characters that a voice reads as a pause or not at all; other non-letters are refused."""
VALUE = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Figures(Struct, frozen=True):
    """What counts as a number typed into a sentence, in one language."""

    numbers: Sequence[str]
    """The words for zero, one, two and so on."""
    nouns: Collection[str]
    """Every form of the nouns that are counted."""
    fixed: Collection[str] = ()
    """Phrases with a number that no data can change, such as "two legs"."""


def faults_of(text: str, figures: Figures) -> Iterator[str]:
    """The cures for mistakes in a spoken text, apart from values in braces."""
    literal = VALUE.sub("\N{OBJECT REPLACEMENT CHARACTER}", text)
    yield from sign_faults(literal, PUNCTUATION)
    if len(text) > LONGEST_TEXT:
        yield f"has {len(text)} characters; stay within {LONGEST_TEXT}, or say it in two lines."
    for phrase in figures.fixed:
        literal = re.sub(rf"(?i)\b{re.escape(phrase)}\b", "", literal)
    for figure in _figures(literal, figures):
        yield (
            f"has the figure {figure!r} typed in; take it from the data by a {{value}}, or list "
            "its phrase under `fixed` in words.toml if no data can change it."
        )


def sign_faults(text: str, allowed: Collection[str]) -> Iterator[str]:
    """A cure for each character that is neither a letter nor allowed."""
    for sign in dict.fromkeys(text):
        if sign in allowed or sign == "\N{OBJECT REPLACEMENT CHARACTER}":
            continue
        kind = unicodedata.category(sign)
        if kind[0] in "LM":
            continue
        if kind[0] == "N":
            yield f"has the digit {sign!r}; take it from the data by a {{value}}."
        elif sign in "<>&":
            yield f"has the markup sign {sign!r}; write plain words, as pauses come by punctuation."
        elif kind[0] == "C" or kind in ("Zl", "Zp"):
            yield f"has the control character {sign!r}; write one line of plain text."
        else:
            name = unicodedata.name(sign, "a sign")
            yield f"has {sign!r} ({name.lower()}), which a voice cannot read; remove it."


def _figures(text: str, figures: Figures) -> Iterator[str]:
    words = [word.lower() for word in WORD.findall(text)]
    for word, following in pairwise([*words, ""]):
        number = figures.numbers.index(word) if word in figures.numbers else 0
        if number > 1:
            yield word
        elif number == 1 and following in figures.nouns:
            yield f"{word} {following}"
