"""What is remembered of one runner: wishes, the workout in hand, past workouts and sets.

Nothing of a runner's body, pain or health is in it: what a session knows of that is in
Session, which no store can be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from skill.coach.bounds import (
    MANY,
    Count,
    Digest,
    Id,
    Ids,
    Instant,
    Number,
    Percent,
    Weekday,
)
from skill.coach.history import History
from skill.coach.prescription import Level
from skill.coach.weights import Weight
from skill.coach.workout import SetRecord, Workout

ANSWERED_LIMIT = 20
"""Requests that are known again when they are replayed: more than a runner makes in the 150 s
for which a request is valid."""


class CountMode(StrEnum):
    """How much of a count is spoken."""

    EVERY = "every"
    FIVES = "fives"
    BEATS = "beats"
    """Hardly a number: the first, every fifth and the last three."""
    ENDS = "ends"
    NONE = "none"


class TalkLevel(StrEnum):
    """How much is explained."""

    LESS = "less"
    NORMAL = "normal"
    MORE = "more"


class Preference(Struct, frozen=True):
    """What a runner changed about one exercise; None keeps the routine's own value."""

    form: Id | None = None
    sets: Count | None = None
    reps: Count | None = None
    hold: Count | None = None
    rest: Count | None = None
    pace: Percent | None = None
    """Percent of the routine's tempo: 125 takes a quarter longer for each rep."""

    def changed_to(self, other: Preference) -> dict[str, Any]:
        """The fields that another preference has otherwise, with its values."""
        pairs = ((name, getattr(other, name)) for name in self.__struct_fields__)
        return {name: value for name, value in pairs if value != getattr(self, name)}


UNCHANGED = Preference()
FOR_GOOD_MS = 253_402_300_799_999
"""The latest instant: until the runner says otherwise."""
PLAIN_DEVICES = 4
"""Devices that are remembered for not playing exact audio; of more, the last ones."""


class PlainDevice(Struct, frozen=True):
    """A device that failed to play exact audio: for a while it gets speech with pauses."""

    device: Digest
    until_ms: Instant
    """When exact audio is tried on it again."""


