"""Turns that are the same for every runner are made once; what differs is never mixed up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skill.alexa.data import load_data
from skill.coach.coach import Moment, step
from skill.coach.commands import Command, Meaning
from skill.coach.journal import CountMode, Journal, Preference
from skill.coach.scene import Turn
from skill.coach.timeline import Side
from skill.coach.workout import Phase, SetRecord, Workout
from skill.speech.apla import apla_document
from skill.speech.wording import Voice

DATA = load_data()
PLAN = tuple(exercise.id for exercise in DATA.routine.exercises)
RESTING = Workout(1_000, PLAN, phase=Phase.RESTING, set_number=2, side=Side.LEFT)
ONE = Journal(welcomed=True, workout=RESTING)
ANOTHER = replace(
    ONE,
    workouts=7,
    practised={PLAN[0]: 12},
    request_id="another",
    workout=replace(RESTING, started_ms=5_000, log=(SetRecord(PLAN[0], 1, False, 9),)),
)
OTHERWISE = {
    "counted otherwise": replace(ONE, count_mode=CountMode.ENDS),
    "of another dose": ONE.prefer(PLAN[0], Preference(hold=45)),
    "going on by itself": replace(ONE, auto_continue=True, workout=replace(RESTING, set_number=1)),
    "of another set": replace(ONE, workout=replace(RESTING, set_number=1)),
    "of another leg": replace(ONE, workout=replace(RESTING, side=Side.RIGHT)),
    "broken off": replace(ONE, workout=replace(RESTING, done=4)),
    "after a whole set": replace(
        ONE, workout=replace(RESTING, log=(SetRecord(PLAN[0], 1, True, 60),))
    ),
    "before another exercise": replace(ONE, workout=replace(RESTING, plan=(PLAN[0], *PLAN[2:]))),
    "of the last exercise": replace(ONE, workout=replace(RESTING, plan=PLAN[:1])),
}


def a_voice() -> Voice:
    return Voice(DATA.catalogue, DATA.routine.clinic)


def turn_of(journal: Journal, voice: Voice, meaning: Meaning = Meaning.NEXT) -> Turn:
    return step(DATA.routine, journal, Command(meaning), Moment(9_000, voice.measure))[1]


@pytest.mark.parametrize("meaning", [Meaning.NEXT, Meaning.HELP])
def test_two_runners_at_the_same_place_share_a_turn(meaning: Meaning) -> None:
    voice = a_voice()
    first, second = (turn_of(journal, voice, meaning) for journal in (ONE, ANOTHER))

    assert first.timeline is second.timeline
    assert first.reprompt is second.reprompt
    assert apla_document(first.timeline, voice) is apla_document(second.timeline, voice)


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_a_turn_that_differs_is_a_turn_of_its_own(name: str) -> None:
    voice, journal = a_voice(), OTHERWISE[name]
    usual = turn_of(ONE, voice)

    kept = turn_of(journal, voice)

    assert kept.timeline != usual.timeline
    assert kept == turn_of(journal, a_voice())


def test_in_a_turn_with_other_variants_of_its_lines_the_offsets_are_theirs() -> None:
    journal, voice = OTHERWISE["after a whole set"], a_voice()

    for turn in range(2 * DATA.catalogue.cycle):
        assert turn_of(journal, voice.at(turn)) == turn_of(journal, a_voice().at(turn))


def test_equal_timelines_are_found_as_one() -> None:
    first, second = (turn_of(ONE, a_voice()).timeline for _ in range(2))

    assert first is not second
    assert {first: "kept"}[second] == "kept"
