"""Content as the build of the Lambda bundle leaves it: read and checked ahead.

Reading and checking the files took a sixth of a cold start, and as long again for the first
screen; this takes a fifth of that. A checkout, or another folder of content, has nothing prepared
and is read file by file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import msgpack

from skill.routine.content import Content
from skill.routine.model import Routine
from skill.speech.words import Catalogue

if TYPE_CHECKING:
    from skill.screen.screens import Screens

FOLDER = "prepared"
"""In the folder of content; two files for each routine, clinic and language."""

Words = tuple[Routine, Catalogue]
"""A routine of a clinic, and the words for it in one language."""


def words_in(content: Content, language: str) -> Words:
    """What is prepared, or else what the files say. Raises DataError if they are wrong."""
    try:
        prepared = _file(content, language, "words").read_bytes()
    except FileNotFoundError:
        return _read(content, language)
    words: Words = msgpack.decode(prepared, type=Words)
    return words


def screens_in(content: Content, language: str, words: Words) -> Screens:
    """The screens for these words, in the same way. Raises DataError."""
    from skill.screen.screens import Drawn, Screens  # only if there is a screen

    try:
        prepared = _file(content, language, "screens").read_bytes()
    except FileNotFoundError:
        from skill.screen.loading import load_screens

        return load_screens(content, *words, language)
    routine, catalogue = words
    texts, figures, documents = msgpack.decode(prepared, type=Drawn)
    return Screens(routine, catalogue, texts, figures, documents)


def prepare(content: Content, language: str) -> None:
    """Read and check the files, and leave what they say. Raises DataError if they are wrong."""
    from skill.screen.loading import load_drawn

    words = _read(content, language)
    found = {"words": words, "screens": load_drawn(content, words[0], language)}
    for what, prepared in found.items():
        file = _file(content, language, what)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(msgpack.encode(prepared))


def _read(content: Content, language: str) -> Words:
    # where all is prepared, what reads it is never loaded
    from skill.routine.loader import load_routine
    from skill.speech.catalogue import load_catalogue

    routine = load_routine(content)
    return routine, load_catalogue(content, routine, language)


def _file(content: Content, language: str, what: str) -> Path:
    name = f"{content.routine}.{content.clinic}.{language}.{what}.msgpack"
    return content.root / FOLDER / name
