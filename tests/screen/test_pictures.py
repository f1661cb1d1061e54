"""Every screen beside the picture that is kept of it, so that a change is seen.

`make keep-screens` draws them all again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.tools.gallery.gallery import small_shots
from skill.tools.gallery.viewhost import show

KEPT = Path(__file__).parent / "pictures"
MOST = 0.006
"""The share of a picture that may differ to the eye: less than one word that is another."""
LARGEST_BYTES = 1_500_000


@pytest.mark.browser
def test_every_screen_looks_like_the_picture_that_is_kept_of_it(tmp_path: Path) -> None:
    shots = small_shots(str(KEPT))

    different = {
        f"{seen.name} at {look['at_ms']}": f"{look['difference']:.1%}"
        for seen in show(shots, tmp_path)
        for look in seen.seen
        if float(str(look["difference"])) > MOST
    }

    assert not different


def test_no_picture_is_kept_of_a_screen_that_is_no_more() -> None:
    names = {f"{shot.name}-{at:06}.png" for shot in small_shots() for at in shot.at_ms}

    assert {path.name for path in KEPT.glob("*.png")} == names


def test_the_kept_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.glob("*.png")) < LARGEST_BYTES
