"""A workout that fits the day: what is left out, in which order, and what stays true of it."""

from __future__ import annotations

from skill.coach.commands import Command, Meaning
from skill.coach.workout import Phase, Workout
from tests.coach.moments import Played, asked_to_warm_up, introduced, keys_of, opened
from tests.support.content import as_shipped
from tests.support.household import led_routine, routine

STRETCH, BRIDGE, CURL = "standing_hamstring_stretch", "glute_bridge", "stability_ball_curl"


def workout_of(played: Played) -> Workout:
    assert played.runner.workout is not None
    return played.runner.workout


def exercises_done(played: Played) -> list[str]:
    """The exercises in the order in which their sets are done, with nothing but "next"."""
    done: list[str] = []
    while played.runner.workout is not None:
        settled = played.heard_out().after(120).told(Meaning.WHERE_AM_I)
        done += [record.exercise for record in workout_of(settled).log[len(done) :]]
        played = settled.heard_out().told(Meaning.NEXT)
    return done


def test_only_what_was_named_is_done_in_the_routines_order() -> None:
    begun = opened().told(Command(Meaning.ONLY, exercise=BRIDGE, others=(STRETCH,)))

    assert workout_of(begun).plan == (STRETCH, BRIDGE)


def test_nothing_that_is_done_lying_down_is_left_when_nobody_wants_to_lie_down() -> None:
    plan = workout_of(opened().told(Meaning.NO_LYING)).plan

    assert plan
    assert not any(routine().exercise(each).lying for each in plan)


def test_without_equipment_each_exercise_needs_none_or_is_left_out_for_today_alone() -> None:
    begun = opened().told(Meaning.NO_EQUIPMENT)

    plan = workout_of(begun).plan
    assert CURL in plan
    assert "nordic_curl" not in plan
    assert begun.runner.preference(CURL).form == "towel_slide"
    assert begun.runner.after_workout().preference(CURL).form is None


@as_shipped
def test_wishes_for_the_day_add_up() -> None:
    begun = opened().told(Meaning.NO_EQUIPMENT).after(5).told(Meaning.NO_LYING)

    assert workout_of(begun).plan == (STRETCH, "romanian_deadlift")


def test_in_the_middle_only_what_is_ahead_is_left_out_and_nothing_done_is_lost() -> None:
    stretched = introduced(STRETCH).told(Meaning.NEXT).heard_out()

    told = stretched.told(Meaning.NO_LYING)

    workout = workout_of(told)
    assert workout.log
    assert workout.exercise == STRETCH
    assert {CURL, BRIDGE, "lying_leg_raise"} <= set(workout.skipped)
    assert "nordic_curl" not in workout.skipped


def test_what_was_reckoned_for_a_warm_up_is_used_by_who_is_warm_already() -> None:
    begun = opened(led_routine()).told(Command(Meaning.START_SHORT, seconds=540))

    warm = begun.after(12).told(Meaning.WARM)

    assert len(workout_of(warm).plan) > len(workout_of(begun).plan)
    assert warm.turn is not None
    assert "start.warm_up" not in keys_of(warm.turn)


def test_a_short_time_is_not_spent_on_a_cool_down() -> None:
    begun = opened(led_routine()).told(Command(Meaning.START_SHORT, seconds=540))
    played = begun.after(12).told(Meaning.TIME_IT).after(302).told(Meaning.READY)

    phases = set()
    while played.runner.workout is not None:
        phases.add(workout_of(played).phase_now)
        played = played.heard_out().after(120).told(Meaning.NEXT)

    assert phases
    assert Phase.COOLING_DOWN not in phases


def test_a_circuit_goes_round_by_round_until_every_set_is_done() -> None:
    begun = opened().told(Meaning.CIRCUIT)

    done = exercises_done(begun)

    plan = [exercise.id for exercise in routine().exercises]
    assert done[: len(plan)] == plan
    assert done[len(plan) : 2 * len(plan)] == plan
    sets = {each: begun.runner.preference(each).sets or done.count(each) for each in plan}
    assert all(done.count(each) == sets[each] for each in plan)
    third = [each for each in plan if done.count(each) > 2]
    assert done[2 * len(plan) :] == third


def test_pain_leaves_an_exercise_out_of_every_round_of_a_circuit() -> None:
    begun = opened().told(Meaning.CIRCUIT).heard_out().told(Meaning.NEXT).heard_out()
    hurt = begun.told(Meaning.NEXT).heard_out().told(Meaning.NEXT).after(30).told(Meaning.PAIN)

    done = exercises_done(hurt.after(9).told(Meaning.NEXT))

    assert done.count(CURL) == 1  # the one that was broken off
    assert done.count(BRIDGE) == 3


def test_the_usual_order_again_leaves_no_set_out() -> None:
    begun = opened().told(Meaning.CIRCUIT).heard_out().told(Meaning.NEXT).heard_out()
    usual = begun.told(Meaning.NEXT).heard_out().told(Meaning.ONE_BY_ONE)

    done = exercises_done(usual)

    assert done.count(STRETCH) == 2
    assert done.index(CURL) < done.index(BRIDGE)


def test_at_the_warm_up_the_day_is_fitted_and_the_warm_up_asked_for_as_before() -> None:
    fitted = asked_to_warm_up(STRETCH).told(Command(Meaning.ONLY, exercise=BRIDGE))

    workout = workout_of(fitted)
    assert workout.plan == (BRIDGE,)
    assert workout.phase_now is Phase.WARMING_UP
