"""What is remembered about one runner: wishes, the current workout, past workouts and sets.

It holds nothing about body, pain or health: what a session knows about that is in Session, which
no store accepts.
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
from skill.coach.workout import SetRecord, Workout

ANSWERED_LIMIT = 20
"""How many requests are recognized when replayed: more than a runner makes in the 150 s for which a
request is valid."""


class CountMode(StrEnum):
    """How much of a count is spoken."""

    EVERY = "every"
    FIVES = "fives"
    BEATS = "beats"
    """Few numbers: the first, every fifth and the last three."""
    ENDS = "ends"
    NONE = "none"


class TalkLevel(StrEnum):
    """How much is explained."""

    LESS = "less"
    NORMAL = "normal"
    MORE = "more"


class Unit(StrEnum):
    """The units of a weight; each is a noun in the catalogue."""

    KILO = "kilo"
    POUND = "pound"


class Weight(Struct, frozen=True, array_like=True):
    """A weight that was lifted, in the runner's own unit; nothing about the body."""

    halves: Annotated[int, Meta(ge=0, le=2_000)]
    """Half units: dumbbells of seven and a half kilos are common. 0 is no weight."""
    unit: Unit = Unit.KILO

    @property
    def value(self) -> str:
        """The weight as a value for the catalogue."""
        return f"{self.halves} {self.unit}"


class Preference(Struct, frozen=True):
    """What a runner changed about one exercise; None keeps the routine's own value."""

    form: Id | None = None
    sets: Count | None = None
    reps: Count | None = None
    hold: Count | None = None
    rest: Count | None = None
    pace: Percent | None = None
    """Percent of the routine's tempo: 125 takes a quarter longer for each rep."""
    tempo: Annotated[Mapping[Id, Number], Meta(max_length=MANY)] | None = None
    """The seconds of each direction of a rep, such as down, that are for this exercise alone."""

    def changed_to(self, other: Preference) -> dict[str, Any]:
        """The fields in which another preference differs, with the other's values."""
        pairs = ((name, getattr(other, name)) for name in self.__struct_fields__)
        return {name: value for name, value in pairs if value != getattr(self, name)}


UNCHANGED = Preference()
FOR_GOOD_MS = 253_402_300_799_999
"""The latest possible time: until the runner says otherwise."""
PLAIN_DEVICES = 4
"""How many devices without exact audio are remembered; the latest ones are kept."""


class PlainDevice(Struct, frozen=True):
    """A device that failed to play exact audio: it gets speech with pauses for a while."""

    device: Digest
    until_ms: Instant
    """When to try exact audio on it again, in ms since 1970."""


WISHES = (
    *("preferences", "after_today", "levels", "levels_before", "weights", "steps_unwanted"),
    *("hard_days", "runs_once", "runs_off", "tempo", "count_mode", "count_down", "halfway"),
    *("talk_level", "stepwise", "auto_continue"),
)
"""The fields of a runner that a command may change and "not that one" takes back."""


