"""Reading the words on the screen, strictly, from the catalogue's screen.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import skill.speech
from skill.routine.table import DataError, Table
from skill.screen.words import ScreenWords

FILE = Path(skill.speech.__file__).parent / "en" / "screen.toml"

TEXTS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "tagline": ("total",),
    "exercise_of": ("n", "total"),
    "set_of": ("n", "total"),
    "left": (),
    "right": (),
    "ready": (),
    "hold": (),
    "changeover": (),
    "rest": (),
    "target": ("total",),
    "dose": ("sets", "amount"),
    "dose_each": ("sets", "amount"),
    "next_set": ("n", "total"),
    "next_exercise": ("exercise",),
    "paused": (),
    "returning": (),
    "all_done": (),
    "finished": (),
    "goodbye": (),
    "rest_over": (),
    "rest_paused": (),
    "own_pace": (),
    "list": (),
    "hold_at": ("n", "total"),
    "reps_at": ("n", "total"),
    "picture": ("exercise", "form"),
    "picture_plain": ("exercise",),
}
"""Every text and the values it is given."""

TOUCH: Mapping[str, tuple[str, ...]] = {
    "start": (),
    "start_short": (),
    "list_exercises": (),
    "clinic_phone": (),
    "next": (),
    "begin": (),
    "pause": (),
    "ready": (),
    "skip": (),
    "repeat": (),
    "start_over": (),
    "done": (),
    "yes": (),
    "no": (),
    "redo": (),
    "stop": (),
    "resume": (),
    "choose": ("n", "exercise"),
}
"""Everything that can be touched and the values its words are given."""


def load_screen_words(path: Path = FILE) -> ScreenWords:
    """The words in `path`; raises DataError naming file, entry, field and cure."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path.name, "file", "TOML", f"cannot be read ({error}).") from error
    file = Table(data, file=path.name, entry="file")
    file.number("schema", low=1, high=1)
    texts, touch = file.table("texts"), file.table("touch")
    file.done()
    said = {key: _checked(texts, key, texts.text(key), values) for key, values in TEXTS.items()}
    touched = {}
    for key, values in TOUCH.items():
        pair = touch.texts(key) if key not in ("yes", "no") else _twice(touch, key)
        if len(pair) != 2:
            raise touch.wrong(key, "needs two texts: what is written and what is read out.")
        label, spoken = (_checked(touch, key, text, values) for text in pair)
        touched[key] = (label, spoken)
    texts.done()
    touch.done()
    return ScreenWords(said, touched)


def _twice(touch: Table, key: str) -> tuple[str, ...]:
    """Both texts of an answer so short that they may be the same."""
    value = touch.raw(key)
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise touch.wrong(key, f"is {value!r}; give two texts.")
    return tuple(value)


def _checked(table: Table, key: str, text: str, values: tuple[str, ...]) -> str:
    try:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise table.wrong(key, f"has braces that do not match ({error}); mend them.") from error
    if unknown := used - set(values):
        known = ", ".join(values) or "none"
        names = ", ".join(sorted(unknown))
        raise table.wrong(key, f"uses {names}, which is not given; it has {known}.")
    return text
