"""One line of JSON for each request: its id, its intent, how long it took and what became of it.

Never who asked, what was said, or anything of a body: those who run the skill need none of it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from skill.alexa.intents import INTENTS
from skill.coach.commands import Meaning
from skill.logs import Log

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

    from skill.fast_sdk.skill import RequestHandler

logger = Log(__name__)
INFO = 20
"""`logging.INFO`, without loading it."""

RESULT = "result"
"""The request attribute under which a handler leaves what became of the request."""

FAILED, DONE = "failed", "done"
"""What became of a request where no handler says so."""

WITHHELD = "-"
"""Stands in the log for an intent that tells of a body, and for one that is not ours."""

OF_THE_BODY = frozenset(
    {Meaning.PAIN, Meaning.CRAMP, Meaning.RED_FLAG, Meaning.SORENESS, Meaning.EFFORT}
)

NAMED = frozenset(name for name, meaning in INTENTS.items() if meaning not in OF_THE_BODY)

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,120}")
"""What Alexa's request ids look like; anything else is not written down."""


class RequestLog:
    """Writes the lines. `watch` gives seconds and never goes backwards; `write` takes a line."""

    def __init__(self, watch: Callable[[], float], write: Callable[[str], None]) -> None:
        self.watch = watch
        self._write = write

    def note(self, handler_input: HandlerInput, started_s: float, result: str) -> None:
        """Write the line for a request that `started_s` was read off the watch for."""
        request = handler_input.request_envelope.request
        request_id = (request.request_id if request else None) or ""
        entry = {
            "request": request_id if REQUEST_ID.fullmatch(str(request_id)) else WITHHELD,
            "intent": _intent_of(request),
            "ms": round(1000 * (self.watch() - started_s)),
            "result": result,
        }
        self._write(json.dumps(entry))


def _intent_of(request: Any) -> str:
    if request is None or request.object_type != "IntentRequest":
        return type(request).__name__
    name = request.intent.name if request.intent else None
    return str(name) if name in NAMED else WITHHELD


def to_logging(line: str) -> None:
    """Write a line to Python's logging, at INFO, where anybody set it up."""
    if "logging" in sys.modules:
        log = logger.logger()
        if log.level != INFO:
            log.setLevel(INFO)
        log.info(line)


class Logged:
    """A handler whose every request is noted, also one that it fails at."""

    def __init__(self, handler: RequestHandler, log: RequestLog) -> None:
        self._handler = handler
        self._log = log

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Whether the handler itself can."""
        return bool(self._handler.can_handle(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response | None:
        """The handler's answer."""
        started_s, result = self._log.watch(), FAILED
        try:
            response: Response | None = self._handler.handle(handler_input)
            result = str(handler_input.attributes_manager.request_attributes.get(RESULT, DONE))
            return response
        finally:
            self._log.note(handler_input, started_s, result)
