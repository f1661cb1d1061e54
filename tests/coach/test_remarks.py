"""What is said of a figure, a leg, a set or an exercise means what is on the runner's mind."""

from __future__ import annotations

from itertools import product

import pytest

from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.moves.answer import AHEAD
from skill.coach.session import Question
from skill.coach.timeline import Side
from skill.coach.workout import Phase
from tests.coach.moments import Played, introduced, moments
from tests.support.household import routine

MOMENTS = moments()
NO_DOSE = (
    Meaning.SKIP_REST,
    Meaning.SKIP_SET,
    Meaning.GO_TO_SET,
    Meaning.REDO,
    Meaning.WAIT,
    Meaning.NUMBER,
    Meaning.REFUSE_DOSE,
    Meaning.ABOUT_DOSE,
    Meaning.ABOUT_REST,
    Meaning.TIME_LEFT,
    Meaning.REPS_LEFT,
    Meaning.REPS_DONE,
    Meaning.SETS_LEFT,
    Meaning.PAUSE,
    Meaning.NOT_READY,
)
"""Meanings that a figure may stand beside without becoming a dose."""
FIGURES = (
    Command(Meaning.NUMBER, number=8),
    Command(Meaning.NUMBER, seconds=60),
    Command(Meaning.NUMBER, sets=2),
    Command(Meaning.NUMBER, number=500, seconds=3_600, sets=40),
)
REMARKS = (
    Meaning.EASIER,
    Meaning.MORE_REPS,
    Meaning.FEWER_REPS,
    Meaning.LONGER_HOLD,
    Meaning.SHORTER_HOLD,
    Meaning.LONGER_REST,
    Meaning.SHORTER_REST,
    Meaning.FEWER_SETS,
    Meaning.SLOWER,
    Meaning.FASTER,
    Meaning.NO_RESTS,
    Meaning.MORE_TIME,
    Meaning.LESS_TIME,
    Meaning.CLINIC_DOSE,
    Meaning.USUAL_FORM,
)
"""What is said of an exercise without its name, and may change it."""


def with_figure(meaning: Meaning, figure: Command) -> Command:
    return Command(meaning, number=figure.number, seconds=figure.seconds, sets=figure.sets)


@pytest.mark.parametrize("meaning", NO_DOSE)
def test_a_figure_beside_another_meaning_is_no_dose_wherever_the_runner_stands(
    meaning: Meaning,
) -> None:
    asked = {name for name, each in MOMENTS.items() if each.session.question is Question.NUMBER}
    for (name, before), figure in product(MOMENTS.items(), FIGURES):
        if name in asked:
            continue
        after = before.told(with_figure(meaning, figure))

        assert after.runner.preferences == before.runner.preferences, (name, figure)


def changed(before: Played, after: Played) -> set[str]:
    return {
        exercise.id
        for exercise in routine().exercises
        if before.runner.preference(exercise.id) != after.runner.preference(exercise.id)
    }


@pytest.mark.parametrize("meaning", REMARKS)
def test_a_remark_changes_the_exercise_at_hand_and_between_two_the_one_just_done(
    meaning: Meaning,
) -> None:
    for name, before in MOMENTS.items():
        if before.runner.workout is None:
            continue
        after = before.told(meaning)

        assert changed(before, after) <= {before.runner.workout.exercise}, name


@pytest.mark.parametrize("meaning", [Meaning.FEEL, Meaning.WHY, Meaning.TIP, Meaning.DESCRIBE])
def test_a_question_is_about_the_exercise_just_done_unless_it_is_about_what_is_ahead(
    meaning: Meaning,
) -> None:
    between = MOMENTS["between"]
    assert between.runner.workout is not None
    done, following = "glute_bridge", "nordic_curl"

    after = between.told(meaning)

    assert after.turn is not None
    named = [dict(cue.line.values).get("exercise") for cue in after.turn.timeline.cues]
    assert (following if meaning in AHEAD else done) in named[:1]