class Runner(Struct, frozen=True):
    """Everything remembered about one runner."""

    routine: Id = ""
    """The id of the runner's routine; empty before the first turn."""
    clinic: Id = ""
    runner: Id = "1"
    """The number of the runner within the account."""
    turn: Count = 0
    """Counts the turns."""
    welcomed: bool = False
    met: Ids = ()
    """Exercises whose purpose was explained."""
    practised: Annotated[Mapping[Id, Count], Meta(max_length=MANY)] = field(default_factory=dict)
    """How many sets of an exercise were ever completed."""
    preferences: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    after_today: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    """The preference that returns after this workout, if a change was only for today."""
    levels: Annotated[Mapping[Id, Level], Meta(max_length=MANY)] = field(default_factory=dict)
    """How far each exercise has progressed; one without a level is at its start."""
    levels_before: Annotated[Mapping[Id, Level], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    """Each exercise's previous level."""
    not_yet: Annotated[Mapping[Id, Count], Meta(max_length=MANY)] = field(default_factory=dict)
    """The day on which one step more was declined, counted from 1 January 1970."""
    hard_days: Annotated[tuple[Weekday, ...], Meta(max_length=7)] = ()
    """The runner's hard-run days of the week."""
    runs_once: Annotated[tuple[Count, ...], Meta(max_length=MANY)] = ()
    """Days with a hard run this once, counted from 1 January 1970."""
    runs_off: Annotated[tuple[Count, ...], Meta(max_length=MANY)] = ()
    """Days on which the weekly hard run is off this once, counted from 1 January 1970."""
    weights: Annotated[Mapping[Id, Weight], Meta(max_length=MANY)] = field(default_factory=dict)
    """The last weight used in an exercise, as the runner reported it."""
    begun: Count = 0
    """The number of workouts begun; selects the extras of each."""
    turn_begun: Count = 0
    """The turn of the last one."""
    count_mode: CountMode = CountMode.EVERY
    count_down: bool = False
    """Whether to count down instead of up."""
    halfway: bool = False
    """Whether to announce half of a long hold."""
    tempo: Annotated[Mapping[Id, Number], Meta(max_length=MANY)] = field(default_factory=dict)
    """The seconds of each direction of a rep, such as down, that the runner set."""
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
    """When the last turn was answered, in ms since 1970; 0 if unknown."""
    history: History = field(default_factory=History)
    workouts: Count = 0
    """Finished workouts in all."""
    last_answered: Annotated[str, Meta(pattern="^[0-9a-f]{0,64}$")] = ""
    """The digest of the last request answered."""
    answered: Annotated[tuple[Digest, ...], Meta(max_length=MANY)] = ()
    """Digests of the last requests answered, so that replays change nothing."""

    @property
    def wishes(self) -> Runner:
        """A runner with the same wishes and nothing else."""
        return Runner(**{name: getattr(self, name) for name in WISHES})

    def wishing(self, wishes: Runner) -> Runner:
        """The runner with another's wishes."""
        return replace(self, **{name: getattr(wishes, name) for name in WISHES})

    def having_heard(self, hint: str) -> Runner:
        """The runner to whom that hint was told."""
        return self if hint in self.hints else replace(self, hints=(*self.hints, hint))

    @property
    def variation(self) -> int:
        """Selects among the variants of a line: none comes twice in a row, nor in the same place of
        two workouts in a row."""
        return self.turn if self.begun < 2 else self.turn - self.turn_begun + self.begun

    def preference(self, exercise_id: str) -> Preference:
        """The runner's changes to that exercise."""
        return self.preferences.get(exercise_id, UNCHANGED)

    def prefer(self, exercise_id: str, preference: Preference) -> Runner:
        """The runner with that preference."""
        return replace(self, preferences={**self.preferences, exercise_id: preference})

    def changing(self, exercise_id: str, preference: Preference, *, today: bool) -> Runner:
        """The runner with that preference applied, for good or only for this workout."""
        before, after_today = self.preference(exercise_id), dict(self.after_today)
        kept = after_today.get(exercise_id)
        if today:
            after_today[exercise_id] = kept or before
        elif kept is not None:
            after_today[exercise_id] = replace(kept, **before.changed_to(preference))
        return replace(self.prefer(exercise_id, preference), after_today=after_today)

    def after_workout(self) -> Runner:
        """The runner without changes that were only for today."""
        if not self.after_today:
            return self
        return replace(self, preferences={**self.preferences, **self.after_today}, after_today={})

    def hears_exact_audio(self, device_id: str, now_ms: int) -> bool:
        """Whether to try exact audio on that device now."""
        device = digest(device_id)
        return all(each.device != device or each.until_ms <= now_ms for each in self.plain_devices)

    def hearing_plain_speech(
        self, device_id: str, now_ms: int, until_ms: int = FOR_GOOD_MS
    ) -> Runner:
        """The runner with that device left without exact audio until then."""
        exact = self.hearing_exact_audio(device_id)
        others = (each for each in exact.plain_devices if each.until_ms > now_ms)
        plain = (*others, PlainDevice(digest(device_id), until_ms))
        return replace(self, plain_devices=plain[-PLAIN_DEVICES:])

    def hearing_exact_audio(self, device_id: str) -> Runner:
        """The runner with exact audio allowed again on that device."""
        device = digest(device_id)
        others = tuple(each for each in self.plain_devices if each.device != device)
        return replace(self, plain_devices=others)

    def knows(self, request_id: str) -> bool:
        """Whether that request was answered recently; never true without an id."""
        return request_id != "" and digest(request_id) in self.answered

    def answering(self, request_id: str) -> Runner:
        """The runner with that request as the last one answered."""
        if not request_id:
            return replace(self, last_answered="")
        told = digest(request_id)
        return replace(self, last_answered=told, answered=(*self.answered, told)[-ANSWERED_LIMIT:])

    def archived(self, now_ms: int, *, finished: bool) -> Runner:
        """The runner with the current workout moved to the history, if anything was done."""
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
    """How many sets were completed between two states of one runner, a turn apart."""
    earlier, later = before.history.past, after.history.past
    last_ms = earlier[-1].ended_ms if earlier else 0
    ended = [past for past in later if past.ended_ms > last_ms]
    done = _completed(after) + sum(past.completed for past in ended)
    return max(0, done - _completed(before))


def _completed(runner: Runner) -> int:
    log: tuple[SetRecord, ...] = () if runner.workout is None else runner.workout.log
    return sum(record.completed for record in log)


def digest(name: str) -> str:
    """A digest of a request's or device's id: short, and not traceable."""
    return sha256(name.encode(errors="replace")).hexdigest()[:8]
