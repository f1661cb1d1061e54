"""Fits what is remembered to today's routine, which may have changed since."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.dose import dose_for
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.workout import Phase, Stage, Workout
from skill.routine.model import Routine


def fit_runner(runner: Runner, routine: Routine) -> Runner:
    """The runner without exercises, forms and steps that have left the routine, at a set that still
    exists."""
    preferences = {
        name: replace(preference, form=None)
        if name in routine.by_id and preference.form not in (None, *routine.by_id[name].forms)
        else preference
        for name, preference in runner.preferences.items()
    }
    if preferences != runner.preferences:
        runner = replace(runner, preferences=preferences)
    if runner.workout is not None and not _led(runner.workout, routine):
        runner = replace(runner, workout=runner.workout.at_exercises)
    if runner.workout is not None:
        runner = replace(runner, workout=_of_the_routine(runner.workout, routine))
    return within_dose(runner, routine)


def _led(workout: Workout, routine: Routine) -> bool:
    """Whether the routine still has the current stage."""
    if workout.stage is Stage.WARM_UP:
        return routine.led.warm_up
    return routine.led.cool_down or workout.stage is Stage.EXERCISES


def fit_session(session: Session, routine: Routine) -> Session:
    """The session without references to what has left the routine."""
    undo, before = session.undo, session.before
    if undo is not None and undo.workout is not None and not _known(undo.workout, routine):
        session = replace(session, undo=None)
    way_back = before.workout if before is not None else None
    if way_back is not None and not _known(way_back, routine):
        session = replace(session, before=None)
    return session


def _known(workout: Workout, routine: Routine) -> bool:
    return set(workout.plan) <= routine.by_id.keys()


def _of_the_routine(workout: Workout, routine: Routine) -> Workout | None:
    known = routine.by_id
    skipped = tuple(name for name in workout.skipped if name in known)
    own_sets = tuple(name for name in workout.own_sets if name in known)
    if (skipped, own_sets) != (workout.skipped, workout.own_sets):
        workout = replace(workout, skipped=skipped, own_sets=own_sets)
    if _known(workout, routine):
        return workout
    plan = tuple(exercise for exercise in workout.plan if exercise in known)
    if not plan:
        return None
    if workout.exercise in known:
        return replace(workout, plan=plan, index=plan.index(workout.exercise))
    index = min(workout.index, len(plan) - 1)
    return Workout(
        workout.started_ms,
        plan,
        workout.short,
        index,
        log=workout.log,
        skipped=skipped,
        own_sets=own_sets,
    )


def within_dose(runner: Runner, routine: Routine) -> Runner:
    """The runner at a set and a step that exist, whatever changed the dose or the place."""
    workout = runner.workout
    if workout is None:
        return runner
    dose = dose_for(runner, routine, workout.exercise)
    within = workout
    if workout.step is not None and workout.step >= len(dose.steps):
        within = replace(within, step=None)
    if workout.set_number > dose.sets:
        within = replace(within, set_number=dose.sets)
        if workout.phase is Phase.RESTING:
            within = within.before_set(phase=Phase.BETWEEN)
    return runner if within is workout else replace(runner, workout=within)
