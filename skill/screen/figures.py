"""The picture of every exercise and form, and the scenes that are of none."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.screen.pose import Frame, Pose, between, eased, frame_of

WIDTH, HEIGHT, FLOOR = 260, 200, 178
"""The stage in picture units, as in the graphic `figure` of the document."""
PROPS = ("ball", "weight", "towel", "mat", "sofa", "strap")
"""Props of an exercise; each is a parameter of the graphic, 1 if shown."""


class Figure(Struct, frozen=True):
    """The picture of one form of an exercise."""

    poses: tuple[Pose, ...]
    """The start, the end, and for some the poses in between."""
    moves: Mapping[str, tuple[int, ...]]
    """The poses that each phase of the tempo goes through; empty for a hold."""
    props: tuple[str, ...]
    zoom: float = 1.0
    """The magnification: a lying figure takes less height."""
    centre: float = WIDTH / 2
    """The x in the middle of the picture."""
    beat_ms: int = 0
    """How long a scene takes from one pose to the next, in ms; 0 for an exercise."""

    def frame(self, pose: int) -> Frame:
        """The frame of a pose, by index; -1 is the last."""
        return frame_of(self.poses[pose])

    def way(self, path: tuple[int, ...], share: float) -> Frame:
        """The frame on the way through some poses, at `share` from 0 to 1."""
        legs = len(path) - 1
        if legs < 1:
            return self.frame(path[0])
        leg = min(int(share * legs), legs - 1)
        start, end = self.poses[path[leg]], self.poses[path[leg + 1]]
        return frame_of(between(start, end, eased(share * legs - leg)))


Figures = Mapping[tuple[str, str], Figure]
"""Every figure under its exercise and form, and every scene under SCENE and its name."""
SCENE = "scene"
SCENES = ("walk", "finish")
"""The scenes that the screens show."""
