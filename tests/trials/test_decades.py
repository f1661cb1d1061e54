"""However many years one trains, what is remembered stays small and a turn costs the same."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from functools import cache
from types import FrameType

from skill.coach.coach import Moment, step
from skill.coach.commands import Command, Meaning
from skill.coach.history import PAST_LIMIT, WEEK_MS, WEEKS_LIMIT, History, PastWorkout, Week
from skill.coach.journal import Journal
from skill.coach.lines import Line
from skill.coach.workout import SetRecord, Workout
from skill.speech.wording import Voice
from tests.support.household import DAY_MS, MONDAY_MORNING_MS, catalogue, routine

YEAR_DAYS = 365
LARGEST_BYTES = 6 * 1024
"""What one runner's document may have; DynamoDB bills by the kB and takes 400."""
PLAN = tuple(exercise.id for exercise in routine().exercises)
SETS = tuple(
    SetRecord(exercise.id, number, True, 10)
    for exercise in routine().exercises
    for number in range(1, exercise.form().sets.start + 1)
)


@cache
def trained(years: int) -> Journal:
    """A journal after so many years of a whole workout every day."""
    journal = Journal(welcomed=True, met=PLAN, turn=years * YEAR_DAYS * 40)
    for day in range(years * YEAR_DAYS):
        journal = journal.answering(f"amzn1.echo-api.request.{day}")
        workout = Workout(MONDAY_MORNING_MS + day * DAY_MS, PLAN, log=SETS)
        ended_ms = workout.started_ms + 30 * 60 * 1000
        journal = Journal.from_json({**journal.to_json(), "workout": workout.to_json()}).archived(
            ended_ms, finished=True
        )
    return journal


def size(journal: Journal) -> int:
    return len(json.dumps(journal.to_json(), separators=(",", ":")))


def test_thirty_years_of_daily_training_fit_into_a_few_kilobytes() -> None:
    journal = trained(30)

    assert size(journal) <= LARGEST_BYTES
    assert journal.workouts == 30 * YEAR_DAYS
    assert journal.practised["glute_bridge"] == 3 * 30 * YEAR_DAYS
    assert len(journal.past) <= PAST_LIMIT
    assert len(journal.weeks) <= WEEKS_LIMIT


def test_the_last_of_thirty_years_are_no_bigger_than_the_third() -> None:
    assert size(trained(30)) <= size(trained(3)) * 1.02  # the numbers themselves grow longer


@dataclass
class Calls:
    """Counts the Python functions that are called."""

    count: int = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += event == "call"


def cost(journal: Journal, meaning: Meaning) -> int:
    """The calls of one whole turn, from the saved text to the one saved next."""
    voice = Voice(catalogue(), routine().clinic)
    moment = Moment(MONDAY_MORNING_MS + 40 * YEAR_DAYS * DAY_MS, voice.measure, new_session=True)
    body = json.dumps(journal.to_json())
    calls = Calls()
    sys.setprofile(calls)
    try:
        after, _ = step(routine(), Journal.from_json(json.loads(body)), Command(meaning), moment)
        json.dumps(after.to_json())
    finally:
        sys.setprofile(None)
    return calls.count


def test_a_turn_costs_the_same_after_thirty_years_as_after_three() -> None:
    for meaning in (Meaning.OPEN, Meaning.WEEK, Meaning.START):
        few, many = ([cost(trained(years), meaning) for _ in range(4)] for years in (3, 30))
        # the least: the first one finds words not made yet, and a garbage collection may fall in
        assert min(many) == min(few)


def heard_of_week(journal: Journal, now_ms: int) -> Line:
    voice = Voice(catalogue(), routine().clinic)
    _, turn = step(routine(), journal, Command(Meaning.WEEK), Moment(now_ms, voice.measure))
    return turn.timeline.cues[0].line


def test_how_the_week_went_is_still_true_after_thirty_years() -> None:
    last_ms = MONDAY_MORNING_MS + (30 * YEAR_DAYS - 1) * DAY_MS

    line = heard_of_week(trained(30), last_ms + 3_600_000)

    assert line == Line.of("habit.week", {"workouts": 7, "whole": 7 * len(SETS)})


def test_how_the_week_went_is_true_for_more_workouts_than_are_kept_one_by_one() -> None:
    journal = Journal(welcomed=True)
    many = 3 * PAST_LIMIT
    for number in range(many):
        workout = Workout(MONDAY_MORNING_MS, PLAN, log=SETS[:1])
        started = Journal.from_json({**journal.to_json(), "workout": workout.to_json()})
        journal = started.archived(MONDAY_MORNING_MS + number * 60_000, finished=number % 2 == 0)

    line = heard_of_week(journal, MONDAY_MORNING_MS + DAY_MS)

    assert line == Line.of("habit.week", {"workouts": many // 2, "whole": many})
    assert len(journal.past) <= PAST_LIMIT


def test_what_is_summed_up_by_week_is_neither_lost_nor_counted_twice() -> None:
    history = History()
    for day in range(300):
        ended_ms = MONDAY_MORNING_MS + day * DAY_MS
        history = history.with_one_more(PastWorkout(ended_ms, day % 2, 3, 1))

    entries: list[PastWorkout | Week] = [*history.past, *history.weeks]
    assert sum(entry.finished for entry in entries) == 150
    assert sum(entry.whole for entry in entries) == 900
    assert sum(entry.cut for entry in entries) == 300
    numbers = [week.number for week in history.weeks]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == MONDAY_MORNING_MS // WEEK_MS


def test_a_clock_that_went_backwards_leaves_the_history_bounded() -> None:
    history = History()
    for number in range(500):
        ended_ms = MONDAY_MORNING_MS - (number % 90) * 5 * DAY_MS
        history = history.with_one_more(PastWorkout(ended_ms, 1, 1, 0))

    assert len(history.past) <= PAST_LIMIT
    assert len(history.weeks) <= WEEKS_LIMIT
