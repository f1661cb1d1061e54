"""A script: a file of what a runner says, line by line.

# a comment
open                said as "Alexa, open hamstring coach"
start               said once the coach has finished speaking
@17 pause           said 17 seconds into the coach's answer, over its voice
...                 nothing is said until the microphone closes
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

BARGE_IN = re.compile(r"@(?P<seconds>\d+(?:\.\d+)?)\s+(?P<words>.+)")
SILENCE = "..."
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a script."""

    words: str
    """What is said; SILENCE for nothing."""
    after_ms: int | None = None
    """How far into the coach's answer it is said; None once that was heard out."""


def parse_line(line: str) -> Cue | None:
    """The cue in a line; None in a comment or an empty line."""
    words = line.partition("#")[0].strip()
    if not words:
        return None
    match = BARGE_IN.fullmatch(words)
    if match:
        return Cue(match["words"], round(1000 * float(match["seconds"])))
    return Cue(words)


def read_script(path: Path) -> tuple[Cue, ...]:
    """The cues of a script file; raises OSError where it cannot be read."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(cue for cue in map(parse_line, lines) if cue is not None)
