"""The AWS CLI as far as Polly is asked through it: strict about what it takes, and it beeps."""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = '''#!{python}
"""aws polly synthesize-speech: 200 ms of a tone for each word, sooner over at a higher rate."""
import argparse, math, struct, sys
from xml.etree import ElementTree

parser = argparse.ArgumentParser(allow_abbrev=False)
parser.add_argument("service", choices=["polly"])
parser.add_argument("operation", choices=["synthesize-speech"])
parser.add_argument("--engine", choices=["standard", "neural"], required=True)
parser.add_argument("--voice-id", choices=["Matthew", "Joanna"], required=True)
parser.add_argument("--output-format", choices=["pcm"], required=True)
parser.add_argument("--sample-rate", choices=["8000", "16000"], required=True)
parser.add_argument("--text-type", choices=["ssml"], required=True)
parser.add_argument("--text", required=True)
parser.add_argument("outfile")
told = parser.parse_args()
speak = ElementTree.fromstring(told.text)  # what is no XML is refused, as Polly does
(prosody,) = speak
assert (speak.tag, prosody.tag) == ("speak", "prosody")
rate = int(prosody.get("rate").removesuffix("%"))
assert 20 <= rate <= 200, rate
words = len("".join(speak.itertext()).split())
per_s = int(told.sample_rate)
samples = range(words * 20 * per_s // rate)
tone = [round(6000 * math.sin(2 * math.pi * 440 * n / per_s)) for n in samples]
with open(told.outfile, "wb") as file:
    file.write(struct.pack("<" + str(len(tone)) + "h", *tone))
with open({log!r}, "a") as asked:
    asked.write(told.text + "\\n")
'''


def fake_aws(folder: Path) -> Path:
    """The program's path; `asked` tells what it was asked to say."""
    file = folder / "aws"
    log = str(folder / "aws.log")
    file.write_text(PROGRAM.format(python=sys.executable, log=log), encoding="utf-8")
    file.chmod(0o755)
    return file


def asked(folder: Path) -> list[str]:
    """The SSML of every time it was asked."""
    log = folder / "aws.log"
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []
