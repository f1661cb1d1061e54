"""Draws the skill's icons: somebody in a bridge, the hamstring lit, in a ring that counts.

    python .deploy/icons.py           draws them into interaction_model/assets/images/
    python .deploy/icons.py FOLDER    draws them there

Everything is a stroke with round ends on a unit square, so it is sharp at every size.
"""

from __future__ import annotations

import math
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIZES = {"small_icon.png": 108, "large_icon.png": 512}
"""The sizes the store asks for, in pixels."""
SAMPLES = 4
"""Each pixel is the mean of a square of points with this side."""

Field = NDArray[np.float64]
Point = tuple[float, float]
Colour = tuple[int, int, int]

NIGHT: Colour = (11, 42, 64)
DAWN: Colour = (18, 104, 110)
TRACK: Colour = (38, 108, 118)
MINT: Colour = (158, 232, 206)
WHITE: Colour = (250, 250, 246)
AMBER: Colour = (255, 158, 44)

CENTRE: Point = (0.5, 0.5)
RING, RING_WIDTH = 0.385, 0.058
HEAD, HEAD_RADIUS = (0.242, 0.526), 0.06
SHOULDER = (0.314, 0.587)
HIP = (0.506, 0.412)
KNEE = (0.686, 0.347)
HEEL = (0.715, 0.587)
TOE = (0.771, 0.587)
HAND = (0.489, 0.602)
MAT = (0.201, 0.653), (0.799, 0.653)
HAMSTRING = (0.534, 0.456), (0.662, 0.409)
LIMB, ARM, MUSCLE, LINE = 0.06, 0.035, 0.046, 0.018


def draw(size: int) -> NDArray[np.uint8]:
    """The icon as rows of RGB pixels."""
    side = size * SAMPLES
    at = (np.arange(side) + 0.5) / side
    x, y = np.meshgrid(at, at)
    slope = ((x + y) / 2)[..., None]
    picture = np.array(NIGHT) * (1 - slope) + np.array(DAWN) * slope
    _paint(picture, _ring(x, y, 1.0), TRACK)
    _paint(picture, _ring(x, y, 0.78), MINT)
    _paint(picture, _stroke(x, y, *MAT, LINE), MINT)
    for start, end in ((SHOULDER, HIP), (HIP, KNEE), (KNEE, HEEL), (HEEL, TOE)):
        _paint(picture, _stroke(x, y, start, end, LIMB), WHITE)
    _paint(picture, _stroke(x, y, SHOULDER, HAND, ARM), WHITE)
    _paint(picture, np.hypot(x - HEAD[0], y - HEAD[1]) <= HEAD_RADIUS, WHITE)
    _paint(picture, _stroke(x, y, *HAMSTRING, MUSCLE), AMBER)
    small = picture.reshape(size, SAMPLES, size, SAMPLES, 3).mean(axis=(1, 3))
    rounded: NDArray[np.uint8] = np.rint(small).astype(np.uint8)
    return rounded


def _paint(picture: Field, inside: NDArray[np.bool_], colour: Colour) -> None:
    picture[inside] = colour


def _stroke(x: Field, y: Field, start: Point, end: Point, width: float) -> NDArray[np.bool_]:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    part = np.clip(((x - start[0]) * along[0] + (y - start[1]) * along[1]) / length, 0, 1)
    return np.hypot(x - start[0] - part * along[0], y - start[1] - part * along[1]) <= width / 2


def _ring(x: Field, y: Field, part: float) -> NDArray[np.bool_]:
    """A part of the ring, clockwise from the top, with round ends."""
    dx, dy = x - CENTRE[0], y - CENTRE[1]
    on = np.abs(np.hypot(dx, dy) - RING) <= RING_WIDTH / 2
    turned = np.mod(np.arctan2(dx, -dy), 2 * math.pi) <= 2 * math.pi * part
    inside: NDArray[np.bool_] = on & turned
    for turn in (0.0, part):
        angle = 2 * math.pi * turn
        end = (CENTRE[0] + RING * math.sin(angle), CENTRE[1] - RING * math.cos(angle))
        inside |= np.hypot(x - end[0], y - end[1]) <= RING_WIDTH / 2
    return inside


def png(pixels: NDArray[np.uint8]) -> bytes:
    """The pixels as a PNG file: RGB, eight bits, no filter."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def main(arguments: list[str]) -> int:
    """Draw both icons."""
    project = Path(__file__).parent.parent
    folder = Path(arguments[0]) if arguments else project / "interaction_model/assets/images"
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        (folder / name).write_bytes(png(draw(size)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
