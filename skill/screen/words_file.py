"""Reads the words on the screen strictly from the catalogue's screen.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from skill.routine.table import Complaints, Table
from skill.routine.toml_file import read_file
from skill.screen.screen_words import ScreenWords
from skill.screen.touches import LABELS
from skill.speech.literals import PUNCTUATION, VALUE, sign_faults

LONGEST = 60
"""The longest text in characters, without values: it must be readable from three meters."""
LONGEST_LABEL = 24
"""The longest label of a touch target, in characters."""

TEXTS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "tagline": ("total",),
    "exercise_of": ("n", "total"),
    "set_of": ("n", "total"),
    "set_done": ("n", "total"),
    "left": (),
    "right": (),
    "ready": (),
    "hold": (),
    "changeover": (),
    "rest": (),
    "walk": (),
    "move": (),
    "target": ("total",),
    "dose": ("sets", "amount"),
    "dose_each": ("sets", "amount"),
    "next_set": ("n", "total"),
    "next_exercise": ("exercise",),
    "paused": (),
    "returning": (),
    "warming_up": (),
    "cooling_down": (),
    "all_done": (),
    "finished": (),
    "did_it": (),
    "goodbye": (),
    "rest_over": (),
    "rest_paused": (),
    "own_pace": (),
    "list": (),
    "hold_at": ("n", "total"),
    "reps_at": ("n", "total"),
    "picture": ("exercise", "form"),
    "picture_plain": ("exercise",),
    "scene_walk": (),
    "scene_finish": (),
}
"""Every text and its values."""

TOUCH: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(sorted(LABELS), ()),
    "choose": ("n", "exercise"),
}
"""Every touch target and the values of its words."""


def load_screen_words(path: Path) -> ScreenWords:
    """The words in a screen.toml; raises DataError naming file, entry, field and cure."""
    complaints = Complaints()
    file = read_file(path, complaints)
    texts, touch = file.table("texts"), file.table("touch")
    file.done()
    said = {key: _checked(texts, key, texts.text(key), values) for key, values in TEXTS.items()}
    touched = {}
    for key, values in TOUCH.items():
        pair = touch.texts(key, repeats=key in ("yes", "no"))  # too short to differ
        if len(pair) != 2:
            touch.wrong(key, "needs two texts: what is written and what is read out.")
            continue
        label, spoken = (_checked(touch, key, text, values) for text in pair)
        if len(label) > LONGEST_LABEL:
            touch.wrong(key, f"has {len(label)} characters to be written; {LONGEST_LABEL} fit.")
        touched[key] = (label, spoken)
    texts.done()
    touch.done()
    complaints.finish()
    return ScreenWords(said, touched)


def _checked(table: Table, key: str, text: str, values: tuple[str, ...]) -> str:
    try:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        table.wrong(key, f"has braces that do not match ({error}); mend them.")
        return text
    for cure in sign_faults(VALUE.sub("", text), PUNCTUATION | {"×"}):
        table.wrong(key, cure)
    if len(text) > LONGEST:
        table.wrong(key, f"has {len(text)} characters; {LONGEST} fit on a screen.")
    if unknown := used - set(values):
        known = ", ".join(values) or "none"
        names = ", ".join(sorted(unknown))
        table.wrong(key, f"uses {names}, which is not given; it has {known}.")
    return text
