"""The screens' APL document: one file that Amazon's authoring tool opens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TEMPLATES: Mapping[str, str] = {
    "work": "Work",
    "introduction": "Introduction",
    "message": "Message",
    "care": "Care",
    "clinic": "Clinic",
    "list": "List",
}
"""The layout of each template in the document."""

Document = Mapping[str, object]


def load_documents(path: Path) -> Mapping[str, Document]:
    """The document of each template: as much of the file's as a device needs for it."""
    whole = _undescribed(json.loads(path.read_text(encoding="utf-8")))
    return {template: _only(whole, layout) for template, layout in TEMPLATES.items()}


def _undescribed(part: Any) -> Any:
    """The same without descriptions, which are for editing the file."""
    if isinstance(part, list):
        return [_undescribed(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: _undescribed(each) for name, each in part.items() if name != "description"}


def _only(whole: dict[str, Any], layout: str) -> Document:
    """The document with what the layout needs, and without the other layouts and graphics."""
    parts, needed, ahead = whole["layouts"] | whole["graphics"], set(), [layout]
    while ahead:
        name = ahead.pop()
        if name in parts and name not in needed:
            needed.add(name)
            ahead += _texts(parts[name])
    kept = {
        kind: {name: part for name, part in whole[kind].items() if name in needed}
        for kind in ("layouts", "graphics")
    }
    return whole | kept


def _texts(part: Any) -> Iterator[str]:
    """Every text in a part of the document: the names of other parts among them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for each in part.values() if isinstance(part, dict) else part:
            yield from _texts(each)
