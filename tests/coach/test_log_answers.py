"""What was done the last time, how it went up and for how many weeks: as the log has it."""

from __future__ import annotations

import pytest

from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from tests.coach.moments import Played
from tests.support.household import routine
from tests.support.trained import again, trained

BRIDGE, RAISE, STRETCH = "glute_bridge", "lying_leg_raise", "standing_hamstring_stretch"
WHOLE = routine().progression.after_workouts


def told(played: Played) -> dict[str, dict[str, object]]:
    """The values of everything that is said, by key."""
    assert played.turn is not None
    return {cue.line.key: dict(cue.line.values) for cue in played.turn.timeline.cues}


@pytest.mark.parametrize("exercise", [BRIDGE, RAISE, STRETCH])
def test_how_many_last_time_is_what_was_done_of_it(exercise: str) -> None:
    dose = dose_for(Runner(), routine(), exercise)

    answer = told(again(trained(2)).told(Command(Meaning.LAST_TIME, exercise=exercise)))

    key = "habit.last_hold" if dose.held else "habit.last_reps"
    assert answer[key] == {
        "n": dose.sets * dose.set_target, "sets": dose.sets, "exercise": exercise
    }  # fmt: skip


def test_who_trains_every_day_hears_of_the_last_day_alone() -> None:
    sets = dose_for(Runner(), routine(), BRIDGE).sets

    daily = again(trained(3, every_days=1), 1).told(Command(Meaning.LAST_TIME, exercise=BRIDGE))

    assert told(daily)["habit.last_reps"]["sets"] == sets


def test_an_exercise_that_was_never_done_is_not_on_record() -> None:
    once = again(trained(0)).told(Command(Meaning.LAST_TIME, exercise=BRIDGE))

    assert "habit.never" in told(once)


def test_how_am_i_doing_tells_what_has_gone_up() -> None:
    steady, risen = trained(WHOLE), trained(4 * WHOLE, takes_steps=True)

    assert not [key for key in told(again(steady).told(Meaning.WEEK)) if "habit.up" in key]
    up = told(again(risen).told(Meaning.WEEK))
    values = up.get("habit.up_reps") or up["habit.up_hold"]
    exercise = str(values["exercise"])
    assert values["before"] == dose_for(Runner(), routine(), exercise).target
    assert values["now"] == dose_for(risen, routine(), exercise).target


def test_the_weeks_running_are_those_with_a_workout_this_one_may_still_come() -> None:
    weekly = trained(4, every_days=7)

    assert told(again(weekly, 0.1).told(Meaning.STREAK))["cheer.weeks"] == {"weeks": 4}
    assert told(again(weekly, 7).told(Meaning.STREAK))["cheer.weeks"] == {"weeks": 4}
    assert "habit.no_streak" in told(again(weekly, 14).told(Meaning.STREAK))
