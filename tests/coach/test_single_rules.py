"""Rules that no conversation happens to show: after pain, taken back, skipped, done."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.timeline import SpanKind
from skill.coach.workout import SetRecord
from tests.coach.moments import Played, asking, introduced, keys_of, last_set_of_bridges, moments
from tests.support.household import routine


def keys(played: Played) -> frozenset[str]:
    assert played.turn is not None
    return keys_of(played.turn)


def test_a_question_that_content_does_not_answer_was_not_understood() -> None:
    for before in moments().values():
        assert before.told(asking("compose_song")) == before.told(Meaning.NOT_UNDERSTOOD)


def test_whoever_leads_back_to_what_hurt_is_told_to_do_only_what_no_longer_hurts() -> None:
    in_pain = moments()["in pain"]
    for command in (
        Command(Meaning.CHOOSE, exercise="glute_bridge"),
        Command(Meaning.BACK),
        Command(Meaning.REDO),
        Command(Meaning.START_OVER),
    ):
        assert "body.only_if_gone" in keys(in_pain.told(command)), command.meaning


def test_after_pain_nothing_is_cheered_to_the_end_of_the_workout() -> None:
    cheered: dict[bool, set[str]] = {False: set(), True: set()}
    for pained, heard in cheered.items():
        played = introduced()
        if pained:
            played = played.told(Meaning.PAIN).after(9)
        played = played.told(Command(Meaning.CHOOSE, exercise="lying_leg_raise")).heard_out()
        for _ in range(8):
            played = played.told(Meaning.NEXT).heard_out()
            heard |= {key for key in keys(played) if key.startswith("cheer.")}
            if played.turn is not None and played.turn.ends_session:
                break

    assert cheered[False]
    assert not cheered[True]


def test_what_is_taken_back_is_in_the_workout_again_and_no_longer_in_the_history() -> None:
    before = moments()["resting"]
    afresh = before.told(Meaning.START_OVER).after(4).told(Meaning.YES)
    assert afresh.runner.history != before.runner.history

    back = afresh.after(4).told(Meaning.CORRECT)

    assert back.runner.history == before.runner.history
    assert back.runner.workouts == before.runner.workouts
    assert back.runner.practised == before.runner.practised
    assert back.runner.workout is not None
    assert before.runner.workout is not None
    assert back.runner.workout.exercise == before.runner.workout.exercise


def test_between_exercises_the_one_that_was_announced_is_skipped() -> None:
    between = last_set_of_bridges()
    assert between.runner.workout is not None
    plan, index = between.runner.workout.plan, between.runner.workout.index

    skipped = between.told(Meaning.SKIP)

    assert skipped.runner.workout is not None
    assert skipped.runner.workout.skipped == (plan[index + 1],)
    assert skipped.runner.workout.exercise == plan[index + 2]


def test_done_said_in_a_rest_means_the_set_and_the_rest_goes_on() -> None:
    done = moments()["resting"].told(Meaning.DONE)

    assert done.turn is not None
    assert [span.kind for span in done.turn.timeline.spans] == [SpanKind.REST]


def test_a_week_is_the_last_seven_days_to_the_hour() -> None:
    played = moments()["opened"]
    hour_ms = 3_600_000
    sets = (SetRecord("glute_bridge", 1, True, 12, target=12),)
    for hours, told in ((7 * 24 - 1, "habit.week"), (7 * 24 + 1, "habit.week_nothing")):
        history = played.runner.history.with_workout(
            played.now_ms - hours * hour_ms, sets, finished=True
        )
        asked = replace(played, runner=replace(played.runner, history=history)).told(Meaning.WEEK)
        assert told in keys(asked), hours


def test_a_set_that_is_left_in_its_middle_is_kept_as_cut_short() -> None:
    left = moments()["in reps"].told(Meaning.NEXT)

    assert left.runner.workout is not None
    assert [record.completed for record in left.runner.workout.log] == [False]


@pytest.mark.parametrize(
    ("our_fault", "minutes"),
    [
        (False, routine().platform.plain_after_amazon),
        (True, routine().platform.plain_after_document),
    ],
)
def test_a_device_that_failed_is_left_without_exact_audio_for_a_while(
    our_fault: bool, minutes: int
) -> None:
    failed = moments()["in a hold"].told(Command(Meaning.AUDIO_FAILED, our_fault=our_fault))

    after = [failed.now_ms + 60_000 * (minutes + more) for more in (-1, 1)]

    assert [failed.runner.hears_exact_audio("", at) for at in after] == [False, True]


def test_whoever_wants_fewer_words_is_spared_the_steps_and_others_hear_them() -> None:
    bridge = Command(Meaning.CHOOSE, exercise="glute_bridge")
    opened = moments()["opened"]

    assert "intro.step" in keys(opened.told(bridge))
    assert "intro.step" not in keys(opened.told(Meaning.TALK_LESS).after(4).told(bridge))


def test_a_smaller_dose_is_offered_only_of_the_exercise_at_hand() -> None:
    played = moments()["in reps"]
    for _ in range(4):
        played = played.told(Command(Meaning.EASIER, exercise="nordic_curl")).after(5)

    assert "form.easiest" in keys(played)


def test_a_workout_of_which_exercises_were_left_out_is_not_a_finished_one() -> None:
    played = introduced("lying_leg_raise")
    for _ in range(8):
        played = played.told(Meaning.NEXT).heard_out()
        if played.turn is not None and played.turn.ends_session:
            break

    assert played.runner.workout is None
    assert [past.finished for past in played.runner.history.past] == [0]
    assert played.runner.workouts == 0
