"""The current workout and the position in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from skill.coach.bounds import MANY, Count, Id, Ids, Instant, Milliseconds, Number
from skill.coach.timeline import Side, Span, SpanKind
from skill.routine.model import STANDARD


class Phase(StrEnum):
    """The phase of a conversation; phase and meaning together decide what happens."""

    OPENED = "opened"
    """No workout is under way."""
    HURT = "hurt"
    """Pain or a warning sign has just ended the set; the runner has not gone on yet."""
    RETURNING = "returning"
    """A workout is unfinished, and the runner was just asked whether to carry on."""
    WARMING_UP = "warming_up"
    """The warm-up is under way or waiting; the exercises come after it."""
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


IN_SET = (Phase.WORKING, Phase.PAUSED)
"""The phases in which a set is under way."""


class Stage(StrEnum):
    """The current part of a workout, as a document stores it."""

    WARM_UP = "warm_up"
    EXERCISES = "exercises"
    COOL_DOWN = "cool_down"


class SetRecord(Struct, frozen=True, array_like=True):
    """The result of one set."""

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
    """The spans of the turn that is playing, from its start."""

    started_ms: Instant
    """When the turn began, in ms since 1970."""
    spans: Annotated[tuple[Span, ...], Meta(min_length=1, max_length=MANY)]
    device: Annotated[str, Meta(pattern="^[0-9a-f]{0,64}$")] = ""
    """The digest of the device it plays on; empty if unknown."""
    id: Annotated[str, Meta(pattern="^[0-9a-f]{0,16}$")] = ""
    """The player's token for it; empty if it plays in the session."""
    held_ms: Milliseconds | None = None
    """The offset at which the player stopped or will begin, in ms; None while it plays."""

    @property
    def length_ms(self) -> int:
        """The time from the start of the turn to the end of its last span, in ms."""
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
"""Phases that depend on the session or on the stage of a workout."""


class Workout(Struct, frozen=True):
    """One pass through the routine."""

    started_ms: Instant
    plan: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=MANY)]
    """The ids of the exercises of this workout, in order."""
    short: bool = False
    """True for the short version."""
    index: Count = 0
    """The current exercise's place in the plan."""
    phase: Phase = Phase.INTRODUCING
    set_number: Number = 1
    """The set under way, or, while resting, the one that follows."""
    side: Side | None = None
    """The leg to work next; None if the exercise has no sides."""
    first_side: Side | None = None
    """The leg to begin each set with, if the runner chose one."""
    done: Count = 0
    """Seconds or reps of the current set already completed on that leg."""
    missed: Count = 0
    """Seconds or reps of this set that were left out on an earlier leg."""
    rest_left_ms: Milliseconds = 0
    rest_ms: Milliseconds = 0
    """The whole length of the current rest in ms, if the runner asked for more of it; otherwise
    0."""
    rest_paused: bool = False
    """True while the runner has paused the rest."""
    step: Count | None = None
    """The last step read out, if steps are read one per turn."""
    playback: Playback | None = None
    log: Annotated[tuple[SetRecord, ...], Meta(max_length=MANY)] = ()
    skipped: Ids = ()
    own_sets: Ids = ()
    """The exercises whose sets the runner chose during this workout, even a short one."""
    offers: Ids = ()
    """The exercises for which one step more may be offered in this workout."""
    most_sets: Count = 0
    """The most sets of an exercise, so that the workout fits a time; 0 for no limit."""
    brief: bool = False
    """True if it ends without a cool-down for lack of time."""
    circuit: bool = False
    """True for a circuit: one set of each exercise in turn, round by round."""
    over: Ids = ()
    """The exercises of a circuit whose sets are all over."""
    stage: Stage = Stage.EXERCISES
    """The current stage; during the warm-up and cool-down, the place in the exercises is kept."""
    stage_done: Count = 0
    """Seconds of the current warm-up or cool-down that are over."""
    waiting: Annotated[str, Meta(pattern="^[0-9a-f]{0,16}$")] = ""
    """The player's token for the waiting sound of this pause; empty if the workout isn't parked."""
    unplayable: bool = False
    """True once the player has failed to play a recorded set of this workout."""

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
        """The id of the current exercise."""
        return self.plan[self.index]

    @property
    def next_index(self) -> int | None:
        """The next exercise's place in the plan; None after the last."""
        return next((self.plan.index(exercise) for exercise in self.ahead), None)

    @property
    def ahead(self) -> tuple[str, ...]:
        """The following exercises, in order; in a circuit the current one may come again."""
        following = self.plan[self.index + 1 :]
        if self.circuit:
            following = (*following, *self.plan[: self.index + 1])
        passed = {*self.skipped, *self.over} if self.circuit else {*self.skipped}
        return tuple(exercise for exercise in following if exercise not in passed)

    def past_set(self, number: int, sets: int) -> Workout:
        """The workout once set `number` of this many of the current exercise is over."""
        if not self.circuit or number < sets or self.exercise in self.over:
            return self
        return replace(self, over=(*self.over, self.exercise))

    @property
    def circles_on(self) -> bool:
        """Whether a circuit goes on to another exercise after this set."""
        return self.circuit and self.next_index not in (None, self.index)

    @property
    def rest_runs(self) -> bool:
        """Whether some of a rest is left, and nobody has paused it."""
        return self.rest_left_ms > 0 and not self.rest_paused

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
        """The workout with one more set in its log; the better of a repeated set is kept, unless
        the runner corrected it."""
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
