"""The routine as the rest of the skill sees it: frozen, checked, free of words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

from msgspec import Struct


class Sides(StrEnum):
    """Whether an exercise is done once for both legs or once for each leg."""

    BOTH = "both"
    EACH = "each"


class Sore(StrEnum):
    """Where it hurts, as far as it decides which exercises are left out."""

    HAMSTRING = "hamstring"
    """Also wherever the runner named no place."""
    SIT_BONE = "sit_bone"


class Adjustable(Struct, frozen=True):
    """A number somebody chose, and where it comes from."""

    start: int
    """The value a runner starts with (sets, reps or seconds)."""
    low: int
    """The lowest value a runner may ask for."""
    high: int
    """The highest value a runner may ask for."""
    source: str
    """Who says so: the clinic, or the reason for the project's default."""
    clinic: tuple[int, int] | None = None
    """The clinic's own range, if it gave one."""

    def nearest(self, wish: int) -> int:
        """The allowed value nearest to `wish`."""
        return max(self.low, min(self.high, wish))

    def is_far_from(self, wish: int) -> bool:
        """Whether `wish` is so far outside that it was hardly meant, or misheard."""
        return wish <= 0 or wish > 2 * self.high


class Fixed(Struct, frozen=True):
    """A number somebody chose that no runner can change by voice, and where it comes from."""

    start: int
    source: str


class Span(Struct, frozen=True):
    """A range that is told as it is, such as two or three days a week."""

    low: int
    high: int
    source: str


class TempoPhase(Struct, frozen=True):
    """One phase of a repetition, such as the lift."""

    cue: str
    """The word spoken as the phase begins, by its key in the catalogue."""
    seconds: int


class Tempo(Struct, frozen=True):
    """The pace of one repetition; its number is spoken in `count_seconds` as the rep completes."""

    phases: tuple[TempoPhase, ...]
    count_seconds: int
    source: str
    keeps: bool = False
    """True if the form is made by its tempo, so that no runner sets another."""

    @property
    def seconds(self) -> int:
        """The length of one rep, in seconds, its spoken number included."""
        return sum(phase.seconds for phase in self.phases) + self.count_seconds


class Way(Struct, frozen=True):
    """One way that a rep goes, such as down."""

    cues: tuple[str, ...]
    """The phases that go this way."""
    seconds: Span
    """What a runner may ask for."""


class TempoWishes(Struct, frozen=True):
    """How a runner may set the tempo, way by way."""

    ways: Mapping[str, Way]
    longest_rep_seconds: Fixed
    """What the ways that a runner set may take together in one rep."""


class Hold(Struct, frozen=True):
    """Work that is held still and counted in seconds."""

    seconds: Adjustable


class Reps(Struct, frozen=True):
    """Work that moves, paced by a tempo and counted in reps."""

    count: Adjustable
    tempo: Tempo


class Step(Struct, frozen=True):
    """One step of the movement, read out with time to do it."""

    id: str
    seconds: int
    """Time to move after the step was read out."""


class Form(Struct, frozen=True):
    """One way of doing an exercise: the clinic's own, or an easier or harder one."""

    id: str
    level: int
    """0 is the clinic's own form, below it easier, above it harder."""
    swap: bool
    """True when it is reached only in place of missing equipment, not by "easier" or "harder"."""
    sides: Sides
    needs: tuple[str, ...]
    work: Hold | Reps
    sets: Adjustable
    rest: Adjustable
    """Seconds between two sets."""
    get_ready: Fixed
    """Seconds between the runner's "next" and the first count."""
    changeover: Fixed
    """Seconds between the two legs, outside the work of either."""
    steps: tuple[Step, ...]
    source: str


STANDARD = "standard"


class Exercise(Struct, frozen=True):
    """One exercise of the routine, with every form of it."""

    id: str
    advanced: bool
    """True when a beginner should hear the caution first."""
    forms: Mapping[str, Form]
    """Every form under its id, in the routine's order."""
    lying: bool = False
    """True when it is done lying on the floor."""
    avoid_after: tuple[Sore, ...] = ()
    """After pain there, also in another exercise, it is left out."""

    def form(self, form_id: str = STANDARD) -> Form:
        """The form of that id, or the clinic's own if that form is gone from the data."""
        return self.forms[form_id if form_id in self.forms else STANDARD]

    def beside(self, form_id: str, direction: int) -> Form | None:
        """The next easier (`direction` -1) or harder (+1) form, or None at the end.

        Without some equipment, it is one that needs no more than the form at hand.
        """
        here = self.form(form_id)
        ladder = [
            form
            for form in self.forms.values()
            if (form.level - here.level) * direction > 0
            and (set(form.needs) <= set(here.needs) if here.swap else not form.swap)
        ]
        return min(ladder, key=lambda form: abs(form.level - here.level), default=None)

    def without(self, equipment: str, form: str = STANDARD) -> Form | None:
        """The form nearest to a form, and no harder, that does not need `equipment`, or None."""
        level = self.form(form).level
        free = [each for each in self.forms.values() if equipment not in each.needs]
        no_harder = [each for each in free if each.level <= level]
        return min(no_harder, key=lambda each: level - each.level, default=None)


class Short(Struct, frozen=True):
    """The short version of the routine."""

    sets: int
    leave_out: tuple[str, ...]
    source: str


class WarmUpMove(Struct, frozen=True):
    """A move that is led in the warm-up, after the walk."""

    id: str
    seconds: int
    """How long it takes, with all its reps."""
    reps: int
    """0 if it is done by time."""
    source: str


