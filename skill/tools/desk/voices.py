"""The voice that speaks at the desk, and the words of a workout to render ahead of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from skill.speech.wording import number
from skill.speech.words import Catalogue
from skill.tools.apla_render.engines import Engine, EspeakNg, Flite, Piper, Polly

HOW_TO_GET_ONE = (
    "No voice is installed. For a natural one: make voice; "
    "for a small one: the program espeak-ng or flite."
)
BEST = "best"
LOCAL: Mapping[str, Callable[[], Engine]] = {
    "piper": Piper,
    "espeak-ng": EspeakNg,
    "flite": Flite,
}
"""The engines that speak on this machine, the most natural first."""
ENGINES: Mapping[str, Callable[[], Engine]] = {**LOCAL, "polly": Polly}
LONGEST_COUNT = 60


def best_engine(makers: Iterable[Callable[[], Engine]] = LOCAL.values()) -> Engine | None:
    """The first engine that is installed; None if there is none.

    Takes about a second if that is Piper.
    """
    for make in makers:
        try:
            return make()
        except (ImportError, FileNotFoundError):
            continue
    return None


def engine_named(name: str) -> Engine | None:
    """The engine of that name, or the best one, with its clips cached; None if there is no best.

    Raises ValueError, with the cure, if an engine that is named is not installed.
    """
    from skill.tools.apla_render.sound_clips import KeptClips  # a server's doctor has no numpy

    try:
        engine = best_engine() if name == BEST else ENGINES[name]()
    except (ImportError, FileNotFoundError) as error:
        raise ValueError(f"{name}: {error}. {HOW_TO_GET_ONE}") from error
    return KeptClips(engine) if engine else None


def words_of_work(catalogue: Catalogue) -> tuple[str, ...]:
    """The short words of every work turn: the count, and what a rep's phases are called."""
    numbers = (number(catalogue, value) for value in range(1, LONGEST_COUNT + 1))
    return (*numbers, *dict.fromkeys(catalogue.tables["cue"].values()))
