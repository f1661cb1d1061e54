"""The CPU time of gunicorn per request."""

from __future__ import annotations

import base64
import http.client
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.server_app import FOLDER, REQUESTS, SIGNED
from tests.bench.table import Row

BATCH = 20
PATIENCE_S = 60
Signed = list[tuple[bytes, dict[str, str]]]


class Server:
    """A gunicorn with one threaded worker."""

    def __init__(self, app: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        environ = {**os.environ, FOLDER: str(folder)}
        self._master = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4"),
                *("--keep-alive", "60", "--bind", f"127.0.0.1:{self._port}", "--no-control-socket"),
                f"tests.bench.server_app:{app}()",
            ],
            env=environ,
            stderr=subprocess.PIPE,
        )
        self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)

    def wait(self) -> None:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                self._connection.connect()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        raise TimeoutError("gunicorn did not start")

    def cpu_us(self, requests: Signed) -> float:
        """The worker's microseconds per request."""
        before = self._worker_ns()
        for body, headers in requests:
            self._connection.request(
                "POST", "/alexa", body, {**headers, "Content-Type": "application/json"}
            )
            response = self._connection.getresponse()
            assert response.status == 200, response.read()
            response.read()
        return (self._worker_ns() - before) / len(requests) / 1000

    def _worker_ns(self) -> int:
        children = Path(f"/proc/{self._master.pid}/task/{self._master.pid}/children")
        threads = Path(f"/proc/{children.read_text().split()[0]}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)

    def stop(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._master.terminate()
        self._master.communicate(timeout=PATIENCE_S)


@contextmanager
def _servers() -> Iterator[tuple[Mapping[str, Server], Mapping[str, Signed]]]:
    with tempfile.TemporaryDirectory() as name:
        folders = {app: Path(name) / app for app in ("hello", "skill")}
        for folder in folders.values():
            folder.mkdir()
        servers = {
            "hello": Server("constant", folders["hello"]),
            "skill": Server("skill", folders["skill"]),
        }
        try:
            for server in servers.values():
                server.wait()
            yield servers, dict.fromkeys(servers, _signed(folders["skill"]))
        finally:
            for server in servers.values():
                server.stop()


def _signed(folder: Path) -> Signed:
    path = folder / SIGNED
    until = time.monotonic() + PATIENCE_S
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.1)
    given = json.loads(path.read_text(encoding="utf-8"))
    return [(base64.b64decode(body), headers) for body, headers in given]


def server_rows(rounds: int) -> list[Row]:
    """The full skill over HTTP, with signatures and SQLite, beside a constant route.

    There is no row without gunicorn or Linux's /proc.
    """
    if importlib.util.find_spec("gunicorn") is None or not Path("/proc/self/schedstat").exists():
        return []
    runs: dict[str, list[float]] = {"hello": [], "skill": []}
    with _servers() as (servers, signed):
        for number in range(min(rounds + 1, REQUESTS // BATCH)):
            for name, server in servers.items():
                took = server.cpu_us(signed[name][number * BATCH : (number + 1) * BATCH])
                if number:
                    runs[name].append(took)
    what = "(d) HTTP signed and saved, server CPU (hello: a constant Flask route)"
    return [Row(what, "us", runs, 2.2)]
