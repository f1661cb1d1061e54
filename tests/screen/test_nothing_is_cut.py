"""The fullest screens in every viewport, measured in Amazon's own renderer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skill.tools.gallery.viewhost import VIEWPORTS, Shot, Viewport, show
from tests.screen.fits import faults
from tests.screen.longest import fullest

SPOT = Viewport("spot", 480, 480, "ROUND")


@pytest.mark.browser
def test_no_text_and_no_button_of_any_screen_is_cut_in_any_viewport(tmp_path: Path) -> None:
    screens = dict(fullest())
    shots = [
        Shot(f"{name}|{viewport.name}", screen.document, screen.data, viewport, times(screen.data))
        for name, screen in screens.items()
        for viewport in VIEWPORTS
    ]
    shots = [Shot(s.name, s.document, s.data, s.viewport, s.at_ms, picture=False) for s in shots]
    wrong = []
    for shot, seen in zip(shots, show(shots, tmp_path), strict=True):
        scrolls = shot.data["template"] == "list" and shot.viewport.shape == "ROUND"
        for look in seen.seen:
            found = [*faults(look, shot.viewport, scrolls=scrolls), *seen.complaints]
            wrong += [f"{shot.name} at {look['at_ms']}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def times(data: dict[str, Any]) -> tuple[int, ...]:
    """When a screen is looked at: as it opens, or in each different span of a set and after it."""
    spans = data.get("spans", ())
    if not spans:
        return (0,)
    kinds = {(span["kind"], span["side"]): span["start"] + 300 for span in reversed(spans)}
    return tuple(sorted({*kinds.values(), spans[-1]["start"] + 300}))
