"""A routine whose warm-up has moves, loaded from files as a clinic would write them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.routine.content import Content
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.speech.catalogue import load_catalogue
from skill.speech.words import Catalogue
from tests.support.changed_data import write_toml
from tests.support.content import file_in
from tests.support.prescription import write_kept_content

LED = {
    "warm_up": True,
    "cool_down": True,
    "stretch": "standing_hamstring_stretch",
    "source": "The tests' own.",
    "move": [
        {"id": "leg_swings", "seconds": 30, "source": "The tests' own."},
        {"id": "hip_circles", "reps": 10, "rep_seconds": 3, "source": "The tests' own."},
    ],
}
WORDS = {
    "leg_swings": {"name": "leg swings", "line": "Swing one leg to and fro."},
    "hip_circles": {"name": "hip circles", "line": "Draw a slow circle with your hips."},
}


def write_moves(
    folder: Path, led: dict[str, object] = LED, words: dict[str, dict[str, str]] = WORDS
) -> Content:
    """Write the tests' content with moves for its warm-up into `folder`."""
    content = write_kept_content(folder)
    path = file_in(content, "routine.toml")
    write_toml(path, {**tomllib.loads(path.read_text(encoding="utf-8")), "led": led})
    write_toml(content.exercise_words("en") / "warm_up.toml", words)
    return content


@cache
def moving() -> tuple[Routine, Catalogue]:
    """The routine with its moves, and the words for them."""
    with TemporaryDirectory() as folder:
        content = write_moves(Path(folder))
        routine = load_routine(content)
        return routine, load_catalogue(content, routine)
