"""`python -m tests.bench`: the table on the screen, and with --keep in results.txt as well."""

from __future__ import annotations

import argparse
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from tests.bench.bundle import bundle_lines
from tests.bench.cold import bundle_rows, cold_rows
from tests.bench.growth import history_rows, routine_rows
from tests.bench.instructions import instruction_rows
from tests.bench.server import server_rows
from tests.bench.table import Row
from tests.bench.warm import warm_rows, where_the_time_goes

RESULTS = Path(__file__).with_name("results.txt")
LIBRARIES = ("ask-sdk-core", "ask-sdk-model", "ask-sdk-runtime", "flask", "cryptography")
NOTE = """\
Every ratio is to a hello-world skill on ask-sdk-core (tests/bench/hello_world.py) measured in the
same run, turn by turn; the median of the ratios, and the smallest and the largest of them. stock
is this skill on the stock SDK; dynamo is this skill with DynamoDB's client in place of SQLite, and
with nobody to answer it; floor is a handler with json only."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="cold starts of each candidate")
    parser.add_argument(
        "--instructions", action="store_true", help="count them with valgrind, some minutes more"
    )
    parser.add_argument("--keep", action="store_true", help="write results.txt, which git tracks")
    options = parser.parse_args()
    lines = []
    for line in _report(options.rounds, instructions=options.instructions):
        print(line, flush=True)
        lines.append(line)
    if options.keep:
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report(rounds: int, *, instructions: bool) -> Iterator[str]:
    yield f"Python {platform.python_version()} on {platform.machine()}, " + ", ".join(
        f"{library} {version(library)}" for library in LIBRARIES
    )
    yield NOTE
    yield from _rows(cold_rows(rounds))
    yield from _rows(bundle_rows(rounds))
    yield from _rows(warm_rows(20 * rounds))
    yield from _rows(routine_rows(5 * rounds))
    yield from _rows(history_rows(5 * rounds))
    yield from _rows(server_rows(rounds))
    yield from ("", "Lambda bundle, unzipped", *bundle_lines())
    if not instructions:
        yield from ("", "Instructions: not counted; see --instructions.")
    elif shutil.which("valgrind") is None:
        yield from ("", "Instructions: not counted, as valgrind is not installed.")
    else:
        yield from _rows(instruction_rows())
    yield from ("", 'Where a warm "next" spends its time', *where_the_time_goes(5 * rounds))


def _rows(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield ""
        yield from row.lines()


if __name__ == "__main__":
    main()
