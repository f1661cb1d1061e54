"""All trials, one after another, and what they measured.

python -m tests.resilience                   each for a moment: do the promises hold?
python -m tests.resilience --full --write    as long as it takes, and SECURITY.md gets the figures
"""

from __future__ import annotations

import argparse
import logging
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.resilience import conversations, doors, fuzz, kill_loop, load, mutants, two_devices

SOON_SHARE = 0.99
SECURITY = Path("SECURITY.md")
BEGIN, END = "<!-- written by make trials -->\n", "<!-- end -->\n"


@dataclass(frozen=True)
class Trial:
    """One of them; `run` gets a size and an empty folder, and raises AssertionError if it fails."""

    name: str
    small: int
    full: int
    run: Callable[[int, Path], str]


def _doors(requests: int, folder: Path, caddy: str | None = None) -> str:
    figures = doors.run(requests, folder, caddy=caddy)
    share = doors.soon(figures, requests)
    assert share >= SOON_SHARE, (share, figures)
    times = f"p50 {figures.percentile(0.5):.1f} ms, p99 {figures.percentile(0.99):.1f} ms"
    return f"{share:.2%} of {requests} answered within a second ({times})"


def _doors_behind_caddy(requests: int, folder: Path) -> str:
    caddy = os.environ.get("CADDY") or shutil.which(doors.CADDY)
    return _doors(requests, folder, caddy) if caddy else "not run: there is no caddy here"


def _kills(server: str) -> Callable[[int, Path], str]:
    def run(kills: int, folder: Path) -> str:
        tally = kill_loop.run(kills, folder, Random(1), server)
        return (
            f"{tally.kills} kills, {tally.answered} answered, {tally.broken_off} broken off, "
            f"{tally.kept} of those saved already; nothing answered was lost or done twice"
        )

    return run


def _two_devices(rounds: int, folder: Path) -> str:
    return f"{two_devices.run(rounds, folder)} requests; no update was lost"


def _mutants(number: int, folder: Path) -> str:
    seen = mutants.run(number, folder, 1)
    return f"{seen['read']} read, {seen['set aside']} set aside; none answered with sorry"


def _fuzz(bodies: int, _folder: Path) -> str:
    statuses = {kind: fuzz.run(kind, bodies // len(fuzz.KINDS), 1) for kind in fuzz.KINDS}
    assert all(set(seen) <= {200, 400} for seen in statuses.values()), statuses
    told = ", ".join(f"{kind} {seen[200]} + {seen[400]}" for kind, seen in statuses.items())
    return f"status 200 + 400 only: {told}"


def _conversations(turns: int, _folder: Path) -> str:
    return f"{conversations.run(turns, 1)} turns, every promise kept"


def _load(requests: int, folder: Path) -> str:
    figures = load.run(requests, max(60, requests // 70), clients=4, workers=2, folder=folder)
    assert not figures.wrong, figures.wrong
    return str(figures)


TRIALS = (
    Trial("strangers at the doors: gunicorn", 200, 20_000, _doors),
    Trial("strangers at the doors: Caddy before it", 200, 20_000, _doors_behind_caddy),
    Trial("kill -9: waitress", 5, 500, _kills("waitress")),
    Trial("kill -9: gunicorn", 3, 60, _kills("gunicorn")),
    Trial("two devices at three workers", 10, 500, _two_devices),
    Trial("spoilt documents", 100, 2_000, _mutants),
    Trial("signed nonsense", 400, 40_000, _fuzz),
    Trial("random conversations", 400, 100_000, _conversations),
    Trial("load: gunicorn", 200, 200_000, _load),
)


def written(results: Sequence[tuple[str, str]], part: float) -> str:
    """The section of SECURITY.md with these results."""
    commit = ["git", "describe", "--always", "--dirty"]
    made_on = subprocess.run(commit, capture_output=True, text=True, check=True).stdout.strip()
    where = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    rows = "".join(f"| {name} | {result} |\n" for name, result in results)
    return (
        f"{BEGIN}\nMade on {datetime.now(UTC):%-d %B %Y} at commit `{made_on}`, {part:.0%} of the "
        f"full size, with {where} that clients and server shared:\n\n"
        f"| trial | result |\n|---|---|\n{rows}\n{END}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trials; stops at the first promise that is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience")
    parser.add_argument("--part", type=float, help="so much of the full size, such as 0.1 or 1")
    parser.add_argument("--full", action="store_const", dest="part", const=1.0, help="all of it")
    parser.add_argument("--write", action="store_true", help="write the figures into SECURITY.md")
    parser.add_argument("--only", metavar="WORD", default="", help="those with it in their name")
    options = parser.parse_args(arguments)
    logging.lastResort = None
    results = []
    for trial in TRIALS:
        if options.only not in trial.name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            size = max(trial.small, round(trial.full * (options.part or 0)))
            result = trial.run(size, Path(folder))
        results.append((trial.name, result))
        print(f"{trial.name}: {result}", flush=True)
    if options.write:
        text = SECURITY.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        SECURITY.write_text(before + written(results, options.part or 0) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
