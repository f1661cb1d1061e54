"""A small load of signed requests at gunicorn; a large one on request: see load.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resilience.load import run

pytestmark = pytest.mark.trials


def test_a_load_of_signed_requests_has_no_errors(tmp_path: Path) -> None:
    figures = run(400, 60, clients=2, workers=2, folder=tmp_path)

    assert figures.requests == 400
    assert not figures.wrong
    assert figures.unsaved == 0
