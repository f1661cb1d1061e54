"""Every screen beside the picture that is kept of it, so that a change is seen.

`make keep-screens` draws them all again.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.tools.gallery.gallery import small_shots
from skill.tools.gallery.viewhost import show
from tests.support.content import as_shipped

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


FULLY_HINTED = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><match target="pattern">
<edit name="hinting" mode="assign"><bool>true</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
</match></fontconfig>
"""


@pytest.mark.browser
def test_how_a_machine_draws_its_own_text_changes_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts.conf").write_text(FULLY_HINTED)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))

    (welcome,) = (shot for shot in small_shots(str(KEPT)) if shot.name == "welcome-show8")
    (seen,) = show([welcome], tmp_path)

    assert seen.seen[0]["difference"] == 0


@as_shipped
def test_no_picture_is_kept_of_a_screen_that_is_no_more() -> None:
    names = {f"{shot.name}-{at:06}.png" for shot in small_shots() for at in shot.at_ms}

    assert {path.name for path in KEPT.glob("*.png")} == names


def test_the_kept_pictures_stay_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.glob("*.png")) < LARGEST_BYTES