@pytest.mark.parametrize("meaning", [Meaning.SET_REPS, Meaning.SET_NUMBER])
def test_a_number_that_may_be_meant_of_two_exercises_is_asked_about(meaning: Meaning) -> None:
    between = MOMENTS["between"]

    after = between.told(Command(meaning, number=6))

    assert after.runner.preferences == between.runner.preferences
    assert after.turn is not None
    assert after.turn.prompt is not None
    assert after.turn.prompt.asks == "which_of_two"
    named = after.told(Command(Meaning.CHOOSE, exercise="nordic_curl"))
    assert named.runner.preference("nordic_curl").reps == 6
    assert changed(between, named) == {"nordic_curl"}


def test_nothing_advanced_is_made_harder_without_a_yes() -> None:
    advanced = [exercise.id for exercise in routine().exercises if exercise.advanced]
    assert advanced
    for exercise in advanced:
        start = introduced(exercise)
        places = (start, start.told(Meaning.NEXT).after(30), start.told(Meaning.NEXT).heard_out())
        for before in places:
            asked = before.told(Meaning.HARDER)
            assert asked.session.question is Question.HARDER
            assert asked.runner.preferences == before.runner.preferences
            assert asked.told(Meaning.NO).runner.preferences == before.runner.preferences
            assert changed(before, asked.told(Meaning.YES)) == {exercise}


def sided() -> dict[str, Played]:
    begun = introduced("lying_leg_raise").told(Meaning.NEXT)
    return {
        "introducing": introduced("lying_leg_raise"),
        "first leg": begun.after(25),
        "paused on it": begun.after(25).told(Meaning.PAUSE).after(5),
        "resting": begun.heard_out(),
    } | {name: each for name, each in MOMENTS.items() if "hold" in name or "changeover" in name}


@pytest.mark.parametrize("name", sided())
def test_the_leg_that_is_named_is_the_leg_that_is_meant(name: str) -> None:
    before = sided()[name]
    for meaning, leg in product((Meaning.OTHER_LEG, Meaning.READY), Side):
        if meaning is Meaning.READY and name in ("introducing", "resting"):
            continue
        after = before.told(Command(meaning, leg=leg)).told(Meaning.PAUSE)

        workout = after.runner.workout
        assert workout is not None
        assert workout.side is leg, (meaning, leg)


SETS = range(8)


@pytest.mark.parametrize("number", SETS)
def test_a_set_that_is_named_is_gone_to_or_asked_about_and_is_no_dose(number: int) -> None:
    for name, before in MOMENTS.items():
        workout = before.runner.workout
        if workout is None or before.session.stopped or before.session.question:
            continue
        sets = dose_for(before.runner, routine(), workout.exercise).sets

        after = before.told(Command(Meaning.GO_TO_SET, sets=number))

        assert after.runner.preferences == before.runner.preferences, name
        now = after.runner.workout
        assert now is not None
        if 1 <= number <= sets:
            assert (now.exercise, now.set_number) == (workout.exercise, number), name
        else:
            assert after.session.question is Question.NUMBER, name
            assert now.log[: len(workout.log)] == workout.log, name


def test_skipping_what_is_left_of_a_set_leads_past_it_and_no_further() -> None:
    for name, before in MOMENTS.items():
        workout = before.runner.workout
        if workout is None or workout.phase_now not in (Phase.WORKING, Phase.PAUSED):
            continue
        if before.session.stopped or before.session.question or before.session.returning:
            continue
        then = before.told(Meaning.PAUSE).runner.workout
        after = before.told(Meaning.SKIP_SET).runner.workout
        assert then is not None
        assert after is not None
        if then.phase in (Phase.WORKING, Phase.PAUSED):
            assert after.exercise == then.exercise, name
            assert after.phase in (Phase.RESTING, Phase.BETWEEN), name


FAR = {
    Meaning.SET_REPS: Command(Meaning.SET_REPS, number=500),
    Meaning.SET_SETS: Command(Meaning.SET_SETS, sets=50),
    Meaning.SET_REST: Command(Meaning.SET_REST, seconds=3_600),
    Meaning.MORE_REPS: Command(Meaning.MORE_REPS, number=500),
    Meaning.LONGER_REST: Command(Meaning.LONGER_REST, seconds=3_600),
    Meaning.MORE_SETS: Command(Meaning.MORE_SETS, sets=50),
}


