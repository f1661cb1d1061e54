"""What runners hear over weeks keeps the coach's promises, whoever they are."""

from __future__ import annotations

import pytest

from skill.coach.timeline import Part, SpanKind
from tests.weeks import faults
from tests.weeks.played import EXAMPLES, RUNNERS, example_of, shipped, voice, weeks_of

ALWAYS = (
    faults.above_the_range,
    faults.raised_unasked,
    faults.two_so_soon,
    faults.hints_in_a_set,
    faults.untrue_praise,
    faults.untrue_lengths,
)
OF_WHOLE_WORKOUTS = (
    faults.said_too_often,
    faults.tips_not_heard,
    faults.abilities_repeated,
)
"""For runners who mostly do all of it, and want to hear the usual."""
OF_THE_WARM_UP = ("warm_up", "once_warm", "prompt.warm", "walk.", "progress.", "prompt.step")
"""Lines that are no part of the way to the first movement; a step is the runner's choice."""
WHOLE = ("keen", "not_yet", "strong", "travelling", "short_of_time", "beginner")


@pytest.mark.parametrize("runner", RUNNERS)
def test_over_weeks_every_promise_is_kept(runner: str) -> None:
    weeks = weeks_of(runner)
    rules = ALWAYS + (OF_WHOLE_WORKOUTS if runner in WHOLE else ())

    found = [f"{rule.__name__}: {fault}" for rule in rules for fault in rule(weeks, shipped())]

    assert not found, "\n".join(found)


def test_there_are_twelve_runners() -> None:
    assert len(RUNNERS) == 12
    assert set(WHOLE) < set(RUNNERS)


def test_on_day_ten_the_first_movement_is_soon_after_the_launch() -> None:
    workout = weeks_of("not_yet")[9]
    heard = [(cue, turn) for turn in workout.turns for cue in turn.turn.timeline.cues]
    lines = [
        cue
        for cue, turn in heard
        if not any(part in cue.line.key for part in OF_THE_WARM_UP)
        and not any(span.kind is SpanKind.WALK for span in turn.turn.timeline.spans)
    ]
    counted = next(place for place, cue in enumerate(lines) if cue.part is Part.COUNT)
    said = [cue.line for cue in lines[:counted]]

    assert sum(len(voice().say(line).text.split()) for line in said) <= 40, said
    assert sum(cue.slot_ms for cue in lines[:counted]) <= 25_000


@pytest.mark.trials
@pytest.mark.parametrize("runner", RUNNERS)
def test_the_example_is_what_the_runner_hears_today(runner: str) -> None:
    kept = (EXAMPLES / f"{runner}.txt").read_text(encoding="utf-8")

    assert kept == example_of(runner), "written again by: python -m tests.weeks"
