"""GET /readyz: whether the server can do its work now, store included."""

from collections.abc import Callable

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

Check = Callable[[], None]
"""Returns when all is well, raises when not."""


def add_readiness(app: Flask, check: Check) -> None:
    """Answer GET /readyz with 200 while `check` returns and with 503 while it raises.

    What it raised is logged by its type only: its text may name places nobody else should know.
    """

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        try:
            check()
        except Exception as error:
            app.logger.warning("Not ready: %s", type(error).__name__)
            return jsonify(status="not ready"), 503
        return jsonify(status="ready")
