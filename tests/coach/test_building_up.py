"""Over weeks the routine builds up: by what was done, within the range, one step at a time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.prescription import Level, target_of
from skill.coach.runner import Runner
from skill.coach.session import Question
from skill.coach.workout import Phase
from skill.service.documents import read_runner
from skill.tools.weeks.habits import Habits
from skill.tools.weeks.play_weeks import Account
from tests.coach.moments import Played
from tests.support.household import routine, voice
from tests.support.trained import again, trained

HOUR_MS = 3_600_000
PROGRESSION = routine().progression
WHOLE = PROGRESSION.after_workouts
BRIDGE, NORDIC, STRETCH = "glute_bridge", "nordic_curl", "standing_hamstring_stretch"


def at(runner: Runner, exercise: str, after_days: float = 3) -> Played:
    """The exercise is introduced, in a workout of its own, and its step is one of those offered."""
    started = again(runner, after_days).told(Meaning.START)
    workout = started.runner.workout
    assert workout is not None
    workout = replace(workout, offers=(exercise,) if workout.offers else ())
    started = replace(started, runner=replace(started.runner, workout=workout)).heard_out()
    return started.told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()


def dose(played: Played | Runner, exercise: str) -> tuple[int, int]:
    runner = played.runner if isinstance(played, Played) else played
    found = dose_for(runner, routine(), exercise)
    return found.sets, found.target


def heard(played: Played) -> tuple[str, ...]:
    assert played.turn is not None
    return tuple(cue.line.key for cue in played.turn.timeline.cues)


def test_one_step_is_offered_once_all_was_whole_so_often_and_no_sooner() -> None:
    sooner, enough = at(trained(WHOLE - 1), BRIDGE), at(trained(WHOLE), BRIDGE)

    assert "prompt.step_reps" not in heard(sooner)
    assert heard(enough)[-2:] == ("progress.completed", "prompt.step_reps")
    sets, reps = dose(enough, BRIDGE)
    after = enough.told(Meaning.YES)
    assert dose(after, BRIDGE) == (sets, reps + PROGRESSION.rules[BRIDGE].step)
    assert after.runner.workout is not None
    assert after.runner.workout.phase is Phase.INTRODUCING


@pytest.mark.parametrize("meaning", [Meaning.NEXT, Meaning.READY, Meaning.NO, Meaning.NOT_READY])
def test_nothing_is_raised_without_a_yes(meaning: Meaning) -> None:
    asked = at(trained(WHOLE), BRIDGE)

    assert dose(asked.told(meaning), BRIDGE) == dose(trained(WHOLE), BRIDGE)


def test_too_easy_takes_the_step_that_was_asked_about() -> None:
    asked = at(trained(WHOLE), BRIDGE)

    assert asked.told(Meaning.HARDER).runner.levels == asked.told(Meaning.YES).runner.levels


@pytest.mark.parametrize("meaning", [Meaning.NO, Meaning.NOT_READY, Meaning.NEXT])
def test_after_a_not_yet_it_is_not_asked_about_again_for_days(meaning: Meaning) -> None:
    refused = at(trained(WHOLE), BRIDGE).told(meaning).runner
    refused = replace(refused, workout=None)
    days = PROGRESSION.ask_again_days  # from the third day after the last workout on

    assert BRIDGE in refused.not_yet
    assert "prompt.step_reps" not in heard(at(refused, BRIDGE, days + 2))
    assert "prompt.step_reps" in heard(at(refused, BRIDGE, days + 4))


def test_no_leads_back_to_the_introduction() -> None:
    asked = at(trained(WHOLE), BRIDGE)
    declined = asked.told(Meaning.NO)

    assert heard(declined) == ("progress.not_yet", "prompt.in_position")
    assert declined.session.question is None
    assert declined.heard_out().told(Meaning.NEXT).runner.workout is not None


def test_what_was_not_understood_is_asked_again_in_full() -> None:
    asked = at(trained(WHOLE), BRIDGE).told(Meaning.NOT_UNDERSTOOD)

    assert heard(asked)[-1] == "prompt.step_reps"
    assert asked.session.question is Question.STEP


def test_after_a_workout_that_was_not_finished_nothing_is_offered() -> None:
    broken_off = again(trained(WHOLE)).told(Meaning.START).heard_out()
    for meaning in (Meaning.NEXT, Meaning.STOP):
        broken_off = broken_off.told(meaning).heard_out()

    fresh = again(broken_off.runner).told(Meaning.NO).told(Meaning.YES)

    assert fresh.runner.workout is not None
    assert fresh.runner.workout.offers == ()


def test_after_pain_nothing_is_offered_and_nothing_tells_it_from_a_step_passed_by() -> None:
    started = again(trained(WHOLE)).told(Meaning.START).heard_out()
    hurt = started.told(Command(Meaning.CHOOSE, exercise="lying_leg_raise")).heard_out()
    hurt = hurt.told(Meaning.PAIN).heard_out().told(Meaning.CHOOSE).heard_out()
    workout = hurt.runner.workout
    assert workout is not None
    hurt = replace(hurt, runner=replace(hurt.runner, workout=replace(workout, offers=(BRIDGE,))))

    asked = hurt.told(Command(Meaning.CHOOSE, exercise=BRIDGE)).heard_out()

    assert "prompt.step_reps" not in heard(asked)
    assert BRIDGE in asked.told(Meaning.NEXT).runner.not_yet


def test_who_takes_every_step_there_is_is_never_above_the_clinics_range() -> None:
    keen = replace(routine(), progression=replace(PROGRESSION, offers_a_workout=6))
    player = Account(keen, voice())
    habits = Habits("", tuple(2.4 * number for number in range(20)))
    for workout in player.weeks(habits):
        runner = workout.turns[-1].after
        for exercise in routine().exercises:
            found = dose_for(runner, routine(), exercise.id)
            form = exercise.form(found.form)
            for value, choice in ((found.sets, form.sets), (found.target, target_of(form))):
                most = choice.start if choice.clinic is None else choice.clinic[1]
                assert value <= most, (workout.number, exercise.id)
    assert set(PROGRESSION.rules) <= set(player.runner.levels)


def test_a_level_above_todays_range_of_the_clinic_is_not_obeyed() -> None:
    runner = Runner(levels={BRIDGE: Level(sets=9, target=99)})
    form = routine().exercise(BRIDGE).form()

    assert form.sets.clinic is not None
    assert dose(runner, BRIDGE) == (form.sets.clinic[1], 15)


def test_a_first_timer_does_fewer_nordics_and_is_asked_for_the_clinics_after_one_time() -> None:
    first = PROGRESSION.rules[NORDIC].first_sets
    assert first is not None
    assert dose(Runner(), NORDIC)[0] == first

    asked = at(trained(1), NORDIC)

    assert heard(asked)[-2:] == ("progress.completed_once", "prompt.step_sets")
    assert dose(asked.told(Meaning.YES), NORDIC)[0] == first + 1


def test_who_did_nordics_with_an_earlier_release_keeps_the_clinics_sets() -> None:
    document = '{"version":4,"practised":{"nordic_curl":3}}'

    assert dose(read_runner(document), NORDIC)[0] == 3


def test_back_to_what_i_had_undoes_a_step_and_again_redoes_it() -> None:
    asked = at(trained(WHOLE), BRIDGE)
    more = asked.told(Meaning.YES).heard_out()
    back = more.told(Meaning.AS_BEFORE).heard_out()

    assert dose(back, BRIDGE) == dose(asked, BRIDGE)
    assert heard(back)[:2] == ("progress.as_before", "intro.dose_reps")
    assert dose(back.told(Meaning.AS_BEFORE), BRIDGE) == dose(more, BRIDGE)


def test_after_weeks_away_it_begins_lighter_and_says_so_and_all_can_be_had_back() -> None:
    built = trained(3 * WHOLE, takes_steps=True)
    weeks = PROGRESSION.lapse_weeks
    assert built.levels

    soon, late = again(built, 7 * weeks - 2), again(built, 7 * weeks + 1)

    assert soon.runner.levels == built.levels
    assert late.runner.levels == {}
    started = late.told(Meaning.START)
    assert "progress.lighter" in heard(started)
    back = started.heard_out().told(Meaning.AS_BEFORE)
    assert heard(back)[0] == "progress.all_as_before"
    assert {name: dose(back, name) for name in built.levels} == {
        name: dose(built, name) for name in built.levels
    }


def test_who_lost_nothing_by_a_lapse_hears_nothing_of_it() -> None:
    started = again(trained(1), 60).told(Meaning.START)

    assert "progress.lighter" not in heard(started)


def test_a_wish_for_a_number_is_kept_beside_a_lapse() -> None:
    wishing = at(trained(1), BRIDGE).told(Command(Meaning.SET_REPS, number=9)).runner

    assert dose(again(replace(wishing, workout=None), 90), BRIDGE)[1] == 9


def test_the_same_evening_the_stretch_is_asked_about_first() -> None:
    asked = again(trained(1), 0.1).told(Meaning.START)

    assert heard(asked) == ("spacing.all_done", "prompt.spacing")
    only = asked.heard_out().told(Meaning.YES).runner.workout
    assert only is not None
    assert only.plan == (STRETCH,)
    named = asked.heard_out().told(Command(Meaning.CHOOSE, exercise=STRETCH)).runner.workout
    assert named is not None
    assert named.plan == (STRETCH,)


def test_all_of_it_the_same_evening_is_led_once_it_was_said() -> None:
    asked = again(trained(1), 0.1).told(Meaning.START).heard_out()

    everything = asked.told(Meaning.START)
    declined = asked.told(Meaning.NO).heard_out()

    assert everything.runner.workout is not None
    assert len(everything.runner.workout.plan) == len(routine().exercises)
    assert "spacing.all_done" not in heard(everything)
    assert declined.runner.workout is None
    assert declined.told(Meaning.START).runner.workout is not None


@pytest.mark.parametrize(
    "begins",
    [
        Command(Meaning.CHOOSE, exercise=STRETCH),
        Command(Meaning.START_SHORT),
        Command(Meaning.START_SHORT, seconds=7_200),
    ],
)
def test_no_way_to_begin_so_soon_goes_without_a_word(begins: Command) -> None:
    assert "spacing.all_done" in heard(again(trained(1), 0.1).told(begins))


def test_a_day_later_nothing_is_said_but_of_what_is_kept_apart_for_longer() -> None:
    started = again(trained(1), 1).told(Meaning.START)

    assert not [key for key in heard(started) if key.startswith("spacing")]
    nordics = started.heard_out().told(Command(Meaning.CHOOSE, exercise=NORDIC))
    assert "spacing.too_soon" in heard(nordics)
    assert "spacing.too_soon" not in heard(at(trained(1), NORDIC))


def test_all_six_is_said_only_if_the_last_sitting_had_them() -> None:
    some = replace(trained(1), practised={})
    history = some.history
    stretched = again(some, 0.1).told(Meaning.START).heard_out().told(Meaning.YES).heard_out()
    for _ in range(3):
        stretched = stretched.told(Meaning.NEXT).heard_out()
    assert stretched.runner.workout is None
    assert len(stretched.runner.history.past) == len(history.past) + 1

    asked = again(stretched.runner, 0.1).told(Meaning.START)

    assert heard(asked)[0] == "spacing.last"


def test_the_clinics_numbers_are_the_clinics_sets_for_a_first_timer_too() -> None:
    told = at(trained(1), NORDIC).told(Meaning.CLINIC_DOSE)

    assert dose(told, NORDIC)[0] == 3


def test_too_easy_out_of_the_blue_asks_for_one_step_and_raises_nothing_by_itself() -> None:
    bridging = at(Runner(), BRIDGE)
    asked = bridging.told(Meaning.TOO_EASY)

    assert asked.session.question is Question.STEP
    assert dose(asked, BRIDGE) == dose(bridging, BRIDGE)
    sets, reps = dose(bridging, BRIDGE)
    assert dose(asked.told(Meaning.YES), BRIDGE) == (sets, reps + 1)
    assert dose(asked.told(Meaning.NO), BRIDGE) == (sets, reps)
    assert BRIDGE not in asked.told(Meaning.NO).runner.not_yet


def test_too_easy_never_leads_above_the_clinics_range_but_to_a_harder_form() -> None:
    played = at(Runner(), BRIDGE)
    form = routine().exercise(BRIDGE).form()
    most = target_of(form).clinic
    assert most is not None
    for _ in range(most[1] + 1):
        played = played.told(Meaning.TOO_EASY).told(Meaning.YES)
        if dose_for(played.runner, routine(), BRIDGE).form != form.id:
            break
        assert dose(played, BRIDGE)[1] <= most[1]

    assert played.runner.preference(BRIDGE).form not in (None, form.id)


def test_said_of_another_exercise_too_easy_is_about_that_one() -> None:
    asked = at(Runner(), STRETCH).told(Command(Meaning.TOO_EASY, exercise=BRIDGE))
    sets, reps = dose(asked, BRIDGE)

    assert dose(asked.told(Meaning.YES), BRIDGE) == (sets, reps + 1)


def test_the_hardest_there_is_has_no_step_more() -> None:
    played = at(Runner(), BRIDGE)
    for _ in range(40):
        played = played.told(Meaning.TOO_EASY)
        if played.session.question is None:
            break
        played = played.told(Meaning.YES)

    assert "progress.most" in heard(played)
