"""The screens in Amazon's own renderer: they stand there, they move, they can be touched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from skill.coach.commands import Meaning
from skill.coach.timeline import SpanKind
from skill.screen.document import load_documents
from skill.screen.screens import Screen
from skill.tools.gallery.gallery import gallery, new_visit, warm_visit
from skill.tools.gallery.viewhost import (
    VIEWPORTS,
    Seen,
    Shot,
    ToolMissing,
    Viewport,
    show,
    suggestions,
    tool,
)
from tests.support.content import SHIPPED

pytestmark = pytest.mark.browser

SHOW_8, SPOT, TV = (
    next(v for v in VIEWPORTS if v.name == name) for name in ("show8", "spot", "tv")
)
WHOLE_FIGURE = 20
"""Paths of a figure, at least."""


def looked_at(shots: list[Shot], out: Path) -> dict[str, Seen]:
    try:
        return {seen.name: seen for seen in show(shots, out)}
    except ToolMissing as missing:
        pytest.fail(f"{missing} (or deselect these tests with -m 'not browser')")


def texts(seen: Seen, place: int = 0) -> list[str]:
    found = seen.seen[place]["texts"]
    assert isinstance(found, list)
    return found


def shot(name: str, screen: Screen, viewport: Viewport, *at_ms: int) -> Shot:
    return Shot(name, screen.document, screen.data, viewport, at_ms or (0,))


def test_the_suggester_finds_nothing_in_the_document(tmp_path: Path) -> None:
    try:
        found = suggestions({"screens": json.loads(SHIPPED.screens.read_text("utf-8"))}, tmp_path)
    except ToolMissing as missing:
        pytest.fail(f"{missing} (or deselect these tests with -m 'not browser')")

    assert found == {"screens": []}


def test_the_suggester_would_find_a_wrong_property(tmp_path: Path) -> None:
    item = {"type": "Text", "text": "Hold", "textAlign": "middling", "fontSise": 5}
    wrong: dict[str, object] = {
        **load_documents(SHIPPED.screens)["clinic"],
        "mainTemplate": {"item": item},
    }

    assert suggestions({"wrong": wrong}, tmp_path)["wrong"]


def test_a_missing_program_is_named_with_its_cure() -> None:
    with pytest.raises(ToolMissing, match="apt-get install unobtainium"):
        tool("unobtainium", "apt-get install unobtainium")


def test_every_template_renders_in_every_viewport_without_a_complaint(tmp_path: Path) -> None:
    wanted = ("welcome", "list", "clinic", "introduction", "hold", "reps", "paused", "warned")
    shots = [
        shot(f"{shown.name} {viewport.name}", shown.screen, viewport, shown.at_ms[0])
        for shown in gallery()
        if shown.name in wanted
        for viewport in VIEWPORTS
    ]
    assert len(shots) == len(wanted) * len(VIEWPORTS)

    for name, seen in looked_at(shots, tmp_path).items():
        assert seen.complaints == (), name
        assert texts(seen), name
        if not name.startswith(("clinic", "warned")):
            paths = seen.seen[0]["paths"]
            assert isinstance(paths, int)
            assert paths >= WHOLE_FIGURE, name


@pytest.mark.parametrize("viewport", [SHOW_8, SPOT], ids=lambda viewport: viewport.name)
def test_the_number_of_a_hold_runs_with_the_count(tmp_path: Path, viewport: Viewport) -> None:
    introduced = warm_visit().after().says(Meaning.CHOOSE, "standing_hamstring_stretch")
    work = introduced.after().says(Meaning.NEXT)
    ready, hold = work.span(SpanKind.READY), work.span(SpanKind.HOLD)
    change, rest = work.span(SpanKind.CHANGEOVER), work.span(SpanKind.REST)
    wanted = {
        ready[1] - 2_500: ("Get ready", "3"),
        hold[0] + 500: ("Hold", "0"),
        hold[0] + 1_400: ("Hold", "1"),
        hold[0] + 17_400: ("Hold", "17"),
        hold[1] - 500: ("Hold", "29"),
        change[1] - 1_500: ("Change legs", "2"),
        rest[0] + 1_500: ("Rest", None),
        rest[1] + 700: ("Say next for set two.", None),
    }
    shown = work.sees("hold", *wanted)

    seen = looked_at([shot("hold", shown.screen, viewport, *wanted)], tmp_path)["hold"]
    for place, (word, number) in enumerate(wanted.values()):
        assert word in texts(seen, place)
        if number is not None:
            assert number in texts(seen, place)
    assert "Left leg" in texts(seen, 3)
    assert "Right leg" in texts(seen, 5)


def test_reps_show_the_phase_that_is_called(tmp_path: Path) -> None:
    work = warm_visit().after().says(Meaning.CHOOSE, "glute_bridge").after().says(Meaning.NEXT)
    start = work.span(SpanKind.REPS)[0]
    wanted = {
        start + 1_000: ("Up", "1"),
        start + 2_600: ("Squeeze", "1"),
        start + 4_000: ("Down", "1"),
        start + 7_000: ("Up", "2"),
    }
    shown = work.sees("reps", *wanted)

    seen = looked_at([shot("reps", shown.screen, VIEWPORTS[0], *wanted)], tmp_path)["reps"]
    for place, (word, number) in enumerate(wanted.values()):
        assert {word, number} <= set(texts(seen, place))
    pictures = [(tmp_path / f"reps-{at:06}.png").read_bytes() for at in wanted]
    assert len(set(pictures)) == len(wanted)


def test_a_touch_sends_what_is_written_on_it(tmp_path: Path) -> None:
    visit = new_visit()
    listed = visit.after().says(Meaning.LIST_EXERCISES)
    screens = [visit.sees("welcome").screen, listed.sees("list").screen]
    first = show([shot(str(n), screen, SHOW_8) for n, screen in enumerate(screens)], tmp_path)
    wanted = [(0, 0, ["meaning", "start"]), (0, 1, ["meaning", "start_short"])]
    wanted.append((1, 4, ["choose", "nordic_curl"]))
    shots = []
    for place, (screen, number, _) in enumerate(wanted):
        left, top, right, bottom = first[screen].seen[0]["touches"][number]["boxes"][0]  # type: ignore[index]
        middle = ((left + right) // 2, (top + bottom) // 2)
        shots.append(replace(shot(str(place), screens[screen], SHOW_8, 2_000), touch=(middle,)))

    for seen, (_, _, sent) in zip(show(shots, tmp_path), wanted, strict=True):
        assert seen.touched == (sent,)


def test_a_remote_leads_from_button_to_button_and_presses_the_one_in_focus(tmp_path: Path) -> None:
    welcome = new_visit().sees("welcome").screen
    shots = [
        replace(shot("first", welcome, TV), keys=("Enter",)),
        replace(shot("second", welcome, TV), keys=("ArrowRight", "Enter")),
    ]

    first, second = show(shots, tmp_path)

    assert first.touched == (["meaning", "start"],)
    assert second.touched == (["meaning", "start_short"],)
