"""A figure of joints and limbs: from the positions of hands and feet to angles.

A pose is described as a person would ("feet here, shoulders on the floor, torso at this slope");
two-bone inverse kinematics finds knees and elbows. Angles are in degrees, 0 to the right and 90
down, as y grows downwards. The figure faces right; lying on its back, its head is at the left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

Point = tuple[float, float]

TORSO, UPPER_ARM, FOREARM, THIGH, SHIN = 50.0, 27.0, 26.0, 44.0, 42.0
"""Lengths of the limbs in picture units; the whole figure is about 170 tall."""

PARAMETERS = (
    "px", "py", "torso", "head",
    "farArm", "farFore", "nearArm", "nearFore",
    "farThigh", "farShin", "farFoot", "nearThigh", "nearShin", "nearFoot",
    "ballX", "ballTurn",
)  # fmt: skip
"""A frame's values in order: the pelvis' position, then angles, each relative to its parent, then
the ball's position and rotation."""

BALL_RADIUS = 27.0

Frame = tuple[float, ...]


class Limb(Struct, frozen=True):
    """An arm or a leg: the position of its end and the side it bends to, or its two angles."""

    end: Point | None = None
    """The position of the wrist or ankle."""
    bend: int = 1
    """1 or -1: the side the knee or elbow bends to."""
    angles: Point | None = None
    """Directions of upper arm and forearm, or of thigh and shin."""
    toe: float = 0.0
    """The direction from heel to toe; unused for an arm."""


class Pose(Struct, frozen=True):
    """One position of the whole figure."""

    root: str
    """The point that is given: pelvis, shoulder or knee."""
    at: Point
    torso: float
    head: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    ball: float = 0.0
    """The ball's position on the floor."""


def along(start: Point, angle: float, length: float) -> Point:
    """The point `length` away from `start` in a direction."""
    turn = math.radians(angle)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)


def reach(start: Point, limb: Limb, upper: float, lower: float) -> Point:
    """The directions of a limb's two bones, from `start`.

    A limb too short to reach its end points towards it.
    """
    if limb.angles is not None:
        return limb.angles
    if limb.end is None:
        raise ValueError("a limb has an end or two angles")
    dx, dy = limb.end[0] - start[0], limb.end[1] - start[1]
    distance = min(max(math.hypot(dx, dy), abs(upper - lower) + 0.01), upper + lower - 0.01)
    towards = math.degrees(math.atan2(dy, dx))
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    first = towards - limb.bend * math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    joint = along(start, first, upper)
    end = along(start, towards, distance)
    return first, math.degrees(math.atan2(end[1] - joint[1], end[0] - joint[0]))


def pelvis_of(pose: Pose) -> Point:
    """The position of the hips."""
    if pose.root == "shoulder":
        return along(pose.at, pose.torso + 180, TORSO)
    if pose.root == "knee":
        if pose.near_leg.angles is None:
            raise ValueError("a pose on its knee gives its near leg in angles")
        return along(pose.at, pose.near_leg.angles[0] + 180, THIGH)
    return pose.at


def frame_of(pose: Pose) -> Frame:
    """The values of PARAMETERS for a pose."""
    limbs = _directions(pose)
    far_arm, near_arm = limbs["far_arm"], limbs["near_arm"]
    far_leg, near_leg = limbs["far_leg"], limbs["near_leg"]
    return (
        *pelvis_of(pose),
        pose.torso,
        pose.head,
        far_arm[0] - pose.torso,
        far_arm[1] - far_arm[0],
        near_arm[0] - pose.torso,
        near_arm[1] - near_arm[0],
        far_leg[0],
        far_leg[1] - far_leg[0],
        pose.far_leg.toe - far_leg[1],
        near_leg[0],
        near_leg[1] - near_leg[0],
        pose.near_leg.toe - near_leg[1],
        pose.ball,
        math.degrees(pose.ball / BALL_RADIUS),
    )


def joints_of(pose: Pose) -> Mapping[str, float]:
    """The angles of a pose that the exercise's steps mention, in degrees.

    A knee is 0 if straight and grows as the heel nears the seat; a hip is 0 if thigh and trunk are
    in line and grows as the knee comes up; the back is the trunk's slope above the floor.
    """
    frame = dict(zip(PARAMETERS, frame_of(pose), strict=True))
    torso = frame["torso"]
    slope = abs(_half_turn(torso))
    hips = {leg: -_half_turn(frame[f"{leg}Thigh"] - torso - 180) for leg in ("near", "far")}
    return {
        **{f"{leg}_knee": _half_turn(frame[f"{leg}Shin"]) for leg in hips},
        **{f"{leg}_hip": hip for leg, hip in hips.items()},
        "back": min(slope, 180 - slope),
    }


def _half_turn(angle: float) -> float:
    return (angle + 180) % 360 - 180


def between(start: Pose, end: Pose, share: float) -> Pose:
    """The pose between two others, at `share` from 0 to 1.

    An end given in both moves in a straight line; other limbs rotate. Raises ValueError if the two
    poses have different roots.
    """
    if start.root != end.root:
        raise ValueError("two poses of one movement have the same root")
    before, after = _directions(start), _directions(end)
    limbs = {
        name: _limb(getattr(start, name), getattr(end, name), before[name], after[name], share)
        for name in before
    }
    return Pose(
        root=start.root,
        at=_point(start.at, end.at, share),
        torso=_mix(start.torso, end.torso, share),
        head=_mix(start.head, end.head, share),
        ball=_mix(start.ball, end.ball, share),
        **limbs,
    )


def _directions(pose: Pose) -> dict[str, Point]:
    pelvis = pelvis_of(pose)
    shoulder = along(pelvis, pose.torso, TORSO)
    return {
        "near_arm": reach(shoulder, pose.near_arm, UPPER_ARM, FOREARM),
        "far_arm": reach(shoulder, pose.far_arm, UPPER_ARM, FOREARM),
        "near_leg": reach(pelvis, pose.near_leg, THIGH, SHIN),
        "far_leg": reach(pelvis, pose.far_leg, THIGH, SHIN),
    }


def _mix(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _turn(start: float, end: float, share: float) -> float:
    """From one direction to another, the shorter way round."""
    return start + _half_turn(end - start) * share


def _point(start: Point, end: Point, share: float) -> Point:
    return _mix(start[0], end[0], share), _mix(start[1], end[1], share)


def _limb(start: Limb, end: Limb, before: Point, after: Point, share: float) -> Limb:
    toe = _turn(start.toe, end.toe, share)
    if start.end is not None and end.end is not None and start.bend == end.bend:
        return Limb(end=_point(start.end, end.end, share), bend=start.bend, toe=toe)
    angles = _turn(before[0], after[0], share), _turn(before[1], after[1], share)
    return Limb(angles=angles, toe=toe)


def eased(share: float) -> float:
    """Ease in and out, as a body moves.

    >>> eased(0.5)
    0.5
    """
    return share * share * (3 - 2 * share)
