"""From a figure and a dose to frames: which one to show in each tenth of a second."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from skill.coach.dose import Dose
from skill.screen.figures import PROPS, Figure
from skill.screen.pose import Frame

STEP_MS = 100
"""Movements are given in tenths of a second."""
SHARES = 14
"""The most pictures in a phase; slower phases show each a little longer."""
ENTER_MS = 1500
PREVIEW_HOLD_MS = 2500
"""How long a preview of a hold stays in its start and in its end position."""

Way = tuple[tuple[int, ...], int, int]
"""The poses of a stretch of movement, its length in ms, and the place of its phase."""


class Kind(Enum):
    """The views of an exercise."""

    PREVIEW = "preview"
    """The movement, repeated while it is explained."""
    WORK = "work"
    """The movement in step with the count, or the way into a hold."""
    STILL = "still"
    """The end position, for a small picture."""


def picture(figure: Figure, kind: Kind, dose: Dose) -> dict[str, object]:
    """The figure's data for the document, without words."""
    if kind is Kind.STILL:
        return {"frame": rounded(figure.frame(1)), **_view(figure)}
    if kind is Kind.WORK and dose.held:
        frames = [rounded(figure.way((0, 1), n / SHARES)) for n in range(SHARES + 1)]
        return {"frames": frames, "motion": [0], "phase": [0], **_view(figure)}
    ways = _held_ways() if dose.held else _rep_ways(figure, dose)
    return {**_sampled(figure, ways), **_view(figure)}


def scene(figure: Figure) -> dict[str, object]:
    """A scene's data for the document: from pose to pose, and back to the first."""
    last = len(figure.poses) - 1
    steps = [((n, n + 1), figure.beat_ms, 0) for n in range(last)]
    return {**_sampled(figure, [*steps, ((last, 0), figure.beat_ms, 0)]), **_view(figure)}


def rounded(frame: Frame) -> list[float]:
    """A frame, rounded to what the eye can see."""
    return [round(value, 1) + 0.0 for value in frame]


def _held_ways() -> list[Way]:
    """In and out of a hold, for the explanation."""
    ends = [((0,), PREVIEW_HOLD_MS, 0), ((0, 1), ENTER_MS, 0)]
    return [*ends, ((1,), PREVIEW_HOLD_MS, 0), ((1, 0), ENTER_MS, 0)]


def _rep_ways(figure: Figure, dose: Dose) -> list[Way]:
    """One rep: each phase goes to its pose; the count leads back to the start."""
    ways: list[Way] = []
    stand = 0
    for number, (cue, length) in enumerate(dose.phases):
        path = figure.moves[cue]
        ways.append((path if path == (stand,) else (stand, *path), length, number))
        stand = path[-1]
    back = (stand, 0) if stand else (0,)
    return [*ways, (back, dose.count_ms, max(0, len(dose.phases) - 1))]


def _sampled(figure: Figure, ways: list[Way]) -> dict[str, object]:
    """The different frames, and for each tenth of a second the places of its frame and phase."""
    frames: dict[tuple[float, ...], int] = {}
    motion, phase = [], []
    for path, length, number in ways:
        steps = max(1, round(length / STEP_MS))
        for step in range(steps):
            share = round(SHARES * (step + 1) / steps) / SHARES
            frame = tuple(rounded(figure.way(path, share)))
            motion.append(frames.setdefault(frame, len(frames)))
            phase.append(number)
    return {"frames": list(map(list, frames)), "motion": motion, "phase": phase}


def _view(figure: Figure) -> Mapping[str, object]:
    """The values that all frames share."""
    props = {name: int(name in figure.props) for name in PROPS}
    return {**props, "zoom": figure.zoom, "centre": figure.centre}
