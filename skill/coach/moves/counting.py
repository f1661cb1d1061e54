"""The counts of a turn: the count-in, the seconds of a hold, the phases and numbers of reps."""

from __future__ import annotations

from functools import cache

from skill.coach.messages import Message
from skill.coach.runner import CountMode
from skill.coach.timeline import COUNT_SLOT_MS, Cue, Part, Side, Span, SpanKind, Tape

COUNT_IN = 3
"""Three, two, one before every start."""


def count_in(
    tape: Tape,
    kind: SpanKind,
    start: int,
    length: int,
    set_number: int,
    leg: Side | None,
    done: int,
) -> None:
    """Three, two, one at the end of a span; it grows where the words before need longer."""
    end = max(start + length, tape.now_ms + (COUNT_IN + 1) * COUNT_SLOT_MS)
    for number in range(COUNT_IN, 0, -1):
        at = end - number * COUNT_SLOT_MS
        tape.place(at, COUNT_SLOT_MS, Part.COUNT, _number(number))
    tape.span(Span(kind, start, end, leg, done + 1, 0, set_number))


@cache  # a quarter of the time of a workout went into these few messages
def _number(number: int) -> Message:
    return Message.of("work.count", {"n": number})


def spoken(number: int, target: int, mode: CountMode) -> bool:
    """Whether that number of the count is spoken."""
    if mode is CountMode.EVERY:
        return True
    if mode is CountMode.FIVES:
        return number % 5 == 0 or number > target - 5
    return False


@cache
def _phase(cue: str) -> Message:
    return Message.of("work.phase", {"phase": cue})


def hold_cues(start: int, done: int, target: int, mode: CountMode) -> tuple[Cue, ...]:
    """The cues of a hold that begins at `start` after `done` seconds."""
    cues = [Cue(start, COUNT_SLOT_MS, Message.of("work.hold"), Part.PHASE)]
    for number in range(done + 1, target + 1):
        if spoken(number, target, mode):
            at = start + (number - done) * COUNT_SLOT_MS
            cues.append(Cue(at, COUNT_SLOT_MS, _number(number), Part.COUNT))
    return tuple(cues)


def rep_cues(
    start: int,
    done: int,
    target: int,
    phases: tuple[tuple[str, int], ...],
    count_ms: int,
    mode: CountMode,
) -> tuple[Cue, ...]:
    """The cues of reps that begin at `start` after `done` of them."""
    cues = []
    at = start
    for number in range(done + 1, target + 1):
        for cue, length in phases:
            cues.append(Cue(at, length, _phase(cue), Part.PHASE))
            at += length
        if spoken(number, target, mode):
            cues.append(Cue(at, count_ms, _number(number), Part.COUNT))
        at += count_ms
    return tuple(cues)
