"""The dose in force: the routine's own, with this runner's changes."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from skill.coach.own_tempo import phases_of, wished
from skill.coach.prescription import Prescription, prescribed, target_of
from skill.coach.runner import Preference, Runner
from skill.coach.timeline import COUNT_SLOT_MS, Side
from skill.routine.model import Exercise, Form, Hold, Routine, Sides

STANDARD_PACE = 100


class Dose(Struct, frozen=True):
    """The dose of one exercise today."""

    exercise: str
    form: str
    sets: int
    target: int
    """Seconds of a hold, or reps; per leg if legs alternate."""
    held: bool
    """True for a hold, false for reps."""
    phases: tuple[tuple[str, int], ...]
    """The phases of a rep: cue and length in ms. Empty for a hold."""
    sides: tuple[Side | None, ...]
    rest_ms: int
    get_ready_ms: int
    changeover_ms: int
    needs: tuple[str, ...]
    steps: tuple[tuple[str, int], ...]
    """The steps: id and time to move in ms."""
    count_ms: int = COUNT_SLOT_MS

    def __hash__(self) -> int:
        # hash only some of the fields that are compared: doses are looked up in every turn
        return hash((self.exercise, self.form, self.sets, self.target))

    @property
    def period_ms(self) -> int:
        """The length of one second or one rep."""
        if self.held:
            return COUNT_SLOT_MS
        return sum(length for _, length in self.phases) + self.count_ms

    @property
    def last_side(self) -> Side | None:
        """The leg that ends a set."""
        return self.sides[-1]

    @property
    def set_target(self) -> int:
        """Seconds or reps of a whole set, both legs together."""
        return self.target * len(self.sides)

    def side_ms(self, done: int = 0) -> int:
        """The time that is left of one leg's work after `done` seconds or reps, in ms."""
        return max(0, self.target - done) * self.period_ms

    def set_ms(self) -> int:
        """The time of one set in ms, with get-ready and changeover but without the rest."""
        legs = len(self.sides)
        return self.get_ready_ms + legs * self.side_ms() + (legs - 1) * self.changeover_ms


def dose_for(runner: Runner, routine: Routine, exercise_id: str) -> Dose:
    """The dose of an exercise in the workout under way, or as it would be in a whole one."""
    workout = runner.workout
    short = workout and workout.short and exercise_id not in workout.own_sets
    form = form_of(runner, routine, exercise_id)
    dose = dose_of(
        routine.exercise(exercise_id),
        _sensible(runner.preference(exercise_id), routine),
        routine.short.sets if short else None,
        workout.first_side if workout and workout.exercise == exercise_id else None,
        prescribed(routine, exercise_id, form, runner.levels.get(exercise_id)),
    )
    tempo = wished(runner, exercise_id)
    phases = phases_of(form, routine, tempo) if tempo else None
    if phases is not None:
        dose = replace(dose, phases=phases)
    if workout is None or not workout.most_sets or exercise_id in workout.own_sets:
        return dose
    return replace(dose, sets=min(dose.sets, workout.most_sets))


def form_of(runner: Runner, routine: Routine, exercise_id: str) -> Form:
    """The form in which the runner does an exercise."""
    preferred = runner.preference(exercise_id).form
    found = routine.exercise(exercise_id)
    return found.form(preferred) if preferred else found.form()


def _sensible(preference: Preference, routine: Routine) -> Preference:
    """The preference with its pace limited to what the routine, which may have changed, allows."""
    pace = preference.pace
    return replace(preference, pace=routine.pace_percent.nearest(pace)) if pace else preference


def dose_of(
    exercise: Exercise,
    preference: Preference,
    sets: int | None = None,
    first_side: Side | None = None,
    prescription: Prescription | None = None,
) -> Dose:
    """The dose of an exercise for this runner.

    `sets` is the short version's number for every exercise; `first_side` is the leg the runner
    chose to begin with. Without a `prescription`, the routine's start values apply.
    """
    form = exercise.form(preference.form) if preference.form else exercise.form()
    sides: tuple[Side | None, ...] = (None,)
    if form.sides is Sides.EACH:
        sides = (Side.LEFT, Side.RIGHT)
        if first_side is Side.RIGHT:
            sides = (Side.RIGHT, Side.LEFT)
    work, target = form.work, target_of(form)
    base = prescription or Prescription(form.sets.start, target.start)
    wish = preference.hold if isinstance(work, Hold) else preference.reps
    pace, rest = preference.pace or STANDARD_PACE, preference.rest
    return Dose(
        exercise=exercise.id,
        form=form.id,
        sets=sets or form.sets.nearest(preference.sets or base.sets),
        target=target.nearest(wish or base.target),
        held=isinstance(work, Hold),
        phases=()
        if isinstance(work, Hold)
        else tuple((phase.cue, phase.seconds * 10 * pace) for phase in work.tempo.phases),
        sides=sides,
        rest_ms=1000 * (form.rest.start if rest is None else form.rest.nearest(rest)),
        get_ready_ms=1000 * form.get_ready.start,
        changeover_ms=1000 * form.changeover.start,
        needs=form.needs,
        steps=tuple((step.id, 1000 * step.seconds) for step in form.steps),
        count_ms=COUNT_SLOT_MS if isinstance(work, Hold) else 1000 * work.tempo.count_seconds,
    )
