"""Strangers at the doors, for a moment; for longer on request: see doors.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.resilience.doors import CADDY, run, soon

pytestmark = pytest.mark.trials

REQUESTS = 300


def test_seventy_strangers_hold_up_hardly_anybody_at_gunicorn(tmp_path: Path) -> None:
    figures = run(REQUESTS, tmp_path)

    assert soon(figures, REQUESTS) >= 0.99
    assert not figures.wrong


@pytest.mark.skipif(not shutil.which(CADDY), reason="caddy is not at hand")
def test_nor_do_they_through_the_proxy_as_it_is_shipped(tmp_path: Path) -> None:
    figures = run(REQUESTS, tmp_path, caddy=CADDY)

    assert soon(figures, REQUESTS) >= 0.99
    assert not figures.wrong
