"""Whoever asks whether the server is ready never waits for a store that hangs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from skill.web.readiness import Readiness

PATIENCE_S = 30


def test_while_one_check_hangs_all_others_are_answered_at_once() -> None:
    checking, may_end = Event(), Event()

    def check() -> None:
        checking.set()
        assert may_end.wait(PATIENCE_S)

    readiness = Readiness(check, clock=lambda: 0.0)
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(readiness.trouble)
        assert checking.wait(PATIENCE_S)
        assert [readiness.trouble()[1] for _ in range(50)] == [False] * 50
        assert str(readiness.trouble()[0]) == "the store has not been checked yet"
        may_end.set()
        assert first.result(PATIENCE_S) == (None, True)
    assert readiness.trouble() == (None, False)
