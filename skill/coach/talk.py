"""The conversation of one session: what was asked and answered, and what pain left of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from skill.coach.commands import Command
from skill.coach.workout import Workout, whole_number


class Question(StrEnum):
    """The question a turn ended with, for the "yes" or "no" that may follow."""

    CARRY_ON = "carry_on"
    START_FRESH = "start_fresh"
    HEAR_AGAIN = "hear_again"
    FORGET = "forget"
    EASIER = "easier"
    MISHEARD = "misheard"
    """Whether pain or a warning sign was misheard. Never saved."""


class Halt(StrEnum):
    """What ended a set early, for as long as the session lasts. Never saved."""

    PAIN = "pain"
    RED_FLAG = "red_flag"


@dataclass(frozen=True, slots=True)
class Before:
    """Where the runner stood before a halt, for one that was misheard. Never saved."""

    workout: Workout
    subdued: bool
    settled: bool = False
    """True once more of it was said, or the question whether it was misheard was denied: there is
    no way back then."""
    told: bool = False
    """True once the way back was told of."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation of this session; a new session starts it anew."""

    question: Question | None = None
    returning: bool = False
    """True from the welcome back until the runner carries on or starts fresh."""
    last: Command | None = None
    """The last thing asked, so that "repeat" can answer it again; never a word of the body."""
    pending: Command | None = None
    """What the runner asked for without saying of which exercise, until one is named."""
    misses: int = 0
    """How often in a row the runner was not understood."""
    subdued: bool = False
    """True once pain was spoken of: cheering stays off for the session. Never saved."""
    halt: Halt | None = None
    """What the session was stopped for, until the runner goes on. Never saved."""
    before: Before | None = None
    """Where the runner stood before the halt; None without one. Never saved."""
    undo: Mapping[str, object] | None = None
    """What the last step changed, as it was before, for "not that one": the `preferences`, and
    the `workout` where the step led to another place."""

    def to_json(self) -> dict[str, object]:
        """The talk as plain JSON, without what is never saved."""
        pending = {"pending": self.pending.to_json()} if self.pending else {}
        return {
            **pending,
            "question": None if self.question is Question.MISHEARD else self.question,
            "returning": self.returning,
            "last": self.last.to_json() if self.last else None,
            "misses": self.misses,
            "undo": self.undo,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """The talk in `data`; raises ValueError, KeyError or TypeError where there is none."""
        question, last, undo = data["question"], data["last"], data["undo"]
        pending = data.get("pending")
        if not all(entry is None or isinstance(entry, dict) for entry in (last, undo, pending)):
            raise ValueError("last, undo and pending are tables")
        return cls(
            question=None if question is None else Question(str(question)),
            returning=bool(data["returning"]),
            last=Command.from_json(last) if isinstance(last, dict) else None,
            pending=Command.from_json(pending) if isinstance(pending, dict) else None,
            misses=whole_number(data["misses"]),
            undo=undo if isinstance(undo, dict) else None,
        )

    def unsaved(self) -> object:
        """What is never saved, as plain JSON for the session to carry; False if that is nothing."""
        if self.halt is None:
            return self.subdued
        before = self.before
        return {
            "halt": self.halt,
            "asked": self.question is Question.MISHEARD,
            "workout": before.workout.to_json() if before else None,
            "subdued": before.subdued if before else True,
            "settled": before.settled if before else True,
            "told": before.told if before else True,
        }

    def with_unsaved(self, carried: object, *, halted: bool) -> Self:
        """The talk with what a session carried; in doubt it is a halt without a way back.

        `halted` is False where no workout is under way that could be halted.
        """
        if not carried:
            return self
        told: Mapping[str, object] = carried if isinstance(carried, dict) else {"halt": carried}
        halt = Halt(str(told["halt"])) if told.get("halt") in list(Halt) else None
        if halt is None or not halted:
            return replace(self, subdued=True)
        before, workout = None, told.get("workout")
        try:
            if isinstance(workout, dict):
                flags = (bool(told.get(key, True)) for key in ("subdued", "settled", "told"))
                before = Before(Workout.from_json(workout), *flags)
        except (ValueError, KeyError, TypeError):
            before = None
        question = Question.MISHEARD if before and told.get("asked") else self.question
        return replace(self, subdued=True, halt=halt, before=before, question=question)
