"""Cold starts of the shipped bundle: processes from their start to their first answer.

The bundle runs on Lambda's Python with all its bytecode. DynamoDB is an empty table on loopback,
over HTTP and over TLS, with the authorities that this system trusts.
"""

from __future__ import annotations

import json
import runpy
import shutil
import ssl
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from skill.wiring import STORE_SETTING
from tests.bench.bundle import BUNDLE
from tests.bench.dynamodb import answering_dynamodb, certificate
from tests.bench.requests import request
from tests.bench.table import Row

PRELOADED = (
    "argparse ast asyncio base64 collections.abc concurrent.futures contextlib copy dataclasses "
    "datetime decimal email.parser enum functools hashlib html http.client importlib.metadata "
    "inspect itertools json logging pathlib pprint queue random re socket ssl string tempfile "
    "threading tokenize tomllib traceback typing urllib.request uuid weakref xml.sax.saxutils"
).split()
"""The modules that Lambda's runtime has loaded, or its bootstrap could load."""

PROGRAM = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
{preload}
begun = time.process_time() if {preload!r} else 0
envelope = json.loads({envelope!r})
import {module} as m
json.dumps(m.lambda_handler(envelope, None))
spent = time.process_time() - begun
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps([spent * 1000, peak / 1024]))
"""
HELLO = "hello_world"
MODULES = {
    "hello": HELLO,
    "skill": "lambda_function",
    "screen": "lambda_function",
    "tls": "lambda_function",
    "sqlite": "lambda_function",
}
"""The baseline; the skill with DynamoDB over HTTP; for a device with a screen; over TLS, as on
Lambda; and with SQLite, as on one's own server."""


@dataclass(frozen=True)
class Start:
    """The cost of a cold start."""

    milliseconds: float
    megabytes: float


class ColdStarts:
    """Cold starts of the unpacked bundle, and of hello world beside it."""

    def __init__(
        self, python: str, folder: Path, environs: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._python = python
        self._folder = folder
        self._environs = environs

    def start(self, name: str, *, preload: bool) -> Start:
        """A cold start of a candidate."""
        program = PROGRAM.format(
            preload=f"import {', '.join(PRELOADED)}" if preload else "",
            envelope=json.dumps(
                request("StartRoutineIntent", {}, new=True, screen=name == "screen")
            ),
            module=MODULES[name],
        )
        ran = subprocess.run(
            [self._python, "-I", "-S", "-B", "-c", program, str(self._folder)],
            env=dict(self._environs[name]),
            capture_output=True,
            text=True,
            check=True,
        )
        return Start(*json.loads(ran.stdout.splitlines()[-1]))

    def rounds(self, count: int, *, preload: bool) -> Mapping[str, list[Start]]:
        """Rounds of one cold start of each candidate, after a warm-up round."""
        starts: dict[str, list[Start]] = {name: [] for name in MODULES}
        for number in range(count + 1):
            for name, found in starts.items():
                start = self.start(name, preload=preload)
                if number:
                    found.append(start)
        return starts


def cold_rows(rounds: int) -> list[Row]:
    """The CPU time and memory of cold starts."""
    if not BUNDLE.exists():
        raise SystemExit(f"There is no {BUNDLE}: run `make bundle` first.")
    with _shipped() as starts:
        fresh = starts.rounds(rounds, preload=False)
        preloaded = starts.rounds(rounds, preload=True)
    return [
        Row("(a) cold start of the bundle with DynamoDB, CPU", "ms", _times(fresh), 0.90),
        Row("(b) the same, standard library preloaded", "ms", _times(preloaded), 0.90),
        Row(
            "(e) peak memory of that process",
            "MB",
            {name: [start.megabytes for start in found] for name, found in fresh.items()},
        ),
    ]


@contextmanager
def _shipped() -> Iterator[ColdStarts]:
    builder = runpy.run_path(".deploy/bundle.py")
    found = [each for each in builder["_pythons"](builder["_runtime"]()) if builder["_runs"](each)]
    if not found:
        raise SystemExit(f"There is no {builder['_runtime']()} here: the bundle runs on no other.")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        with zipfile.ZipFile(BUNDLE) as bundle:
            bundle.extractall(folder / "bundle")
        shutil.copy(Path(__file__).with_name(f"{HELLO}.py"), folder / "bundle")
        compiling = [*"-m compileall -qq --invalidation-mode unchecked-hash".split()]
        hello = folder / "bundle" / f"{HELLO}.py"
        subprocess.run([found[0], *compiling, str(hello)], check=True)
        pem = folder / "server.pem"
        pem.write_bytes(certificate())
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(pem)
        system = Path(ssl.get_default_verify_paths().cafile or "/etc/ssl/certs/ca-certificates.crt")
        trusted = folder / "trusted.pem"
        trusted.write_bytes(pem.read_bytes() + (system.read_bytes() if system.exists() else b""))
        plain = _environ(stack.enter_context(answering_dynamodb()))
        secret = _environ(stack.enter_context(answering_dynamodb(tls)))
        environs = {
            "hello": {},
            "skill": plain,
            "screen": plain,
            "tls": {**secret, "AWS_CA_BUNDLE": str(trusted)},
            "sqlite": {STORE_SETTING: f"sqlite:{folder / 'progress.db'}"},
        }
        yield ColdStarts(found[0], folder / "bundle", environs)


def _environ(url: str) -> dict[str, str]:
    return {
        STORE_SETTING: "dynamodb:hamstring-coach",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_SESSION_TOKEN": "t" * 1000,
        "AWS_ENDPOINT_URL": url,
    }


def _times(starts: Mapping[str, list[Start]]) -> Mapping[str, list[float]]:
    return {name: [start.milliseconds for start in found] for name, found in starts.items()}
