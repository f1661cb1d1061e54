"""Routine and words as the build of the Lambda bundle leaves them: read and checked ahead.

Reading and checking the files of content takes a sixth of a cold start; this takes a tenth of that.
A checkout, and a folder of content of one's own, has nothing prepared and is read file by file.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import msgpack

from skill.routine.content import Content
from skill.routine.model import Routine
from skill.speech.words import Catalogue

FOLDER = "prepared"
"""In the folder of content; a file for each routine, clinic and language."""

Words = tuple[Routine, Catalogue]
"""A routine of a clinic, and the words for it in one language."""


def words_in(content: Content, language: str) -> Words:
    """What is prepared, or else what the files say. Raises DataError if they are wrong."""
    try:
        prepared = _file(content, language).read_bytes()
    except FileNotFoundError:
        return _read(content, language)
    words: Words = msgpack.decode(prepared, type=Words)
    return words


def prepare(content: Content, language: str) -> None:
    """Read and check the files, and leave what they say. Raises DataError if they are wrong."""
    words, file = _read(content, language), _file(content, language)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(msgpack.encode(words))


def _read(content: Content, language: str) -> Words:
    # where all is prepared, what reads it is never loaded
    from skill.routine.loader import load_routine
    from skill.speech.catalogue import load_catalogue

    routine = load_routine(content)
    return routine, load_catalogue(content, routine, language)


def _file(content: Content, language: str) -> Path:
    return content.root / FOLDER / f"{content.routine}.{content.clinic}.{language}.msgpack"
