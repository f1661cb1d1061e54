"""No meaning, in any moment, crashes, goes silent, breaks a limit or loses the place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from msgspec.structs import replace

from skill.alexa.responses import response_of
from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.coach.transitions import ASKED_AGAIN, COLUMNS, PLACES, TRANSITIONS
from skill.coach.workout import Phase
from skill.service.documents import read_runner, read_session, runner_text, session_attribute
from tests.coach.moments import Played, asking, moments
from tests.support.household import catalogue, routine, voice
from tests.support.platform import check_response

SLOTS: Mapping[str, Mapping[str, object]] = {
    "nothing named": {},
    "an exercise named": {"exercise": "nordic_curl"},
    "an unknown exercise named": {"unknown_exercise": True},
    "a sensible number": {"number": 8, "seconds": 30},
    "an absurd number": {"number": 100_000, "seconds": 999_999},
    "zero": {"number": 0, "seconds": 0},
    "a leg and equipment": {"leg": "right", "equipment": "ball"},
}

KEEPS_THE_PLACE = (ASKED_AGAIN - {Meaning.HELP}) | {
    Meaning.HELP,
    Meaning.ANSWER,
    Meaning.FRUSTRATION,
    Meaning.OUT_OF_SCOPE,
    Meaning.REMIND_ME,
    Meaning.NOT_UNDERSTOOD,
    Meaning.FORGET_ME,
    Meaning.PAUSE,
    Meaning.NOT_READY,
    Meaning.STOP,
    Meaning.NEVER_MIND,
    Meaning.SESSION_ENDED,
    Meaning.EFFORT,
    Meaning.MAYBE_HURT,
}


@contextmanager
def told_at(moment: str, slots: str) -> Iterator[None]:
    """Adds to a failure where it happened: one test walks all moments of a meaning."""
    try:
        yield
    except Exception as failure:
        failure.add_note(f"{moment}, with {slots}")
        raise


MOMENTS = tuple(moments())


def place(played: Played) -> tuple[object, ...] | None:
    """Exercise, set, leg and count, as they stand when "stop" is said at that moment."""
    runner = played.told(Meaning.STOP).runner
    workout = runner.workout
    if workout is None:
        return None
    return workout.exercise, workout.set_number, workout.side, workout.done, workout.log


class Watched(Command, frozen=True):
    """A command that notes which of its parts are looked at."""

    def __getattribute__(self, name: str) -> object:
        looked_at.add(name)
        return super().__getattribute__(name)


looked_at: set[str] = set()


def slots_that_matter(before: Played, meaning: Meaning) -> Iterator[tuple[str, Command]]:
    """The command with the slots that it is asked for in that moment: no other changes the answer.

    As a session remembers all of a command, each is told with all of them in the first moment.
    """
    looked_at.clear()
    before.told(Watched(meaning))
    seen = frozenset(looked_at)
    for name, slots in SLOTS.items():
        if not slots or not seen.isdisjoint(slots) or before is moments()[MOMENTS[0]]:
            yield name, replace(Command(meaning), **slots)


@pytest.mark.parametrize("meaning", Meaning)
def test_an_answer_is_valid_in_every_moment_and_the_runner_survives(meaning: Meaning) -> None:
    heard = set[str]()
    for moment, before in moments().items():
        checked: list[Played] = []
        for name, command in slots_that_matter(before, meaning):
            with told_at(moment, name):
                after = before.told(command)
                if after not in checked:  # most meanings take no notice of most slots
                    check_answer(before, after, heard)
                    checked.append(after)


def check_answer(before: Played, after: Played, heard: set[str]) -> None:
    """The answer can be heard on Alexa, and runner and session are read back as they were.

    What is in `heard` has been checked already, and what is checked now is added to it.
    """
    assert after.turn is not None
    assert after.turn.timeline.cues, "silence"
    assert read_runner(runner_text(after.runner)) == after.runner
    carried = json.loads(json.dumps(session_attribute(after.session)))
    assert read_session(carried) == after.session
    check_standing(after.runner)
    for exact in (True, False):
        response = response_of(after.turn, voice(before.runner.turn), exact_audio=exact)
        written = json.dumps({"version": "1.0", "response": response})
        if written not in heard:
            check_response(json.loads(written))
            heard.add(written)


def check_standing(runner: Runner) -> None:
    """The place lies within the routine and the dose, and no set is recorded twice."""
    workout = runner.workout
    if workout is None:
        return
    assert workout.set_number <= dose_for(runner, routine(), workout.exercise).sets
    assert 0 <= workout.index < len(workout.plan)
    assert workout.phase in COLUMNS[2:-1]
    assert workout.set_number >= 1
    sets = [(record.exercise, record.number) for record in workout.log]
    assert len(set(sets)) == len(sets)


@pytest.mark.parametrize("meaning", [Meaning.PAIN, Meaning.SET_REPS, Meaning.CHOOSE])
def test_slots_that_nobody_looks_at_change_nothing(meaning: Meaning) -> None:
    for moment, before in moments().items():
        plain = before.told(meaning)
        matter = dict(slots_that_matter(before, meaning))
        for name, slots in SLOTS.items():
            if name not in matter:
                told = before.told(replace(Command(meaning), **slots))
                assert (told.runner, told.turn) == (plain.runner, plain.turn), (moment, name)


@pytest.mark.parametrize("meaning", sorted(KEEPS_THE_PLACE))
def test_an_answer_leaves_the_place_as_it_was(meaning: Meaning) -> None:
    for moment, before in moments().items():
        after = before.told(meaning)

        assert place(after) == place(before), moment


@pytest.mark.parametrize("answer", sorted(catalogue().fixed_answers))
def test_an_answer_of_one_line_is_valid_and_leaves_the_place_in_every_moment(answer: str) -> None:
    heard = set[str]()
    for moment, before in moments().items():
        with told_at(moment, answer):
            after = before.told(asking(answer))
            check_answer(before, after, heard)
            assert place(after) == place(before)


@pytest.mark.parametrize(
    "meaning",
    [Meaning.PAIN, Meaning.SIT_BONE_PAIN, Meaning.CRAMP, Meaning.RED_FLAG, Meaning.EMERGENCY],
)
def test_pain_ends_the_set_and_starts_no_count(meaning: Meaning) -> None:
    for moment, before in moments().items():
        after = before.told(meaning)

        assert after.turn is not None
        assert not after.turn.timeline.spans, moment
        workout = after.runner.workout
        kept = after.turn.ends_session and Phase.PAUSED
        assert workout is None or workout.phase not in {Phase.WORKING, Phase.PAUSED} - {kept}, (
            moment
        )


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_the_body_is_kept(moment: str) -> None:
    before = moments()[moment]

    kept = [before.told(meaning).runner for meaning in (Meaning.PAIN, Meaning.CRAMP)]

    assert runner_text(kept[0]) == runner_text(kept[1])
    written = runner_text(kept[0])
    for word in ("pain", "cramp", "hurt", "red_flag", "emergency", "subdued", "body", "misheard"):
        assert word not in written


def test_the_table_is_whole() -> None:
    assert set(TRANSITIONS) == set(Meaning)
    assert set(PLACES) == set(Phase)
    assert {len(row) for row in TRANSITIONS.values()} == {len(COLUMNS)}
