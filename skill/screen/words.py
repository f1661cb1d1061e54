"""The words on the screen."""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

STEP_WIDTHS, COLUMN_HEIGHT, STEP_GAP = (68.0, 88.0), 61.0, 3.8
"""The room for the steps of an introduction, in percent of the height of a screen of eight by
five or, wider, of two by one."""
SMALLEST, LARGEST = 3.4, 6.4
"""The sizes of type they may have, in the same measure."""
LETTER, LINE = 0.56, 1.26
"""How wide a letter and how high a line is, measured in the size of the type."""


class ScreenWords(Struct, frozen=True):
    """The words on the screen, in one language."""

    texts: Mapping[str, str]
    touches: Mapping[str, tuple[str, str]]

    def text(self, key: str, **values: object) -> str:
        """A text with its values; raises KeyError where a value is missing."""
        return self.texts[key].format(**values)

    def touch(self, key: str, **values: object) -> tuple[str, str]:
        """What is written on something touchable, and what a screen reader says."""
        label, spoken = self.touches[key]
        return label.format(**values), spoken.format(**values)


def sizes_of(steps: list[str]) -> list[str]:
    """The sizes of type for the steps of an introduction, one for each shape of screen."""
    return [_step_size(steps, width) for width in STEP_WIDTHS]


def _step_size(steps: list[str], width: float) -> str:
    """The largest size, in percent of the screen's height, at which all steps fit."""
    fitting = SMALLEST
    for tenths in range(round(10 * SMALLEST), round(10 * LARGEST) + 1, 2):
        size = tenths / 10
        letters = int(width / (LETTER * size))
        lines = sum(math.ceil(len(step) / letters) for step in steps)
        if lines * LINE * size + len(steps) * STEP_GAP <= COLUMN_HEIGHT:
            fitting = size
    return f"{fitting:g}vh"
