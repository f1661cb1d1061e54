"""A slow voice one can measure: espeak-ng at 140 words a minute."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.support.mixing import RATE, Samples, read_wav

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 140
MISSING = (
    f"the program {PROGRAM} is missing: install it (apt-get install {PROGRAM}), "
    'or leave these tests out (pytest -m "not audio")'
)

DIGITS = re.compile(r'<say-as interpret-as="telephone">([^<]*)</say-as>')
ALIAS = re.compile(r'<sub alias="([^"]*)">[^<]*</sub>')


@cache
def clip(ssml: str) -> Samples:
    """The clip of some SSML content, as this voice speaks it, its own silence included."""
    program = shutil.which(PROGRAM)
    assert program is not None, MISSING
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clip.wav"
        speech = f"<speak>{spelt_out(ssml)}</speak>"
        options = ["-m", "-v", "en-us", "-s", str(WORDS_A_MINUTE), "-w", str(file)]
        subprocess.run([program, *options, speech], check=True, capture_output=True)
        return read_wav(file)


def clip_ms(ssml: str) -> int:
    """The length of such a clip in ms."""
    return round(1000 * len(clip(ssml)) / RATE)


def spelt_out(ssml: str) -> str:
    """The SSML without what this program does not know: digits one by one, aliases in place."""
    digit_by_digit = DIGITS.sub(lambda found: " ".join(found[1]), ssml)
    return ALIAS.sub(r"\1", digit_by_digit)
