"""A server killed at any moment has lost nothing that it answered."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.resilience.kill_loop import COMMANDS, run

pytestmark = pytest.mark.trials

KILLS = {"waitress": 8, "gunicorn": 3}


@pytest.mark.parametrize("server", sorted(COMMANDS))
def test_kill_nine_loses_nothing_that_was_answered(server: str, tmp_path: Path) -> None:
    tally = run(KILLS[server], tmp_path, Random(7), server)

    assert tally.kills == KILLS[server]
    assert tally.answered >= tally.kills, "hardly anything was answered between the kills"
