"""After a break nobody is led cold into a set, and an advanced exercise is explained."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.runner import TalkLevel
from skill.coach.timeline import SpanKind
from skill.coach.workout import Phase
from tests.coach.moments import Played, introduced, last_set_of_bridges, moments
from tests.support.household import routine

COUNTED = (SpanKind.HOLD, SpanKind.REPS)
WARM_UPS = {"start.warm_up", "start.warm_up_and_moves", "start.moves"}
"""What asks for a warm-up."""
ADVANCED = "nordic_curl"


def said(played: Played) -> tuple[str, ...]:
    assert played.turn is not None
    return tuple(cue.line.key for cue in played.turn.timeline.cues)


def counts(played: Played) -> bool:
    assert played.turn is not None
    return any(span.kind in COUNTED for span in played.turn.timeline.spans)


def back_after(played: Played, hours: float) -> Played:
    left = played.told(Meaning.SESSION_ENDED).after(3600 * hours)
    return left.told(Meaning.OPEN, new_session=True).after(9)


HOURS = (3, 30, 100)


@pytest.mark.parametrize("hours", HOURS)
def test_after_hours_no_one_word_leads_into_a_count_without_the_warm_up(hours: float) -> None:
    words = sorted(set(Meaning) - {Meaning.WARM})
    for place, (name, moment) in enumerate(moments().items(), HOURS.index(hours)):
        back = back_after(moment, hours)
        if back.runner.workout is None:
            continue
        # a third of the words for each of the hours, and another third in the next moment
        for meaning in words[place % len(HOURS) :: len(HOURS)]:
            told = back.told(meaning)
            assert not counts(told), (name, meaning)
            agreed = told.after(5).told(Meaning.YES)
            if counts(agreed.after(5).told(Meaning.NEXT)):
                keys = (*said(back), *said(told), *said(agreed))
                assert not WARM_UPS.isdisjoint(keys), (name, meaning)


def test_after_hours_an_exercise_that_was_done_is_explained_in_full_again() -> None:
    done, choose = last_set_of_bridges(), Command(Meaning.CHOOSE, exercise="glute_bridge")
    all_steps = said(introduced("glute_bridge")).count("intro.step")

    assert said(done.told(choose)).count("intro.step") < all_steps
    assert said(back_after(done, HOURS[0]).told(choose)).count("intro.step") == all_steps


def test_within_minutes_too_an_advanced_exercise_is_never_counted_from_a_yes() -> None:
    for seconds in (20, 40, 90):
        begun = introduced(ADVANCED).told(Meaning.NEXT).after(seconds)
        back = back_after(begun, 0.1)
        for meaning in (Meaning.YES, Meaning.READY, Meaning.RESUME, Meaning.NEXT):
            told = back.told(meaning)
            assert not counts(told)
            assert {"intro.caution", "intro.step"} <= set(said(told))


def before_it() -> dict[str, Played]:
    """A runner who never did a whole set of the advanced exercise, by what happened instead."""
    first = introduced(ADVANCED)
    begun = first.told(Meaning.NEXT).after(25)
    return {
        "never": introduced("glute_bridge"),
        "introduced": first,
        "skipped": first.told(Meaning.SKIP).after(9),
        "one broken-off rep": begun.told(Meaning.NEXT).after(9),
        "left in the set": begun.told(Meaning.NEXT_EXERCISE).after(9),
    }


@pytest.mark.parametrize("level", TalkLevel)
def test_caution_and_steps_come_until_a_set_was_really_done(level: TalkLevel) -> None:
    for name, moment in before_it().items():
        less = replace(moment, runner=replace(moment.runner, talk_level=level))
        told = less.told(Command(Meaning.CHOOSE, exercise=ADVANCED))
        assert {"intro.caution", "intro.step"} <= set(said(told)), name

        archived = less.told(Meaning.START_OVER).after(5).told(Meaning.YES).after(5)
        again = archived.told(Command(Meaning.CHOOSE, exercise=ADVANCED))
        assert {"intro.caution", "intro.step"} <= set(said(again)), name


def done_whole(days_ago: int) -> Played:
    whole = introduced(ADVANCED).told(Meaning.NEXT).heard_out().told(Meaning.STOP)
    finished = whole.told(Meaning.OPEN, new_session=True).told(Meaning.START_OVER)
    later = finished.after(86_400 * days_ago)
    return later.told(Meaning.OPEN, new_session=True).told(Meaning.START_OVER).after(5)


def test_once_a_set_was_done_they_stop_and_come_back_after_weeks() -> None:
    weeks = routine().steps_again_weeks
    choose = Command(Meaning.CHOOSE, exercise=ADVANCED)

    assert "intro.caution" not in said(done_whole(days_ago=2).told(choose))
    assert "intro.caution" in said(done_whole(days_ago=7 * weeks + 1).told(choose))


@pytest.mark.parametrize("meaning", [Meaning.BEGINNER, Meaning.TALK_MORE])
def test_who_is_new_or_wants_everything_explained_hears_steps_and_caution(meaning: Meaning) -> None:
    told = done_whole(days_ago=2).told(meaning).after(5)

    heard = said(told.told(Command(Meaning.CHOOSE, exercise=ADVANCED)))

    assert {"intro.caution", "intro.step"} <= set(heard)


def test_a_small_range_stays_small_whatever_is_missing() -> None:
    for exercise in routine().exercises:
        needs = {need for form in exercise.forms.values() for need in form.needs}
        for form in exercise.forms.values():
            for need in needs:
                swap = exercise.without(need, form.id)
                assert swap is None or swap.level <= form.level, (form.id, need)


def test_next_on_a_leg_is_no_whole_set_and_done_is() -> None:
    for meaning, completed in ((Meaning.NEXT, False), (Meaning.DONE, True)):
        hold = moments()["in a hold"]
        other = hold.told(meaning)
        assert other.runner.workout is not None
        assert other.runner.workout.side == "right"
        after = other.heard_out().told(Meaning.WHERE_AM_I)
        assert after.runner.workout is not None
        (record,) = after.runner.workout.log
        assert record.completed is completed
        assert record.done == (60 if completed else 47)
        assert after.runner.workout.phase is Phase.RESTING


def test_no_easier_or_harder_form_wants_equipment_that_is_missing() -> None:
    for exercise in routine().exercises:
        for form in (each for each in exercise.forms.values() if each.swap):
            for direction in (-1, 1):
                beside = exercise.beside(form.id, direction)
                assert beside is None or set(beside.needs) <= set(form.needs), form.id
