"""Random conversations, a small number of them; many more on request: see conversations.py."""

from __future__ import annotations

import pytest

from tests.resilience.conversations import run

pytestmark = pytest.mark.trials


def test_random_conversations_break_no_promise(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")

    assert run(turns=2000, first_seed=11) >= 2000
