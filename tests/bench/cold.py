"""Cold starts: a process of its own from its first moment to its first answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skill.alexa.skill import STORE_SETTING
from skill.sdk.switch import STOCK_SETTING
from tests.bench.bundle import BUNDLE
from tests.bench.requests import request
from tests.bench.table import Row

PRELOADED = (
    "argparse ast base64 collections.abc concurrent.futures contextlib copy dataclasses datetime "
    "decimal email.parser enum functools hashlib html http.client importlib.metadata inspect "
    "itertools json logging pathlib pprint queue random re socket ssl string tempfile threading "
    "tokenize tomllib traceback typing urllib.request uuid weakref xml.sax.saxutils"
).split()
"""Of the standard library, what Lambda's own runtime has loaded, or its bootstrap could."""

PROGRAM = """
import json, sys, time
{preload}
begun = time.process_time() if {preload!r} else 0
envelope = json.loads({envelope!r})
{answer}
spent = time.process_time() - begun
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([spent * 1000, peak / 1024, len(sys.modules)]))
"""
HELLO = "import tests.bench.hello_world as m; json.dumps(m.lambda_handler(envelope, None))"
SKILL = "import lambda_function as m; json.dumps(m.lambda_handler(envelope, None))"
JSON_ONLY = 'json.dumps({"version": "1.0", "response": {"outputSpeech": envelope["version"]}})'
ANSWERS = {"hello": HELLO, "skill": SKILL, "stock": SKILL, "dynamo": SKILL, "floor": JSON_ONLY}
"""The yardstick, the skill, the skill on the stock SDK, the skill with DynamoDB's client in place
of SQLite, and a handler with nothing but json."""
NO_DYNAMODB = {
    STORE_SETTING: "dynamodb:hamstring-coach",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
}
"""Nobody answers there: all that a client costs is there but the network."""


@dataclass(frozen=True)
class Start:
    """What one cold start took."""

    milliseconds: float
    megabytes: float
    modules: int


class ColdStarts:
    """Cold starts with everything compiled in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._environ = {
            **os.environ,
            "PYTHONPATH": f".{os.pathsep}lambda",
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            "PYTHONDONTWRITEBYTECODE": "",
            STORE_SETTING: f"sqlite:{folder / 'progress.db'}",
        }

    def start(self, name: str, *, preload: bool) -> Start:
        """One cold start of one candidate."""
        differs = {STOCK_SETTING: "1" if name == "stock" else ""}
        differs |= NO_DYNAMODB if name == "dynamo" else {}
        ran = subprocess.run(
            [sys.executable, "-c", self.program(name, preload=preload)],
            env={**self._environ, **differs},
            capture_output=True,
            text=True,
            check=True,
        )
        return Start(*json.loads(ran.stdout.splitlines()[-1]))

    def program(self, name: str, *, preload: bool) -> str:
        """What the process runs."""
        envelope = json.dumps(request("StartRoutineIntent", {}, new=True))
        loaded = f"import {', '.join(PRELOADED)}" if preload else ""
        return PROGRAM.format(preload=loaded, envelope=envelope, answer=ANSWERS[name])

    def rounds(self, count: int, *, preload: bool = False) -> Mapping[str, list[Start]]:
        """So many rounds of all candidates, one after the other in each; the first is a trial."""
        starts: dict[str, list[Start]] = {name: [] for name in ANSWERS}
        for number in range(count + 1):
            for name, found in starts.items():
                start = self.start(name, preload=preload)
                if number:
                    found.append(start)
        return starts


def cold_rows(rounds: int) -> list[Row]:
    """Cold starts in CPU time, and the memory they come to."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = ColdStarts(folder).rounds(rounds)
        preloaded = ColdStarts(folder).rounds(rounds, preload=True)
    del preloaded["floor"]  # type: ignore[attr-defined]  # nothing is left of it to measure
    return [
        Row("cold start, fresh process to first answer, CPU", "ms", _times(fresh), 0.50),
        Row("the same with the standard library preloaded", "ms", _times(preloaded), 0.35),
        Row(
            "peak memory of that process",
            "MB",
            {name: [start.megabytes for start in starts] for name, starts in fresh.items()},
            0.85,
        ),
        Row(
            "modules loaded",
            "  ",
            {name: [float(start.modules) for start in starts] for name, starts in fresh.items()},
        ),
    ]


def bundle_rows(rounds: int) -> list[Row]:
    """Lambda's bundle as it is built, and without the bytecode that hooks/build.sh gives it."""
    if not BUNDLE.exists():
        return []
    took: dict[str, list[float]] = {"bundle": [], "stripped": []}
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(BUNDLE) as bundle:
        for candidate in took:
            for entry in bundle.namelist():
                if candidate == "bundle" or not entry.endswith(".pyc"):
                    bundle.extract(entry, Path(name, candidate))
        for number in range(rounds + 1):
            for candidate, found in took.items():
                milliseconds = _start_of_bundle(Path(name, candidate))
                if number:
                    found.append(milliseconds)
    return [
        Row("cold start of Lambda's bundle, memory store; stripped of its bytecode", "ms", took)
    ]


def _start_of_bundle(folder: Path) -> float:
    envelope = json.dumps(request("StartRoutineIntent", {}, new=True))
    program = PROGRAM.format(preload="", envelope=envelope, answer=SKILL)
    ran = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-B",
            "-c",
            f"import sys; sys.path[:0] = [{str(folder)!r}]{program}",
        ],
        env={STORE_SETTING: "memory:"},
        capture_output=True,
        text=True,
        check=True,
    )
    return Start(*json.loads(ran.stdout.splitlines()[-1])).milliseconds


def _times(starts: Mapping[str, list[Start]]) -> Mapping[str, list[float]]:
    return {name: [start.milliseconds for start in found] for name, found in starts.items()}
