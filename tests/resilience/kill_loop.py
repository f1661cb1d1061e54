"""kill -9 while a client works: whatever was answered is remembered, sign for sign.

python -m tests.resilience.kill_loop --kills 500
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from skill.service.conversation import runner_id_of
from skill.stores.sqlite import SqliteStore
from skill.wiring import STORE_SETTING
from tests.resilience.runner import Runner
from tests.resilience.servers import (
    Client,
    Unanswered,
    free_port,
    gunicorn,
    plain_server,
    start,
    wait_until_up,
)
from tests.support.envelopes import Json

LONGEST_LIFE_S = 0.25
"""A server is killed at a random moment within so many seconds of its first answer."""

COMMANDS: dict[str, Callable[[int], list[str]]] = {
    "waitress": plain_server,
    "gunicorn": lambda port: gunicorn(port, "tests.resilience.apps:unsigned()", workers=2),
}


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    answered: int = 0
    broken_off: int = 0
    """Requests that a kill left without an answer."""
    kept: int = 0
    """Those of them that had been saved all the same: asking again must not do them twice."""


def run(kills: int, folder: Path, chance: Random, server: str) -> Tally:
    """Kill a server so often; raises AssertionError as soon as anything answered is lost."""
    tally = Tally()
    database = folder / "progress.db"
    runner = Runner(chance, f"amzn1.ask.account.{chance.randrange(10**9)}")
    asked: Json | None = None
    saved: str | None = None
    for _ in range(kills):
        port = free_port()
        log = folder / "server.log"
        process = start(COMMANDS[server](port), port, log, **{STORE_SETTING: f"sqlite:{database}"})
        killer = threading.Timer(chance.random() * LONGEST_LIFE_S, process.kill)
        with closing(Client(port)) as client:
            try:
                wait_until_up(process, log)
                killed = False
                while True:
                    if asked is None:
                        asked = runner.next_envelope()
                        to_be_saved = runner.saved_after(asked)
                    answered = client.ask(asked)
                    runner.heard(answered)
                    asked, saved = None, to_be_saved
                    tally.answered += 1
                    if not killed:
                        killer.start()
                        killed = True
            except Unanswered:
                killer.join()
                process.process.wait()
            finally:
                if process.process.poll() is None:
                    process.kill()
        tally.kills += 1
        with closing(SqliteStore(database)) as store:
            found = Runner.saved(store.load(runner_id_of(runner.user)))
        if asked is None:
            assert found == saved, "an answered request is not what is remembered"
            continue
        tally.broken_off += 1
        tally.kept += found == to_be_saved
        assert found in (saved, to_be_saved), "what is remembered is neither before nor after"
    return tally


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the loop and say what happened."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.kill_loop")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", choices=sorted(COMMANDS), default="waitress")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        tally = run(options.kills, Path(folder), Random(options.seed), options.server)
    print(f"{options.server}: {tally}: nothing that was answered is lost")


if __name__ == "__main__":
    main()
