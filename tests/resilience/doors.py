"""Strangers who hold on to connections while Alexa asks: how soon is she answered?

python -m tests.resilience.doors --requests 2000
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from skill.wiring import SKILL_ID_SETTING, STORE_SETTING
from tests.resilience.apps import AUTHORITY_SETTING
from tests.resilience.load import Figures, trusted, visit
from tests.resilience.servers import ROOT, as_shipped, free_port, running, start, wait_until_up
from tests.support.alexa_authority import AlexaAuthority, pem
from tests.support.household import SKILL_ID

SOON_MS = 1000
A_CONNECTION = 10
"""Requests that Alexa sends through a connection before she takes another."""
CADDY = "caddy"
AGAIN_S = 0.5
"""Seconds until a stranger who was hung up on is back."""


@dataclass(frozen=True)
class Stranger:
    """Somebody who connects, sends something, and then holds on."""

    sends: bytes
    drips: bytes = b""
    """What follows every second."""

    async def hold(self, port: int) -> None:
        """Hold a connection, and another one whenever it is closed; never returns."""
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                try:
                    writer.write(self.sends)
                    while not await self._is_over(reader):
                        writer.write(self.drips)
                        await writer.drain()
                finally:
                    writer.close()
            await asyncio.sleep(AGAIN_S)

    async def _is_over(self, reader: asyncio.StreamReader) -> bool:
        try:
            await asyncio.wait_for(reader.read(), 1)
        except TimeoutError:
            return False
        return True


def strangers(authority: AlexaAuthority) -> tuple[list[Stranger], list[Stranger]]:
    """Every kind of silent one, and every kind that drips."""
    unsigned = {"Content-Type": "application/json"}
    forged = authority.headers(b"another body")
    large, chunked = {"Content-Length": "400000"}, {"Transfer-Encoding": "chunked"}
    silent = [
        Stranger(b""),
        Stranger(b"POST /alexa HTTP/1.1\r\nHost: x\r\n"),
        Stranger(_head(unsigned | large) + b"x" * 9000),
        Stranger(_head(forged | large) + b"x" * 9000),
        Stranger(_head(forged | chunked) + b"400\r\nx"),
    ]
    dripping = [
        Stranger(b"POST /alexa HTTP/1.1\r\nHost: x\r\nX: ", drips=b"x"),
        Stranger(_head(unsigned | large), drips=b"x"),
        Stranger(_head(forged | large), drips=b"x"),
        Stranger(_head(forged | chunked), drips=b"1\r\nx\r\n"),
    ]
    return silent, dripping


def _head(headers: Mapping[str, str]) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /alexa HTTP/1.1\r\nHost: 127.0.0.1\r\n{fields}\r\n".encode()


@contextmanager
def held(port: int, crowd: Sequence[Stranger]) -> Iterator[None]:
    """That many strangers at a port, for as long as the context lasts."""
    loop = asyncio.new_event_loop()

    async def hold() -> None:
        await asyncio.gather(*(each.hold(port) for each in crowd))

    holding = asyncio.run_coroutine_threadsafe(hold(), loop)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield
    finally:
        holding.cancel()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(_settled(loop))
        loop.close()


async def _settled(loop: asyncio.AbstractEventLoop) -> None:
    others = asyncio.all_tasks(loop) - {asyncio.current_task()}
    await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def behind(caddy: str, server_port: int, folder: Path) -> Iterator[int]:
    """The shipped Caddyfile before a server, without TLS; its port."""
    port, admin = free_port(), free_port()
    settings = {
        "COACH_HOST": f"http://127.0.0.1:{port}",
        "COACH": f"127.0.0.1:{server_port}",
        "CADDY_ADMIN": f"127.0.0.1:{admin}",
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [caddy, "run", "--config", str(ROOT / ".deploy/Caddyfile"), "--adapter", "caddyfile"]
    log = folder / "caddy.log"
    proxy = start(command, port, log, **settings)
    try:
        wait_until_up(proxy, log)
        yield port
    finally:
        proxy.kill()


def run(
    requests: int,
    folder: Path,
    *,
    silent: int = 50,
    dripping: int = 20,
    caddy: str | None = None,
    command: Callable[[int, str], list[str]] = as_shipped,
) -> Figures:
    """Ask so many signed requests while strangers hold on, through `caddy` where it is given."""
    authority = AlexaAuthority(datetime.now(UTC))
    (folder / "root.pem").write_bytes(pem(authority.root.certificate))
    (folder / "chain.pem").write_bytes(authority.chain)
    port = free_port()
    settings = {
        AUTHORITY_SETTING: str(folder),
        STORE_SETTING: f"sqlite:{folder / 'progress.db'}",
        SKILL_ID_SETTING: SKILL_ID,
    }
    quiet, slow = strangers(authority)
    crowd = [quiet[number % len(quiet)] for number in range(silent)]
    crowd += [slow[number % len(slow)] for number in range(dripping)]
    server = running(
        command(port, "tests.resilience.apps:signed()"), port, folder / "log", **settings
    )
    with server:
        if caddy is None:
            return _asked(port, crowd, authority, requests)
        with behind(caddy, port, folder) as proxy:
            return _asked(proxy, crowd, authority, requests)


def _asked(
    port: int, crowd: Sequence[Stranger], authority: AlexaAuthority, requests: int
) -> Figures:
    with held(port, crowd), trusted(authority):
        began = time.monotonic()
        figures = Figures()
        for part in range(requests // A_CONNECTION):
            figures.add(visit(port, A_CONNECTION, range(200), part))
        figures.seconds = time.monotonic() - began
        return figures


def soon(figures: Figures, requests: int) -> float:
    """The share of the requests that were answered, and soon."""
    return sum(each <= SOON_MS for each in figures.milliseconds) / requests


def main(arguments: Sequence[str] | None = None) -> None:
    """Hold the doors and say how many were answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.doors")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--silent", type=int, default=50)
    parser.add_argument("--dripping", type=int, default=20)
    parser.add_argument("--caddy", default=os.environ.get("CADDY") or shutil.which(CADDY))
    options = parser.parse_args(arguments)
    for caddy in dict.fromkeys((None, options.caddy)):
        with tempfile.TemporaryDirectory() as folder:
            figures = run(
                options.requests,
                Path(folder),
                silent=options.silent,
                dripping=options.dripping,
                caddy=caddy,
            )
        share = soon(figures, options.requests)
        way = "through the Caddyfile" if caddy else "gunicorn alone"
        print(f"{way}: {share:.2%} answered within a second; {figures}", flush=True)


if __name__ == "__main__":
    main()
