"""The dose in force: the routine's own, with this runner's changes."""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from skill.coach.own_tempo import phases_of, wished
from skill.coach.prescription import Level, prescribed, target_of
from skill.coach.runner import Runner
from skill.coach.timeline import COUNT_SLOT_MS, Side
from skill.coach.workout import Workout
from skill.routine.model import Form, Hold, Routine, Sides

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
    def measure(self) -> str:
        """What the target counts: `hold` or `reps`, as in the keys of messages."""
        return "hold" if self.held else "reps"

    @property
    def level(self) -> Level:
        """The same numbers as a level of the exercise."""
        return Level(self.form, self.sets, self.target)

    @property
    def last_side(self) -> Side | None:
        """The leg that ends a set."""
        return self.sides[-1]

    def side_after(self, side: Side | None) -> Side | None:
        """The leg that follows in the same set; None if that is the last, or no leg of this."""
        following = dict(pairwise(self.sides))
        return following.get(side)

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
    form, wish = form_of(runner, routine, exercise_id), runner.preference(exercise_id)
    base = prescribed(routine, exercise_id, form, runner.levels.get(exercise_id))
    held = isinstance(form.work, Hold)
    return Dose(
        exercise=exercise_id,
        form=form.id,
        sets=_sets(runner.workout, routine, exercise_id, form.sets.nearest(wish.sets or base.sets)),
        target=target_of(form).nearest((wish.hold if held else wish.reps) or base.target),
        held=held,
        phases=_phases(runner, routine, exercise_id, form),
        sides=_sides(runner.workout, exercise_id, form),
        rest_ms=1000 * (form.rest.start if wish.rest is None else form.rest.nearest(wish.rest)),
        get_ready_ms=1000 * form.get_ready,
        changeover_ms=1000 * form.changeover,
        needs=form.needs,
        steps=tuple((step.id, 1000 * step.seconds) for step in form.steps),
        count_ms=COUNT_SLOT_MS
        if isinstance(form.work, Hold)
        else 1000 * form.work.tempo.count_seconds,
    )


def form_of(runner: Runner, routine: Routine, exercise_id: str) -> Form:
    """The form in which the runner does an exercise."""
    preferred = runner.preference(exercise_id).form
    found = routine.exercise(exercise_id)
    return found.form(preferred) if preferred else found.form()


def _sets(workout: Workout | None, routine: Routine, exercise_id: str, usual: int) -> int:
    """The usual sets, unless the workout is short of time and the runner chose none in it."""
    if workout is None or exercise_id in workout.own_sets:
        return usual
    sets = routine.short.sets if workout.short else usual
    return min(sets, workout.most_sets) if workout.most_sets else sets


def _sides(workout: Workout | None, exercise_id: str, form: Form) -> tuple[Side | None, ...]:
    """The legs in their order; the runner may have chosen the first one."""
    if form.sides is not Sides.EACH:
        return (None,)
    at_hand = workout is not None and workout.exercise == exercise_id
    if workout is not None and at_hand and workout.first_side is Side.RIGHT:
        return (Side.RIGHT, Side.LEFT)
    return (Side.LEFT, Side.RIGHT)


def _phases(
    runner: Runner, routine: Routine, exercise_id: str, form: Form
) -> tuple[tuple[str, int], ...]:
    """The phases of a rep in the runner's own tempo, otherwise at the runner's pace."""
    if isinstance(form.work, Hold):
        return ()
    tempo = wished(runner, exercise_id)
    own = phases_of(form, routine, tempo) if tempo else None
    if own is not None:
        return own
    wish = runner.preference(exercise_id).pace
    pace = routine.pace_percent.nearest(wish) if wish else STANDARD_PACE
    return tuple((phase.cue, phase.seconds * 10 * pace) for phase in form.work.tempo.phases)
