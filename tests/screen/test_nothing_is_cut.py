"""The fullest screens in every viewport, measured in Amazon's own renderer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skill.tools.gallery.viewhost import VIEWPORTS, Shot, Viewport, show
from tests.screen.fits import faults
from tests.screen.longest import fullest


@pytest.mark.browser
@pytest.mark.parametrize("viewport", VIEWPORTS, ids=lambda viewport: viewport.name)
def test_no_text_and_no_button_of_any_screen_is_cut(tmp_path: Path, viewport: Viewport) -> None:
    shots = [
        Shot(name, screen.document, screen.data, viewport, times(screen.data), picture=False)
        for name, screen in fullest()
    ]
    assert len(shots) > 20
    wrong = []
    for shot, seen in zip(shots, show(shots, tmp_path), strict=True):
        scrolls = shot.data["template"] == "list" and viewport.shape == "ROUND"
        for look in seen.seen:
            found = [*faults(look, viewport, scrolls=scrolls), *seen.complaints]
            wrong += [f"{shot.name} at {look['at_ms']}: {fault}" for fault in found]
    assert not wrong, "\n".join(wrong)


def times(data: dict[str, Any]) -> tuple[int, ...]:
    """When a screen is looked at: as it opens, or in each different span of a set and after it."""
    spans = data.get("spans", ())
    if not spans:
        return (0,)
    kinds = {(span["kind"], span["side"]): span["start"] + 300 for span in reversed(spans)}
    return tuple(sorted({*kinds.values(), spans[-1]["start"] + 300}))
