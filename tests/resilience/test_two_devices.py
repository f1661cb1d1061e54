"""Two Echos of one household at the same moment, through the whole skill and real stores."""

from __future__ import annotations

from pathlib import Path
from threading import Barrier, local
from typing import Any, cast

import pytest

from skill.alexa.entry import answer
from skill.service.ports import ProgressStore, Saved
from skill.stores.memory import MemoryStore
from skill.wiring import build_skill
from tests.resilience.two_devices import DEVICES, ROUNDS, check, play_both, run
from tests.stores.conftest import aws, client, dynalite, dynamo_store, sqlite_store
from tests.stores.stores import STORES
from tests.support.envelopes import Json
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, libraries

__all__ = ["aws", "client", "dynalite", "dynamo_store", "sqlite_store"]


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
        libraries=libraries(),
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
def test_two_devices_at_three_workers_on_one_file_lose_no_update(tmp_path: Path) -> None:
    run(ROUNDS, tmp_path)
