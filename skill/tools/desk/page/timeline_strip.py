"""The timeline of a turn: what is said when, and what the runner does meanwhile.

What is said comes from the response, estimated or rendered; what the runner does comes from the
spans in the session's attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.timeline import Part, Span, SpanKind
from skill.service.conversation import RUNNER, SESSION
from skill.service.documents import DocumentError, read_runner, read_session
from skill.tools.desk.playback import Heard, usual_clip

NEAR_MS = 60
"""How near to a second of a hold its count must be; a renderer may round."""
SECOND_MS = 1_000
SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
COUNTED_IN = (SpanKind.READY, SpanKind.CHANGEOVER)
"""Spans that end in "three, two, one"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words, and when they are heard, in ms from the start of the turn."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The timeline of a turn, as plain JSON for the page."""

    length_ms: int
    marks: tuple[Mapping[str, object], ...]
    """start_ms, end_ms, text and part."""
    spans: tuple[Mapping[str, object], ...]
    """kind, start_ms, end_ms, side."""

    def to_json(self) -> dict[str, Any]:
        """The strip as plain JSON."""
        return asdict(self)


def state_in(response: Mapping[str, Any]) -> tuple[Runner, Session] | None:
    """The runner and session in a response's attributes; None if they can't be read."""
    kept = response.get("sessionAttributes") or {}
    text = kept.get(RUNNER)
    if not isinstance(text, str):
        return None
    try:
        return read_runner(text), read_session(kept.get(SESSION))
    except DocumentError:
        return None


def spans_of(runner: Runner | None, asked_ms: int) -> tuple[Span, ...]:
    """The spans of the turn that answers the request of that time."""
    track = runner.workout.playback if runner and runner.workout else None
    return track.spans if track and track.started_ms == asked_ms else ()


def marks_of(heard: Heard) -> tuple[Mark, ...]:
    """The clips of a turn with estimated lengths, none reaching into the next."""
    starts = [clip.at_ms for clip in heard.clips]
    ends = [*starts[1:], heard.length_ms][: len(starts)]
    return tuple(
        Mark(clip.at_ms, min(clip.at_ms + usual_clip(clip.text), max(end, clip.at_ms)), clip.text)
        for clip, end in zip(heard.clips, ends, strict=True)
    )


def sentences(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks of one sentence each; the time of a clip is shared by length."""
    parts: list[Mark] = []
    for mark in marks:
        texts = SENTENCE_END.split(mark.text)
        at_ms, rest = mark.start_ms, sum(map(len, texts))
        for text in texts:
            end_ms = at_ms + (mark.end_ms - at_ms) * len(text) // max(1, rest)
            parts.append(Mark(at_ms, end_ms, text))
            at_ms, rest = end_ms, rest - len(text)
    return tuple(parts)


def strip_of(marks: Sequence[Mark], spans: Iterable[Span], length_ms: int, asks: bool) -> Strip:
    """The timeline of a turn; `asks` says that it ends in a prompt."""
    spans = tuple(spans)
    marks = sentences(marks)
    last = len(marks) - 1
    return Strip(
        length_ms,
        tuple(
            {
                **asdict(mark),
                "part": Part.PROMPT if asks and place == last else _part(mark, spans),
            }
            for place, mark in enumerate(marks)
        ),
        tuple(
            {
                "kind": span.kind,
                "start_ms": span.start_ms,
                "end_ms": span.end_ms,
                "side": span.side,
            }
            for span in spans
        ),
    )


def _part(mark: Mark, spans: Iterable[Span]) -> Part:
    """What a mark is for, by its place in the spans."""
    for span in spans:
        into, left = mark.start_ms - span.start_ms, span.end_ms - mark.start_ms
        if into < -NEAR_MS or left < -NEAR_MS:
            continue
        if span.kind is SpanKind.HOLD and _on_the_beat(into, SECOND_MS):
            return Part.COUNT if into > NEAR_MS else Part.MARK
        if span.kind is SpanKind.REPS:
            # the rep's number is in its last second, and "Up" at its end begins the next rep
            return Part.COUNT if span.period_ms - into % span.period_ms <= SECOND_MS else Part.PHASE
        if span.kind is SpanKind.REST and left > NEAR_MS:
            return Part.MARK
        if span.kind in COUNTED_IN and NEAR_MS < left < 3_500 and _on_the_beat(left, SECOND_MS):
            return Part.COUNT
    return Part.SPEECH


def _on_the_beat(offset_ms: int, beat_ms: int) -> bool:
    return abs((offset_ms + beat_ms // 2) % beat_ms - beat_ms // 2) <= NEAR_MS
