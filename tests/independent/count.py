"""A count kept by ear: what somebody beside the mat would note, who read README and nothing else.

It is told what was heard and when, and what the runner said. It knows nothing of the coach:
numbers, places and times are taken from the words alone, and each statement is held against them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SMALL = """no one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = "first second third fourth fifth".split()
A_NUMBER = r"([a-z]+(?:-[a-z]+)?)"

EXERCISE = re.compile(rf"exercise {A_NUMBER} of {A_NUMBER}: (?:the )?([a-z ]+)\.")
DOSE = re.compile(
    rf"{A_NUMBER} sets?(?: of|, each a hold of) (?:{A_NUMBER})(?: (minutes?|seconds?|reps?))"
)
SET = re.compile(rf"set {A_NUMBER} of {A_NUMBER}(?:, (left|right) leg)?\. get ready")
LENGTH = r"(?:one minute(?: and ([a-z-]+) seconds?)?|([a-z-]+) seconds?|two minutes)"
REST = re.compile(rf"{LENGTH}(?: of rest left)?\. next, set")
SET_OVER = re.compile(r"and rest\.|^set done\.")
LAID_BY = ("that's the whole workout", "that's it for today")


def number(word: str) -> int | None:
    """The number that a word is, up to ninety-nine."""
    if word in SMALL:
        return SMALL.index(word)
    tens, _, ones = word.partition("-")
    if tens in TENS and (not ones or ones in SMALL):
        return 20 + 10 * TENS.index(tens) + (SMALL.index(ones) if ones else 0)
    return None


