"""The workout in hand: where it stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.coach.bounds import MANY, Count, Id, Ids, Instant, Milliseconds, Number
from skill.coach.timeline import Side, Span, SpanKind
from skill.routine.model import STANDARD


class Phase(StrEnum):
    """Where a runner stands; together with the meaning it decides what happens."""

    OPENED = "opened"
    """No workout is under way."""
    HURT = "hurt"
    """Pain or a warning sign ended the set a moment ago; the runner has not gone on yet."""
    RETURNING = "returning"
    """A workout is unfinished, and the runner was just asked whether to carry on."""
    WARMING_UP = "warming_up"
    """The warm-up is under way or waits for its runner; the exercises come after it."""
    INTRODUCING = "introducing"
    """An exercise was introduced; "next" begins its first set."""
    WORKING = "working"
    """A set is under way."""
    PAUSED = "paused"
    """A set was interrupted; its place is kept."""
    RESTING = "resting"
    """A set is over, and another of the same exercise follows."""
    BETWEEN = "between"
    """All sets of an exercise are over."""
    COOLING_DOWN = "cooling_down"
    """The exercises are over; the cool-down is under way."""


class Stage(StrEnum):
    """The part of a workout that is at hand, as a document keeps it."""

    WARM_UP = "warm_up"
    EXERCISES = "exercises"
    COOL_DOWN = "cool_down"


class SetRecord(Struct, frozen=True, array_like=True):
    """What became of one set."""

    exercise: Id
    number: Number
    completed: bool
    """False for a set that was cut short."""
    done: Count
    """Reps or seconds done, both legs together."""
    form: Id = STANDARD
    target: Count = 0
    """Reps or seconds of the whole set, both legs together."""
    at_ms: Instant = 0
    """When it ended, in ms since 1970; 0 if an earlier release wrote it."""


class Playback(Struct, frozen=True):
    """The spans of the turn that is being heard, from its start on."""

    started_ms: Instant
    """When the turn began, in ms since 1970."""
    spans: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=MANY)]
    device: Annotated[str, Meta(pattern="^[0-9a-f]{0,64}$")] = ""
    """The digest of the device it is heard on; empty if the device is not known."""
    id: Annotated[str, Meta(pattern="^[0-9a-f]{0,16}$")] = ""
    """What the device's player calls it; empty if it is heard in the session."""
    held_ms: Milliseconds | None = None
    """The offset at which the player stopped, or is to begin; None while it plays."""

    @property
    def length_ms(self) -> int:
        """From the start of the turn to the end of its last span."""
        return max(span.end_ms for span in self.spans)

    def __post_init__(self) -> None:
        if any(span.end_ms < span.start_ms for span in self.spans):
            raise ValueError("a span ends after it began")


NOT_STORED = frozenset(
    {
        *(Phase.OPENED, Phase.RETURNING, Phase.HURT),
        *(Phase.WARMING_UP, Phase.COOLING_DOWN),
    }
)
"""Phases that follow from the session, or from the stage of a workout."""


