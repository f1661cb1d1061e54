"""The timeline of a turn: what is said when, with every offset known as it is built.

A `Tape` is written from the start of the turn to its end. Speech gets a slot long enough for a slow
voice (a `Measure`, handed in, knows the words); counts, rep phases and rest marks have exact
offsets. The spans tell what the runner is doing at any offset: they are all that must be remembered
to know later where a turn was interrupted.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from operator import attrgetter

from msgspec import Struct

from skill.coach.bounds import Milliseconds, Number
from skill.coach.messages import Message, Value

Measure = Callable[[Message], int]
"""The time in ms that a slow voice needs for a line; the same function always gives the same."""

COUNT_SLOT_MS = 1000
MARK_DISTANCE_MS = 3000
"""No two marks stand closer: a halfway cue cut off a long name (blockbasti #64)."""


class Part(StrEnum):
    """What a cue is for; screens and captions may show each differently."""

    SPEECH = "speech"
    """An answer, or news."""
    LEAD = "lead"
    """What leads to the next thing to do."""
    STEP = "step"
    """One step of how an exercise goes."""
    CONTACT = "contact"
    """How to reach the clinic, when something else matters more."""
    COUNT = "count"
    BEATS = "beats"
    """A run of beats instead of numbers."""
    PHASE = "phase"
    MARK = "mark"
    PROMPT = "prompt"


class Side(StrEnum):
    """The leg that works."""

    LEFT = "left"
    RIGHT = "right"


class SpanKind(StrEnum):
    """What the runner is doing during a span."""

    READY = "ready"
    HOLD = "hold"
    REPS = "reps"
    CHANGEOVER = "changeover"
    REST = "rest"
    WALK = "walk"
    """Easy walking or jogging, in the warm-up or the cool-down."""
    MOVE = "move"
    """A move of the warm-up, after the walk."""
    STRETCH = "stretch"
    """The hold of the cool-down."""


class Cue(Struct, frozen=True):
    """One thing said: its offset from the start of the turn and its slot, in ms."""

    at_ms: int
    slot_ms: int
    line: Message
    part: Part


class Span(Struct, frozen=True, array_like=True):
    """A stretch of the turn in which the runner does one thing."""

    kind: SpanKind
    start_ms: Milliseconds
    end_ms: Milliseconds
    side: Side | None = None
    first: Number = 1
    """The number of the span's first second or rep (18 when a hold resumes after 17)."""
    period_ms: Milliseconds = 0
    """The length of one second or rep; 0 if nothing is counted."""
    set_number: Number = 1
    """The set the span belongs to; for a rest, the set that follows."""

    def done_at(self, elapsed_ms: int) -> int:
        """How many seconds or reps are complete at that offset, including earlier spans.

        >>> Span(SpanKind.HOLD, 8000, 38000, None, 1, 1000).done_at(25_400)
        17
        """
        if not self.period_ms:
            return self.first - 1
        inside = max(0, min(elapsed_ms, self.end_ms) - self.start_ms)
        return self.first - 1 + inside // self.period_ms


class Timeline(Struct, frozen=True, dict=True):
    """Everything said in a turn, in order, and what the runner is doing meanwhile."""

    cues: tuple[Cue, ...]
    spans: tuple[Span, ...]
    length_ms: int
    timed: bool
    """True when offsets matter: there is time to move, to count or to rest."""


class Tape:
    """A timeline being written. Lives only inside the function that writes it."""

    def __init__(self, measure: Measure, limit_ms: int) -> None:
        self._measure = measure
        self.limit_ms = limit_ms
        """How long the turn may last."""
        self._cues: list[Cue] = []
        self._spans: list[Span] = []
        self._timed = False
        self._now_ms = 0

    @property
    def now_ms(self) -> int:
        """The offset of whatever is written next, in ms."""
        return self._now_ms

    def say(self, key: str, /, **values: Value) -> None:
        """Speak a line; the tape moves on by the slot it needs."""
        self.speak(Message.of(key, **values))

    def speak(self, line: Message, part: Part | None = None) -> None:
        """Speak an existing line; the tape moves on by the slot it needs."""
        slot_ms = self._measure(line)
        part = part or (Part.LEAD if line.leads else Part.SPEECH)
        self._cues.append(Cue(self._now_ms, slot_ms, line, part))
        self._now_ms += slot_ms

    def slot(self, line: Message) -> int:
        """The time in ms that a slow voice needs for the line."""
        return self._measure(line)

    @property
    def sounds(self) -> int:
        """How many runs of beats are on the tape so far."""
        return sum(cue.part is Part.BEATS for cue in self._cues)

    def place(self, at_ms: int, slot_ms: int, part: Part, line: Message) -> None:
        """Put a cue at an exact offset; the tape does not move."""
        self.lay((Cue(at_ms, slot_ms, line, part),))

    def lay(self, cues: tuple[Cue, ...]) -> None:
        """Put cues at their exact offsets; the tape does not move."""
        self._cues.extend(cues)
        self._timed = True

    def wait(self, milliseconds: int) -> None:
        """Leave time to move."""
        self._now_ms += milliseconds
        self._timed = self._timed or milliseconds > 0

    def span(self, span: Span, heard_until_ms: int | None = None) -> None:
        """Write a span; the tape moves on to its end, or to `heard_until_ms` within it."""
        self._spans.append(span)
        end_ms = span.end_ms if heard_until_ms is None else heard_until_ms
        self._now_ms = max(self.now_ms, end_ms)
        self._timed = True

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans written so far."""
        return tuple(self._spans)

    def finish(self) -> Timeline:
        """The timeline as written."""
        cues = tuple(sorted(self._cues, key=attrgetter("at_ms")))
        return Timeline(cues, tuple(self._spans), self._now_ms, self._timed)
