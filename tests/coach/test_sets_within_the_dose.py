"""A place whose set lies outside its dose does not exist, whatever was said, skipped or edited."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.runner import Preference
from skill.coach.workout import Phase
from tests.coach.moments import Played, moments
from tests.support.household import routine

STEPS = (Meaning.SKIP, Meaning.NEXT, Meaning.NEXT_EXERCISE, Meaning.BACK, Meaning.REDO)


def within(played: Played) -> bool:
    workout = played.runner.workout
    if workout is None:
        return True
    return workout.set_number <= dose_for(played.runner, routine(), workout.exercise).sets


@pytest.mark.parametrize("number", [1, 2, 9])
def test_no_word_and_no_wish_leads_to_a_set_that_the_dose_does_not_have(number: int) -> None:
    for name, moment in moments().items():
        for wish in (Meaning.SET_SETS, Meaning.FEWER_SETS, Meaning.MORE_SETS, Meaning.START_SHORT):
            wished = moment.told(Command(wish, number=number)).after(4)
            assert within(wished), (name, wish)
            for step in STEPS:
                assert within(wished.told(step)), (name, wish, step)


def test_a_dose_that_was_cut_since_the_last_visit_leaves_no_place_outside_it() -> None:
    for name, moment in moments().items():
        workout = moment.runner.workout
        if workout is None:
            continue
        beyond = replace(workout, set_number=5)
        fewer = moment.runner.prefer(workout.exercise, Preference(sets=1))
        edited = replace(moment, runner=replace(fewer, workout=beyond))
        told = edited.told(Meaning.WHERE_AM_I)
        assert within(told), name
        assert told.runner.workout is not None
        assert told.runner.workout.phase is not Phase.RESTING or workout.phase is Phase.RESTING


def test_an_exercise_that_was_announced_is_skipped_with_its_set_number() -> None:
    between = moments()["between"]

    after = between.told(Meaning.SKIP).after(9).told(Meaning.NEXT)

    assert after.turn is not None
    calls = [cue.line for cue in after.turn.timeline.cues if cue.line.key == "work.set"]
    assert all(dict(line.values)["set"] == 1 for line in calls)
