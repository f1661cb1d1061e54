"""From a figure and a dose to frames: which one is shown in which tenth of a second."""

from __future__ import annotations

from dataclasses import dataclass

from skill.coach.dose import Dose
from skill.screen.drawing import PROPS
from skill.screen.figures import Figure
from skill.screen.parts import STEP_MS, Component
from skill.screen.pictures import Kind
from skill.screen.skeleton import Frame

SHARES = 14
"""A phase moves in at most so many pictures; slower ones show each a little longer."""
ENTER_MS = 1500
PREVIEW_HOLD_MS = 2500
"""How long a preview of a held exercise stays in its start and in its end."""


@dataclass(frozen=True, slots=True)
class Motion:
    """A movement in tenths of a second."""

    frames: tuple[Frame, ...]
    motion: tuple[int, ...]
    """For each tenth of a second the place of its frame."""
    phase: tuple[int, ...]
    """For each tenth of a second the place of its phase."""


def rep_motion(figure: Figure, dose: Dose) -> Motion:
    """One rep: each phase goes to its pose; the count is for coming back to the start."""
    track: list[tuple[tuple[int, ...], int, int]] = []
    stand = 0
    for number, (cue, length) in enumerate(dose.phases):
        path = figure.moves[cue]
        way = path if path == (stand,) else (stand, *path)
        track.append((way, length, number))
        stand = path[-1]
    back = (stand, 0) if stand else (0,)
    track.append((back, dose.count_ms, max(0, len(dose.phases) - 1)))
    return _sampled(figure, track)


def preview(figure: Figure, dose: Dose) -> Motion:
    """The movement as it is shown while an exercise is explained."""
    if not dose.held:
        return rep_motion(figure, dose)
    ends = [((0,), PREVIEW_HOLD_MS, 0), ((0, 1), ENTER_MS, 0)]
    return _sampled(figure, [*ends, ((1,), PREVIEW_HOLD_MS, 0), ((1, 0), ENTER_MS, 0)])


def entering(figure: Figure) -> Motion:
    """From the start of a held exercise into its end: frames only."""
    frames = tuple(figure.way((0, 1), n / SHARES) for n in range(SHARES + 1))
    return Motion(frames, (0,), (0,))


def _sampled(figure: Figure, track: list[tuple[tuple[int, ...], int, int]]) -> Motion:
    frames: dict[Frame, int] = {}
    motion, phase = [], []
    for way, length, number in track:
        steps = max(1, round(length / STEP_MS))
        for step in range(steps):
            share = round(SHARES * (step + 1) / steps) / SHARES
            frame = rounded(figure.way(way, share))
            motion.append(frames.setdefault(frame, len(frames)))
            phase.append(number)
    return Motion(tuple(frames), tuple(motion), tuple(phase))


def rounded(frame: Frame) -> Frame:
    """A frame as exact as anyone can see."""
    return tuple(round(value, 1) + 0.0 for value in frame)


def picture(figure: Figure, kind: Kind, dose: Dose) -> Component:
    """The figure as a document reads it, without its words."""
    if kind is Kind.STILL:
        return {"frame": list(rounded(figure.frame(1))), **_view(figure)}
    if kind is Kind.PREVIEW:
        motion = preview(figure, dose)
    else:
        motion = entering(figure) if dose.held else rep_motion(figure, dose)
    return {
        "frames": [list(rounded(frame)) for frame in motion.frames],
        "motion": list(motion.motion),
        "phase": list(motion.phase),
        **_view(figure),
    }


def _view(figure: Figure) -> Component:
    """What is the same in all frames."""
    return {
        **{name: int(name in figure.props) for name in PROPS},
        "zoom": figure.zoom,
        "centre": figure.centre,
    }
