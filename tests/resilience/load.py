"""A load of signed requests on loopback: thousands of runners at gunicorn, and what it costs.

python -m tests.resilience.load --requests 200000
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from skill.alexa.intents import INTENTS
from skill.wiring import SKILL_ID_SETTING, STORE_SETTING
from tests.resilience.apps import AUTHORITY_SETTING
from tests.resilience.servers import Client, Server, Unanswered, free_port, gunicorn, running
from tests.support.alexa_authority import AlexaAuthority, pem
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import SKILL_ID

PARTS = 10
GOING_ON = ("AMAZON.NextIntent",) * 60
SAID = (*sorted(INTENTS), *GOING_ON)


@dataclass
class Figures:
    """What was measured."""

    requests: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    unsaved: int = 0
    memory_kb: list[int] = field(default_factory=list)
    """Of all worker processes together, after each tenth of the requests."""

    def add(self, seen: Figures) -> None:
        """Count what another has seen, too."""
        self.requests += seen.requests
        self.milliseconds += seen.milliseconds
        self.wrong += seen.wrong
        self.unsaved += seen.unsaved

    def percentile(self, part: float) -> float:
        """The time within which that part of the requests were answered, in ms."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]

    def __str__(self) -> str:
        memory = ", ".join(f"{each / 1024:.1f}" for each in self.memory_kb)
        return (
            f"{self.requests} requests, {self.requests / self.seconds:.0f} a second, "
            f"p50 {self.percentile(0.5):.1f} ms, p99 {self.percentile(0.99):.1f} ms, "
            f"{sum(self.wrong.values())} errors {dict(self.wrong)}, {self.unsaved} unsaved, "
            f"memory in MB after each tenth: {memory}"
        )


def run(requests: int, runners: int, *, clients: int, workers: int, folder: Path) -> Figures:
    """Send so many requests of so many runners, from so many clients at once."""
    authority = AlexaAuthority(datetime.now(UTC))
    (folder / "root.pem").write_bytes(pem(authority.root.certificate))
    (folder / "chain.pem").write_bytes(authority.chain)
    port = free_port()
    settings = {
        AUTHORITY_SETTING: str(folder),
        STORE_SETTING: f"sqlite:{folder / 'progress.db'}",
        SKILL_ID_SETTING: SKILL_ID,
    }
    command = gunicorn(port, "tests.resilience.apps:signed()", workers=workers)
    figures = Figures()
    with running(command, port, folder / "log", **settings) as server:
        for part in range(PARTS):
            _send(figures, authority, port, requests // PARTS, runners, clients, part)
            figures.memory_kb.append(memory_kb(server))
    return figures


def _send(
    figures: Figures,
    authority: AlexaAuthority,
    port: int,
    requests: int,
    runners: int,
    clients: int,
    part: int,
) -> None:
    # Forked, as the authority's keys can not be sent to another process.
    context = multiprocessing.get_context("fork")
    began = time.monotonic()
    with context.Pool(clients, _trust, (authority,)) as pool:
        share = [
            (port, requests // clients, range(number, runners, clients), part)
            for number in range(clients)
        ]
        for seen in pool.starmap(visit, share):
            figures.add(seen)
    figures.seconds += time.monotonic() - began


_authorities: list[AlexaAuthority] = []


def _trust(authority: AlexaAuthority) -> None:
    _authorities.append(authority)


@contextmanager
def trusted(authority: AlexaAuthority) -> Iterator[None]:
    """Whose signatures a visitor of this process has."""
    _trust(authority)
    try:
        yield
    finally:
        _authorities.clear()


def visit(port: int, requests: int, runners: Sequence[int], part: int) -> Figures:
    """One client process: its runners take turns, each with a session of its own."""
    (authority,) = _authorities
    chance = Random(f"{runners[0]} {part}")
    sessions: dict[int, Json | None] = {}
    figures = Figures()
    with connected(port) as client:
        for number in range(requests):
            runner = chance.choice(runners)
            asked = next_request(chance, runner, f"{part}.{number}", sessions.get(runner))
            body = json.dumps(asked).encode()
            headers = authority.headers(body)
            began = time.perf_counter()
            try:
                status, content = client.post(body, headers)
            except Unanswered as error:
                figures.wrong[str(error)] += 1
                continue
            figures.milliseconds.append(1000 * (time.perf_counter() - began))
            figures.requests += 1
            if status != 200:
                figures.wrong[f"status {status}"] += 1
                continue
            sessions[runner] = heard(json.loads(content), figures)
    return figures


def next_request(chance: Random, runner: int, number: str, session: Json | None) -> Json:
    """What a runner says next, now."""
    request = intent(chance.choice(SAID)) if session else LAUNCH
    named = {
        "requestId": f"amzn1.echo-api.request.{runner}.{number}",
        "timestamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    return envelope(
        {**request, **named},
        user=f"amzn1.ask.account.{runner}",
        session={"new": session is None, "attributes": session or {}},
    )


def heard(answered: dict[str, Any], figures: Figures) -> Json | None:
    """The attributes for the next request; None if the session ended."""
    attributes = answered.get("sessionAttributes") or {}
    figures.unsaved += "unsaved" in attributes
    return attributes if answered["response"].get("shouldEndSession") is False else None


@contextmanager
def connected(port: int) -> Iterator[Client]:
    """A client that hangs up in the end."""
    client = Client(port)
    try:
        yield client
    finally:
        client.close()


def memory_kb(server: Server) -> int:
    """The memory of the worker processes that is theirs alone, in kB (Linux)."""
    return sum(_private_kb(pid) for pid in _children(server.process.pid))


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def _private_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Send the load and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.load")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--runners", type=int, default=3_000)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        figures = run(
            options.requests,
            options.runners,
            clients=options.clients,
            workers=options.workers,
            folder=Path(folder),
        )
    print(figures)


if __name__ == "__main__":
    main()