class Workout(Struct, frozen=True):
    """One pass through the routine."""

    started_ms: Instant
    plan: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MANY)]
    """The ids of the exercises of this workout, in order."""
    short: bool = False
    """True for the short version."""
    index: Count = 0
    """The place in the plan of the exercise at hand."""
    phase: Phase = Phase.INTRODUCING
    set_number: Number = 1
    """The set under way, or, while resting, the one that follows."""
    side: Side | None = None
    """The leg to work next; None if the exercise has no sides."""
    first_side: Side | None = None
    """The leg to begin each set with, if the runner chose one."""
    done: Count = 0
    """Seconds or reps of the set at hand already completed on that leg."""
    missed: Count = 0
    """Seconds or reps of this set that were left out on an earlier leg."""
    rest_left_ms: Milliseconds = 0
    rest_ms: Milliseconds = 0
    """How long the rest under way lasts in all, if the runner asked for more of it; else 0."""
    rest_paused: bool = False
    """True when the runner asked to hold the rest: it waits instead of running on."""
    step: Count | None = None
    """The last step read out, when steps are read one a turn."""
    playback: Playback | None = None
    log: Annotated[tuple[SetRecord, ...], Meta(max_length=MANY)] = ()
    skipped: Ids = ()
    own_sets: Ids = ()
    """The exercises whose sets the runner chose during this workout, be it the short one."""
    offers: Ids = ()
    """The exercises of which one step more may be offered in this workout."""
    most_sets: Count = 0
    """No exercise has more sets than this, so that the workout fits a time; 0 if it may."""
    brief: bool = False
    """True if it is to end without a cool-down, for want of time."""
    circuit: bool = False
    """True if one set of each exercise is done after the other, round by round."""
    over: Ids = ()
    """The exercises of a circuit whose sets are all over."""
    stage: Stage = Stage.EXERCISES
    """During the warm-up and the cool-down the place in the exercises is kept beneath."""
    stage_done: Count = 0
    """Seconds of the warm-up or the cool-down at hand that are over."""
    waiting: Annotated[str, Meta(pattern="^[0-9a-f]{0,16}$")] = ""
    """What the player calls the waiting sound of this pause; empty if the workout isn't parked."""
    unplayable: bool = False
    """True once the player could not play a recorded set of this workout."""

    def __post_init__(self) -> None:
        if self.index >= len(self.plan):
            raise ValueError("a workout's index lies within its plan")
        if self.phase in NOT_STORED:
            raise ValueError("a workout in hand is under way")

    @property
    def phase_now(self) -> Phase:
        """The phase, with the warm-up and the cool-down told apart from the exercises."""
        return STAGE_PHASES.get(self.stage, self.phase)

    @property
    def at_exercises(self) -> Workout:
        """The workout past its warm-up or cool-down, at its place in the exercises."""
        return replace(self, stage=Stage.EXERCISES, stage_done=0)

    @property
    def exercise(self) -> str:
        """The id of the exercise at hand."""
        return self.plan[self.index]

    @property
    def next_index(self) -> int | None:
        """The place in the plan of the exercise that follows; None after the last."""
        return next((self.plan.index(exercise) for exercise in self.ahead), None)

    @property
    def ahead(self) -> tuple[str, ...]:
        """The exercises that follow, in order; in a circuit the one at hand may follow itself."""
        following = self.plan[self.index + 1 :]
        if self.circuit:
            following = (*following, *self.plan[: self.index + 1])
        passed = {*self.skipped, *self.over} if self.circuit else {*self.skipped}
        return tuple(exercise for exercise in following if exercise not in passed)

    def past_set(self, number: int, sets: int) -> Workout:
        """The workout once set `number` of so many of the exercise at hand is over."""
        if not self.circuit or number < sets or self.exercise in self.over:
            return self
        return replace(self, over=(*self.over, self.exercise))

    @property
    def circles_on(self) -> bool:
        """Whether a circuit goes on to another exercise after this set."""
        return self.circuit and self.next_index not in (None, self.index)

    @property
    def last_exercise(self) -> bool:
        """Whether no exercise follows."""
        return self.next_index is None

    @property
    def all_over(self) -> bool:
        """Whether the last exercise is over."""
        return self.phase is Phase.BETWEEN and self.last_exercise

    def before_set(self, **changes: object) -> Workout:
        """The workout with nothing done of the set at hand and no rest under way."""
        return replace(
            self,
            done=0,
            missed=0,
            rest_left_ms=0,
            rest_ms=0,
            rest_paused=False,
            playback=None,
            **changes,
        )

    @property
    def sets(self) -> tuple[SetRecord, ...]:
        """The sets on record in the order they were done, each with its time."""
        dated = (each if each.at_ms else replace(each, at_ms=self.started_ms) for each in self.log)
        return tuple(sorted(dated, key=lambda each: each.at_ms))

    def with_set(self, record: SetRecord, *, corrected: bool = False) -> Workout:
        """The workout with one more set in its log; of a set done again the better one is kept,
        unless the runner corrected it."""
        others = tuple(
            entry
            for entry in self.log
            if (entry.exercise, entry.number) != (record.exercise, record.number)
        )
        if not corrected:
            same = [entry for entry in self.log if entry not in others]
            record = (
                max(record, *same, key=lambda each: (each.completed, each.done)) if same else record
            )
        skipped = tuple(name for name in self.skipped if name != record.exercise)
        return replace(self, log=(*others, record), skipped=skipped)


STAGE_PHASES = {Stage.WARM_UP: Phase.WARMING_UP, Stage.COOL_DOWN: Phase.COOLING_DOWN}
WORK_SPANS = (SpanKind.HOLD, SpanKind.REPS)
