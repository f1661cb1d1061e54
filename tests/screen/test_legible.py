"""What a runner looks at from three metres: as large to the eye as it has to be, measured."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from skill.coach.commands import Meaning
from skill.coach.timeline import SpanKind
from skill.tools.gallery.gallery import Visit, warm_visit
from skill.tools.gallery.viewhost import VIEWPORTS, Shot, show
from tests.support.household import routine

pytestmark = pytest.mark.browser

SHOW_8 = VIEWPORTS[0]
DIAGONAL_MM = 8 * 25.4
MM_PER_DP = DIAGONAL_MM / math.hypot(SHOW_8.width, SHOW_8.height)
AWAY_MM = 3000
CAPITAL = 0.714
"""The height of a capital by the size of its type, in the font that is drawn with."""
LOOKED_AT, TOUCHED = 8, 6
"""Minutes of arc."""
ACROSS, LINE = 45, 4
"""A ring, and the line it is drawn with: a share of it is told apart at a glance."""


def minutes(dp: float) -> float:
    """What an eye sees of so many dp of a Show 8 from three metres, in minutes of arc."""
    return math.degrees(math.atan(dp * MM_PER_DP / AWAY_MM)) * 60


def looks(tmp_path: Path, visit: Visit, *at_ms: int) -> list[dict[str, Any]]:
    screen = visit.sees("work", *at_ms).screen
    shot = Shot("work", screen.document, screen.data, SHOW_8, at_ms, picture=False)
    return list(show([shot], tmp_path)[0].seen)


def sizes(look: dict[str, Any]) -> dict[str, float]:
    return {text["text"]: CAPITAL * text["size"] for text in look["measured"]}


def test_number_title_leg_and_what_to_do_are_read_from_three_metres(tmp_path: Path) -> None:
    visit = warm_visit().after().says(Meaning.CHOOSE, "standing_hamstring_stretch")
    work = visit.after().says(Meaning.NEXT)
    ready, hold, rest = (
        work.span(kind)[0] for kind in (SpanKind.READY, SpanKind.HOLD, SpanKind.REST)
    )

    seen = looks(tmp_path, work, ready + 300, hold + 17_400, rest + 300)

    for look in seen:
        ring = max(look["strokes"], key=lambda line: line["breadth"])
        left, top, right, bottom = ring["box"]
        assert minutes(min(right - left, bottom - top)) >= ACROSS
        assert minutes(ring["breadth"]) >= LINE
    for look, words in zip(
        seen,
        (["Get ready", "Left leg"], ["Hold", "17", "Left leg"], ["Rest"]),
        strict=True,
    ):
        capitals = sizes(look)
        for word in (*words, "Standing hamstring stretch"):
            assert minutes(capitals[word]) >= LOOKED_AT, word
        for word in ("Pause", "Next", "Skip it"):
            assert minutes(capitals[word]) >= TOUCHED, word


def test_sizes_of_a_kind_are_the_same_on_every_exercise(tmp_path: Path) -> None:
    shots = []
    for exercise in routine().exercises:
        intro = warm_visit().after().says(Meaning.CHOOSE, exercise.id)
        for name, visit in (("introduced", intro), ("worked", intro.after().says(Meaning.NEXT))):
            screen = visit.sees(name).screen
            title = screen.data["title"]
            steps = [step["text"] for step in screen.data.get("steps", ())]
            shot = Shot(
                f"{name} {exercise.id}", screen.document, screen.data, SHOW_8, picture=False
            )
            shots.append((shot, title, steps))

    seen = show([shot for shot, _, _ in shots], tmp_path)

    titles, steps_seen = set(), set()
    for (_, title, steps), look in zip(shots, seen, strict=True):
        measured = sizes(look.seen[0])
        titles.add(round(measured[title], 1))
        steps_seen |= {round(measured[step], 1) for step in steps if step in measured}
    assert len(titles) == 1
    assert len(steps_seen) == 1
    assert minutes(steps_seen.pop()) >= TOUCHED


def test_each_step_is_on_the_screen_while_it_is_read_out(tmp_path: Path) -> None:
    shots, texts = [], []
    for exercise in routine().exercises:
        for form in exercise.forms:
            intro = warm_visit().prefers(exercise.id, form).after()
            screen = intro.says(Meaning.CHOOSE, exercise.id).sees("told").screen
            steps = screen.data["steps"]
            at_ms = tuple(step["at"] + 300 for step in steps)
            name = f"{exercise.id} {form}"
            shots.append(Shot(name, screen.document, screen.data, SHOW_8, at_ms, picture=False))
            texts.append([step["text"] for step in steps])

    for seen, steps in zip(show(shots, tmp_path), texts, strict=True):
        assert seen.complaints == ()
        for look, step in zip(seen.seen, steps, strict=True):
            assert step in sizes(look), seen.name


def test_steps_that_nobody_reads_out_turn_their_pages_by_themselves(tmp_path: Path) -> None:
    visit = warm_visit().after().says(Meaning.CHOOSE, "stability_ball_curl")
    screen = visit.after().says(Meaning.UNHURT).sees("place").screen
    steps = [step["text"] for step in screen.data["steps"]]
    at_ms = tuple(6_000 * page + 500 for page in range(screen.data["pages"]))
    shot = Shot("place", screen.document, screen.data, SHOW_8, at_ms, picture=False)

    pages = [set(sizes(look)) & set(steps) for look in show([shot], tmp_path)[0].seen]

    assert len(pages) > 1
    assert set().union(*pages) == set(steps)
    assert not set.intersection(*pages)
