"""The spans of a work turn for its document: what each shows, and how it counts."""

from __future__ import annotations

from skill.coach.dose import Dose
from skill.coach.timeline import COUNT_SLOT_MS, Span, SpanKind
from skill.screen.screen_words import ScreenWords

FOREVER_MS = 3_600_000
"""The end of whatever is on the screen after the turn."""


def span_data(
    spans: tuple[Span, ...],
    words: ScreenWords,
    dose: Dose,
    amount: str,
    following: str = "",
    *,
    staged: bool = False,
) -> list[dict[str, object]]:
    """Every span of the turn, and after the last one what comes next.

    Times are in ms from the start of the turn. A hold counts completed seconds up, as spoken; reps
    show the current one, whose number is spoken as it completes; everything else counts down.
    `staged` spans belong to a warm-up or a cool-down, which has no sets.
    """
    entering = dose.held and not staged
    shown = [_span(span, words, dose, amount, entering=entering) for span in spans]
    last = spans[-1]
    after = _common(last, words, dose) | {
        "start": last.end_ms,
        "end": FOREVER_MS,
        "counts": "none",
        "tone": "work",
        "leg": "",
        "note": following,
    }
    return [span | {"head": ""} for span in (*shown, after)] if staged else [*shown, after]


def _common(span: Span, words: ScreenWords, dose: Dose) -> dict[str, object]:
    return {
        "kind": span.kind.value,
        "start": span.start_ms,
        "end": span.end_ms,
        "side": span.side.value if span.side else "",
        "leg": words.text(span.side.value) if span.side else "",
        "head": words.text("set_of", n=span.set_number, total=dose.sets),
        "note": "",
        "counts": "down",
        "base": 0,
        "top": max(1, dose.target),
        "done": 0,
        "period": span.period_ms or COUNT_SLOT_MS,
        "pose": "start",
        "word": "",
        "of": "",
        "tone": span.side.value if span.side else "work",
    }


def _span(
    span: Span, words: ScreenWords, dose: Dose, amount: str, *, entering: bool
) -> dict[str, object]:
    data = _common(span, words, dose)
    done = span.first - 1
    if span.kind is SpanKind.WALK:
        return data | {"word": words.text("walk"), "pose": "loop"}
    if span.kind is SpanKind.MOVE:
        return data | {"word": words.text("move"), "pose": "loop"}
    if span.kind is SpanKind.STRETCH:  # its own numbers are those of the whole cool-down
        done = max(0, dose.target - (span.end_ms - span.start_ms) // COUNT_SLOT_MS)
    if span.kind in (SpanKind.HOLD, SpanKind.STRETCH):
        of = words.text("target", total=dose.target)
        up = {"counts": "up", "base": done, "done": done, "pose": "end"}
        return data | up | {"word": words.text("hold"), "of": of}
    if span.kind is SpanKind.REPS:
        of = words.text("target", total=dose.target)
        return data | {"counts": "up", "base": span.first, "done": done, "pose": "move", "of": of}
    if span.kind is SpanKind.REST:
        following = words.text("next_set", n=span.set_number, total=dose.sets)
        over = words.text("set_done", n=max(1, span.set_number - 1), total=dose.sets)
        resting = {"word": words.text("rest"), "tone": "rest", "leg": ""}
        return data | resting | {"head": over, "note": following}
    word = words.text("ready" if span.kind is SpanKind.READY else "changeover")
    return data | {
        "word": word,
        "of": amount,
        "pose": "into" if entering else "start",
        "tone": span.side.value if span.side else "ready",
    }
