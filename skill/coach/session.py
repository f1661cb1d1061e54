"""The state of one session: open questions, undo, and what pain has ruled out.

None of it is ever stored: the session's attributes carry it from turn to turn.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from skill.coach.bounds import Count, Ids, Instant, Long
from skill.coach.commands import Command, Meaning
from skill.coach.runner import Runner
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
    """Whether to take one step more in the current exercise, or in one that was too easy."""
    WHICH_DAYS = "which_days"
    """Which days the runner runs hard."""
    HARD_DAYS = "hard_days"
    """Whether hard runs are on the days that were named."""
    WEIGHT = "weight"
    """How much was lifted."""
    UNIT = "unit"
    """Whether that was kilos or pounds."""
    SPACING = "spacing"
    """A whole workout again within a day; yes means only what may be done every day."""
    NUMBER = "number"
    """Which number the runner wants."""
    HURT = "hurt"
    """Whether pain that was heard is real."""
    UNWELL = "unwell"
    """Whether an emergency that was heard is real."""
    HURT_OR_WORK = "hurt_or_work"
    """Whether a bare sound or part of the body meant pain, or hard work."""


OF_THE_BODY = frozenset({Question.HURT, Question.UNWELL})
"""Questions to which "no" is good news: it leads back to where the runner was."""


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
        """The graver of the two; members are declared from mildest to gravest."""
        grades = list(Stopped)
        return self if other is None else max(self, other, key=grades.index)


class Undo(Struct, frozen=True):
    """The state before the last step, for "not that one"."""

    wishes: Runner
    """A runner with the wishes before the step and nothing else."""
    workout: Workout | None = None
    """None if the step did not lead to another place."""
    archived: Runner | None = None
    """The runner before the step, without a workout, if it moved the workout to the history."""
    turns: Count = 0
    """Turns since then that changed nothing."""
    by: Meaning | None = None
    """The meaning of the step; None if unknown."""


class Before(Struct, frozen=True):
    """The state before pain or a warning sign, in case it was misheard."""

    workout: Workout | None
    """None if no workout was under way."""
    subdued: bool
    returning: bool = False
    spared: Ids = ()
    left_at: Count = 0
    """The place in the plan where the stop left the workout."""
    settled: bool = False
    """True once more of it was said, or the runner confirmed it: then there is no way back."""
    told: bool = False
    """True once the way back was mentioned."""


class Session(Struct, frozen=True):
    """The state of this session; a new session begins empty."""

    question: Question | None = None
    """Open for the next turn only; misunderstandings and "repeat" keep it open."""
    set_to_go_on: bool = False
    """Whether the question interrupted a counted set: "no" goes on with it."""
    declined: bool = False
    """True for the turn after a question was answered with no."""
    returning: bool = False
    """True from the welcome back until the runner carries on or starts afresh."""
    away_ms: Long = 0
    """How long the runner was away before this session, until the workout goes on, in ms."""
    newcomer: bool = False
    """True once someone new is on the mat: everything is explained, caution included."""
    last: Command | None = None
    """The last question, so that "repeat" can answer it again; never one about the body."""
    pending: Command | None = None
    """A request without an exercise, until one is named."""
    unfinished: Command | None = None
    """What the open question is about: an exercise, or a wish that a number will complete."""
    warm: bool = False
    """True once a warm-up was left behind in this session: none is offered again."""
    until_ms: Instant = 0
    """When the time for the whole workout is up, in ms since 1970; 0 if the runner named none."""
    misses: Count = 0
    """How often in a row the runner was not understood."""
    subdued: bool = False
    """True once pain was spoken of: cheering stays off for the session."""
    spared: Ids = ()
    """The exercises that are no longer offered in this session, after pain."""
    stopped: Stopped | None = None
    """Why the set was stopped, until the runner goes on."""
    before: Before | None = None
    """The state before that; None if nothing was stopped."""
    undo: Undo | None = None
    spaced: bool = False
    """True once the runner was told that the last workout was less than a day ago."""
    kept_in: Ids = ()
    """The exercises to do today despite a hard run nearby."""
    run_told: bool = False
    """True once the runner was reminded of a hard run nearby."""
    timed_ms: Long = 0
    """The length of the last answer in ms if it was timed, as exact audio is; otherwise 0."""
    needs_told: Ids = ()
    """Equipment already named, so that it is not named again."""


def phase_of(runner: Runner, session: Session) -> Phase:
    """The phase of the conversation."""
    stopped = session.stopped
    if stopped is not None and (stopped.for_today or runner.workout is not None):
        return Phase.HURT
    if runner.workout is None:
        return Phase.OPENED
    return Phase.RETURNING if session.returning else runner.workout.phase_now
