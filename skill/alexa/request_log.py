"""One line of JSON per request: what was asked, where, the result, and how fast.

Never who asked, what was said, or anything about a body: operators need none of that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from skill.alexa.intents import INTENTS
from skill.alexa.runtime.direct import RequestHandler
from skill.alexa.runtime.request import INTENT, SESSION_ENDED, Answer, Note, Request
from skill.coach.commands import Meaning
from skill.coach.workout import Phase
from skill.service.ports import StoreError

logger = logging.getLogger(__name__)

FAILED, DONE = "failed", "done"
"""The result of a request, or of the store, if no handler gives one."""

WITHHELD = "-"
"""What the log has in place of an intent that tells of a body, of those it must look like, of one
that is not ours, and of a place if there is none."""

OF_THE_BODY = frozenset(
    {
        *(Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP, Meaning.RED_FLAG),
        *(Meaning.EMERGENCY, Meaning.MAYBE_HURT, Meaning.UNHURT, Meaning.ASK_FIRST),
        Meaning.EFFORT,
    }
)
CUTS_SHORT = frozenset(
    {
        *(Meaning.DONE, Meaning.SKIP, Meaning.SKIP_REMAINING),
        *(Meaning.EASIER, Meaning.REPORT_REPS),
    }
)
"""Said many times for each of the former, and it leads to the same places: withheld with them, so
that a line which withholds an intent does not tell that somebody is in pain."""

NAMED = frozenset(
    name for name, meaning in INTENTS.items() if meaning not in OF_THE_BODY | CUTS_SHORT
)

LINE = (
    '{{"request": "{}", "intent": "{}", "phase": "{}", "ms": {}, "result": "{}", "sets": {},'
    ' "store": "{}"}}'
)
"""JSON: nothing that goes into it needs quoting."""


NOT_UNDERSTOOD = "AMAZON.FallbackIntent"
SESSION_BROKEN = "SessionEndedRequest.ERROR"
"""Alexa ended the session: the skill's answer was invalid, or came too late."""


def is_sentence(intent: str) -> bool:
    """Whether the `intent` of a line stands for something that was said."""
    return intent == WITHHELD or intent.endswith("Intent")


WAITING = "waiting"
NOT_COUNTING = (
    *(Phase.WARMING_UP, Phase.INTRODUCING, Phase.PAUSED, Phase.RESTING),
    *(Phase.BETWEEN, Phase.COOLING_DOWN, Phase.HURT),
)
PLACES = {phase: WAITING if phase in NOT_COUNTING else str(phase) for phase in Phase}
"""Where a runner stands, as the log tells it. Where somebody waits does not show how the set ended:
after pain no other set of the exercise follows, and no rest."""


def place_of(phase: Phase) -> str:
    """The place that the log names for a phase."""
    return PLACES[phase]


class RequestLog:
    """Writes the log lines. `watch` gives seconds, monotonic; `write` takes a line."""

    def __init__(self, watch: Callable[[], float], write: Callable[[str], None]) -> None:
        self.watch = watch
        self._write = write

    def note(self, request: Request, started_s: float, note: Note) -> None:
        """Write the line for a request that `started_s` was read off the watch for."""
        line = LINE.format(
            request.request_id or WITHHELD,
            _intent_of(request, named=note.named),
            note.place,
            round(1000 * (self.watch() - started_s)),
            note.result,
            note.sets,
            note.store,
        )
        self._write(line)


def _intent_of(request: Request, *, named: bool) -> str:
    """The intent's name or the request's type; for a session that ended, with the reason."""
    if request.kind == INTENT:
        name = request.intent
        return name if name is not None and (named or name in NAMED) else WITHHELD
    if request.kind == SESSION_ENDED and request.reason is not None:
        return f"{request.kind}.{request.reason}"
    return request.kind


class Logged:
    """A handler that logs every request, including those it fails on."""

    def __init__(self, handler: RequestHandler, log: RequestLog) -> None:
        self._handler = handler
        self._log = log

    def can_handle(self, request: Request) -> bool:
        """Whether the wrapped handler can."""
        return self._handler.can_handle(request)

    def handle(self, request: Request) -> Answer:
        """The wrapped handler's answer."""
        started_s, note = self._log.watch(), Note(FAILED, WITHHELD)
        try:
            answer = self._handler.handle(request)
            note = answer.note or Note(DONE, WITHHELD)
            return answer
        except StoreError:
            note = replace(note, store=FAILED)
            raise
        finally:
            self._log.note(request, started_s, note)