class Runner(Struct, frozen=True):
    """Everything remembered of one runner."""

    routine: Id = ""
    """Which routine leads the runner; empty before the first turn."""
    clinic: Id = ""
    runner: Id = "1"
    """Which runner of the account."""
    turn: Count = 0
    """Counts the turns."""
    welcomed: bool = False
    met: Ids = ()
    """Exercises whose why was told."""
    practised: Annotated[Mapping[Id, Count], Meta(max_length=MANY)] = field(default_factory=dict)
    """How many sets of an exercise were done to their end, ever."""
    preferences: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    after_today: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    """What an exercise goes back to after this workout, if a change was only for today."""
    levels: Annotated[Mapping[Id, Level], Meta(max_length=MANY)] = field(default_factory=dict)
    """How far each exercise was built up; one without a level is at its beginning."""
    levels_before: Annotated[Mapping[Id, Level], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    """What it was before its level changed last."""
    not_yet: Annotated[Mapping[Id, Count], Meta(max_length=MANY)] = field(default_factory=dict)
    """The day on which one step more of an exercise was not wished for: counted from 1970."""
    hard_days: Annotated[tuple[Weekday, ...], Meta(max_length=7)] = ()
    """On which days of the week the runner runs hard."""
    weights: Annotated[Mapping[Id, Weight], Meta(max_length=MANY)] = field(default_factory=dict)
    """What was lifted last in an exercise, as the runner told it."""
    begun: Count = 0
    """Workouts that were begun; picks what is told in each."""
    turn_begun: Count = 0
    """The turn in which the last one was."""
    count_mode: CountMode = CountMode.EVERY
    count_down: bool = False
    """Whether a count tells what is left instead of what is done."""
    halfway: bool = False
    """Whether half of a long hold is told."""
    tempo: Annotated[Mapping[Id, Number], Meta(max_length=MANY)] = field(default_factory=dict)
    """Seconds of each way of a rep that the runner set, such as down; none of the others."""
    talk_level: TalkLevel = TalkLevel.NORMAL
    stepwise: bool = False
    auto_continue: bool = False
    steps_unwanted: Ids = ()
    """Exercises whose steps the runner does not want to hear again."""
    hints: Ids = ()
    """Hints told once, never again."""
    plain_devices: Annotated[tuple[PlainDevice, ...], Meta(max_length=MANY)] = ()
    workout: Workout | None = None
    seen_ms: Instant = 0
    """When the last turn was answered, in ms since 1970; 0 if it isn't known."""
    history: History = field(default_factory=History)
    workouts: Count = 0
    """Finished workouts in all."""
    last_answered: Annotated[str, Meta(pattern="^[0-9a-f]{0,64}$")] = ""
    """The digest of the last request answered."""
    answered: Annotated[tuple[Digest, ...], Meta(max_length=MANY)] = ()
    """Digests of the last requests answered, so that a replay changes nothing."""

    @property
    def variation(self) -> int:
        """Picks the variant of a line that has several: none comes twice running, nor in the same
        place of two workouts running."""
        return self.turn if self.begun < 2 else self.turn - self.turn_begun + self.begun

    def preference(self, exercise_id: str) -> Preference:
        """What the runner changed about that exercise."""
        return self.preferences.get(exercise_id, UNCHANGED)

    def prefer(self, exercise_id: str, preference: Preference) -> Runner:
        """The runner with that preference."""
        return replace(self, preferences={**self.preferences, exercise_id: preference})

    def changing(self, exercise_id: str, preference: Preference, *, today: bool) -> Runner:
        """The runner with what that preference changes, for good or only for this workout."""
        before, after_today = self.preference(exercise_id), dict(self.after_today)
        kept = after_today.get(exercise_id)
        if today:
            after_today[exercise_id] = kept or before
        elif kept is not None:
            after_today[exercise_id] = replace(kept, **before.changed_to(preference))
        return replace(self.prefer(exercise_id, preference), after_today=after_today)

    def after_workout(self) -> Runner:
        """The runner without what was only for today."""
        if not self.after_today:
            return self
        return replace(self, preferences={**self.preferences, **self.after_today}, after_today={})

    def hears_exact_audio(self, device_id: str, now_ms: int) -> bool:
        """Whether exact audio can be tried on that device now."""
        return self.counts_exactly_on(digest(device_id), now_ms)

    def counts_exactly_on(self, told: str, now_ms: int) -> bool:
        """The same for the digest of a device."""
        return all(each.device != told or each.until_ms <= now_ms for each in self.plain_devices)

    def hearing_plain_speech(self, told: str, now_ms: int, until_ms: int = FOR_GOOD_MS) -> Runner:
        """The runner with the device of that digest left without exact audio until then."""
        exact = self.hearing_exact_audio(told)
        others = (each for each in exact.plain_devices if each.until_ms > now_ms)
        plain = (*others, PlainDevice(told, until_ms))
        return replace(self, plain_devices=plain[-PLAIN_DEVICES:])

    def hearing_exact_audio(self, told: str) -> Runner:
        """The runner with exact audio tried again on the device of that digest."""
        others = tuple(each for each in self.plain_devices if each.device != told)
        return replace(self, plain_devices=others)

    def knows(self, request_id: str) -> bool:
        """Whether that request was answered lately; one without an id never was."""
        return request_id != "" and digest(request_id) in self.answered

    def answering(self, request_id: str) -> Runner:
        """The runner with that request as the last one answered."""
        if not request_id:
            return replace(self, last_answered="")
        told = digest(request_id)
        return replace(self, last_answered=told, answered=(*self.answered, told)[-ANSWERED_LIMIT:])

    def archived(self, now_ms: int, *, finished: bool) -> Runner:
        """The runner with the workout in hand laid to the past ones, if anything was done."""
        workout = self.workout
        if workout is None:
            return self
        after = self.after_workout()
        if not workout.log:
            return replace(after, workout=None)
        practised = dict(self.practised)
        for record in (each for each in workout.log if each.completed):
            practised[record.exercise] = practised.get(record.exercise, 0) + 1
        return replace(
            after,
            workout=None,
            practised=practised,
            history=self.history.with_workout(now_ms, workout.sets, finished=finished),
            workouts=self.workouts + (1 if finished else 0),
        )


def sets_finished(before: Runner, after: Runner) -> int:
    """How many sets were done to their end between two states of one runner, a turn apart."""
    earlier, later = before.history.past, after.history.past
    last_ms = earlier[-1].ended_ms if earlier else 0
    ended = [past for past in later if past.ended_ms > last_ms]
    done = _completed(after) + sum(past.completed for past in ended)
    return max(0, done - _completed(before))


def _completed(runner: Runner) -> int:
    log: tuple[SetRecord, ...] = () if runner.workout is None else runner.workout.log
    return sum(record.completed for record in log)


def digest(name: str) -> str:
    """A request's or a device's id as it is kept: short, and telling nothing."""
    return sha256(name.encode(errors="replace")).hexdigest()[:8]
