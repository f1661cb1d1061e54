"""A rest ends when it was said to, whatever is asked in it."""

from __future__ import annotations

from skill.coach.commands import Meaning
from tests.coach.moments import keys_of, moments


def test_a_rest_is_not_made_longer_by_questions() -> None:
    resting = moments()["resting"]
    workout = resting.runner.workout
    assert workout is not None and workout.playback is not None
    spans = workout.playback.spans
    left_s = (workout.playback.started_ms + spans[-1].end_ms - resting.now_ms) // 1000

    for every_s in (1, 2, 5, 9):
        asked, passed_s = resting, 0
        while passed_s < left_s:
            asked, passed_s = asked.told(Meaning.WHERE_AM_I).after(every_s), passed_s + every_s
        told = asked.after(1).told(Meaning.TIME_LEFT)

        assert told.turn is not None
        assert "where.rest_over" in keys_of(told.turn), every_s
