"""Two devices of one account that say something at the very same moment, again and again.

python -m tests.resilience --full
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from skill.service.conversation import runner_id_of
from skill.service.documents import read_runner
from skill.service.ports import ProgressStore
from skill.stores.sqlite import SqliteStore
from skill.wiring import STORE_SETTING
from tests.resilience.servers import Client, free_port, gunicorn, running
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import USER

Ask = Callable[[Json], Json]
ROUNDS = 25
DEVICES = ("kitchen", "garage")
EXERCISES = {"kitchen": "glute_bridge", "garage": "nordic_curl"}


def run(rounds: int, folder: Path) -> int:
    """Both at three workers on one file; how many requests were answered.

    Raises AssertionError if an update is lost.
    """
    database, port = folder / "progress.db", free_port()
    command = gunicorn(port, "tests.resilience.apps:unsigned()", workers=3)
    clients: list[Client] = []

    def connect(device: str) -> Ask:
        clients.append(Client(port))
        return clients[-1].ask

    with running(command, port, folder / "log", **{STORE_SETTING: f"sqlite:{database}"}):
        play_both(connect, rounds)
        for each in clients:
            each.close()

    with closing(SqliteStore(database)) as store:
        check(store, rounds)
    return len(DEVICES) * (rounds + 1)


def play_both(connect: Callable[[str], Ask], rounds: int = ROUNDS) -> None:
    """Both devices say something, each round at the very same moment."""
    together = Barrier(len(DEVICES))
    with ThreadPoolExecutor(len(DEVICES)) as threads:
        playing = [threads.submit(play, name, connect(name), together, rounds) for name in DEVICES]
        for device in playing:
            device.result()


def play(device: str, ask: Ask, together: Barrier, rounds: int) -> None:
    """One of them, from its first word to its last."""
    exercise = EXERCISES[device]
    session: Json = {"new": True}
    for number in range(rounds + 1):
        asked = LAUNCH if number == 0 else said(exercise, number)
        named = {"requestId": f"{device}-{number}", "timestamp": "2026-01-05T08:00:00Z"}
        together.wait(timeout=60)
        answered = ask(envelope({**asked, **named}, session=session))
        session = {"new": False, "attributes": answered["sessionAttributes"]}
        assert "unsaved" not in session["attributes"]


def said(exercise: str, number: int) -> Json:
    """A preference that neither the round before nor the other device gives."""
    asked = intent("SetRepsIntent", reps=str(reps_of(number)))
    asked["intent"]["slots"]["exercise"] = {
        "name": "exercise",
        "value": exercise,
        "resolutions": {
            "resolutionsPerAuthority": [
                {
                    "authority": "amzn1.er-authority",
                    "status": {"code": "ER_SUCCESS_MATCH"},
                    "values": [{"value": {"name": exercise, "id": exercise}}],
                }
            ]
        },
    }
    return asked


def reps_of(number: int) -> int:
    """The reps that are wished for in a round."""
    return 1 + number % 11


def check(store: ProgressStore, rounds: int = ROUNDS) -> None:
    """Every turn of both was done once, and the last word of each stands."""
    saved = store.load(runner_id_of(USER))
    assert saved is not None
    journal = read_runner(saved.body)
    assert journal.turn == 2 * (rounds + 1)
    for exercise in EXERCISES.values():
        assert journal.preference(exercise).reps == reps_of(rounds)
