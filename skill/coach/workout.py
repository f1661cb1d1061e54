"""The workout in hand: where it stands, and its way to plain JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from skill.coach.timeline import Side, Span, SpanKind


class Phase(StrEnum):
    """Where a runner stands; together with the meaning it decides what happens."""

    OPENED = "opened"
    """No workout is under way."""
    HURT = "hurt"
    """Pain or a warning sign ended the set a moment ago; the runner has not gone on yet."""
    RETURNING = "returning"
    """A workout is unfinished, and the runner was just asked whether to carry on."""
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


@dataclass(frozen=True, slots=True)
class SetRecord:
    """What became of one set."""

    exercise: str
    number: int
    whole: bool
    """False for a set that was cut short."""
    done: int
    """Reps or seconds completed, both legs together."""

    def to_json(self) -> list[object]:
        """The record as a short list."""
        return [self.exercise, self.number, self.whole, self.done]

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The record in such a list; raises ValueError where it is none."""
        if not isinstance(data, list) or len(data) != 4:
            raise ValueError("a set record is a list of four")
        exercise, number, whole, done = data
        if not isinstance(exercise, str) or not isinstance(whole, bool):
            raise ValueError("a set record names an exercise and whether it was whole")
        return cls(exercise, whole_number(number, low=1), whole, whole_number(done))


@dataclass(frozen=True, slots=True)
class Track:
    """The spans of the turn that is being heard, from its start on."""

    started_ms: int
    """When the turn began, in ms since 1970."""
    spans: tuple[Span, ...]

    def to_json(self) -> dict[str, object]:
        """The track as plain JSON."""
        spans = [span.to_json() for span in self.spans]
        return {"started_ms": self.started_ms, "spans": spans}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """The track in `data`; raises ValueError, KeyError or TypeError where there is none."""
        if not isinstance(data, dict) or not isinstance(data["spans"], list):
            raise ValueError("a track holds a list of spans")
        spans = tuple(Span.from_json(span) for span in data["spans"])
        return cls(whole_number(data["started_ms"]), spans)


@dataclass(frozen=True, slots=True)
class Workout:
    """One pass through the routine."""

    started_ms: int
    plan: tuple[str, ...]
    """The ids of the exercises of this workout, in order."""
    short: bool = False
    """True for the short version."""
    index: int = 0
    """The place in the plan of the exercise at hand."""
    phase: Phase = Phase.INTRODUCING
    set_number: int = 1
    """The set under way, or, while resting, the one that follows."""
    side: Side | None = None
    """The leg to work next; None where the exercise has no sides."""
    first_side: Side | None = None
    """The leg to begin each set with, where the runner chose one."""
    done: int = 0
    """Seconds or reps of the set at hand already completed on that leg."""
    rest_left_ms: int = 0
    rest_paused: bool = False
    """True when the runner asked to hold the rest: it waits instead of running on."""
    step: int | None = None
    """The last step read out, when steps are read one a turn."""
    track: Track | None = None
    log: tuple[SetRecord, ...] = ()
    skipped: tuple[str, ...] = ()
    own_sets: tuple[str, ...] = ()
    """The exercises whose sets the runner chose during this workout, be it the short one."""

    @property
    def exercise(self) -> str:
        """The id of the exercise at hand."""
        return self.plan[self.index]

    @property
    def next_index(self) -> int | None:
        """The place in the plan of the exercise that follows; None after the last."""
        for index in range(self.index + 1, len(self.plan)):
            if self.plan[index] not in self.skipped:
                return index
        return None

    @property
    def last_exercise(self) -> bool:
        """Whether no exercise follows."""
        return self.next_index is None

    def with_set(self, record: SetRecord) -> Workout:
        """The workout with one more set in its log; a set done again replaces its record."""
        kept = tuple(
            entry
            for entry in self.log
            if (entry.exercise, entry.number) != (record.exercise, record.number)
        )
        skipped = tuple(name for name in self.skipped if name != record.exercise)
        return replace(self, log=(*kept, record), skipped=skipped)

    def to_json(self) -> dict[str, object]:
        """The workout as plain JSON."""
        return {
            "started_ms": self.started_ms,
            "plan": list(self.plan),
            "short": self.short,
            "index": self.index,
            "phase": self.phase,
            "set_number": self.set_number,
            "side": self.side,
            "first_side": self.first_side,
            "done": self.done,
            "rest_left_ms": self.rest_left_ms,
            "rest_paused": self.rest_paused,
            "step": self.step,
            "track": self.track.to_json() if self.track else None,
            "log": [record.to_json() for record in self.log],
            "skipped": list(self.skipped),
            "own_sets": list(self.own_sets),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The workout in `data`; raises ValueError, KeyError or TypeError where there is none."""
        plan = texts(data["plan"])
        index = whole_number(data["index"])
        if index >= len(plan):
            raise ValueError("a workout's index lies within its plan")
        log = data["log"]
        if not isinstance(log, list):
            raise ValueError("a workout's log is a list")
        step, track = data["step"], data["track"]
        phase = Phase(str(data["phase"]))
        if phase in (Phase.OPENED, Phase.RETURNING, Phase.HURT):
            raise ValueError("a workout in hand is under way")
        return cls(
            started_ms=whole_number(data["started_ms"]),
            plan=plan,
            short=bool(data["short"]),
            index=index,
            phase=phase,
            set_number=whole_number(data["set_number"], low=1),
            side=side_or_none(data["side"]),
            first_side=side_or_none(data["first_side"]),
            done=whole_number(data["done"]),
            rest_left_ms=whole_number(data["rest_left_ms"]),
            rest_paused=bool(data["rest_paused"]),
            step=None if step is None else whole_number(step),
            track=None if track is None else Track.from_json(track),
            log=tuple(SetRecord.from_json(record) for record in log),
            skipped=texts(data["skipped"]),
            own_sets=texts(data["own_sets"]),
        )


def side_or_none(value: object) -> Side | None:
    """The leg named by `value`; raises ValueError where it is no leg."""
    return None if value is None else Side(str(value))


WORK_SPANS = (SpanKind.HOLD, SpanKind.REPS)


def whole_number(value: object, low: int = 0) -> int:
    """`value` where it is a whole number from `low` on; raises ValueError otherwise."""
    if type(value) is not int or value < low:
        raise ValueError(f"expected a whole number from {low} on")
    return value


def texts(value: object) -> tuple[str, ...]:
    """`value` where it is a list of texts; raises ValueError otherwise."""
    if not isinstance(value, list) or not {type(entry) for entry in value} <= {str}:
        raise ValueError("expected a list of texts")
    return tuple(value)
