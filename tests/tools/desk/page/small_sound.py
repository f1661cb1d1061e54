"""A voice that beeps: every clip is a tone of its length, at the offset that paper gives it."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from skill.tools.desk.page.timeline_strip import Mark, marks_of
from skill.tools.desk.playback import heard

RATE = 8000
TONE = array("h", (round(6000 * math.sin(math.tau * 440 * n / RATE)) for n in range(RATE)))
"""A second of it."""
BLOCK_MS = 250
UNKNOWN = 0xFFFFFFFF
FORMAT = (16, 1, 1, RATE, 2 * RATE, 2, 16)
"""Plain samples, one channel, 16 bit."""


class Beeps:
    """An answer as the page knows them: as many marks as were rendered, then the samples."""

    def __init__(self, output: Mapping[str, Any]) -> None:
        self._heard = heard(output)
        self.marks: list[Mark] = []

    def wav(self) -> Iterator[bytes]:
        yield header()
        marks = marks_of(self._heard)
        for start_ms in range(0, self._heard.length_ms, BLOCK_MS):
            block = min(BLOCK_MS, self._heard.length_ms - start_ms)
            samples = array("h", bytes(2 * (block * RATE // 1000)))
            for mark in marks:
                if start_ms <= mark.start_ms < start_ms + block:
                    self.marks.append(mark)
                first = max(0, mark.start_ms - start_ms) * RATE // 1000
                last = min(block, mark.end_ms - start_ms) * RATE // 1000
                if first < last:
                    samples[first:last] = TONE[first:last]
            yield samples.tobytes()


def header() -> bytes:
    """A WAV's header that tells no length."""
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", UNKNOWN, b"WAVE", b"fmt ", *FORMAT)
    return head + struct.pack("<4sI", b"data", UNKNOWN)
