"""What the screens are drawn and measured for is what the manifest lists."""

from __future__ import annotations

import json
from pathlib import Path

from skill.tools.gallery.viewhost import VIEWPORTS

MANIFEST = json.loads(Path("interaction_model/skill.json").read_text("utf-8"))["manifest"]


def test_every_viewport_that_is_measured_is_listed_and_every_one_listed_is_measured() -> None:
    interfaces = {each["type"]: each for each in MANIFEST["apis"]["custom"]["interfaces"]}
    listed = interfaces["ALEXA_PRESENTATION_APL"]["supportedViewports"]

    def covers(entry: dict[str, object], place: int) -> bool:
        viewport = VIEWPORTS[place]
        width = int(str(entry["minWidth"])) <= viewport.width <= int(str(entry["maxWidth"]))
        height = int(str(entry["minHeight"])) <= viewport.height <= int(str(entry["maxHeight"]))
        kind = (entry["mode"], entry["shape"]) == (viewport.mode, viewport.shape)
        return kind and width and height

    places = range(len(VIEWPORTS))
    assert [p for p in places if not any(covers(entry, p) for entry in listed)] == []
    assert [entry for entry in listed if not any(covers(entry, p) for p in places)] == []
