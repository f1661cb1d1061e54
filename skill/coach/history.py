"""Past workouts and the training log: recent ones in detail, older ones summarized."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

from msgspec import Meta, Struct, field
from msgspec.structs import astuple, replace

from skill.coach.bounds import MANY, Count, Id, Instant
from skill.coach.workout import SetRecord

PAST_LIMIT = 30
"""How many past workouts are kept one by one; older ones are summarized by week."""
WEEKS_LIMIT = 52
"""How many weeks are kept; older ones survive only in the totals."""
LOG_LIMIT = 90
"""How many log entries are kept; older ones are summarized by exercise and week."""
EXERCISE_WEEKS_LIMIT = 26
"""How many weeks are kept per exercise."""
LOGGED_EXERCISES_LIMIT = 40
"""How many exercises' weeks are kept: beyond that, the oldest is dropped."""
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
WEEK_MS = 7 * DAY_MS


A_SITTING_MS = 6 * HOUR_MS
"""A set this long after the one before it belongs to another sitting, in ms."""


class PastWorkout(Struct, frozen=True, array_like=True):
    """One sitting of a past workout; or several merged, if there were very many in seven days."""

    ended_ms: Instant
    finished: Count
    """1 if a whole workout ended with it, 0 if part of its plan was never done."""
    completed: Count
    """Sets done from start to end."""
    partial: Count
    """Sets cut short."""

    @property
    def as_week(self) -> Week:
        """The same as a week's workouts."""
        return Week(self.ended_ms // WEEK_MS, self.finished, self.completed, self.partial)

    def and_before(self, other: PastWorkout) -> PastWorkout:
        """This sitting merged with an earlier one."""
        return PastWorkout(
            self.ended_ms,
            self.finished + other.finished,
            self.completed + other.completed,
            self.partial + other.partial,
        )


class Week(Struct, frozen=True, array_like=True):
    """All workouts that ended in one week."""

    number: Count
    """The week's number, counted from 1 January 1970, a Thursday."""
    finished: Count
    completed: Count
    partial: Count


class LoggedExercise(Struct, frozen=True, array_like=True):
    """The sets of one exercise in one workout."""

    day: Count
    """The day in UTC, counted from 1 January 1970."""
    exercise: Id
    form: Id
    target: Count
    """The target of a set in reps or seconds, both legs together."""
    done: Annotated[tuple[Count, ...], Meta(max_length=MANY)]
    """Reps or seconds done, set by set; a set below its target was cut short."""

    @property
    def as_week(self) -> ExerciseWeek:
        """The same as a week's sets."""
        partial = len(self.done) - self.completed
        return ExerciseWeek(self.day // 7, self.completed, partial, sum(self.done))

    @property
    def completed(self) -> int:
        """Sets done from start to end."""
        return sum(done >= self.target for done in self.done)


class ExerciseWeek(Struct, frozen=True, array_like=True):
    """One exercise in one week."""

    number: Count
    """The week's number, counted as in Week."""
    completed: Count
    partial: Count
    done: Count
    """Reps or seconds in all."""


AnyWeek = TypeVar("AnyWeek", Week, ExerciseWeek)


class History(Struct, frozen=True):
    """Past workouts and sets, as stored."""

    past: Annotated[tuple[PastWorkout, ...], Meta(max_length=MANY)] = ()
    """Recent sittings, oldest first."""
    weeks: Annotated[tuple[Week, ...], Meta(max_length=MANY)] = ()
    """Earlier ones by week, oldest first; a week may still have sittings in `past`."""
    log: Annotated[tuple[LoggedExercise, ...], Meta(max_length=MANY)] = ()
    """Recent sets, oldest first."""
    exercise_weeks: Annotated[
        Mapping[Id, Annotated[tuple[ExerciseWeek, ...], Meta(max_length=MANY)]],
        Meta(max_length=MANY),
    ] = field(default_factory=dict)
    """Earlier sets, by exercise."""

    def _log_of(self, exercise: str) -> list[LoggedExercise]:
        return [each for each in self.log if each.exercise == exercise]

    def last_day(self, exercise: str) -> int | None:
        """The day on which a set of the exercise was last completed; None if unknown."""
        days = [entry.day for entry in self._log_of(exercise) if entry.completed]
        weeks = [week.number for week in self.exercise_weeks.get(exercise, ()) if week.completed]
        return max([*days, *(7 * number for number in weeks)], default=None)

    def sets_last(self, exercise: str, most: int) -> tuple[int, ...]:
        """Reps or seconds of each set of an exercise the last time, both legs together.

        Includes sets of the day before, in case midnight came in between, if that makes no more
        than `most` sets.
        """
        entries = self._log_of(exercise)[-2:]
        together = tuple(done for entry in entries for done in entry.done)
        if len(entries) > 1 and entries[1].day - entries[0].day == 1 and len(together) <= most:
            return together
        return entries[-1].done if entries else ()

    def rise(self, exercise: str) -> tuple[int, int] | None:
        """An exercise's target in the first entry of the log, and in the last if that is higher and
        of the same form; both legs together."""
        entries = self._log_of(exercise)
        if not entries or entries[0].form != entries[-1].form:
            return None
        first, last = entries[0].target, entries[-1].target
        return (first, last) if first < last else None

    def done_last(self, exercise: str, form: str) -> int | None:
        """Reps or seconds of an exercise the last time, if in that form; otherwise None.

        Includes sets of the day before: midnight may have come in between.
        """
        entries = self._log_of(exercise)
        if not entries or entries[-1].form != form:
            return None
        last = [each for each in entries if each.day >= entries[-1].day - 1]
        return sum(sum(each.done) for each in last)

    def times(self, exercise: str) -> int:
        """How often a set of the exercise was completed, as far back as the log goes."""
        logged = sum(1 for each in self._log_of(exercise) if each.completed)
        return logged + sum(1 for each in self.exercise_weeks.get(exercise, ()) if each.completed)

    def weeks_running(self, now_ms: int) -> tuple[int, bool]:
        """The number of consecutive weeks with a completed set, and whether the log ends there, so
        that there may be more.

        A week begins on Monday in UTC; the current one may be still to do.
        """
        kept = {_week_of(each.ended_ms) for each in self.past if each.completed}
        week = _week_of(now_ms)
        first = week if week in kept else week - 1
        running = next(number for number in range(len(kept) + 1) if first - number not in kept)
        return running, bool(self.weeks) and running == len(kept)

    @property
    def exercises_of_last(self) -> frozenset[str]:
        """The exercises of the last sitting; none if its sets can't be told apart from others."""
        if not self.past:
            return frozenset()
        left = self.past[-1].completed + self.past[-1].partial
        found = set()
        for entry in reversed(self.log):
            if left <= 0:
                break
            left -= len(entry.done)
            found.add(entry.exercise)
        return frozenset(found) if left == 0 else frozenset()

    def with_workout(
        self, ended_ms: int, sets: tuple[SetRecord, ...], *, finished: bool
    ) -> History:
        """The history with a finished workout added; what exceeds the bounds is summarized.

        A set counts at its own time, or at `ended_ms` (since 1970) if that is unknown.
        """
        sets = tuple(each if each.at_ms else replace(each, at_ms=ended_ms) for each in sets)
        history = self
        for sitting in sittings(sets, finished=finished):
            history = history._with_past(sitting)
        return history._with_sets(sets)

    def _with_past(self, workout: PastWorkout) -> History:
        """The history within its bounds. The last seven days always stay in `past`, so the week's
        answer is right however many sittings there were."""
        past = (*self.past, workout)
        weeks = self.weeks
        while len(past) > PAST_LIMIT:
            oldest, second, *rest = past
            if oldest.ended_ms > workout.ended_ms - WEEK_MS:
                past = (second.and_before(oldest), *rest)
            else:
                past = (second, *rest)
                weeks = _added(weeks, oldest.as_week, WEEKS_LIMIT)
        return replace(self, past=past, weeks=weeks)

    def _with_sets(self, sets: tuple[SetRecord, ...]) -> History:
        by_target: dict[tuple[int, str, str, int], list[int]] = {}
        for record in sets:
            key = record.at_ms // DAY_MS, record.exercise, record.form, record.target
            by_target.setdefault(key, []).append(record.done)
        entries = [LoggedExercise(*key, tuple(done)) for key, done in by_target.items()]
        log = (*self.log, *entries)
        older = dict(self.exercise_weeks)
        for entry in log[:-LOG_LIMIT]:
            before = older.pop(entry.exercise, ())  # the most recent exercise comes last
            older[entry.exercise] = _added(before, entry.as_week, EXERCISE_WEEKS_LIMIT)
        while len(older) > LOGGED_EXERCISES_LIMIT:
            del older[next(iter(older))]
        return replace(self, log=log[-LOG_LIMIT:], exercise_weeks=older)


def sittings(sets: tuple[SetRecord, ...], *, finished: bool = False) -> tuple[PastWorkout, ...]:
    """The sets of a workout by sitting, oldest first: it may have been resumed days later."""
    found: list[PastWorkout] = []
    for record in sorted(sets, key=lambda each: each.at_ms):
        one = PastWorkout(record.at_ms, 0, int(record.completed), int(not record.completed))
        if found and record.at_ms - found[-1].ended_ms < A_SITTING_MS:
            found[-1] = one.and_before(found[-1])
        else:
            found.append(one)
    if finished and found:
        found[-1] = replace(found[-1], finished=1)
    return tuple(found)


def _week_of(at_ms: int) -> int:
    """The number of a day's week, which begins on Monday; 1 January 1970 was a Thursday."""
    return (at_ms + 3 * DAY_MS) // WEEK_MS


def _added(weeks: tuple[AnyWeek, ...], more: AnyWeek, most: int) -> tuple[AnyWeek, ...]:
    """The weeks with what was done in one of them added; at most so many, the latest."""
    by_number = {week.number: week for week in weeks}
    known = by_number.get(more.number)
    if known is not None:
        counts = zip(astuple(known)[1:], astuple(more)[1:], strict=True)
        more = type(more)(more.number, *map(sum, counts))
    by_number[more.number] = more
    return tuple(by_number[each] for each in sorted(by_number))[-most:]
