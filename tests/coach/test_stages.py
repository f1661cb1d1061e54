"""The warm-up and the cool-down keep time: minutes, holds, and what is left for a reprompt."""

from __future__ import annotations

import pytest

from skill.coach.commands import Meaning
from skill.coach.timeline import Part, SpanKind
from tests.coach.moments import Played, after_the_last_set, asked_to_warm_up, introduced
from tests.support.content import as_shipped
from tests.support.household import led_routine

ANSWER_S, REPROMPT_S, MICROPHONE_S = 220, 90, 8


def timed() -> Played:
    return asked_to_warm_up().told(Meaning.TIME_IT)


def cooling() -> Played:
    return after_the_last_set(led=True).told(Meaning.NEXT)


def test_each_whole_minute_of_a_walk_is_told_when_so_much_is_left() -> None:
    turn = timed().turn
    assert turn is not None
    (walk,) = turn.timeline.spans

    marks = [cue for cue in turn.timeline.cues if cue.part is Part.MARK]

    assert len(marks) == 3
    for cue in marks:
        left_s = dict(cue.line.values)["seconds"]
        assert walk.end_ms - cue.at_ms == 1000 * int(left_s)


def test_answer_microphone_and_reprompt_together_last_as_long_as_the_warm_up() -> None:
    turn = timed().turn
    assert turn is not None and turn.reprompt is not None
    (walk,) = turn.timeline.spans

    ready_s = (walk.end_ms - walk.start_ms) / 1000
    assert ready_s == led_routine().warm_up_seconds
    assert turn.timeline.length_ms <= 1000 * ANSWER_S
    assert turn.reprompt.length_ms <= 1000 * REPROMPT_S
    over = [cue for cue in turn.reprompt.cues if cue.line.key == "warm_up.over"]
    heard_ms = turn.timeline.length_ms + 1000 * MICROPHONE_S + over[0].at_ms
    assert heard_ms == pytest.approx(walk.end_ms, abs=1500)


@as_shipped
def test_the_stretch_of_the_cool_down_is_counted_second_by_second_on_each_leg() -> None:
    turn = cooling().turn
    assert turn is not None
    holds = [span for span in turn.timeline.spans if span.kind is SpanKind.STRETCH]

    assert [span.side for span in holds] == ["left", "right"]
    counts = {cue.at_ms for cue in turn.timeline.cues if cue.line.key == "work.count"}
    for span in holds:
        seconds = range(span.start_ms + 1000, span.end_ms + 1, 1000)
        assert len(seconds) == 30
        assert counts >= set(seconds)


@pytest.mark.parametrize("seconds", [5, 59, 100, 180, 219, 250])
def test_a_walk_goes_on_by_the_clock_whatever_is_asked_in_it(seconds: int) -> None:
    before = timed()
    assert before.turn is not None
    asked = before.after(seconds).told(Meaning.SETS_LEFT)

    (was,) = before.turn.timeline.spans
    assert asked.turn is not None
    spans = asked.turn.timeline.spans

    ends_ms = asked.now_ms + spans[-1].end_ms
    assert abs(ends_ms - (before.now_ms + was.end_ms)) <= 1000


def test_a_walk_is_lost_by_no_session_that_dies_in_it() -> None:
    died = timed().after(100).told(Meaning.SESSION_ENDED)

    back = died.after(60).told(Meaning.OPEN, new_session=True)

    workout = back.runner.workout
    assert workout is not None
    assert workout.stage_done == pytest.approx(97, abs=4)


@pytest.mark.parametrize("led", [True, False])
def test_who_did_no_set_is_not_asked_to_cool_down(led: bool) -> None:
    left = asked_to_warm_up() if led else introduced()
    left = left.told(Meaning.SKIP_REMAINING)
    finished = left.heard_out().told(Meaning.NEXT)
    assert finished.turn is not None

    said = {cue.line.key for cue in finished.turn.timeline.cues}
    assert "finish.nothing" in said
    assert "finish.cool_down" not in said
