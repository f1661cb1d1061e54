"""Whether what stands on a screen is whole: nothing cut, shrunk too far, or laid over another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from skill.tools.gallery.viewhost import Viewport

LEAST = 4.0
"""The smallest type, in hundredths of the screen's shorter side."""
SLACK = 3
"""What rounding may move, in pixels."""

Box = tuple[float, float, float, float]


def faults(look: dict[str, Any], viewport: Viewport, *, scrolls: bool = False) -> Iterator[str]:
    """What is wrong with one look at a screen; what `scrolls` may go on below its edge."""
    unit = unit_of(viewport)
    if look["strokes"]:
        yield from _on_the_ring(look)
    for text in look["measured"]:
        said, boxes = text["text"], text["boxes"]
        if said.endswith("…"):
            yield f"{said!r} ends early"
        if text["size"] < LEAST * unit - 0.01:
            yield f"{said!r} is set too small: {text['size'] / unit:.2f} units"
        for row in text["rows"][:-1]:
            if not row.endswith((" ", "-", "·")):
                yield f"{said!r} breaks within a word, after {row!r}"
        if not scrolls:
            yield from _cut(said, boxes, text["window"], viewport)
    if not scrolls:
        for touch in look["touches"]:
            yield from _cut("a button", touch["boxes"], touch["window"], viewport)
        yield from _overlaps(look)


def unit_of(viewport: Viewport) -> float:
    """A hundredth of the screen's shorter side, as the document reckons."""
    if viewport.shape == "ROUND":
        return viewport.width / 100
    short, long = sorted((viewport.width, viewport.height))
    return min(short, long / 1.6) / 100


def _cut(said: str, boxes: list[Box], window: Box, viewport: Viewport) -> Iterator[str]:
    for left, top, right, bottom in boxes:
        if (
            left < window[0] - SLACK
            or top < window[1] - SLACK
            or right > window[2] + SLACK
            or bottom > window[3] + SLACK
        ):
            yield f"{said!r} at {left, top, right, bottom} leaves its room {window}"
        elif viewport.shape == "ROUND":
            radius = viewport.width / 2
            corners = ((x, y) for x in (left, right) for y in (top, bottom))
            if any(math.dist(corner, (radius, radius)) > radius + SLACK for corner in corners):
                yield f"{said!r} at {left, top, right, bottom} is cut off by the rim"


def _on_the_ring(look: dict[str, Any]) -> Iterator[str]:
    """Words inside a ring that touch its line, measured at mid-height."""
    ring = max(look["strokes"], key=lambda line: line["breadth"])
    left, top, right, bottom = ring["box"]
    if abs((right - left) - (bottom - top)) > SLACK or ring["breadth"] < right / 200:
        return  # nothing is counted here: that is the ground a figure stands on
    across, down = (left + right) / 2, (top + bottom) / 2
    radius = (right - left) / 2 - ring["breadth"] / 2
    buttons = [("a button", touch["boxes"]) for touch in look["touches"]]
    for said, boxes in [*((text["text"], text["boxes"]) for text in look["measured"]), *buttons]:
        for box in boxes:
            away = abs((box[1] + box[3]) / 2 - down)
            if away < radius and left < (box[0] + box[2]) / 2 < right:
                room = math.sqrt(radius**2 - away**2)
                if max(abs(box[0] - across), abs(box[2] - across)) > room + SLACK:
                    yield f"{said!r} lies on the ring"


def _overlaps(look: dict[str, Any]) -> Iterator[str]:
    buttons = [("a button", touch["boxes"]) for touch in look["touches"]]
    texts = [(text["text"], text["boxes"]) for text in look["measured"] if not text["touched"]]
    for (one, first), (other, second) in combinations([*texts, *buttons], 2):
        if any(_meet(a, b) for a in first for b in second):
            yield f"{one!r} lies over {other!r}"


def _meet(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > SLACK and down > SLACK
