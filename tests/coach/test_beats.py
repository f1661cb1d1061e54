"""Beats in place of numbers: only on request, and the end of a count is spoken all the same."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from skill.coach.commands import Command, Meaning
from skill.coach.dose import dose_for
from skill.coach.moves.hints import ABILITIES
from skill.coach.runner import CountMode, Runner
from skill.coach.timeline import Part
from tests.coach.moments import introduced
from tests.support.household import routine
from tests.support.trained import again, trained

EXERCISES = [exercise.id for exercise in routine().exercises]


def numbers_in(exercise: str, *, down: bool = False) -> list[int]:
    """Every number that is spoken in the first set of an exercise in beats."""
    there = introduced(exercise).told(Meaning.BEATS).after(9)
    if down:
        there = there.told(Meaning.COUNT_DOWN).after(9)
    working = there.told(Meaning.NEXT)
    assert working.turn is not None
    cues = [cue for cue in working.turn.timeline.cues if cue.part is Part.COUNT]
    return [int(dict(cue.line.values)["n"]) for cue in cues]


def abilities_told(runner: Runner) -> set[object]:
    """What is told of the coach in a workout that such a runner begins."""
    started = again(runner).told(Meaning.START).heard_out()
    told: set[object] = set()
    for exercise in EXERCISES:
        there = started.told(Command(Meaning.CHOOSE, exercise=exercise)).heard_out()
        assert there.turn is not None
        lines = [cue.line for cue in there.turn.timeline.cues if cue.line.key == "hint.ability"]
        told |= {dict(line.values)["ability"] for line in lines}
    return told


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_count_in_and_the_last_three_are_spoken_and_hardly_a_number_between(
    exercise: str,
) -> None:
    target = dose_for(Runner(), routine(), exercise).target
    sparse = [1, *range(5, target - 2, 5), target - 2, target - 1, target]

    numbers = numbers_in(exercise)

    assert numbers[: 3 + len(sparse)] == [3, 2, 1, *sparse]


def test_counting_down_in_beats_tells_what_is_left_as_sparsely() -> None:
    numbers = numbers_in("standing_hamstring_stretch", down=True)

    assert numbers[:12] == [3, 2, 1, 29, 25, 20, 15, 10, 5, 3, 2, 1]


def test_nobody_is_told_of_beats_in_a_first_workout() -> None:
    first = [abilities_told(replace(trained(0), begun=n)) for n in range(2 * len(ABILITIES))]

    assert any(first)
    assert not any(Meaning.BEATS in told for told in first)


def test_who_counts_every_one_is_told_of_beats_in_some_later_workout() -> None:
    later = [abilities_told(replace(trained(1), begun=n)) for n in range(2 * len(ABILITIES))]

    assert any(Meaning.BEATS in told for told in later)


def test_counting_aloud_ends_the_beats() -> None:
    beats = introduced().told(Meaning.BEATS)

    assert beats.runner.count_mode is CountMode.BEATS
    assert beats.after(9).told(Meaning.COUNT_ALOUD).runner.count_mode is CountMode.EVERY
