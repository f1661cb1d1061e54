"""However many years one trains, what is remembered stays small and a turn costs the same."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from types import FrameType

from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.history import PAST_LIMIT, WEEK_MS, WEEKS_LIMIT, History, PastWorkout, Week
from skill.coach.messages import Message
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.workout import SetRecord, Workout
from skill.service.documents import read_runner, runner_text
from skill.speech.wording import Voice
from tests.support.household import DAY_MS, MONDAY_MORNING_MS, catalogue, routine

YEAR_DAYS = 365
LARGEST_BYTES = 12 * 1024
"""What one runner's document may have; DynamoDB bills by the kB and takes 400."""
PLAN = tuple(exercise.id for exercise in routine().exercises)
SETS = tuple(
    SetRecord(exercise.id, number, True, 10, "standard", 10)
    for exercise in routine().exercises
    for number in range(1, exercise.form().sets.start + 1)
)

FOUR_SETS = (
    *(SetRecord(PLAN[0], number, True, 10, "standard", 10) for number in (1, 2, 3)),
    SetRecord(PLAN[0], 4, False, 3, "standard", 10),
)


@cache
def trained(years: int) -> Runner:
    """A journal after so many years of a whole workout every day."""
    journal = Runner(welcomed=True, met=PLAN, turn=years * YEAR_DAYS * 40)
    for day in range(years * YEAR_DAYS):
        journal = journal.answering(f"amzn1.echo-api.request.{day}")
        workout = Workout(MONDAY_MORNING_MS + day * DAY_MS, PLAN, log=SETS)
        ended_ms = workout.started_ms + 30 * 60 * 1000
        journal = replace(journal, workout=workout).archived(ended_ms, finished=True)
    return journal


def size(journal: Runner) -> int:
    return len(runner_text(journal))


def test_thirty_years_of_daily_training_fit_into_a_few_kilobytes() -> None:
    journal = trained(30)

    assert size(journal) <= LARGEST_BYTES
    assert journal.workouts == 30 * YEAR_DAYS
    assert journal.practised["glute_bridge"] == 3 * 30 * YEAR_DAYS
    assert len(journal.history.past) <= PAST_LIMIT
    assert len(journal.history.weeks) <= WEEKS_LIMIT


def test_the_last_of_thirty_years_are_no_bigger_than_the_third() -> None:
    assert size(trained(30)) <= size(trained(3)) * 1.02  # the numbers themselves grow longer


@dataclass
class Calls:
    """Counts the Python functions that are called."""

    count: int = 0

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += event == "call"


def cost(journal: Runner, meaning: Meaning) -> int:
    """The calls of one whole turn, from the saved text to the one saved next."""
    voice = Voice(catalogue())
    moment = Moment(MONDAY_MORNING_MS + 40 * YEAR_DAYS * DAY_MS, voice.measure, new_session=True)
    body = runner_text(journal)
    calls = Calls()
    sys.setprofile(calls)
    try:
        after, _, _ = step(routine(), read_runner(body), Session(), Command(meaning), moment)
        runner_text(after)
    finally:
        sys.setprofile(None)
    return calls.count


def test_a_turn_costs_the_same_after_thirty_years_as_after_three() -> None:
    for meaning in (Meaning.OPEN, Meaning.WEEK, Meaning.START):
        few, many = ([cost(trained(years), meaning) for _ in range(4)] for years in (3, 30))
        # the least: the first one finds words not made yet, and a garbage collection may fall in
        assert min(many) == min(few)


def heard_of_week(journal: Runner, now_ms: int) -> Message:
    voice = Voice(catalogue())
    moment = Moment(now_ms, voice.measure)
    _, _, turn = step(routine(), journal, Session(), Command(Meaning.WEEK), moment)
    return turn.timeline.cues[0].line


def test_how_the_week_went_is_still_true_after_thirty_years() -> None:
    last_ms = MONDAY_MORNING_MS + (30 * YEAR_DAYS - 1) * DAY_MS

    line = heard_of_week(trained(30), last_ms + 3_600_000)

    assert line == Message.of("habit.week", workouts=7, completed=7 * len(SETS))


def test_how_the_week_went_is_true_for_more_workouts_than_are_kept_one_by_one() -> None:
    journal = Runner(welcomed=True)
    many = 3 * PAST_LIMIT
    for number in range(many):
        workout = Workout(MONDAY_MORNING_MS, PLAN, log=SETS[:1])
        started = replace(journal, workout=workout)
        journal = started.archived(MONDAY_MORNING_MS + number * 60_000, finished=number % 2 == 0)

    line = heard_of_week(journal, MONDAY_MORNING_MS + DAY_MS)

    assert line == Message.of("habit.week", workouts=many // 2, completed=many)
    assert len(journal.history.past) <= PAST_LIMIT


def test_what_is_summed_up_by_week_is_neither_lost_nor_counted_twice() -> None:
    history = History()
    for day in range(300):
        ended_ms = MONDAY_MORNING_MS + day * DAY_MS
        history = history.with_workout(ended_ms, FOUR_SETS, finished=day % 2 == 1)

    entries: list[PastWorkout | Week] = [*history.past, *history.weeks]
    assert sum(entry.finished for entry in entries) == 150
    assert sum(entry.completed for entry in entries) == 900
    assert sum(entry.partial for entry in entries) == 300
    numbers = [week.number for week in history.weeks]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == MONDAY_MORNING_MS // WEEK_MS
    kept = history.exercise_weeks[PLAN[0]][-3]
    assert (kept.completed, kept.partial, kept.done) == (21, 7, 7 * 33)


def test_a_clock_that_went_backwards_leaves_the_history_bounded() -> None:
    history = History()
    for number in range(500):
        ended_ms = MONDAY_MORNING_MS - (number % 90) * 5 * DAY_MS
        history = history.with_workout(ended_ms, FOUR_SETS[:1], finished=True)

    assert len(history.past) <= PAST_LIMIT
    assert len(history.weeks) <= WEEKS_LIMIT
