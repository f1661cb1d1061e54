"""Real servers in processes of their own, on loopback, and a client that counts on nothing."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 30
JSON_HEADERS = {"Content-Type": "application/json"}


class Unanswered(Exception):
    """A request that got no answer: whether it was carried out is unknown."""


@dataclass
class Server:
    """A server process, or a group of them."""

    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """kill -9 the server and all its workers, and wait until they are gone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def plain_server(port: int) -> list[str]:
    """The command for the project's own server, for unsigned requests."""
    return [sys.executable, "-m", "skill", "serve", "--unsigned", "--port", str(port)]


def gunicorn(port: int, app: str, *, workers: int) -> list[str]:
    """The command for gunicorn as it is shipped, with so many worker processes."""
    return [
        *(sys.executable, "-m", "gunicorn", "--config", ".deploy/gunicorn.conf.py"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(workers), app),
    ]


def as_shipped(port: int, app: str) -> list[str]:
    """The same with as many as are shipped."""
    return gunicorn(port, app, workers=2)


def start(command: Sequence[str], port: int, log: Path, **settings: str) -> Server:
    """Start a server; its output goes to the end of `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return Server(port, process)


@contextmanager
def running(command: Sequence[str], port: int, log: Path, **settings: str) -> Iterator[Server]:
    """A server that answers, killed afterwards."""
    server = start(command, port, log, **settings)
    try:
        wait_until_up(server, log)
        yield server
    finally:
        server.kill()


def wait_until_up(server: Server, log: Path) -> None:
    """Return once the server answers; raises AssertionError if it ended instead."""
    while True:
        assert server.process.poll() is None, f"the server ended: {log.read_text()[-2000:]}"
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT_S):
                return
        except ConnectionRefusedError:
            try:  # noqa: SIM105  # waits on the process for a moment, instead of sleeping
                server.process.wait(0.01)
            except subprocess.TimeoutExpired:
                pass


class Client:
    """One connection to a server, opened again if it broke."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)

    def ask(
        self, envelope: Mapping[str, Any], headers: Mapping[str, str] = JSON_HEADERS
    ) -> dict[str, Any]:
        """The answer; raises Unanswered if none came."""
        status, content = self.post(json.dumps(envelope).encode(), headers)
        assert status == 200, f"status {status}"
        answer: dict[str, Any] = json.loads(content)
        return answer

    def post(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body of the answer; raises Unanswered if none came."""
        try:
            self._connection.request("POST", "/alexa", body, dict(headers))
            response = self._connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unanswered(type(error).__name__) from error

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
