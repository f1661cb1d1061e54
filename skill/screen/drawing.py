"""The figure as one vector graphic (AVG): limbs as nested groups that turn by parameters.

Every exercise is the same graphic with other numbers, so one document draws them all, and a
movement is a list of frames.
"""

from __future__ import annotations

import math

from skill.screen.colours import LEFT, RIGHT
from skill.screen.skeleton import BALL_RADIUS, FOREARM, PARAMETERS, SHIN, THIGH, TORSO, UPPER_ARM

WIDTH, HEIGHT = 260, 200
FLOOR = 178

SKIN, HAIR, SHIRT, SHIRT_SHADE = "#F6C9A0", "#A8683C", "#F4F7FA", "#B9C8D6"
SHOE, SHOE_FAR = "#FFFFFF", "#C3D0DC"
GROUND, BALL, BALL_STRIPE = "#3B5268", "#E4572E", "#FF8A66"
STEEL, STEEL_DARK, WOOD, WOOD_DARK, TOWEL = "#D5DEE7", "#8FA3B5", "#A1745A", "#7C5543", "#7BD8A4"

PROPS = ("ball", "weight", "towel", "mat", "sofa", "strap")
"""Things of an exercise; each is a parameter, 1 where it is shown."""

Graphic = dict[str, object]


def capsule(length: float, first: float, second: float) -> str:
    """The outline of a limb along x that tapers from one radius to another."""
    slope = (first - second) / length
    cosine, sine = slope, math.sqrt(1 - slope * slope)
    x1, y1 = first * cosine, first * sine
    x2, y2 = length + second * cosine, second * sine
    return (
        f"M{x1:.1f},{-y1:.1f} L{x2:.1f},{-y2:.1f} "
        f"A{second:g},{second:g} 0 0 1 {x2:.1f},{y2:.1f} "
        f"L{x1:.1f},{y1:.1f} A{first:g},{first:g} 0 1 1 {x1:.1f},{-y1:.1f} Z"
    )


def circle(x: float, y: float, radius: float) -> str:
    """The outline of a circle."""
    return (
        f"M{x - radius:g},{y:g} A{radius:g},{radius:g} 0 1 1 {x + radius:g},{y:g} "
        f"A{radius:g},{radius:g} 0 1 1 {x - radius:g},{y:g} Z"
    )


def box(x: float, y: float, width: float, height: float, corner: float) -> str:
    """The outline of a rectangle with round corners."""
    right, bottom = x + width, y + height
    arc = f"A{corner:g},{corner:g} 0 0 1"
    return (
        f"M{x + corner:g},{y:g} L{right - corner:g},{y:g} {arc} {right:g},{y + corner:g} "
        f"L{right:g},{bottom - corner:g} {arc} {right - corner:g},{bottom:g} "
        f"L{x + corner:g},{bottom:g} {arc} {x:g},{bottom - corner:g} "
        f"L{x:g},{y + corner:g} {arc} {x + corner:g},{y:g} Z"
    )


SHIN_PATH = (
    f"M0,-7.4 C14,-7.6 30,-6 {SHIN:g},-4.6 A4.6,4.6 0 0 1 {SHIN:g},4.6 "
    "C30,6.4 22,11.6 11,10.2 C6,9.4 3,8.4 0,7.4 A7.4,7.4 0 0 1 0,-7.4 Z"
)
SHOE_PATH = "M-6.5,-4 C-5,-6.5 4,-6.5 6,-4 C11,-2 19,-1 20.5,3.5 C21,5.5 20,6.5 18,6.5 L-5,6.5 C-8.5,6.5 -8.5,0 -6.5,-4 Z"  # noqa: E501  # one path
TORSO_PATH = (
    f"M-2,-11 C12,-10 24,-10.5 {TORSO - 8:g},-12 C{TORSO + 4:g},-12.5 {TORSO + 9:g},-6 {TORSO + 8:g},0 "  # noqa: E501  # one path
    f"C{TORSO + 7:g},8 {TORSO - 4:g},13.5 {TORSO - 14:g},12.5 C24,11.5 12,10 -2,11 "
    "C-9,11 -12,6 -12,0 C-12,-6 -9,-11 -2,-11 Z"
)


HAIR_PATH = "M13,-11 C18,-17 32,-15 33.5,-2 C34,3 32,7 30,9 C29,2 24,-3 17,-5 Z"


def _path(path: str, fill: str, **more: object) -> Graphic:
    return {"type": "path", "pathData": path, "fill": fill, **more}


def _line(path: str, stroke: str, width: float, **more: object) -> Graphic:
    return {
        "type": "path", "pathData": path, "stroke": stroke, "strokeWidth": width,
        "strokeLineCap": "round", "strokeLineJoin": "round", **more,
    }  # fmt: skip


def _group(*items: Graphic, **more: object) -> Graphic:
    return {"type": "group", "items": list(items), **more}


def _leg(which: str, shoe: str, **depth: float) -> Graphic:
    colour = f"${{{which}Colour}}"
    foot = _group(_path(SHOE_PATH, shoe), translateX=SHIN, rotation=f"${{{which}Foot}}")
    shin = _group(foot, _path(SHIN_PATH, colour), translateX=THIGH, rotation=f"${{{which}Shin}}")
    thigh = _path(capsule(THIGH, 10.8, 7.6), colour)
    return _group(shin, thigh, rotation=f"${{{which}Thigh}}", **depth)


