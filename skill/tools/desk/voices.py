"""Which voice speaks at the desk, and which words of a workout it should know ahead of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from skill.speech.wording import number
from skill.speech.words import Catalogue
from skill.tools.apla_render.engines import Engine, EspeakNg, Flite, Piper

HOW_TO_GET_ONE = (
    "No voice is installed. For a natural one: make voice; "
    "for a small one: the program espeak-ng or flite."
)
ENGINES: tuple[Callable[[], Engine], ...] = (Piper, EspeakNg, Flite)
"""The most natural first."""
LONGEST_COUNT = 60


def best_engine(makers: Sequence[Callable[[], Engine]] = ENGINES) -> Engine | None:
    """The first engine that is installed; None if there is none.

    Takes about a second if that is Piper.
    """
    if find_spec("numpy") is None:
        return None
    for make in makers:
        try:
            return make()
        except (ImportError, FileNotFoundError):
            continue
    return None


def words_of_work(catalogue: Catalogue) -> tuple[str, ...]:
    """The short words of every work turn: the count, and what a rep's phases are called."""
    numbers = (number(catalogue, value) for value in range(1, LONGEST_COUNT + 1))
    return (*numbers, *dict.fromkeys(catalogue.tables["cue"].values()))
