"""`python -m tests.bench`: measures, and prints the table."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.bench.bundle import bundle_lines
from tests.bench.cold import cold_rows
from tests.bench.growth import history_rows, routine_rows
from tests.bench.server import server_rows
from tests.bench.table import Row
from tests.bench.warm import warm_rows
from tests.bench.workouts import workout_rows

LIBRARIES = ("ask-sdk-core", "ask-sdk-model", "flask", "cryptography", "msgspec")
NOTE = """\
Ratios are to the line `hello` of the same run, turn by turn: a hello-world skill on ask-sdk-core
without store and screen (tests/bench/hello_world.py), unless the row names another. Each is the
median, with the smallest and the largest. Cold starts run on Lambda's Python, all else on this one.
tls is the skill with DynamoDB over TLS, as on Lambda: most of the difference is OpenSSL reading the
trusted authorities."""


def main() -> None:
    """Measure and print, and write a file if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="cold starts of each candidate")
    parser.add_argument("--to", type=Path, metavar="FILE", help="also write the table to this file")
    options = parser.parse_args()
    lines = []
    for line in _report(options.rounds):
        print(line, flush=True)
        lines.append(line)
    if options.to:
        options.to.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report(rounds: int) -> Iterator[str]:
    yield f"Python {platform.python_version()} on {platform.machine()}, " + ", ".join(
        f"{library} {version(library)}" for library in LIBRARIES
    )
    yield NOTE
    yield from _rows(cold_rows(rounds))
    yield from _rows(workout_rows(max(3, rounds // 3)))
    yield from _rows(server_rows(rounds))
    yield from _rows(history_rows(5 * rounds))
    yield from _rows(routine_rows(5 * rounds))
    yield from _rows(warm_rows(10 * rounds))
    yield from ("", "Lambda bundle, unzipped", *bundle_lines())


def _rows(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield ""
        yield from row.lines()


if __name__ == "__main__":
    main()
