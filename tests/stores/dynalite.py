"""dynalite, a DynamoDB server on loopback: installed once into the user's cache, then started."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION = "4.0.0"

CURE = (
    "The DynamoDB store is tested against dynalite, which needs Node.js 20 or later and npm: "
    'install them, or leave these tests out with -m "not dynamodb".'
)

# Listens on a port that the system picks, says which, and ends when the tests do, even when those
# are killed: then its standard input closes.
_SERVER = """
const server = require(process.argv[1])({createTableMs: 0, deleteTableMs: 0});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
"""


@contextmanager
def running_dynalite(logs: Path) -> Iterator[str]:
    """Give the URL of an empty server, which is gone afterwards. `logs` is a folder."""
    folder = _installed()
    errors = logs / "dynalite.log"
    with (
        errors.open("wb") as log,
        subprocess.Popen(
            [_tool("node"), "-e", _SERVER, str(folder / "node_modules" / "dynalite")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        assert server.stdout is not None
        try:
            port = server.stdout.readline().strip()
            if not port:
                pytest.fail(f"dynalite did not start. {CURE}\n{errors.read_text()}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} was not found. {CURE}")
    return path


def _installed() -> Path:
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "hamstring-coach" / f"dynalite-{VERSION}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Installed aside and moved in whole: a broken-off installation is never taken for one.
        with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
            _install(Path(aside) / "dynalite")
            try:
                (Path(aside) / "dynalite").rename(folder)
            except OSError:
                assert folder.exists()  # another test run was faster
    return folder


def _install(folder: Path) -> None:
    folder.mkdir()
    npm = subprocess.run(
        [
            _tool("npm"),
            "install",
            f"dynalite@{VERSION}",
            f"--prefix={folder}",
            "--ignore-scripts",  # they build an engine for files; the tests keep all in memory
            "--no-audit",
            "--no-fund",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if npm.returncode != 0:
        pytest.fail(f"npm could not install dynalite {VERSION}. {CURE}\n{npm.stdout}")
