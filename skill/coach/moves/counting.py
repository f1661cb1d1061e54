"""Counts: the count-in, the seconds of a hold, the phases and numbers of reps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from skill.coach.context import TurnContext
from skill.coach.dose import Dose
from skill.coach.messages import Message
from skill.coach.player import BEAT_RUNS
from skill.coach.runner import CountMode
from skill.coach.timeline import (
    COUNT_SLOT_MS,
    MARK_DISTANCE_MS,
    Cue,
    Part,
    Side,
    Span,
    SpanKind,
    Tape,
)

COUNT_IN = 3
"""Three, two, one before every start."""
LAST_NUMBERS = 3
"""How many numbers are still spoken at the end of a count in beats."""


def count_in(
    tape: Tape,
    kind: SpanKind,
    start: int,
    length: int,
    set_number: int,
    leg: Side | None,
    done: int,
) -> None:
    """Three, two, one at the end of a span; it grows if the words before need longer."""
    end = max(start + length, tape.now_ms + (COUNT_IN + 1) * COUNT_SLOT_MS)
    for number in range(COUNT_IN, 0, -1):
        at = end - number * COUNT_SLOT_MS
        tape.place(at, COUNT_SLOT_MS, Part.COUNT, _number(number))
    tape.span(Span(kind, start, end, leg, done + 1, 0, set_number))


def lay_marks(
    tape: Tape, marks: Iterable[tuple[int, str]], end_ms: int, heard_until_ms: int
) -> None:
    """Say how long it is to `end_ms` at each mark, given by its offset and message; leaves out what
    comes too soon after other words, or is no longer heard."""
    free_from = tape.now_ms
    for at, key in marks:
        line = Message.of(key, seconds=(end_ms - at) // 1000)
        slot = tape.slot(line)
        if free_from <= at and at + slot <= heard_until_ms:
            tape.place(at, slot, Part.MARK, line)
            free_from = at + slot + MARK_DISTANCE_MS


@cache  # a quarter of a workout's CPU time went into these few messages
def _number(number: int) -> Message:
    return Message.of("work.count", n=number)


class Counting(Struct, frozen=True):
    """How the count is spoken."""

    mode: CountMode
    down: bool = False
    """Whether it counts down instead of up."""
    half_from: int = 0
    """The shortest hold, in seconds, whose half is announced; 0 for none."""
    most_sounds: int = 0
    """How many sounds one answer may play; 0 if beats can't be played."""


def counting_of(context: TurnContext) -> Counting:
    """How this runner wants the count spoken."""
    runner = context.runner
    half_from = context.routine.halfway_from_seconds if runner.halfway else 0
    ticks = runner.count_mode is CountMode.BEATS and context.ticks
    most = context.routine.platform.audio_files if ticks else 0
    return Counting(runner.count_mode, runner.count_down, half_from, most)


def spoken(number: int, target: int, mode: CountMode) -> bool:
    """Whether this number of the count is spoken."""
    if mode is CountMode.EVERY:
        return True
    if mode is CountMode.FIVES:
        return number % 5 == 0 or number > target - 5
    if mode is CountMode.BEATS:
        return number == 1 or number % 5 == 0 or number > target - LAST_NUMBERS
    return False


def _said(number: int, target: int, counting: Counting) -> Message | None:
    """What is said when this second or rep is complete; None for silence."""
    if counting.most_sounds and number <= target - LAST_NUMBERS:
        return None  # a beat sounds instead
    if not counting.down:
        return _number(number) if spoken(number, target, counting.mode) else None
    left = target - number
    return _number(left) if left and _spoken_down(number, left, counting.mode) else None


def _spoken_down(number: int, left: int, mode: CountMode) -> bool:
    """Whether this number of seconds or reps left is announced."""
    if mode is CountMode.FIVES:
        return left % 5 == 0 or left < 5
    if mode is CountMode.BEATS:
        return number == 1 or left % 5 == 0 or left <= LAST_NUMBERS
    return mode is CountMode.EVERY


def lay_count(
    tape: Tape, counting: Counting, cues_of: Callable[[Counting], tuple[Cue, ...]]
) -> None:
    """Write a count; if the answer can't play that many beats, speak only a few numbers."""
    cues = cues_of(counting)
    most = counting.most_sounds
    if most and tape.sounds + sum(cue.part is Part.BEATS for cue in cues) > most:
        cues = cues_of(replace(counting, most_sounds=0))
    tape.lay(cues)


def _beats(start: int, done: int, target: int, counting: Counting) -> Iterator[Cue]:
    """Beats instead of the seconds of a hold, up to the last numbers, in as few runs as
    possible."""
    left = target - LAST_NUMBERS - done if counting.most_sounds else 0
    at = start + COUNT_SLOT_MS
    for run in BEAT_RUNS:
        if left >= run:
            yield _run(at, run)
            at, left = at + run * COUNT_SLOT_MS, left - run


def _run(at: int, run: int) -> Cue:
    return Cue(at, run * COUNT_SLOT_MS, Message.of("work.beats", n=run), Part.BEATS)


@cache
def _phase(cue: str) -> Message:
    return Message.of("work.phase", phase=cue)


def hold_cues(dose: Dose, start: int, done: int, counting: Counting) -> tuple[Cue, ...]:
    """The count of a hold that begins at `start` after `done` seconds."""
    target = dose.target
    cues = [Cue(start, COUNT_SLOT_MS, Message.of("work.hold"), Part.PHASE)]
    for number in range(done + 1, target + 1):
        said = _said(number, target, counting)
        if 0 < counting.half_from <= target and number == target // 2:
            said = Message.of("work.halfway")
        if said is not None:
            at = start + (number - done) * COUNT_SLOT_MS
            cues.append(Cue(at, COUNT_SLOT_MS, said, Part.COUNT))
    return (*cues, *_beats(start, done, target, counting))


def move_cues(
    start: int, done: int, target: int, period_ms: int, counting: Counting
) -> tuple[Cue, ...]:
    """The numbers of a warm-up move's reps, each as it completes."""
    cues = []
    for number in range(done + 1, target + 1):
        at, said = start + (number - done) * period_ms, _said(number, target, counting)
        if said is not None:
            cues.append(Cue(at, COUNT_SLOT_MS, said, Part.COUNT))
        if said is None and counting.most_sounds:
            cues.append(_run(at, 1))
    return tuple(cues)


def rep_cues(dose: Dose, start: int, done: int, counting: Counting) -> tuple[Cue, ...]:
    """The phases and numbers of reps that begin at `start` after `done` of them."""
    cues, at = [], start
    for number in range(done + 1, dose.target + 1):
        for cue, length in dose.phases:
            cues.append(Cue(at, length, _phase(cue), Part.PHASE))
            at += length
        said = _said(number, dose.target, counting)
        if said is not None:
            cues.append(Cue(at, dose.count_ms, said, Part.COUNT))
        if said is None and counting.most_sounds:
            cues.append(_run(at, 1))
        at += dose.count_ms
    return tuple(cues)
