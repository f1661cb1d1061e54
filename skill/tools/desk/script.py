"""A script of what a runner says, line by line.

# a comment
open                said as "Alexa, open hamstring coach"
start               said after the coach has finished
@17 pause           a barge-in, 17 seconds into the coach's answer
...                 silence until the microphone closes
+3h                 three hours pass; also in minutes, +5m, and days, +1d
!next               a button of the player: next, previous, play or pause
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

BARGE_IN = re.compile(r"@(?P<seconds>\d+(?:\.\d+)?)\s+(?P<words>.+)")
PASSED = re.compile(r"\+(?P<number>\d{1,3})(?P<unit>[mhd])")
BUTTON = re.compile(r"!(?P<button>next|previous|play|pause)")
UNITS_MS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
SILENCE = "..."
OPEN = "open"
LONGEST_WAIT_S = 3600


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a script."""

    words: str
    """What is said; SILENCE for nothing."""
    after_ms: int | None = None
    """How far into the coach's answer it is said; None: after its end."""
    passes_ms: int = 0
    """How much time passes, if nothing is said."""
    button: str = ""
    """The button of the player that is pressed, if nothing is said."""

    @property
    def has_words(self) -> bool:
        """Whether something is said, or left unsaid, rather than time passing or a button."""
        return not self.passes_ms and not self.button


def parse_line(line: str) -> Cue | None:
    """The cue in a line; None if it is empty or a comment.

    Raises ValueError for a barge-in more than an hour into an answer.
    """
    words = line.partition("#")[0].strip()
    if not words:
        return None
    passed, button = PASSED.fullmatch(words), BUTTON.fullmatch(words)
    if passed is not None:
        return Cue(words, passes_ms=int(passed["number"]) * UNITS_MS[passed["unit"]])
    if button is not None:
        return Cue(words, button=button["button"])
    match = BARGE_IN.fullmatch(words)
    if match is None:
        return Cue(words)
    seconds = float(match["seconds"])
    if seconds > LONGEST_WAIT_S:
        cure = f"at most {LONGEST_WAIT_S} s; a line such as +3h lets hours pass"
        raise ValueError(f"{words!r}: no answer lasts that long: {cure}")
    return Cue(match["words"], round(1000 * seconds))


def cues_in(lines: Iterable[str], source: str) -> Iterator[Cue]:
    """The cues in lines, as they come; raises ValueError, with the source's name, if not UTF-8."""
    try:
        for line in lines:
            cue = parse_line(line)
            if cue is not None:
                yield cue
    except UnicodeDecodeError as error:
        raise ValueError(f"{source}: isn't text in UTF-8") from error


def read_script(path: Path) -> tuple[Cue, ...]:
    """The cues of a script file; raises OSError or ValueError if it cannot be read or has none."""
    with path.open(encoding="utf-8") as lines:
        cues = tuple(cues_in(lines, str(path)))
    if not cues:
        raise ValueError(f"{path}: has no lines to say; write some, such as: {OPEN}")
    return cues
