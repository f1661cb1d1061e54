"""The shipped content, and copies with something changed in them, to see who notices."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from skill.routine.content import DEFAULT_LANGUAGE, Content, content_from
from tests.support.changed_data import edited, write_toml

SHIPPED = content_from({})
ENGLISH = SHIPPED.understanding_folder("en")


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
