"""The recordings of the routine at its standard doses."""

from __future__ import annotations

from collections.abc import Iterator

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment, Playable
from skill.coach.dose import dose_for
from skill.coach.player import BEAT_RUNS, Recording, beats_sound, waiting_sound
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.timeline import Measure
from skill.coach.workout import Phase, Workout
from skill.routine.model import Routine

NOW_MS = 1
Plan = tuple[str, ...]


def waits(routine: Routine, measure: Measure) -> Iterator[Recording]:
    """The waiting sound, alone and with the end of the warm-up or a breather."""
    yield waiting_sound(routine)
    yield from _played(routine, measure, Command(Meaning.START), None)
    (plan, short), *_ = _plans(routine)
    workout = Workout(NOW_MS, plan, short=short, phase=Phase.BETWEEN)
    for minutes in range(1, routine.platform.longest_countdown_minutes + 1):
        command = Command(Meaning.WAIT, seconds=60 * minutes)
        yield from _played(routine, measure, command, workout)


def runs_of_beats() -> Iterator[Recording]:
    """The runs of beats that replace spoken numbers."""
    return map(beats_sound, BEAT_RUNS)


def sets(routine: Routine, measure: Measure) -> Iterator[Recording]:
    """Every set of the whole routine and the short version, each with its rest."""
    for plan, short in _plans(routine):
        for index in range(len(plan)):
            at_it = Workout(NOW_MS, plan, short=short, index=index)
            dose = dose_for(Runner(workout=at_it), routine, plan[index])
            for number in range(1, dose.sets + 1):
                before = Workout(
                    NOW_MS,
                    plan,
                    short=short,
                    index=index,
                    phase=Phase.RESTING,
                    set_number=number,
                    side=dose.sides[0],
                )
                yield from _played(routine, measure, Command(Meaning.NEXT), before)


def _plans(routine: Routine) -> tuple[tuple[Plan, bool], ...]:
    whole = tuple(exercise.id for exercise in routine.exercises)
    left = tuple(name for name in whole if name not in routine.short.leave_out)
    return (whole, False), (left, True)


def _played(
    routine: Routine, measure: Measure, command: Command, workout: Workout | None
) -> Iterator[Recording]:
    moment = Moment(NOW_MS, measure, playable=Playable(measure, sets=True))
    _, _, turn = step(routine, Runner(workout=workout), Session(), command, moment)
    if turn.plays is not None:
        yield turn.plays.recording
