"""The skill for a WSGI server: `gunicorn "skill.wsgi:application()"`.

Settings come from the environment: those of `skill_from`, and HAMSTRING_COACH_METRICS=1 for
GET /metrics.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

METRICS_SETTING = "HAMSTRING_COACH_METRICS"


def application() -> Flask:
    """The app as the process's environment asks for it; what gunicorn calls."""
    from skill.web.json_lines import JsonLines

    lines = logging.StreamHandler()
    lines.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[lines])
    app = app_from(os.environ, _now)
    settle()
    return app


def settle() -> None:
    """Tell the garbage collector that what is loaded by now stays.

    Otherwise it looks through all of it now and then, which takes one runner's answer 15 ms.
    """
    gc.collect()
    gc.freeze()


def app_from(environ: Mapping[str, str], now: Callable[[], datetime]) -> Flask:
    """The app for settings; `now` gives the time in UTC, for checking signatures.

    Raises ValueError if a setting or the data is wrong, and SkillIdMissing without a skill id.
    """
    from skill.alexa.request_log import logger as request_logger
    from skill.alexa.runtime.unknown_values import is_known_request
    from skill.stores.open_store import open_store
    from skill.web.app import create_app
    from skill.web.clip_server import serve_clips
    from skill.web.readiness import add_readiness
    from skill.web.verification import signed_by_alexa
    from skill.wiring import DEFAULT_STORE, SKILL_ID_SETTING, STORE_SETTING, skill_from

    app = create_app(
        skill_from(environ),
        skill_id=environ.get(SKILL_ID_SETTING) or None,
        verifier=signed_by_alexa(now),
        knows=is_known_request,
    )
    # a connection of its own: the skill's may be waiting for a store that is slow
    store = open_store(environ.get(STORE_SETTING) or DEFAULT_STORE, clock=time.time)
    add_readiness(app, store.check)
    serve_clips(app, environ)
    if environ.get(METRICS_SETTING, "") not in ("", "0"):
        from skill.web.metrics import add_metrics

        add_metrics(app, request_logger, environ)
    return app


def _now() -> datetime:
    return datetime.now(UTC)
