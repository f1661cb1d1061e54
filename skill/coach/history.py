"""Past workouts: the latest one by one, older ones by week, and never more than a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from skill.coach.workout import whole_number

PAST_LIMIT = 30
"""So many past workouts are kept one by one; what is older is summed up by week."""
WEEKS_LIMIT = 52
"""So many weeks are kept; what is older lives on in the totals alone."""
WEEK_MS = 7 * 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class PastWorkout:
    """A workout that is over; or several of the last seven days, where they were very many."""

    ended_ms: int
    finished: int
    """1 where it was finished, 0 where the runner started afresh before the end."""
    whole: int
    """Sets done from start to end."""
    cut: int
    """Sets cut short."""

    def and_before(self, other: PastWorkout) -> PastWorkout:
        """This one and another one before it, as one."""
        return PastWorkout(
            self.ended_ms,
            self.finished + other.finished,
            self.whole + other.whole,
            self.cut + other.cut,
        )

    def to_json(self) -> list[object]:
        """The past workout as a short list."""
        return [self.ended_ms, self.finished, self.whole, self.cut]

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The past workout in such a list; raises ValueError where it is none."""
        return cls(*_four(data))


@dataclass(frozen=True, slots=True)
class Week:
    """All workouts that ended in one week."""

    number: int
    """Which week: counted from the first of January 1970, a Thursday."""
    finished: int
    whole: int
    cut: int

    def to_json(self) -> list[object]:
        """The week as a short list."""
        return [self.number, self.finished, self.whole, self.cut]

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The week in such a list; raises ValueError where it is none."""
        return cls(*_four(data))


def _four(data: object) -> tuple[int, int, int, int]:
    if not isinstance(data, list) or len(data) != 4:
        raise ValueError("an entry of the history is a list of four")
    first, second, third, fourth = (whole_number(entry) for entry in data)
    return first, second, third, fourth


@dataclass(frozen=True, slots=True)
class History:
    """Past workouts, as they are kept."""

    past: tuple[PastWorkout, ...] = ()
    """The latest ones, oldest first."""
    weeks: tuple[Week, ...] = ()
    """Those before them, oldest first; a week may still have some in `past`."""

    def with_one_more(self, workout: PastWorkout) -> History:
        """The history with a workout that just ended; what is too much is summed up.

        Whatever ended within the last seven days stays in `past`, so that the answer for the
        week is right however many they are.
        """
        past = (*self.past, workout)
        weeks = self.weeks
        while len(past) > PAST_LIMIT:
            oldest, second, *rest = past
            if oldest.ended_ms > workout.ended_ms - WEEK_MS:
                past = (second.and_before(oldest), *rest)
            else:
                past = (second, *rest)
                weeks = _with(weeks, oldest)
        return History(past, weeks)


def _with(weeks: tuple[Week, ...], workout: PastWorkout) -> tuple[Week, ...]:
    number = workout.ended_ms // WEEK_MS
    by_number = {week.number: week for week in weeks}
    week = by_number.get(number, Week(number, 0, 0, 0))
    by_number[number] = Week(
        number,
        week.finished + workout.finished,
        week.whole + workout.whole,
        week.cut + workout.cut,
    )
    return tuple(by_number[each] for each in sorted(by_number))[-WEEKS_LIMIT:]
