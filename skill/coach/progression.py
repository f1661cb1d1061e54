"""Progression over weeks, from the log alone: which steps are due, and what a break takes back.

What is due depends on what was done, never on what was said about the body: a runner who stopped in
pain is known only as one who did not finish.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from skill.coach.dose import Dose, dose_for, form_of
from skill.coach.history import History
from skill.coach.prescription import Level, target_of
from skill.coach.runner import Preference, Runner
from skill.routine.model import Form, Hold, Routine, Rule


class Raises(StrEnum):
    """What a step raises."""

    REPS = "reps"
    HOLD = "hold"
    SETS = "sets"
    FORM = "form"


class StepUp(Struct, frozen=True):
    """One step more of an exercise."""

    exercise: str
    raises: Raises
    value: int = 0
    """The new reps, seconds or sets."""
    form: str = ""
    """The harder form, if the step is one."""


def times_whole(history: History, dose: Dose) -> int:
    """The number of workouts in a row, up to the last one, in which that whole dose was done."""
    times = 0
    for entry in reversed([each for each in history.log if each.exercise == dose.exercise]):
        short = entry.completed < len(entry.done)
        if short or (entry.form, entry.target) != (dose.form, dose.set_target):
            break
        if entry.completed >= dose.sets:
            times += 1
        elif not times:
            break
    return times


def next_step(routine: Routine, dose: Dose, form: Form) -> StepUp | None:
    """The step above that dose: up to the top of the clinic's range, then the next harder form."""
    rule = routine.progression.rules.get(dose.exercise)
    if rule is None:
        return None
    few, many = form.sets.clinic or (dose.sets, dose.sets)
    more = StepUp(dose.exercise, Raises.SETS, dose.sets + 1)
    if dose.sets < few:
        return more
    target = target_of(form)
    if target.clinic is not None and dose.target < target.clinic[1]:
        raises = Raises.HOLD if isinstance(form.work, Hold) else Raises.REPS
        value = min(dose.target + rule.step, target.clinic[1])
        return StepUp(dose.exercise, raises, value)
    if dose.sets < many:
        return more
    harder = routine.exercise(dose.exercise).beside(form.id, +1)
    return None if harder is None else StepUp(dose.exercise, Raises.FORM, form=harder.id)


def due_step(routine: Routine, runner: Runner, exercise: str, day: int) -> StepUp | None:
    """The step due for an exercise on a day; None if there is none.

    The exercises that may have one were chosen when the workout began.
    """
    workout = runner.workout
    if workout is None or exercise not in workout.offers:
        return None
    return _due(routine, runner, exercise, day)


def _due(routine: Routine, runner: Runner, exercise: str, day: int) -> StepUp | None:
    progression = routine.progression
    rule = progression.rules.get(exercise)
    refused = runner.not_yet.get(exercise)
    if rule is None or (refused is not None and day - refused < progression.ask_again_days):
        return None
    dose, form = dose_for(runner, routine, exercise), form_of(runner, routine, exercise)
    if times_whole(runner.history, dose) < _needed(routine, rule, dose, form):
        return None
    return next_step(routine, dose, form)


def _needed(routine: Routine, rule: Rule, dose: Dose, form: Form) -> int:
    few = form.sets.clinic[0] if form.sets.clinic else 0
    if rule.first_workouts is not None and dose.sets < few:
        return rule.first_workouts
    return routine.progression.after_workouts


def offers_of(routine: Routine, runner: Runner, plan: tuple[str, ...], day: int) -> tuple[str, ...]:
    """The exercises of a plan for which one step more is offered: those that waited longest.

    None after an unfinished workout.
    """
    past = runner.history.past
    if not past or not past[-1].finished:
        return ()
    waiting = {
        exercise: times_whole(runner.history, dose_for(runner, routine, exercise))
        for exercise in plan
        if _due(routine, runner, exercise, day) is not None
    }
    longest = sorted(waiting, key=lambda exercise: -waiting[exercise])
    return tuple(longest[: routine.progression.offers_a_workout])


def with_step(routine: Routine, runner: Runner, step: StepUp) -> Runner:
    """The runner with a step taken; it replaces a number wished for before."""
    level = dose_for(runner, routine, step.exercise).level
    if step.raises is Raises.SETS:
        level = replace(level, sets=step.value)
    else:
        level = replace(level, target=step.value)
    return with_level(routine, runner, step.exercise, level)


def with_level(routine: Routine, runner: Runner, exercise: str, level: Level) -> Runner:
    """The runner with an exercise at that level; the previous one is kept for undoing."""
    before = dose_for(runner, routine, exercise).level
    return replace(
        _without_wish(runner, exercise),
        levels={**runner.levels, exercise: level},
        levels_before={**runner.levels_before, exercise: before},
    )


def _without_wish(runner: Runner, exercise: str) -> Runner:
    def without(preferences: dict[str, Preference]) -> dict[str, Preference]:
        wish = preferences.get(exercise)
        if wish is None:
            return preferences
        return {**preferences, exercise: replace(wish, sets=None, reps=None, hold=None)}

    return replace(
        runner,
        preferences=without(dict(runner.preferences)),
        after_today=without(dict(runner.after_today)),
    )


def passed_by(routine: Routine, runner: Runner, exercise: str, day: int) -> Runner:
    """The runner who begins an exercise without taking its due step: counts as a "not yet".

    It makes no difference whether the step was offered, so nothing can be inferred from it.
    """
    if due_step(routine, runner, exercise, day) is None:
        return runner
    return replace(runner, not_yet={**runner.not_yet, exercise: day})


def after_lapse(routine: Routine, runner: Runner, day: int) -> Runner:
    """The runner with every exercise that was not done for too long back at its start."""
    levels, before = dict(runner.levels), dict(runner.levels_before)
    for exercise in [name for name in runner.levels if name in routine.by_id]:
        if weeks_away(runner, exercise, day) >= routine.progression.lapse_weeks:
            before[exercise] = dose_for(runner, routine, exercise).level
            del levels[exercise]
    if len(levels) == len(runner.levels):
        return runner
    return replace(runner, levels=levels, levels_before=before)


def weeks_away(runner: Runner, exercise: str, day: int) -> int:
    """Whole weeks since an exercise was last done; none if it never was."""
    last_day = runner.history.last_day(exercise)
    return 0 if last_day is None else max(0, day - last_day) // 7


def lightened(routine: Routine, runner: Runner, plan: tuple[str, ...], day: int) -> tuple[str, ...]:
    """The exercises of a plan that begin lighter than before, after a long break."""
    found = []
    for exercise in plan:
        before = runner.levels_before.get(exercise)
        if exercise in runner.levels or before is None:
            continue
        now = dose_for(runner, routine, exercise).level
        lapsed = weeks_away(runner, exercise, day) >= routine.progression.lapse_weeks
        if lapsed and now != before and now.form == before.form:
            found.append(exercise)
    return tuple(found)
