"""One line of JSON for each request: what was asked, where, what became of it, and how fast.

Never who asked, what was said, or anything of a body: those who run the skill need none of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ask_sdk_model import Request

from skill.alexa.intents import INTENTS
from skill.coach.commands import Meaning
from skill.coach.workout import Phase
from skill.logs import Log
from skill.progress.port import StoreError
from skill.records import dataclass, replace

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

    from skill.fast_sdk.skill import RequestHandler

logger = Log(__name__)
INFO = 20
"""`logging.INFO`, without loading it."""

NOTE = "note"
"""The request attribute under which a handler leaves its Note."""

FAILED, DONE, FINE = "failed", "done", "fine"
"""What became of a request, and of the store, where no handler says so."""

WITHHELD = "-"
"""Stands in the log for an intent that tells of a body, for those it must not be told apart from,
for one that is not ours, and for a place where there is none."""

OF_THE_BODY = frozenset(
    {Meaning.PAIN, Meaning.CRAMP, Meaning.RED_FLAG, Meaning.SORENESS, Meaning.EFFORT}
)
CUTS_SHORT = frozenset({Meaning.DONE, Meaning.SKIP, Meaning.EASIER, Meaning.REPORT_REPS})
"""Said many times for each of the former, and it leads to the same places: withheld with them, so
that a line which withholds an intent does not tell that somebody is in pain."""

NAMED = frozenset(
    name for name, meaning in INTENTS.items() if meaning not in OF_THE_BODY | CUTS_SHORT
)

REQUEST_ID = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-")
LONGEST_REQUEST_ID = 120
"""What Alexa's request ids look like; anything else is not written down."""


NOT_UNDERSTOOD = "AMAZON.FallbackIntent"
AUDIO_FAILED = "Alexa.Presentation.APLA.RuntimeError"
"""The device could not play the exact audio; plain speech takes over."""
SESSION_BROKEN = "SessionEndedRequest.ERROR"
"""Alexa ended the session: what the skill answered was no good to it, or came too late."""


def is_sentence(intent: str) -> bool:
    """Whether the `intent` of a line stands for something that was said."""
    return intent == WITHHELD or intent.endswith("Intent")


WAITING = "waiting"
NOT_COUNTING = (Phase.INTRODUCING, Phase.PAUSED, Phase.RESTING, Phase.BETWEEN, Phase.HURT)
PLACES = {phase: WAITING if phase in NOT_COUNTING else str(phase) for phase in Phase}
"""Where a runner stands, as the log tells it. Where somebody waits does not show how the set ended:
after pain no other set of the exercise follows, and no rest."""


def place_of(phase: Phase) -> str:
    """The place that the log names for a phase."""
    return PLACES[phase]


@dataclass(frozen=True, slots=True)
class Note:
    """What a handler tells the log of a request."""

    result: str
    """What became of it."""
    place: str = WITHHELD
    """Where the runner stood as it came: one of PLACES."""
    sets: int = 0
    """How many sets were found done to their end."""
    store: str = FINE
    """How the store did."""


class RequestLog:
    """Writes the lines. `watch` gives seconds and never goes backwards; `write` takes a line."""

    def __init__(self, watch: Callable[[], float], write: Callable[[str], None]) -> None:
        self.watch = watch
        self._write = write

    def note(self, handler_input: HandlerInput, started_s: float, note: Note) -> None:
        """Write the line for a request that `started_s` was read off the watch for."""
        request = handler_input.request_envelope.request
        request_id = str(request.request_id or "") if request else ""
        entry = {
            "request": request_id if _is_plain(request_id) else WITHHELD,
            "intent": _intent_of(request),
            "phase": note.place,
            "ms": round(1000 * (self.watch() - started_s)),
            "result": note.result,
            "sets": note.sets,
            "store": note.store,
        }
        self._write(json.dumps(entry))


def _is_plain(request_id: str) -> bool:
    return 0 < len(request_id) <= LONGEST_REQUEST_ID and REQUEST_ID.issuperset(request_id)


def _intent_of(request: Any) -> str:
    """An intent's name, or another request's type; where a session ended, with the reason."""
    kind = request.object_type if request is not None else None
    if kind == "IntentRequest":
        name = request.intent.name if request.intent else None
        return str(name) if name in NAMED else WITHHELD
    if not isinstance(kind, str) or kind not in Request.discriminator_value_class_map:
        return WITHHELD
    if kind == "SessionEndedRequest" and request.reason is not None:
        return f"{kind}.{request.reason.value}"
    return kind


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
        started_s, note = self._log.watch(), Note(FAILED)
        try:
            response: Response | None = self._handler.handle(handler_input)
            left = handler_input.attributes_manager.request_attributes.get(NOTE)
            note = left if isinstance(left, Note) else Note(DONE)
            return response
        except StoreError:
            note = replace(note, store=FAILED)
            raise
        finally:
            self._log.note(handler_input, started_s, note)
