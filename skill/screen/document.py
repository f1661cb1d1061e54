"""The screens' APL document: one file that Amazon's authoring tool opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

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
    """The document of each template: the file's, without the layouts of the other templates."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    return {template: _only(whole, layout) for template, layout in TEMPLATES.items()}


def _only(whole: dict[str, dict[str, object]], layout: str) -> Document:
    others = set(TEMPLATES.values()) - {layout}
    layouts = {name: part for name, part in whole["layouts"].items() if name not in others}
    return whole | {"layouts": layouts}