def _arm(which: str, skin: str, sleeve: str, *held: Graphic) -> Graphic:
    fore = _group(
        *held,
        _path(capsule(FOREARM, 5, 3.8), skin),
        _path(circle(FOREARM + 3, 0, 5.2), skin),
        translateX=UPPER_ARM,
        rotation=f"${{{which}Fore}}",
    )
    upper = _path(capsule(UPPER_ARM, 6.4, 5), skin)
    shoulder = _path(capsule(UPPER_ARM * 0.45, 7.2, 6.8), sleeve)
    return _group(fore, upper, shoulder, translateX=TORSO - 2, rotation=f"${{{which}Arm}}")


def _weight() -> Graphic:
    """A dumbbell seen end on, held in the hand."""
    x = FOREARM + 4
    return _group(
        _path(circle(x, 0, 13), STEEL_DARK),
        _path(circle(x, 0, 9), STEEL),
        _path(circle(x, 0, 3), STEEL_DARK),
        opacity="${weight}",
    )


def _head() -> Graphic:
    return _group(
        _path(capsule(14, 5.6, 5.2), SKIN),
        _path(circle(20, 0, 12.5), SKIN),
        _path(HAIR_PATH, HAIR),
        translateX=TORSO + 2,
        rotation="${head}",
    )


def _ball() -> Graphic:
    r = BALL_RADIUS
    return _group(
        _group(
            _path(circle(0, 0, r), BALL),
            _line(f"M{-r + 3:g},0 C-8,-12 8,-12 {r - 3:g},0", BALL_STRIPE, 3),
            _line(f"M0,{-r + 3:g} C12,-8 12,8 0,{r - 3:g}", BALL_STRIPE, 3),
            rotation="${ballTurn}",
        ),
        translateX="${ballX}",
        translateY=FLOOR - r,
        opacity="${ball}",
    )


def _sofa() -> Graphic:
    return _group(
        _path(box(-4, FLOOR - 74, 20, 60, 8), WOOD_DARK),
        _path(box(0, FLOOR - 48, 72, 24, 8), WOOD),
        _path(box(0, FLOOR - 30, 72, 12, 4), WOOD_DARK),
        _path(box(4, FLOOR - 20, 6, 21, 2), WOOD_DARK),
        opacity="${sofa}",
    )


def _strap() -> Graphic:
    """A padded roller that holds the ankles down."""
    return _group(
        _line(f"M48,{FLOOR} L48,{FLOOR - 25} L72,{FLOOR - 25}", STEEL_DARK, 6),
        _line(f"M38,{FLOOR} L60,{FLOOR}", STEEL_DARK, 5),
        _path(circle(76, FLOOR - 25, 7.5), STEEL),
        _path(circle(76, FLOOR - 25, 2.5), STEEL_DARK),
        opacity="${strap}",
    )


def figure_graphic() -> Graphic:
    """The graphic; its parameters are those of a frame, the colours of the legs and the props."""
    torso = "${torso}"
    numbers = [{"name": n, "type": "number", "default": 0} for n in (*PARAMETERS, *PROPS)]
    body = _group(
        _group(_arm("far", "#D9A67C", SHIRT_SHADE), rotation=torso),
        _leg("far", SHOE_FAR, translateX=5, translateY=-2),
        _group(_head(), rotation=torso),
        _leg("near", SHOE),
        _group(_path(TORSO_PATH, SHIRT), rotation=torso),
        _group(_arm("near", SKIN, SHIRT_SHADE, _weight()), rotation=torso),
        translateX="${px}",
        translateY="${py}",
    )
    return {
        "type": "AVG",
        "version": "1.1",
        "width": WIDTH,
        "height": HEIGHT,
        "scaleTypeHeight": "none",
        "scaleTypeWidth": "none",
        "parameters": [
            *numbers,
            {"name": "zoom", "type": "number", "default": 1},
            {"name": "centre", "type": "number", "default": WIDTH / 2},
            {"name": "flip", "type": "number", "default": 1},
            {"name": "nearColour", "type": "color", "default": LEFT},
            {"name": "farColour", "type": "color", "default": RIGHT},
        ],
        "items": [
            _line(f"M8,{FLOOR + 2} L{WIDTH - 8},{FLOOR + 2}", GROUND, 4),
            _group(
                _group(
                    _group(_path(box(92, FLOOR - 6, 62, 7, 3), TOWEL), opacity="${mat}"),
                    _group(_path(box(148, FLOOR - 2, 66, 4, 2), TOWEL), opacity="${towel}"),
                    _ball(),
                    body,
                    _sofa(),
                    _strap(),
                    scaleX="${zoom}",
                    scaleY="${zoom}",
                    pivotX="${centre}",
                    pivotY=FLOOR,
                    translateX=f"${{{WIDTH / 2} - centre}}",
                ),
                scaleX="${flip}",
                pivotX=WIDTH / 2,
            ),
        ],
    }
