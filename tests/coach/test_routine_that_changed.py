"""Whatever leaves the routine, nobody hears "sorry": what is remembered is fitted to today's."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.runner import Preference
from skill.coach.workout import Phase, SetRecord
from tests.coach.moments import Played, introduced, moments

GONE = "hopping"
SAID = (
    Meaning.NEXT,
    Meaning.REPEAT,
    Meaning.STOP,
    Meaning.WHERE_AM_I,
    Meaning.WHATS_NEXT,
    Meaning.LIST_EXERCISES,
    Meaning.SKIP,
    Meaning.CORRECT,
    Meaning.EASIER,
    Meaning.WEEK,
    Meaning.START_SHORT,
)


def with_what_is_gone(played: Played) -> dict[str, Played]:
    """The same runner, with an id in every place that the routine does not have any more."""
    runner, workout = played.runner, played.runner.workout
    assert workout is not None
    log = (*workout.log, SetRecord(GONE, 1, True, 10, "standard", 10))
    plans = {
        "skipped": replace(workout, skipped=(*workout.skipped, GONE)),
        "ahead": replace(workout, plan=(*workout.plan, GONE)),
        "at hand": replace(workout, plan=(GONE, *workout.plan), index=0),
        "logged": replace(workout, log=log),
        "own sets": replace(workout, own_sets=(GONE,)),
        "a step": replace(workout, step=40),
    }
    changed = {name: replace(runner, workout=each) for name, each in plans.items()}
    changed["a form"] = runner.prefer(workout.exercise, Preference(form="upside_down"))
    changed["a preference"] = runner.prefer(GONE, Preference(reps=9))
    changed["met"] = replace(runner, met=(GONE,), practised={GONE: 3}, steps_unwanted=(GONE,))
    return {name: replace(played, runner=each) for name, each in changed.items()}


@pytest.mark.parametrize(
    "name", ["introducing", "in reps", "resting", "between", "after the last set"]
)
def test_an_id_that_the_routine_does_not_have_any_more_breaks_no_answer(name: str) -> None:
    for place, edited in with_what_is_gone(moments()[name]).items():
        for meaning in SAID:
            told = edited.told(meaning)
            assert told.turn is not None, (place, meaning)
            opened = edited.told(Meaning.OPEN, new_session=True).after(4).told(meaning).after(4)
            assert opened.told(Meaning.NEXT).turn is not None, (place, meaning)


def test_a_leg_chosen_before_the_first_set_is_kept_over_a_break() -> None:
    chosen = introduced("standing_hamstring_stretch").told(Command(Meaning.OTHER_LEG, leg="right"))

    left = chosen.after(5).told(Meaning.STOP).after(60)
    back = left.told(Meaning.OPEN, new_session=True).after(5).told(Meaning.YES).after(9)
    begun = back.told(Meaning.NEXT)

    assert begun.turn is not None
    assert begun.turn.timeline.spans[0].side == "right"


def test_a_set_done_again_and_cut_short_leaves_the_better_one() -> None:
    whole = introduced().told(Meaning.NEXT).heard_out()
    again = whole.told(Meaning.REDO).after(4).told(Meaning.NEXT).after(30)

    cut = again.told(Meaning.NEXT)

    assert cut.runner.workout is not None
    (record,) = cut.runner.workout.log
    assert (record.completed, record.done) == (True, 12)
    assert cut.runner.workout.phase is Phase.RESTING


def test_a_set_that_the_runner_corrects_is_kept_as_corrected() -> None:
    whole = introduced().told(Meaning.NEXT).heard_out()

    told = whole.told(Command(Meaning.REPORT_REPS, number=7))

    assert told.runner.workout is not None
    (record,) = told.runner.workout.log
    assert (record.completed, record.done) == (False, 7)
