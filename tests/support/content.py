"""The shipped content, and copies with something changed in them, to see who notices."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.routine.content import DEFAULT_LANGUAGE, Content, content_from
from tests.support.changed_data import edited, write_toml

SHIPPED = content_from({})
SIX = (
    "standing_hamstring_stretch",
    "stability_ball_curl",
    "romanian_deadlift",
    "glute_bridge",
    "nordic_curl",
    "lying_leg_raise",
)
ENGLISH = SHIPPED.understanding_folder("en")


def _is_ours() -> bool:
    routine = tomllib.loads((SHIPPED.routine_folder / "routine.toml").read_text(encoding="utf-8"))
    exercises = tuple(exercise["id"] for exercise in routine["exercise"])
    answers = SHIPPED.language_folder("en") / "answers"
    return (
        exercises == SIX and SHIPPED.languages == ("en",) and not (answers / "added.toml").exists()
    )


as_shipped = pytest.mark.skipif(
    not _is_ours(),
    reason="holds the clinic's own six exercises and their words, which were changed",
)
"""For tests of what ships itself: whoever edits the content has tests of their own for that."""


def copied(folder: Path, *, sentences: bool = False) -> Content:
    """A copy of the content in `folder`; the sentences, which are long, only if asked for."""
    left = () if sentences else ("understanding",)
    root = folder / "content"
    shutil.copytree(SHIPPED.root, root, ignore=shutil.ignore_patterns(*left))
    return replace(SHIPPED, root=root)


def file_in(content: Content, name: str) -> Path:
    """The one file of that name that a new runner is led by, in English, sentences aside."""
    others = {
        "understanding",
        *(set(content.routines) - {content.routine}),
        *(set(content.clinics) - {content.clinic}),
        *(set(content.languages) - {DEFAULT_LANGUAGE}),
    }
    (found,) = [
        path
        for path in content.root.rglob(name)
        if others.isdisjoint(path.relative_to(content.root).parts)
    ]
    return found


def changed_content(
    folder: Path, file: str, new: Mapping[str, object], remove: Sequence[str] = ()
) -> Content:
    """A copy of the content in `folder`, with one of its files changed."""
    content = copied(folder)
    path = file_in(content, file)
    write_toml(path, edited(tomllib.loads(path.read_text(encoding="utf-8")), new, remove))
    return content
