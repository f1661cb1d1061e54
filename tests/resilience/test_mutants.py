"""Some spoilt documents; many more on request: see mutants.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resilience.mutants import run

pytestmark = pytest.mark.trials


def test_no_spoilt_document_is_more_than_one_runners_trouble_for_a_turn(tmp_path: Path) -> None:
    seen = run(200, tmp_path, seed=5)

    assert set(seen) == {"read", "set aside"}
