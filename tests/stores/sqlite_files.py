"""A file of the store's in the tests, and other processes that have it open."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from skill.stores.sqlite import SqliteStore
from tests.stores.stores import ROOT

RUNNER = "5f1c0d"
NEIGHBOUR = "5f1c0e"


def start(script: str, path: Path, *arguments: str) -> subprocess.Popen[str]:
    """Run Python with `store` open on the path."""
    opened = (
        "import os, sys\nfrom pathlib import Path\n"
        "from skill.service.ports import RevisionConflict\n"
        "from skill.stores.sqlite import SqliteStore\n"
        "store = SqliteStore(Path(sys.argv[1]), wait_s=30)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", opened + script, str(path), *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(process: subprocess.Popen[str], told: str | None = None) -> str:
    with process:
        out, errors = process.communicate(told)
    assert errors == ""
    return out


@contextmanager
def somebody_writing_before(path: Path) -> Iterator[None]:
    """Another process keeps the log and its index open."""
    with closing(SqliteStore(path)) as other:
        other.save(RUNNER, "mine", after=0)
        yield
