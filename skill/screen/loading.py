"""The screens from the project's own files: figures are drawn as they are asked for."""

from __future__ import annotations

from skill.coach.dose import Dose
from skill.routine.model import Routine
from skill.screen.documents import face
from skill.screen.figures import load_figures
from skill.screen.motion import picture
from skill.screen.pictures import Kind, Picture, Pictures
from skill.screen.screens import Screens
from skill.screen.words_file import load_screen_words
from skill.speech.words import Catalogue


def load_screens(routine: Routine, catalogue: Catalogue) -> Screens:
    """The screens with the project's figures and words.

    Raises DataError naming file, entry, field and cure.
    """
    return Screens(routine, catalogue, load_screen_words(), load_pictures(routine), face)


def load_pictures(routine: Routine) -> Pictures:
    """The pictures with the project's figures; raises DataError."""
    figures = load_figures(routine)

    def draw(kind: Kind, dose: Dose) -> Picture:
        return picture(figures[dose.exercise, dose.form], kind, dose)

    return Pictures(draw)
