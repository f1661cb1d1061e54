"""Once a workout a tip of the clinic and something the coach can do; introductions taper."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.alexa.intents import INTENTS
from skill.coach.commands import Command, Meaning
from skill.coach.moves.asides import ABILITIES
from skill.coach.runner import CountMode, Runner, TalkLevel
from skill.coach.timeline import Part
from tests.coach.moments import Played, keys_of
from tests.support.household import catalogue, recogniser, routine
from tests.support.trained import again, trained

BRIDGE = "glute_bridge"


def introduced(runner: Runner, exercise: str = BRIDGE) -> Played:
    """The exercise as it is introduced in the workout that begins three days later."""
    started = again(runner).told(Meaning.START).heard_out()
    return started.told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()


def heard_in_all(runner: Runner) -> list[str]:
    """The keys of all that is heard over one workout."""
    played, keys = again(runner).told(Meaning.START), list[str]()
    while played.turn is not None:
        keys += [cue.line.key for cue in played.turn.timeline.cues]
        if played.turn.ends_session:
            break
        played = played.heard_out().told(Meaning.NEXT)
    return keys


@pytest.mark.parametrize("workouts", [0, 1, 4])
def test_each_workout_has_one_tip_and_one_ability(workouts: int) -> None:
    heard = heard_in_all(trained(workouts))

    assert heard.count("answer.tip") == 1
    assert heard.count("hint.ability") == 1


def test_who_wants_to_hear_less_hears_neither() -> None:
    quiet = replace(trained(1), talk_level=TalkLevel.LESS)

    assert not {"answer.tip", "hint.ability"} & set(heard_in_all(quiet))


def test_after_pain_neither_is_told() -> None:
    started = again(trained(1)).told(Meaning.START).heard_out().told(Meaning.PAIN).heard_out()
    told = set[str]()
    for exercise in routine().exercises:
        there = started.told(Command(Meaning.CHOOSE, exercise=exercise.id)).heard_out()
        for played in (there, there.told(Meaning.NEXT)):
            assert played.turn is not None
            told |= keys_of(played.turn)

    assert not {"answer.tip", "hint.ability"} & told


def test_what_is_in_force_already_is_not_told_of() -> None:
    straight_on = replace(trained(1), auto_continue=True, count_mode=CountMode.FIVES)
    told = set[str]()
    for begun in range(len(ABILITIES)):
        runner = replace(straight_on, begun=begun)
        for exercise in routine().exercises:
            turn = introduced(runner, exercise.id).turn
            assert turn is not None
            told |= {
                str(cue.line.values[0][1])
                for cue in turn.timeline.cues
                if cue.line.key == "hint.ability"
            }

    assert told == set(ABILITIES) - {Meaning.AUTO_CONTINUE, Meaning.COUNT_FIVES}


@pytest.mark.parametrize("ability", ABILITIES)
def test_the_words_for_an_ability_are_heard_as_what_it_is(ability: Meaning) -> None:
    (offered,) = catalogue().offers[f"tables.ability.{ability}"]
    heard = recogniser().recognise(offered[0].literal)

    assert heard.score == 1
    assert INTENTS[heard.intent or ""] is ability


def test_introductions_taper_in_three_steps_and_come_back_after_weeks() -> None:
    def steps(runner: Runner, after_days: float = 3) -> int:
        played = again(runner, after_days).told(Meaning.START).heard_out()
        turn = played.told(Command(Meaning.CHOOSE, exercise=BRIDGE)).turn
        assert turn is not None
        return sum(cue.part is Part.STEP for cue in turn.timeline.cues)

    every = len(routine().exercise(BRIDGE).form().steps)
    familiar = routine().progression.familiar_after

    assert steps(trained(0)) == every
    assert 0 < steps(trained(1)) < every
    assert steps(trained(familiar)) == 0
    assert steps(trained(familiar), 7 * routine().steps_again_weeks + 1) == every


def test_the_list_of_equipment_is_told_until_the_workout_is_familiar() -> None:
    familiar = routine().progression.familiar_after

    assert "answer.needs_all" in heard_in_all(trained(familiar - 1))
    assert not {"answer.needs_all", "intro.needs"} & set(heard_in_all(trained(familiar)))


def test_the_tenth_workout_is_noticed() -> None:
    noticed = routine().progression.noticed_workouts

    assert "cheer.workouts" not in heard_in_all(replace(trained(1), workouts=noticed - 2))
    assert "cheer.workouts" in heard_in_all(replace(trained(1), workouts=noticed - 1))