def word(value: int) -> str:
    """The word of a number."""
    if value < 20:
        return SMALL[value]
    tens, ones = TENS[value // 10 - 2], value % 10
    return f"{tens}-{SMALL[ones]}" if ones else tens


@dataclass(frozen=True)
class DoneSet:
    """A set that was over: where, whether whole, and when."""

    exercise: str
    number: int
    whole: bool
    amount: int
    """Seconds or reps."""
    at_ms: int


@dataclass
class Workout:
    """One workout as it was heard."""

    began_ms: int
    exercises: int = 0
    """How many there are in all, as announced."""
    index: int = 0
    exercise: str = ""
    sets: int = 0
    target: int = 0
    held: bool = False
    legs: int = 1
    set_number: int = 1
    leg: str = ""
    legs_done: int = 0
    short_by: int = 0
    """What a first leg lacked that was left for the second."""
    counted: int = 0
    state: str = "introduced"
    """introduced, working (in a set, on a leg), resting, between"""
    missed: bool = False
    """Whether a leg of this set was left before its end."""
    rest_until_ms: int | None = None
    done: list[DoneSet] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    """The exercises, counted from one, that the runner left out before a set of them was done."""
    planned: dict[str, int] = field(default_factory=dict)
    """The sets of each exercise that was announced."""

    @property
    def ahead(self) -> list[int]:
        """The exercises after the one at hand that were not left out."""
        after = range(self.index + 1, self.exercises + 1)
        return [each for each in after if each not in self.skipped]

    @property
    def last_exercise(self) -> bool:
        return not self.ahead

    def set_over(self, whole: bool, at_ms: int) -> None:
        """A set ended; done again it counts once, as the better of the two."""
        whole = whole and not self.missed
        amount = self.legs_done * self.target + self.counted - self.short_by
        now = DoneSet(self.exercise, self.set_number, whole, amount, at_ms)
        same = [one for one in self.done if (one.exercise, one.number) == self.key]
        others = [one for one in self.done if one not in same]
        self.done = [*others, max([now, *same], key=lambda one: (one.whole, one.amount))]
        self.counted = self.legs_done = self.short_by = 0
        self.missed, self.rest_until_ms = False, None
        self.state = "between" if self.set_number >= self.sets else "resting"
        if self.state == "resting":
            self.set_number += 1

    @property
    def key(self) -> tuple[str, int]:
        return self.exercise, self.set_number

    @property
    def all_done(self) -> bool:
        """Whether each exercise of the workout was announced and each of its sets is over."""
        kept = {(one.exercise, one.number) for one in self.done}
        return len(self.planned) == self.exercises and all(
            (exercise, each) in kept
            for exercise, sets in self.planned.items()
            for each in range(1, sets + 1)
        )


class Count:
    """Everything noted so far."""

    def __init__(self) -> None:
        self.workout: Workout | None = None
        self.past: list[tuple[Workout, bool]] = []
        """The workouts that are over, and whether all of each was done."""
        self.said_done = False
        """Whether the runner said last that a leg or a set is done: that is believed."""
        self._counting = False

    def hear(self, text: str, at_ms: int, *, begins: bool = False) -> None:
        """Note one thing that was heard, at a time in ms; `begins` if the runner asked to start."""
        said = text.lower()
        if begins and "warm up first" in said:
            self.over()
            self.workout = Workout(at_ms)
        introduced = EXERCISE.search(said)
        if introduced:
            self._introduced(introduced)
        workout = self.workout
        if workout is None:
            return
        dose = DOSE.search(said)
        if dose and workout.state == "introduced" and not workout.sets:
            self._dosed(workout, dose, said)
        set_going = SET.search(said)
        if set_going:
            self._set_going(workout, set_going)
        elif "get ready" in said or "going on." in said:
            workout.state, self._counting = "working", False
        elif said.startswith("change."):
            self._counting = False
        elif workout.state == "working" and SET_OVER.search(said):
            workout.set_over(True, at_ms)
        elif "set is cut short" in said or "set ended early" in said:
            workout.set_over(False, at_ms)
        elif workout.state == "working":
            self._counted(workout, said, at_ms)
        if "rest paused" in said:
            workout.rest_until_ms = None
        rest = REST.search(said)
        if rest and workout.state == "resting" and workout.rest_until_ms is None:
            workout.rest_until_ms = at_ms + 1000 * seconds(rest)
        if any(words in said for words in LAID_BY):
            self.over()

    def _set_going(self, workout: Workout, told: re.Match[str]) -> None:
        leg = told[3] or ""
        if workout.legs == 2 and leg == "right" and not workout.legs_done:
            workout.missed = workout.counted < workout.target and not self.said_done
            workout.short_by = workout.target - workout.counted if workout.missed else 0
        workout.set_number = number(told[1]) or 0
        workout.leg, workout.legs_done = leg, int(leg == "right")
        workout.state, workout.counted = "working", 0
        self._counting = False

    def over(self) -> None:
        """The workout is laid by."""
        if self.workout is not None:
            self.past.append((self.workout, self.workout.all_done))
        self.workout = None

    def broken_off(self, at_ms: int) -> None:
        """The runner leaves the exercise at hand: what was begun of a set is kept as cut short."""
        workout = self.workout
        if workout is None or workout.state != "working":
            return
        if workout.counted or workout.legs_done:
            workout.set_over(False, at_ms)
            workout.state = "resting"

    def left_out(self) -> None:
        """The runner leaves out the exercise at hand, or the next one if this one is over."""
        workout = self.workout
        if workout is None:
            return
        if workout.state == "between":
            workout.index = workout.ahead[0] if workout.ahead else workout.index
            workout.skipped.add(workout.index)
        elif not any(one.exercise == workout.exercise for one in workout.done):
            workout.skipped.add(workout.index)
        workout.state = "between"

    def _introduced(self, introduced: re.Match[str]) -> None:
        workout = self.workout
        if workout is None:
            return
        workout.index = number(introduced[1]) or 0
        workout.skipped.discard(workout.index)
        workout.exercises = number(introduced[2]) or 0
        workout.exercise = introduced[3].strip()
        workout.state, workout.sets, workout.short_by = "introduced", 0, 0
        workout.counted = workout.legs_done = 0
        done = {one.number for one in workout.done if one.exercise == workout.exercise}
        workout.set_number = next((n for n in range(1, 10) if n not in done), 1)

    def _dosed(self, workout: Workout, dose: re.Match[str], said: str) -> None:
        workout.sets = number(dose[1]) or 0
        workout.target = number(dose[2]) or 0
        if dose[3].startswith("minute"):
            workout.target *= 60
        workout.held = "hold of" in said
        workout.legs = 2 if "each leg" in said else 1
        workout.leg = "left" if workout.legs == 2 else ""
        workout.planned[workout.exercise] = workout.sets
        if workout.set_number > workout.sets:
            workout.set_number = 1

    def _counted(self, workout: Workout, said: str, at_ms: int) -> None:
        value = number(said.strip(". "))
        if value is None:
            # after the count-in comes "hold", or the first phase of a rep
            self._counting = True
        elif self._counting:
            workout.counted = value
            if value == workout.target and workout.legs_done + 1 < workout.legs:
                workout.leg, workout.legs_done, workout.counted = "right", 1, 0
                self._counting = False
            elif value == workout.target:
                workout.set_over(True, at_ms)


def seconds(length: re.Match[str]) -> int:
    """The seconds of a length of time that was heard."""
    if length[0].startswith("two minutes"):
        return 120
    minute = 60 if length[0].startswith("one minute") else 0
    return minute + (number(length[1] or length[2] or "no") or 0)
