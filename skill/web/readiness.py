"""GET /readyz: whether the server and its store work."""

import threading
import time
from collections.abc import Callable

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from skill.service.ports import StoreUnavailable, cause_of

Check = Callable[[], None]
"""Raises an exception unless all is well."""

REMEMBERED_S = 5.0
"""How long a result is kept, in seconds: anyone may ask, and a check may cost a paid read."""


class Readiness:
    """The result of a check, which is repeated only after a while and by one caller at a time."""

    def __init__(self, check: Check, clock: Callable[[], float]) -> None:
        self._check = check
        self._clock = clock
        self._lock = threading.Lock()
        self._trouble: Exception | None = StoreUnavailable("the store has not been checked yet")
        self._good_until = float("-inf")

    def trouble(self) -> tuple[Exception | None, bool]:
        """What keeps the server from working, if anything, and whether that is a new result."""
        if self._clock() < self._good_until or not self._lock.acquire(blocking=False):
            return self._trouble, False  # waiting for a slow store would block a thread
        try:
            self._check()
            self._trouble = None
        except Exception as error:
            self._trouble = error
        finally:
            self._good_until = self._clock() + REMEMBERED_S
            self._lock.release()
        return self._trouble, True


def add_readiness(app: Flask, check: Check, clock: Callable[[], float] = time.monotonic) -> None:
    """Answer GET /readyz with 200 if `check` returns and with 503 if it raises.

    The reason goes only into the log, for operators. `clock` gives seconds.
    """
    readiness = Readiness(check, clock)

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        trouble, is_new = readiness.trouble()
        if trouble is None:
            return jsonify(status="ready")
        if is_new:
            app.logger.warning("Not ready: %s", cause_of(trouble))
        return jsonify(status="not ready"), 503
