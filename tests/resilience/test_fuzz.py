"""Signed nonsense of every kind: a refusal or an answer, never an error, never a stack trace."""

from __future__ import annotations

import pytest

from tests.resilience.fuzz import KINDS, run

pytestmark = pytest.mark.trials


@pytest.mark.parametrize("kind", KINDS)
def test_no_body_breaks_the_skill(kind: str) -> None:
    statuses = run(kind, 400, seed=3)

    assert sum(statuses.values()) == 400
    assert set(statuses) <= {200, 400}
    if kind in ("bytes", "model"):
        assert set(statuses) == {200, 400}, "the bodies are all alike"
