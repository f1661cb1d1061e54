"""The screens from the project's own files."""

from __future__ import annotations

from pathlib import Path

from skill.routine.model import Routine
from skill.screen.document import load_documents
from skill.screen.figures import FILE as FIGURES_FILE
from skill.screen.figures import load_figures
from skill.screen.screens import Screens
from skill.screen.words_file import FILE as WORDS_FILE
from skill.screen.words_file import load_screen_words
from skill.speech.words import Catalogue


def load_screens(
    routine: Routine,
    catalogue: Catalogue,
    routine_folder: Path | None = None,
    words_folder: Path | None = None,
) -> Screens:
    """The screens with the words in a language's folder and the figures in the routine's.

    A routine that brings no figures.toml is drawn with the project's figures.

    Raises DataError naming file, entry, field and cure.
    """
    words = load_screen_words(words_folder / "screen.toml" if words_folder else WORDS_FILE)
    own = routine_folder / "figures.toml" if routine_folder else FIGURES_FILE
    figures = load_figures(routine, own if own.exists() else FIGURES_FILE)
    return Screens(routine, catalogue, words, figures, load_documents())
