"""How long the workout has been going, and what has been done in it."""

from __future__ import annotations

import pytest

from skill.coach.commands import Meaning
from tests.coach.moments import introduced, opened
from tests.coach.test_log_answers import told
from tests.support.trained import again, trained


@pytest.mark.parametrize(
    ("seconds", "key", "values"),
    [
        (20, "habit.just_began", {}),
        (70, "habit.began_minutes", {"minutes": 1}),
        (59 * 60 + 50, "habit.began_minutes", {"minutes": 59}),
        (3 * 3600 + 600, "habit.began_hours", {"hours": 3}),
        (-500, "habit.just_began", {}),
    ],
    ids=["at once", "a minute", "nearly an hour", "hours", "a clock set back"],
)
def test_the_time_is_told_in_minutes_and_after_an_hour_in_hours(
    seconds: float, key: str, values: dict[str, int]
) -> None:
    began = introduced()
    assert began.runner.workout is not None
    at = began.after(began.runner.workout.started_ms / 1000 - began.now_ms / 1000 + seconds)

    answer = told(at.told(Meaning.SO_FAR))

    assert answer[key] == values
    assert "habit.none_so_far" in answer


def test_only_completed_sets_count() -> None:
    first = introduced().told(Meaning.NEXT).heard_out()
    cut_short = first.told(Meaning.NEXT).after(20).told(Meaning.SKIP)

    assert told(first.told(Meaning.SO_FAR))["habit.so_far"] == {"completed": 1}
    assert told(cut_short.told(Meaning.SO_FAR))["habit.so_far"] == {"completed": 1}


def test_without_a_workout_it_is_the_last_one() -> None:
    assert "habit.never" in told(opened().told(Meaning.SO_FAR))
    assert "habit.last_finished" in told(again(trained(1)).told(Meaning.SO_FAR))
