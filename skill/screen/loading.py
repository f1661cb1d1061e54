"""Loads the screens from their files."""

from __future__ import annotations

from skill.routine.content import DEFAULT_LANGUAGE, Content
from skill.routine.model import Routine
from skill.screen.document import load_documents
from skill.screen.figures_file import load_figures
from skill.screen.screens import Drawn, Screens
from skill.screen.words_file import load_screen_words
from skill.speech.words import Catalogue


def load_screens(
    content: Content, routine: Routine, catalogue: Catalogue, language: str = DEFAULT_LANGUAGE
) -> Screens:
    """The screens with the words of a language and the figures of the routine.

    Raises DataError naming file, entry, field and cure.
    """
    return Screens(routine, catalogue, *load_drawn(content, routine, language))


def load_drawn(content: Content, routine: Routine, language: str = DEFAULT_LANGUAGE) -> Drawn:
    """The words on the screens, the figures and the documents. Raises DataError in the same way."""
    words = load_screen_words(content.language_folder(language) / "screen.toml")
    figures = load_figures(routine, content.routine_folder / "figures.toml")
    return words, figures, load_documents(content.screens)
