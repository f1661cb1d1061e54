"""Every turn in which the coach counts, at every limit of every dose of a routine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.dose import STANDARD_PACE, dose_for
from skill.coach.own_tempo import ways_of
from skill.coach.runner import CountMode, Preference, Runner
from skill.coach.session import Session
from skill.coach.timeline import Timeline
from skill.coach.turn import Turn
from skill.coach.workout import Phase, Workout
from skill.routine.model import Adjustable, Exercise, Form, Hold, Routine
from skill.speech.wording import Voice

NOW_MS = 1_767_600_000_000


@dataclass(frozen=True)
class WorkTurn:
    """A turn with work in it."""

    name: str
    """Exercise, form and dose, for the message of a test that fails."""
    turn: Turn

    @property
    def timeline(self) -> Timeline:
        return self.turn.timeline


def work_turns(routine: Routine, exercise: Exercise, voice: Voice) -> Iterator[WorkTurn]:
    """The turns of an exercise: every form, at the lowest, usual and highest dose and pace; a
    first set, the last one and one that was broken off; counted in every way."""
    for form in exercise.forms.values():
        for preference in _preferences(routine, form):
            usual = preference.rest is not None and preference.pace == STANDARD_PACE
            for mode in CountMode if usual else (CountMode.EVERY,):
                journal = Runner(
                    welcomed=True,
                    preferences={exercise.id: preference},
                    count_mode=mode,
                    auto_continue=mode is CountMode.FIVES,
                )
                for workout in _workouts(routine, exercise, preference):
                    name = f"{exercise.id} {preference} {mode} {workout.phase}"
                    yield WorkTurn(name, _begun(routine, journal, workout, voice))
            for tempo in _tempos(routine, form, preference):
                journal = Runner(welcomed=True, preferences={exercise.id: preference}, tempo=tempo)
                for workout in _workouts(routine, exercise, preference):
                    name = f"{exercise.id} {preference} {tempo} {workout.phase}"
                    yield WorkTurn(name, _begun(routine, journal, workout, voice))


def usual_turn(routine: Routine, exercise: Exercise, voice: Voice) -> WorkTurn:
    """The first set of an exercise, as it is prescribed."""
    workout = next(_workouts(routine, exercise, Preference()))
    return WorkTurn(exercise.id, _begun(routine, Runner(welcomed=True), workout, voice))


def _begun(routine: Routine, journal: Runner, workout: Workout, voice: Voice) -> Turn:
    ready = replace(journal, workout=workout)
    moment = Moment(NOW_MS, voice.measure)
    return step(routine, ready, Session(), Command(Meaning.READY), moment)[2]


def _tempos(routine: Routine, form: Form, preference: Preference) -> Iterator[dict[str, int]]:
    """The shortest tempo that a runner may set, and one of the longest."""
    ways = ways_of(form, routine)
    if not ways or preference.pace != STANDARD_PACE:
        return
    shortest = {way: routine.tempo.ways[way].seconds.low for way in ways}
    left = routine.tempo.longest_rep_seconds - sum(shortest.values())
    longest = dict(shortest)
    for way in ways:
        more = min(left, routine.tempo.ways[way].seconds.high - shortest[way])
        longest[way] += more
        left -= more
    yield from (shortest, longest)


def _preferences(routine: Routine, form: Form) -> Iterator[Preference]:
    work = form.work
    amounts = work.seconds if isinstance(work, Hold) else work.count
    paces = (STANDARD_PACE,) if isinstance(work, Hold) else _limits(routine.pace_percent)
    for amount in _limits(amounts):
        for pace in paces:
            for rest in (form.rest.low, form.rest.high) if amount == amounts.start else (None,):
                yield Preference(
                    form=form.id,
                    hold=amount if isinstance(work, Hold) else None,
                    reps=None if isinstance(work, Hold) else amount,
                    rest=rest,
                    pace=pace,
                )


def _limits(choice: Adjustable) -> tuple[int, int, int]:
    return choice.low, choice.start, choice.high


def _workouts(routine: Routine, exercise: Exercise, preference: Preference) -> Iterator[Workout]:
    dose = dose_for(Runner(preferences={exercise.id: preference}), routine, exercise.id)
    plan = tuple(entry.id for entry in routine.exercises)
    fresh = Workout(NOW_MS, plan, index=plan.index(exercise.id), side=dose.sides[0])
    yield fresh
    yield replace(fresh, phase=Phase.RESTING, set_number=dose.sets)
    if dose.target > 1:
        yield replace(fresh, phase=Phase.PAUSED, done=dose.target // 2, side=dose.last_side)
