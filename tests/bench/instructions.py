"""Machine instructions, counted by valgrind: the same from run to run, so a change is a change."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.cold import ColdStarts
from tests.bench.table import Row

COLLECTED = re.compile(r"Collected : (\d+)")
SOME, MORE = 60, 70
"""Requests of two runs: their difference is what ten cost, without the start."""
WARM = {
    "hello": """
from tests.bench.warm import builder, hello
skill = builder().create()
for _ in range({times}):
    hello(skill, request(NEXT, {{}}))
""",
    "skill": """
from tests.bench.warm import Runner, a_skill
runner = Runner(a_skill())
begun = runner.begin()
for _ in range({times}):
    answer(runner.skill, request(NEXT, begun), None)
    runner.begin()
""",
    "begun": """
from tests.bench.warm import Runner, a_skill
runner = Runner(a_skill())
begun = runner.begin()
for _ in range({times}):
    runner.begin()
""",
}
PREAMBLE = """
from tests.bench.requests import request
from tests.bench.warm import NEXT, answer
"""


def instruction_rows() -> list[Row]:
    """Millions of instructions of a cold start, and of one warm "next"."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        starts = ColdStarts(folder)
        for candidate in ("hello", "skill"):
            starts.start(candidate, preload=False)  # compiles what is imported
        cold = {
            candidate: [_millions(starts.program(candidate, preload=False), folder)]
            for candidate in ("hello", "skill", "floor")
        }
        warm = {name: _warm_millions(name, folder) for name in WARM}
    skill = warm["skill"] - warm["begun"]
    return [
        Row("instructions of a cold start", "M", cold),
        Row('instructions of a warm "next"', "M", {"hello": [warm["hello"]], "skill": [skill]}),
    ]


def _warm_millions(name: str, folder: Path) -> float:
    some, more = (
        _millions(PREAMBLE + WARM[name].format(times=times), folder) for times in (SOME, MORE)
    )
    return (more - some) / (MORE - SOME)


def _millions(program: str, folder: Path) -> float:
    environ = {
        **os.environ,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",  # or the first of two runs would do more than the second
        "PYTHONPATH": f".{os.pathsep}lambda",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "HAMSTRING_COACH_STORE": "memory:",
    }
    ran = subprocess.run(
        [
            "valgrind",
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            sys.executable,
            "-c",
            program,
        ],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    match = COLLECTED.search(ran.stderr)
    assert match, ran.stderr
    return int(match[1]) / 1e6
