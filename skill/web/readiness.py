"""GET /readyz: whether the server can do its work now, store included."""

import threading
import time
from collections.abc import Callable

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

from skill.service.ports import StoreUnavailable, cause_of

Check = Callable[[], None]
"""Returns when all is well, raises when not."""

REMEMBERED_S = 5.0
"""Seconds that an outcome is good for: anybody may ask, and a check may be a read that is paid."""


class Readiness:
    """What a check found, asked again only after a while and by one at a time."""

    def __init__(self, check: Check, clock: Callable[[], float]) -> None:
        self._check = check
        self._clock = clock
        self._lock = threading.Lock()
        self._trouble: Exception | None = StoreUnavailable("nobody has asked the store yet")
        self._good_until = float("-inf")

    def trouble(self) -> tuple[Exception | None, bool]:
        """What keeps the server from working, and whether that was found just now."""
        if self._clock() < self._good_until or not self._lock.acquire(blocking=False):
            return self._trouble, False  # whoever waited for a slow store would hold a thread
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

    Why is for operators, so it goes into the log and not to whoever asked. `clock` gives seconds.
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
