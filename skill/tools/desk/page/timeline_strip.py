"""The picture of a turn: what is said when, and what the runner does meanwhile.

What is said comes from the response itself, played on paper or by a voice; what the runner does
from the spans that the skill keeps in the session's attributes to know its place.
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
"""A cue this near to a second of a hold is its count; a renderer may round."""
SECOND_MS = 1_000
SENTENCE_END = re.compile(r"(?<=[.?!]) (?=[A-Z])")
COUNTED_IN = (SpanKind.READY, SpanKind.CHANGEOVER)
"""What ends in "three, two, one"."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing said, in ms from the start of the turn."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A turn laid out in time, as plain JSON for the page."""

    length_ms: int
    marks: tuple[Mapping[str, object], ...]
    """start_ms, end_ms, text, and part: what the mark is for."""
    spans: tuple[Mapping[str, object], ...]
    """kind, start_ms, end_ms, side."""

    def to_json(self) -> dict[str, Any]:
        """The strip as plain JSON."""
        return asdict(self)


def state_in(response: Mapping[str, Any]) -> tuple[Runner, Session] | None:
    """What a response gives the session to keep; None if there is none that can be read."""
    kept = response.get("sessionAttributes") or {}
    text = kept.get(RUNNER)
    if not isinstance(text, str):
        return None
    try:
        return read_runner(text), read_session(kept.get(SESSION))
    except DocumentError:
        return None


def spans_of(runner: Runner | None, asked_ms: int) -> tuple[Span, ...]:
    """The spans of the turn that answers a request of that time, and of no earlier turn."""
    track = runner.workout.playback if runner and runner.workout else None
    return track.spans if track and track.started_ms == asked_ms else ()


def marks_of(heard: Heard) -> tuple[Mark, ...]:
    """The clips of a turn played on paper; none is drawn into the next one."""
    starts = [clip.at_ms for clip in heard.clips]
    ends = [*starts[1:], heard.length_ms][: len(starts)]
    return tuple(
        Mark(clip.at_ms, min(clip.at_ms + usual_clip(clip.text), max(end, clip.at_ms)), clip.text)
        for clip, end in zip(heard.clips, ends, strict=True)
    )


def sentences(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks of one sentence each: a longer clip is shared out by the length of its sentences."""
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
    """The picture of a turn; `asks` says that it ends in a prompt."""
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
    """What a mark is for, by where in a span it stands."""
    for span in spans:
        into, left = mark.start_ms - span.start_ms, span.end_ms - mark.start_ms
        if into < -NEAR_MS or left < -NEAR_MS:
            continue
        if span.kind is SpanKind.HOLD and _on_the_beat(into, SECOND_MS):
            return Part.COUNT if into > NEAR_MS else Part.MARK
        if span.kind is SpanKind.REPS:
            # the rep's number is in its last second; "Up" begins the next one at its very end
            return Part.COUNT if span.period_ms - into % span.period_ms <= SECOND_MS else Part.PHASE
        if span.kind is SpanKind.REST and left > NEAR_MS:
            return Part.MARK
        if span.kind in COUNTED_IN and NEAR_MS < left < 3_500 and _on_the_beat(left, SECOND_MS):
            return Part.COUNT
    return Part.SPEECH


def _on_the_beat(offset_ms: int, beat_ms: int) -> bool:
    return abs((offset_ms + beat_ms // 2) % beat_ms - beat_ms // 2) <= NEAR_MS
