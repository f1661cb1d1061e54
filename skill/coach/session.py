"""The conversation of one session: what was asked and answered, and what pain left of it.

None of it is ever stored: the session's attributes carry it from turn to turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from skill.coach.bounds import MANY, Count, Id, Ids, Instant, Long
from skill.coach.commands import Command, Meaning
from skill.coach.prescription import Level
from skill.coach.runner import Preference, Runner
from skill.coach.workout import Phase, Workout


class Question(StrEnum):
    """The question a turn ended with, for the "yes" or "no" that may follow."""

    CARRY_ON = "carry_on"
    START_FRESH = "start_fresh"
    FRESH_FIRST = "fresh_first"
    """A fresh workout, after days; "no" carries on."""
    START_SHORT = "start_short"
    """The short version, with a workout unfinished."""
    HEAR_AGAIN = "hear_again"
    FORGET = "forget"
    EASIER = "easier"
    HARDER = "harder"
    STEP = "step"
    """One step more of the exercise at hand, or of one that was too easy."""
    WHICH_DAYS = "which_days"
    """On which days the runner runs hard."""
    HARD_DAYS = "hard_days"
    """Whether hard runs are on the days that were named."""
    WEIGHT = "weight"
    """How much was lifted."""
    UNIT = "unit"
    """Whether that was kilos or pounds."""
    SPACING = "spacing"
    """All of it again within a day; yes is only what may be done every day."""
    NUMBER = "number"
    """Which number is wished for."""
    HURT = "hurt"
    """Whether pain that was heard is real."""
    UNWELL = "unwell"
    """Whether an emergency that was heard is real."""
    HURT_OR_WORK = "hurt_or_work"
    """Whether a bare sound or part of the body meant pain, or hard work."""


OF_THE_BODY = frozenset({Question.HURT, Question.UNWELL})
"""What a no to is good news: it leads back to where the runner stood."""


class Stopped(StrEnum):
    """What ended a set early, for as long as the session lasts."""

    PAIN = "pain"
    """An exercise hurt; the ones after it may still be done."""
    SECOND_PAIN = "second_pain"
    RED_FLAG = "red_flag"
    EMERGENCY = "emergency"

    @property
    def for_today(self) -> bool:
        """Whether no more exercises are done today."""
        return self is not Stopped.PAIN

    def or_worse(self, other: Stopped | None) -> Stopped:
        """The graver of the two; the declaration goes from the mildest to the gravest."""
        grades = list(Stopped)
        return self if other is None else max(self, other, key=grades.index)


class Undo(Struct, frozen=True):
    """What the last step changed, as it was before, for "not that one"."""

    preferences: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)]
    after_today: Annotated[Mapping[Id, Preference], Meta(max_length=MANY)] = field(
        default_factory=dict
    )
    levels: Annotated[Mapping[Id, Level], Meta(max_length=MANY)] = field(default_factory=dict)
    workout: Workout | None = None
    """None if the step did not lead to another place."""
    archived: Runner | None = None
    """The runner before the step, without a workout, if it laid the workout to the past ones."""
    turns: Count = 0
    """Turns since that changed nothing."""
    by: Meaning | None = None
    """What was meant by the step; None if it isn't known."""


class Before(Struct, frozen=True):
    """Where the runner stood before pain or a warning sign, in case it was misheard."""

    workout: Workout | None
    """None if no workout was under way."""
    subdued: bool
    returning: bool = False
    spared: Ids = ()
    left_at: Count = 0
    """The place in the plan where the stop left the workout."""
    settled: bool = False
    """True once more of it was said, or the question whether it was misheard was denied: there is
    no way back then."""
    told: bool = False
    """True once the way back was told of."""


class Session(Struct, frozen=True):
    """The conversation of this session; a new session begins with an empty one."""

    question: Question | None = None
    """Open for the very next turn; only what is not understood, or is to be repeated, keeps it."""
    set_to_go_on: bool = False
    """Whether the question interrupted a set that was counted: a "no" goes on with it."""
    declined: bool = False
    """True for the turn after a question was answered with no."""
    returning: bool = False
    """True from the welcome back until the runner carries on or starts fresh."""
    away_ms: Long = 0
    """How long the runner was away before this session, until the workout goes on, in ms."""
    newcomer: bool = False
    """True once someone new is on the mat: everything is explained, caution included."""
    last: Command | None = None
    """The last thing asked, so that "repeat" can answer it again; never a word of the body."""
    pending: Command | None = None
    """What the runner asked for without saying of which exercise, until one is named."""
    unfinished: Command | None = None
    """What the open question is about: its exercise, or the wish that its number completes."""
    warm: bool = False
    """True once the runner went on from a warm-up in this session: none is offered again."""
    until_ms: Instant = 0
    """When the time is up that the runner named for the whole workout, in ms since 1970; 0 if none
    was."""
    misses: Count = 0
    """How often in a row the runner was not understood."""
    subdued: bool = False
    """True once pain was spoken of: cheering stays off for the session."""
    spared: Ids = ()
    """The exercises that are not offered any more in this session, after pain."""
    stopped: Stopped | None = None
    """What the set was stopped for, until the runner goes on."""
    before: Before | None = None
    """Where the runner stood before that; None if nothing was stopped."""
    undo: Undo | None = None
    spaced: bool = False
    """True once it was said that the last workout was not a day ago."""
    kept_in: Ids = ()
    """The exercises that are done today whatever run is near."""
    run_told: bool = False
    """True once it was said that a hard run is near."""
    timed_ms: Long = 0
    """How long the last answer lasts if it keeps time, as exact audio does; else 0."""
    needs_told: Ids = ()
    """Equipment that was named already, so that it is not named again."""

    def settled(self) -> Session:
        """The session once it is certain that pain or a warning sign was not misheard."""
        before = self.before
        return replace(self, before=replace(before, settled=True)) if before else self

    def lifted(self) -> Session:
        """The session once the runner goes on after pain."""
        return replace(self, stopped=None, before=None, question=None)


def phase_of(runner: Runner, session: Session) -> Phase:
    """Where a runner is in a session."""
    stopped = session.stopped
    if stopped is not None and (stopped.for_today or runner.workout is not None):
        return Phase.HURT
    if runner.workout is None:
        return Phase.OPENED
    return Phase.RETURNING if session.returning else runner.workout.phase_now