@pytest.mark.parametrize("meaning", FAR)
def test_what_lies_far_outside_is_asked_about_and_never_kept(meaning: Meaning) -> None:
    for name in ("introducing", "in reps", "paused in reps", "resting"):
        before = MOMENTS[name]
        asked = before.told(FAR[meaning])

        assert asked.runner.preferences == before.runner.preferences, name
        assert asked.session.question is Question.NUMBER, name
        # the number that follows completes the wish
        answered = asked.told(Command(Meaning.NUMBER, number=2))
        assert answered.session.question is None


def test_a_change_for_today_is_gone_after_the_workout_and_another_stays() -> None:
    before = introduced()
    wishes = (
        Command(Meaning.SET_REPS, number=9),
        Command(Meaning.SET_REST, seconds=30),
        Command(Meaning.SET_SETS, sets=2),
        Command(Meaning.SLOWER),
        Command(Meaning.EASIER),
    )
    for wish in wishes:
        today = Command(
            wish.meaning, number=wish.number, seconds=wish.seconds, sets=wish.sets, lasting="today"
        )
        passing = before.told(today)
        assert changed(before, passing) == {"glute_bridge"}
        ended = passing.runner.archived(passing.now_ms, finished=False)
        assert ended.preferences.get("glute_bridge") in (None, before.runner.preference("x"))
        kept = before.told(wish).runner.archived(before.now_ms, finished=False)
        assert kept.preferences["glute_bridge"] != before.runner.preference("glute_bridge")


def test_a_change_for_good_outlives_one_for_today() -> None:
    today = introduced().told(Command(Meaning.SET_REST, seconds=30, lasting="today"))
    both = today.told(Command(Meaning.SET_REPS, number=9))

    ended = both.runner.archived(both.now_ms, finished=False)

    assert ended.preference("glute_bridge").reps == 9
    assert ended.preference("glute_bridge").rest is None


def test_what_is_above_the_clinics_range_is_said_once_and_obeyed() -> None:
    bridge = next(e for e in routine().exercises if e.id == "glute_bridge")
    given = bridge.form().sets.clinic
    assert given is not None
    high = given[1]
    first = introduced().told(Command(Meaning.SET_SETS, sets=high + 1))
    second = first.told(Command(Meaning.SET_SETS, sets=high + 2))

    for told, heard in ((first, True), (second, False)):
        assert told.turn is not None
        keys = [cue.line.key for cue in told.turn.timeline.cues]
        assert ("dose.sets_above" in keys) is heard
    assert first.runner.preference("glute_bridge").sets == high + 1


def test_sets_and_reps_that_are_named_together_are_both_kept() -> None:
    after = introduced().told(Command(Meaning.SET_SETS, sets=2, number=8))

    preference = after.runner.preference("glute_bridge")
    assert (preference.sets, preference.reps) == (2, 8)


@pytest.mark.parametrize("name", ["in a hold", "in reps", "getting ready", "in a changeover"])
def test_a_breather_stops_the_count_and_holds_the_place(name: str) -> None:
    before = MOMENTS[name]
    after = before.told(Command(Meaning.WAIT, seconds=60))

    paused = before.told(Meaning.PAUSE).runner.workout
    assert after.runner.workout == paused
    assert after.turn is not None
    assert after.turn.timeline.length_ms >= 60_000
    assert not after.turn.timeline.spans


@pytest.mark.parametrize(("wish", "left_s"), [(300, 300), (1, None)])
def test_a_breather_in_a_rest_lengthens_it_and_never_shortens_it(
    wish: int, left_s: int | None
) -> None:
    before = MOMENTS["resting"]
    asked = before.told(Meaning.WHERE_AM_I).turn
    after = before.told(Command(Meaning.WAIT, seconds=wish)).turn
    assert asked is not None
    assert after is not None

    longer = after.timeline.spans[-1].end_ms
    if left_s is None:
        assert abs(longer - asked.timeline.spans[-1].end_ms) <= 4_000
    else:
        assert longer == 1000 * left_s
