"""What the coach says of the workout, held against the count."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.independent.count import (
    DAY_MS,
    HOUR_MS,
    LENGTH,
    ORDINALS,
    Count,
    DoneSet,
    Workout,
    seconds,
    word,
)

SITTING_MS = 6 * HOUR_MS
NEARLY_MS = 3 * HOUR_MS
"""Sets so near the edge of a week may count or not."""

HEARD_LATER_MS = 5_000
"""How much later a set ends beside the mat than for the coach: a device starts, a runner speaks."""

Check = Callable[[Count, str, int], str | None]
"""What is wrong with an answer given at a time; None if it is true."""


def time_left(count: Count, said: str, now_ms: int) -> str | None:
    workout = count.workout
    if workout is None:
        return None
    if workout.state == "working":
        left = workout.target - workout.counted
        return _says(said, f"{word(left)} {'second' if workout.held else 'rep'}")
    if workout.state == "resting":
        told = re.search(rf"{LENGTH} of rest left", said)
        if told is None or workout.rest_until_ms is None:
            return None  # it is over, told in minutes, paused, or was never heard to begin
        left_ms = max(0, workout.rest_until_ms - now_ms)
        return None if abs(1000 * seconds(told) - left_ms) <= 2000 else f"{left_ms} ms are left"
    return exercises_left(count, said, now_ms)


def exercises_left(count: Count, said: str, now_ms: int) -> str | None:
    workout = count.workout
    if workout is None:
        return None
    left = len(workout.ahead) + (workout.state != "between")
    if not left:
        return _says(said, "that was the last exercise")
    return _says(said, f"{word(left)} exercise")


def whats_next(count: Count, said: str, now_ms: int) -> str | None:
    workout = count.workout
    if workout is None:
        return None
    sets_after = workout.sets - workout.set_number
    if workout.state == "between":
        return _says(said, "that was the last" if workout.last_exercise else "next is the ")
    if workout.state != "working":
        expected = f"next is set {word(workout.set_number)} of {word(workout.sets)}"
        ends = not sets_after and workout.last_exercise
    elif workout.legs_done + 1 < workout.legs:
        expected = "next is the right leg"
        ends = not sets_after and workout.last_exercise
    elif sets_after:
        expected = f"next is set {word(workout.set_number + 1)} of {word(workout.sets)}"
        ends = sets_after == 1 and workout.last_exercise
    else:
        expected = "this is the last set" if workout.last_exercise else "next is the "
        ends = workout.last_exercise
    if ("you're finished" in said) is not ends:
        return f"finished after that: {ends}"
    return _says(said, expected)


def sets_left(count: Count, said: str, now_ms: int) -> str | None:
    workout = count.workout
    if workout is None:
        return None
    sets, at = workout.sets, workout.set_number
    if workout.state == "between":
        return _says(said, "all sets of the")
    if workout.state == "working":
        left = word(sets - at) if sets > at else "no"
        return _says(said, f"set {word(at)} of {word(sets)}. after it, {left} set")
    plural = "s" if sets - at + 1 != 1 else ""
    return _says(said, f"{word(sets - at + 1)} set{plural} of {word(sets)} left")


def where_am_i(count: Count, said: str, now_ms: int) -> str | None:
    workout = count.workout
    if workout is None:
        return None
    wrong = _says(said, f"exercise {word(workout.index)} of {word(workout.exercises)}")
    if wrong or workout.state == "introduced" or workout.state == "between":
        return wrong
    ordinal = ORDINALS[workout.set_number - 1]
    if workout.state == "resting":
        return _says(said, f"before the {ordinal} set of {word(workout.sets)}")
    return _says(said, _place(workout, ordinal))


def _place(workout: Workout, ordinal: str) -> str:
    leg = f", {workout.leg} leg" if workout.leg else ""
    if not workout.counted:
        return f"start of the {ordinal} set{leg}"
    target = word(workout.target)
    if workout.held:
        return f"{ordinal} set{leg}, second {word(workout.counted)} of {target}"
    return f"{ordinal} set{leg}, {word(workout.counted)} of {target} rep"


def week(count: Count, said: str, now_ms: int) -> str | None:
    since = now_ms - 7 * DAY_MS
    done = _all_sets(count)
    if any(abs(one.at_ms - since) < NEARLY_MS for one in done):
        return None
    recent = [one for one in done if one.at_ms >= since]
    whole = sum(one.whole for one in recent)
    cut = len(recent) - whole
    if not recent:
        return _says(said, "nothing in the last seven days")
    whole_words = f"{word(whole)} set" if whole else "no set"
    wrong = _says(said, whole_words) or (_says(said, f"{word(cut)} cut short") if cut else None)
    finished = sum(
        ended and workout.done[-1].at_ms >= since for workout, ended in count.past if workout.done
    )
    return wrong or _says(said, f"{word(finished)} workout")


def last_time(count: Count, said: str, now_ms: int) -> str | None:
    earlier = _earlier_sittings(count, now_ms)
    if not earlier:
        return _says(said, "no earlier workout")
    at_ms, done, ended = earlier[-1]
    since_ms = now_ms - at_ms
    wrong = _says(said, _ago(since_ms)) and _says(said, _ago(since_ms + HEARD_LATER_MS))
    whole = sum(one.whole for one in done)
    wrong = wrong or _says(said, f"{word(whole)} set" if whole else "no set of it was done")
    return wrong or (_says(said, "you finished it" if ended else "unfinished") if whole else None)


def _ago(since_ms: int) -> str:
    hours = since_ms // HOUR_MS
    days = hours // 24
    return f"{word(days)} day" if days else f"{word(hours)} hour" if hours else "less than an hour"


def _earlier_sittings(count: Count, now_ms: int) -> list[tuple[int, list[DoneSet], bool]]:
    found: list[tuple[int, list[DoneSet], bool]] = []
    for workout, ended in count.past:
        sittings = _sittings(workout)
        found += [(one[-1].at_ms, one, ended and one is sittings[-1]) for one in sittings]
    if count.workout is not None:
        in_hand = [(one[-1].at_ms, one, False) for one in _sittings(count.workout)]
        in_hand = in_hand or [(count.workout.began_ms, [], False)]
        found += [one for one in in_hand if now_ms - one[0] >= SITTING_MS]
    return found


def _sittings(workout: Workout) -> list[list[DoneSet]]:
    sittings: list[list[DoneSet]] = []
    for one in sorted(workout.done, key=lambda one: one.at_ms):
        if sittings and one.at_ms - sittings[-1][-1].at_ms < SITTING_MS:
            sittings[-1].append(one)
        else:
            sittings.append([one])
    return sittings


def _all_sets(count: Count) -> list[DoneSet]:
    workouts = [workout for workout, _ in count.past]
    if count.workout is not None:
        workouts.append(count.workout)
    return [one for workout in workouts for one in workout.done]


def _says(said: str, expected: str) -> str | None:
    return None if expected in said else f"should say {expected!r}"


def streak(count: Count, said: str, now_ms: int) -> str | None:
    dates = {datetime.fromtimestamp(one.at_ms / 1000, UTC).date() for one in _whole_sets(count)}
    weeks = {each - timedelta(days=each.weekday()) for each in dates}
    today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
    monday = today - timedelta(days=today.weekday())
    if monday not in weeks:
        monday -= timedelta(weeks=1)
    running = 0
    while monday - timedelta(weeks=running) in weeks:
        running += 1
    if not running:
        return _says(said, "no weeks in a row")
    return _says(said, f"{word(running)} week")


def _whole_sets(count: Count) -> list[DoneSet]:
    return [one for one in _all_sets(count) if one.whole]


CHECKS: dict[str, Check] = {
    "how long left": time_left,
    "how many exercises left": exercises_left,
    "what's next": whats_next,
    "how many sets are left": sets_left,
    "where am i": where_am_i,
    "what have i done this week": week,
    "when did i last do this": last_time,
    "what's my streak": streak,
}
