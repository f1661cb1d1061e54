"""The spans of a work turn as its document reads them: what each shows, and how it counts."""

from __future__ import annotations

from skill.coach.dose import Dose
from skill.coach.timeline import Side, Span, SpanKind
from skill.screen.words import ScreenWords

LEFT, RIGHT = "#FFB020", "#4CC9FF"
"""The two legs, told apart from three metres and by the colour-blind."""
WORK, REST, READY = "#4FE39A", "#8FB5FF", "#FFFFFF"
FOREVER_MS = 3_600_000
"""The end of what stands on the screen after the turn."""


def span_data(
    spans: tuple[Span, ...],
    words: ScreenWords,
    dose: Dose,
    amount: str,
    *,
    prompt: str,
    following: str = "",
) -> list[dict[str, object]]:
    """Every span of the turn, and what stands after the last one: the prompt, and what is next.

    Times are in ms from the start of the turn. A hold counts completed seconds up, as they are
    spoken; reps show the one that is being done, whose number is spoken as it completes; all else
    counts down.
    """
    shown = [_span(span, words, dose, amount) for span in spans]
    last = spans[-1]
    after = _common(last, words, dose) | {
        "start": last.end_ms,
        "end": FOREVER_MS,
        "counts": "none",
        "say": prompt,
        "colour": WORK,
        "leg": following,
    }
    return [*shown, after]


def _common(span: Span, words: ScreenWords, dose: Dose) -> dict[str, object]:
    return {
        "kind": span.kind.value,
        "start": span.start_ms,
        "end": span.end_ms,
        "side": span.side.value if span.side else "",
        "leg": words.text(span.side.value) if span.side else "",
        "head": words.text("set_of", n=span.set_number, total=dose.sets),
        "counts": "down",
        "base": 0,
        "top": max(1, dose.target),
        "done": 0,
        "period": max(1, span.period_ms),
        "pose": "start",
        "word": "",
        "of": "",
        "say": "",
        "colour": _leg_colour(span.side),
    }


def _span(span: Span, words: ScreenWords, dose: Dose, amount: str) -> dict[str, object]:
    data = _common(span, words, dose)
    done = span.first - 1
    if span.kind is SpanKind.HOLD:
        of = words.text("target", total=dose.target)
        up = {"counts": "up", "base": done, "done": done, "pose": "end"}
        return data | up | {"word": words.text("hold"), "of": of}
    if span.kind is SpanKind.REPS:
        of = words.text("target", total=dose.target)
        return data | {"counts": "up", "base": span.first, "done": done, "pose": "move", "of": of}
    if span.kind is SpanKind.REST:
        following = words.text("next_set", n=span.set_number, total=dose.sets)
        resting = {"word": words.text("rest"), "colour": REST, "leg": following}
        return data | resting
    word = words.text("ready" if span.kind is SpanKind.READY else "changeover")
    return data | {
        "word": word,
        "of": amount,
        "pose": "into" if dose.held else "start",
        "colour": data["colour"] if span.side else READY,
    }


def _leg_colour(side: Side | None) -> str:
    if side is None:
        return WORK
    return LEFT if side is Side.LEFT else RIGHT
