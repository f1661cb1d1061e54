"""A set belongs to the device it is heard on: another may ask about it, or say it takes over."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.coach import URGENT, step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.runner import Runner, digest
from skill.coach.session import Session
from skill.coach.transitions import ASKED_AGAIN
from skill.coach.turn import Effect, Turn
from tests.coach.moments import Played, keys_of, moments
from tests.support.household import routine, voice

QUESTIONS = ASKED_AGAIN | {
    Meaning.OPEN,
    Meaning.ANSWER,
    Meaning.NOT_UNDERSTOOD,
    Meaning.OUT_OF_SCOPE,
    Meaning.REPEAT,
    Meaning.STOP,
    Meaning.SESSION_ENDED,
    Meaning.FORGET_ME,
}


def in_the_living_room() -> dict[str, Played]:
    """Every moment in which a turn is heard, on a device with a name."""
    heard = {}
    for name, played in moments().items():
        workout = played.runner.workout
        if workout is not None and workout.playback is not None:
            playback = replace(workout.playback, device=digest("living room"))
            runner = replace(played.runner, workout=replace(workout, playback=playback))
            heard[name] = replace(played, runner=runner)
    return heard


def in_the_kitchen(played: Played, meaning: Meaning) -> tuple[Runner, Turn]:
    """What comes of a command said to another device, in a session of its own."""
    moment = Moment(played.now_ms, voice(played.runner.turn).measure, True, device_id="kitchen")
    runner, _, turn = step(routine(), played.runner, Session(), Command(meaning), moment)
    return runner, turn


def test_a_question_leaves_what_plays_on_another_device_as_it_is() -> None:
    heard = in_the_living_room()
    assert {"getting ready", "in a hold", "in a changeover", "in reps", "resting"} <= set(heard)
    for name, played in heard.items():
        for meaning in sorted(QUESTIONS):
            runner, turn = in_the_kitchen(played, meaning)

            assert runner.workout == played.runner.workout, (name, meaning)
            assert not any(span.period_ms for span in turn.timeline.spans), (name, meaning)


def test_whatever_moves_the_workout_to_this_device_says_so_unless_it_is_pain() -> None:
    for name, played in in_the_living_room().items():
        for meaning in Meaning:
            runner, turn = in_the_kitchen(played, meaning)
            before, after = played.runner.workout, runner.workout
            if before is None or Effect.FORGET in turn.effects:
                continue
            moved = after is None or after != replace(
                before, own_sets=after.own_sets, skipped=after.skipped
            )
            said = "elsewhere.taken_over" in keys_of(turn)
            assert said is (moved and meaning not in URGENT), (name, meaning)


def test_the_device_that_plays_goes_on_by_its_clock_after_a_question_elsewhere() -> None:
    played = in_the_living_room()["in a hold"]
    asked, _ = in_the_kitchen(played, Meaning.WHERE_AM_I)

    at_once = played.after(4).told(Meaning.PAUSE)
    after_that = replace(played, runner=asked).after(4).told(Meaning.PAUSE)

    assert after_that.runner.workout == at_once.runner.workout


def test_long_after_its_answer_a_device_has_no_set_any_more() -> None:
    played = in_the_living_room()["in a hold"].after(3600)

    runner, _ = in_the_kitchen(played, Meaning.OPEN)

    assert runner.workout is not None
    assert runner.workout.playback is None
