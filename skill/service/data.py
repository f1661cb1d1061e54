"""What the skill knows before anyone speaks: the routine and the words, read from their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from skill.routine.folders import DEFAULT_LANGUAGE, SKILL
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.speech.catalogue import load_catalogue
from skill.speech.words import Catalogue

if TYPE_CHECKING:
    from skill.screen.screens import Screens

ROUTINE_FOLDER = SKILL / "routine"
WORDS_FOLDER = SKILL / "speech" / DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Data:
    """A routine with its words in one language."""

    routine: Routine
    catalogue: Catalogue
    screens: Callable[[], Screens]
    """Loads the screens: for the first device that has one."""


def load_data(routine_folder: Path = ROUTINE_FOLDER, words_folder: Path = WORDS_FOLDER) -> Data:
    """The routine and the words in their folders.

    Raises DataError naming file, entry, field and cure.
    """
    routine = load_routine(routine_folder)
    catalogue = load_catalogue(routine, words_folder)

    def screens() -> Screens:
        from skill.screen.loading import load_screens

        return load_screens(routine, catalogue, routine_folder, words_folder)

    return Data(routine, catalogue, screens)