class Led(Struct, frozen=True):
    """What a runner is led through around the exercises; what is not led is only told of."""

    warm_up: bool
    cool_down: bool
    stretch: str | None
    """The id of the exercise that is held once more in the cool-down, or None."""
    source: str
    moves: tuple[WarmUpMove, ...] = ()
    """What the warm-up leads one after the other, after the walk."""


class Rule(Struct, frozen=True):
    """How one exercise builds up."""

    step: Fixed
    """Reps or seconds that are added at a time."""
    first_sets: Fixed | None = None
    """Sets to begin with, fewer than the clinic's."""
    first_workouts: Fixed | None = None
    """Workouts with so few sets before the clinic's number of them is offered."""
    days_between: Fixed | None = None
    """Days that should lie between two times."""
    days_before_run: Fixed | None = None
    """Days before a hard run on which it is left out, as it is on the day itself."""
    every_day: bool = False
    """Whether it may also be done on the days between."""


class Progression(Struct, frozen=True):
    """How the routine builds up over weeks: offered step by step, never taken unasked."""

    rules: Mapping[str, Rule]
    """By exercise; one without a rule stays as it is."""
    after_workouts: Fixed
    """Workouts in a row in which all of an exercise was done, before more is offered."""
    offers_a_workout: Fixed
    ask_again_days: Fixed
    """Days after a "not yet" before the same step is offered again."""
    lapse_weeks: Fixed
    """Weeks without an exercise after which it begins at the lower end again."""
    spacing_hours: Fixed
    """Hours that should lie between two whole workouts."""
    familiar_after: Fixed
    """Workouts after which an exercise is introduced by its dose alone."""
    noticed_workouts: Fixed
    """Every so many workouts, how many there were is noticed."""


class Clinic(Struct, frozen=True):
    """The clinic's own details. What it did not give is absent, never invented."""

    id: str
    name: str
    phone: str
    """As people write it, such as (619) 260-0750."""
    phone_groups: tuple[str, ...]
    """The digits in the groups they are spoken in."""
    email: str
    years: int
    """For how many years it has been at work."""
    source: str


class Platform(Struct, frozen=True):
    """What Alexa allows in an answer, and how long she listens."""

    audio_seconds: Fixed
    """All audio of one response."""
    spare_seconds: Fixed
    """How much of that is left free, in case a voice is slower than it is reckoned to be."""
    audio_files: Fixed
    """How many sounds of our own one response plays."""
    reprompt_seconds: Fixed
    break_seconds: Fixed
    """The longest silence in SSML."""
    speech_characters: Fixed
    response_bytes: Fixed
    microphone_seconds: Fixed
    model_characters: Fixed
    device_start_ms: Fixed
    """From a request to the first sound of its answer."""
    speaking_ms: Fixed
    """What it takes to say the wake word and a short command."""
    plain_after_amazon: Fixed
    """How many minutes a device gets plain speech after exact audio failed at Amazon's."""
    plain_after_document: Fixed
    """The same after a document of ours was no good."""
    plain_after_break: Fixed
    """The same after a session broke over exact audio."""
    waiting_sound_seconds: Fixed
    """The length of the clip that is played over and over."""
    longest_wait_minutes: Fixed
    longest_countdown_minutes: Fixed
    """The longest breather whose end is announced in a clip of its own."""
    clip_kilobits: Fixed
    """Of a clip, in a second."""
    hours_ahead: Mapping[str, Fixed]
    """How far the clock of those who speak a locale is ahead of universal time; negative behind."""

    @property
    def answer_ms(self) -> int:
        """How long an answer may be laid out to last, in ms."""
        return (self.audio_seconds.start - self.spare_seconds.start) * 1000


class Routine(Struct, frozen=True, dict=True):
    """The whole routine in the clinic's order."""

    id: str
    exercises: tuple[Exercise, ...]
    clinic: Clinic
    platform: Platform
    short: Short
    progression: Progression
    led: Led
    tempo: TempoWishes
    warm_up_seconds: Fixed
    cool_down_seconds: Fixed
    """Of easy walking, before the stretch."""
    days_a_week: Span
    """On how many days a week the routine does good."""
    kilos_lifted: Span
    """What is taken for a weight that somebody may have lifted."""
    pounds_lifted: Span
    warm_again_hours: Fixed
    """After so many hours away the warm-up and the steps come again before the workout goes on."""
    fresh_after_days: Fixed
    """After so many days away a fresh workout is offered first."""
    steps_again_weeks: Fixed
    """After so many weeks an exercise is explained as if it were new."""
    return_ready_seconds: Fixed
    """The get-ready when a workout is carried on in a new session: the runner may be on foot."""
    pace_percent: Adjustable
    """How far "slower" and "faster" may take the tempo; 100 is the routine's own."""
    pace_step_percent: Fixed
    reps_step: Fixed
    """How many reps "a few more" or "a few less" are."""
    hold_step_seconds: Fixed
    rest_step_seconds: Fixed
    halfway_from_seconds: Fixed
    """How long a hold is of which half is told, on request."""
    rest_mark_seconds: Fixed
    """How long before the end of a rest its late mark is spoken."""
    reprompt_seconds: Fixed
    """How long a reprompt waits with the runner before it asks again."""

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises KeyError if there is none."""
        return self.by_id[exercise_id]

    def avoided_after(self, sore: Sore) -> frozenset[str]:
        """The ids of the exercises that are left out after pain there."""
        return frozenset(e.id for e in self.exercises if sore in e.avoid_after)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all exercises."""
        return frozenset(self.by_id)

    @cached_property
    def by_id(self) -> Mapping[str, Exercise]:
        """Every exercise under its id."""
        return {exercise.id: exercise for exercise in self.exercises}
