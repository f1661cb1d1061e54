"""Loads what is useful to say in each phase."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from skill.coach.workout import Phase

CHIPS = Path(__file__).parent / "suggestions.toml"
ASLEEP = "asleep"
"""No session is open, so only a sentence with the skill's name reaches it."""


class ChipsError(ValueError):
    """Wrong data; the text names file, entry and cure."""


def load_chips(path: Path = CHIPS) -> Mapping[str, tuple[str, ...]]:
    """The sentences for each phase and for `asleep`; raises ChipsError."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    wanted = {ASLEEP, *Phase}
    for name in sorted(set(data) ^ wanted):
        cure = "remove it" if name in data else "give it a list of sentences"
        raise ChipsError(f"{path.name}: {name}: {cure}; the phases are {', '.join(sorted(wanted))}")
    for name, said in data.items():
        if not isinstance(said, list) or not said or not all(isinstance(s, str) for s in said):
            raise ChipsError(f"{path.name}: {name}: must be a list of sentences")
    return {name: tuple(said) for name, said in data.items()}
