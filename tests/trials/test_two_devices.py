"""Two Echos of one household at the same moment, through the whole skill and real stores."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, local
from typing import Any, cast

import pytest

from skill.alexa.entry import answer
from skill.alexa.skill import STORE_SETTING, build_skill
from skill.progress.memory import MemoryStore
from skill.progress.port import ProgressStore, Saved
from skill.progress.sqlite import SqliteStore
from skill.service.conversation import runner_id_of
from skill.service.documents import read_runner
from tests.contract.conftest import aws, client, dynalite, dynamo_store, sqlite_store
from tests.contract.stores import STORES
from tests.support.envelopes import LAUNCH, Json, envelope, intent
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, USER, catalogue, routine
from tests.trials.servers import Client, free_port, gunicorn, running

__all__ = ["aws", "client", "dynalite", "dynamo_store", "sqlite_store"]

Ask = Callable[[Json], Json]
ROUNDS = 25
DEVICES = ("kitchen", "garage")
EXERCISES = {"kitchen": "glute_bridge", "garage": "nordic_curl"}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> ProgressStore:
    if request.param == "memory":
        return MemoryStore()
    name = {"sqlite": "sqlite_store", "dynamodb": "dynamo_store"}[request.param]
    found: ProgressStore = request.getfixturevalue(name)
    return found


class Racing:
    """A store at which both devices have read before either of them writes, each round."""

    def __init__(self, store: ProgressStore) -> None:
        self._store = store
        self._both_have_read = Barrier(len(DEVICES))
        self._round = local()

    def begin_round(self) -> None:
        """The next load of this device waits for that of the other."""
        self._round.first = True

    def load(self, runner_id: str) -> Saved | None:
        saved = self._store.load(runner_id)
        if self._round.first:
            self._round.first = False
            self._both_have_read.wait(timeout=60)
        return saved

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_two_devices_at_once_lose_no_update(store: ProgressStore) -> None:
    racing = Racing(store)
    skill = build_skill(
        routine=routine(),
        catalogue=catalogue(),
        store=cast(ProgressStore, racing),
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
    )

    def ask(asked: Json) -> Json:
        racing.begin_round()
        return answer(skill, asked, None)

    play_both(lambda device: ask)

    check(store)


@pytest.mark.trials
def test_two_devices_at_two_workers_on_one_file_lose_no_update(tmp_path: Path) -> None:
    database, port = tmp_path / "progress.db", free_port()
    command = gunicorn(port, "tests.trials.apps:unsigned()", workers=3)
    clients: list[Client] = []

    def connect(device: str) -> Ask:
        clients.append(Client(port))
        return clients[-1].ask

    with running(command, port, tmp_path / "log", **{STORE_SETTING: f"sqlite:{database}"}):
        play_both(connect)
        for each in clients:
            each.close()

    with closing(SqliteStore(database)) as store:
        check(store)


def play_both(connect: Callable[[str], Ask]) -> None:
    """Both devices say something, each round at the very same moment."""
    together = Barrier(len(DEVICES))
    with ThreadPoolExecutor(len(DEVICES)) as threads:
        for device in [threads.submit(play, name, connect(name), together) for name in DEVICES]:
            device.result()


def play(device: str, ask: Ask, together: Barrier) -> None:
    exercise = EXERCISES[device]
    session: Json = {"new": True}
    for number in range(ROUNDS + 1):
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
    return 1 + number % 11


def check(store: ProgressStore) -> None:
    """Every turn of both was done once, and the last word of each stands."""
    saved = store.load(runner_id_of(USER))
    assert saved is not None
    journal = read_runner(saved.body)
    assert journal.turn == 2 * (ROUNDS + 1)
    for exercise in EXERCISES.values():
        assert journal.preference(exercise).reps == reps_of(ROUNDS)
