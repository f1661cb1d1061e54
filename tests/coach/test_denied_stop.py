"""In whatever phase a stop is denied: what runs runs on, and nothing else begins."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from skill.coach.commands import Meaning
from skill.coach.timeline import SpanKind
from tests.coach.moments import Played, keys_of, moments

LINE = "correct.not_stopping"
GOES_ON: Mapping[str, tuple[str, ...]] = {
    "getting ready": ("work.going_on",),
    "in a hold": ("work.going_on",),
    "in a changeover": ("work.going_on",),
    "in reps": ("work.going_on",),
    "in an advanced exercise": ("work.going_on",),
    "resting": (LINE, "rest.on"),
    "warming up": (LINE,),
    "warming up in silence": (LINE,),
    "in a move of the warm-up": (LINE,),
    "cooling down": (LINE,),
    "stretching": (LINE,),
}
"""Where something runs by the clock: it runs on, with these lines."""
RESUMES: Mapping[str, tuple[str, ...]] = {
    "paused in a hold": ("work.resume_hold",),
    "paused in reps": ("work.resume_reps",),
    "rest paused": (LINE, "rest.on"),
    "asked to forget": ("work.resume_reps",),
    "asked for easier": ("work.resume_reps",),
    "misunderstood twice": ("work.resume_reps",),
}
"""Where something was paused: it goes on from there."""
CARRIES_ON = ("returning to a set", "returning to an introduction")
"""Where "shall we carry on?" is answered by it."""
WORK = frozenset({SpanKind.HOLD, SpanKind.REPS})


def standing(played: Played) -> tuple[object, ...] | None:
    workout = played.runner.workout
    if workout is None:
        return None
    return workout.exercise, workout.set_number, workout.side, workout.log


def works(played: Played) -> bool:
    """Whether a hold or reps are counted in the turn."""
    turn = played.turn
    return turn is not None and any(span.kind in WORK for span in turn.timeline.spans)


@pytest.mark.parametrize("moment", moments())
def test_a_denied_stop_begins_nothing_that_did_not_run(moment: str) -> None:
    before = moments()[moment]

    after = before.told(Meaning.DONT_STOP)

    lines = {**GOES_ON, **RESUMES}.get(moment, ())
    assert after.turn is not None
    assert {*lines} <= keys_of(after.turn)
    if moment not in CARRIES_ON:
        assert standing(after) == standing(before.told(Meaning.HELP))
    if not lines:
        assert not after.turn.timeline.spans
    if moment in ("resting", "rest paused"):
        assert not works(after)


@pytest.mark.parametrize("moment", moments())
def test_a_denied_stop_ends_nothing(moment: str) -> None:
    after = moments()[moment].told(Meaning.DONT_STOP)

    assert after.turn is not None
    assert after.turn.prompt is not None
