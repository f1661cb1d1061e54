"""Past workouts and the training log: the latest in detail, older ones summed up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from skill.coach.bounds import MANY, Count, Id, Instant
from skill.coach.workout import SetRecord

PAST_LIMIT = 30
"""Past workouts that are kept one by one; older ones are summed up by week."""
WEEKS_LIMIT = 52
"""Weeks that are kept; what is older lives on in the totals alone."""
LOG_LIMIT = 90
"""Entries of the training log that are kept; older ones are summed up by exercise and week."""
EXERCISE_WEEKS_LIMIT = 26
"""Weeks that are kept of each exercise."""
LOGGED_EXERCISES_LIMIT = 40
"""Exercises whose weeks are kept: a routine that grew beyond them forgets the oldest."""
DAY_MS = 24 * 60 * 60 * 1000
WEEK_MS = 7 * DAY_MS


A_SITTING_MS = 6 * 60 * 60 * 1000
"""A set done that long after the one before it is of another sitting."""


class PastWorkout(Struct, frozen=True, array_like=True):
    """One sitting of a workout that is over; or several of the last seven days, if they were very
    many."""

    ended_ms: Instant
    finished: Count
    """1 if a whole workout ended with it, 0 if some of its plan was never done."""
    completed: Count
    """Sets done from start to end."""
    partial: Count
    """Sets cut short."""

    def and_before(self, other: PastWorkout) -> PastWorkout:
        """This one and another one before it, as one."""
        return PastWorkout(
            self.ended_ms,
            self.finished + other.finished,
            self.completed + other.completed,
            self.partial + other.partial,
        )


class Week(Struct, frozen=True, array_like=True):
    """All workouts that ended in one week."""

    number: Count
    """Which week: counted from the first of January 1970, a Thursday."""
    finished: Count
    completed: Count
    partial: Count


class LoggedExercise(Struct, frozen=True, array_like=True):
    """The sets of one exercise in one workout."""

    day: Count
    """Counted from the first of January 1970, by universal time."""
    exercise: Id
    form: Id
    target: Count
    """Reps or seconds of a whole set, both legs together."""
    done: Annotated[tuple[Count, ...], Meta(max_length=MANY)]
    """Reps or seconds done, set by set; a set below its target was cut short."""

    @property
    def completed(self) -> int:
        """Sets done from start to end."""
        return sum(done >= self.target for done in self.done)


class ExerciseWeek(Struct, frozen=True, array_like=True):
    """What was done of one exercise in one week."""

    number: Count
    """Which week: counted as that of a Week."""
    completed: Count
    partial: Count
    done: Count
    """Reps or seconds in all."""


class History(Struct, frozen=True):
    """Past workouts and sets, as they are kept."""

    past: Annotated[tuple[PastWorkout, ...], Meta(max_length=MANY)] = ()
    """The latest ones, oldest first."""
    weeks: Annotated[tuple[Week, ...], Meta(max_length=MANY)] = ()
    """Those before them, oldest first; a week may still have some in `past`."""
    log: Annotated[tuple[LoggedExercise, ...], Meta(max_length=MANY)] = ()
    """The latest sets, oldest first."""
    exercise_weeks: Annotated[
        Mapping[Id, Annotated[tuple[ExerciseWeek, ...], Meta(max_length=MANY)]],
        Meta(max_length=MANY),
    ] = field(default_factory=dict)
    """The sets before them, by exercise."""

    def last_day(self, exercise: str) -> int | None:
        """The day on which a set of the exercise was last done to its end; None if unknown."""
        days = [entry.day for entry in self.log if entry.exercise == exercise and entry.completed]
        weeks = [week.number for week in self.exercise_weeks.get(exercise, ()) if week.completed]
        return max([*days, *(7 * number for number in weeks)], default=None)

    def sets_last(self, exercise: str, most: int) -> tuple[int, ...]:
        """Reps or seconds of an exercise the last time, set by set, both legs together.

        Sets of the day before belong to it if they are not more than `most` with them: midnight
        was in between.
        """
        entries = [each for each in self.log if each.exercise == exercise][-2:]
        together = tuple(done for entry in entries for done in entry.done)
        if len(entries) > 1 and entries[1].day - entries[0].day == 1 and len(together) <= most:
            return together
        return entries[-1].done if entries else ()

    def rise(self, exercise: str) -> tuple[int, int] | None:
        """The target of an exercise in the first entry of the log, and in the last if that is more
        and of the same form; both legs together."""
        entries = [each for each in self.log if each.exercise == exercise]
        if not entries or entries[0].form != entries[-1].form:
            return None
        first, last = entries[0].target, entries[-1].target
        return (first, last) if first < last else None

    def done_last(self, exercise: str, form: str) -> int | None:
        """Reps or seconds of an exercise the last time, in that form; None if it was not done so.

        Sets of the day before are counted with it: midnight may have been in between.
        """
        entries = [each for each in self.log if each.exercise == exercise]
        if not entries or entries[-1].form != form:
            return None
        last = [each for each in entries if each.day >= entries[-1].day - 1]
        return sum(sum(each.done) for each in last)

    def times(self, exercise: str) -> int:
        """How often a set of the exercise was done to its end, as far as the log goes back."""
        logged = sum(1 for each in self.log if each.exercise == exercise and each.completed)
        return logged + sum(1 for each in self.exercise_weeks.get(exercise, ()) if each.completed)

    def weeks_running(self, now_ms: int) -> tuple[int, bool]:
        """In how many weeks in a row something was done to its end, and whether that is all that
        is known by the day, so that there may be more.

        A week begins on Monday, by universal time; this one may be still to do.
        """
        kept = {_week_of(each.ended_ms) for each in self.past if each.completed}
        week = _week_of(now_ms)
        first = week if week in kept else week - 1
        running = next(number for number in range(len(kept) + 1) if first - number not in kept)
        return running, bool(self.weeks) and running == len(kept)

    @property
    def exercises_of_last(self) -> frozenset[str]:
        """The exercises of the last sitting; none if its sets cannot be told from others."""
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
        """The history with a workout that is over; what is too much is summed up.

        A set is of its own time, or of `ended_ms` since 1970 if that is not known.
        """
        sets = tuple(each if each.at_ms else replace(each, at_ms=ended_ms) for each in sets)
        history = self
        for sitting in sittings(sets, finished=finished):
            history = history._with_past(sitting)
        return history._with_sets(sets)

    def _with_past(self, workout: PastWorkout) -> History:
        """Whatever ended within the last seven days stays in `past`, so that the answer for the
        week is right however many they are."""
        past = (*self.past, workout)
        weeks = self.weeks
        while len(past) > PAST_LIMIT:
            oldest, second, *rest = past
            if oldest.ended_ms > workout.ended_ms - WEEK_MS:
                past = (second.and_before(oldest), *rest)
            else:
                past = (second, *rest)
                weeks = _with(weeks, oldest)
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
            kept = _with_entry(older.pop(entry.exercise, ()), entry)
            older[entry.exercise] = kept  # the exercise done last stands last
        while len(older) > LOGGED_EXERCISES_LIMIT:
            del older[next(iter(older))]
        return replace(self, log=log[-LOG_LIMIT:], exercise_weeks=older)


def sittings(sets: tuple[SetRecord, ...], *, finished: bool = False) -> tuple[PastWorkout, ...]:
    """The sets of a workout by sitting, oldest first: it may have been carried on days later."""
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
    """Which week that is, beginning on Monday; the first of January 1970 was a Thursday."""
    return (at_ms + 3 * DAY_MS) // WEEK_MS


def _with(weeks: tuple[Week, ...], workout: PastWorkout) -> tuple[Week, ...]:
    number = workout.ended_ms // WEEK_MS
    by_number = {week.number: week for week in weeks}
    week = by_number.get(number, Week(number, 0, 0, 0))
    by_number[number] = Week(
        number,
        week.finished + workout.finished,
        week.completed + workout.completed,
        week.partial + workout.partial,
    )
    return tuple(by_number[each] for each in sorted(by_number))[-WEEKS_LIMIT:]


def _with_entry(weeks: tuple[ExerciseWeek, ...], entry: LoggedExercise) -> tuple[ExerciseWeek, ...]:
    number = entry.day // 7
    by_number = {week.number: week for week in weeks}
    week = by_number.get(number, ExerciseWeek(number, 0, 0, 0))
    by_number[number] = ExerciseWeek(
        number,
        week.completed + entry.completed,
        week.partial + len(entry.done) - entry.completed,
        week.done + sum(entry.done),
    )
    return tuple(by_number[each] for each in sorted(by_number))[-EXERCISE_WEEKS_LIMIT:]
