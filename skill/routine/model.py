"""The routine as the rest of the skill sees it: frozen, checked, without words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, NamedTuple

from msgspec import Struct


class Sides(StrEnum):
    """Whether an exercise is done once for both legs or once for each leg."""

    BOTH = "both"
    EACH = "each"


class Sore(StrEnum):
    """Where it hurts, as far as that decides which exercises to leave out."""

    HAMSTRING = "hamstring"
    """Also used if the runner named no place."""
    SIT_BONE = "sit_bone"


class Limits(NamedTuple):
    """What a file may give for a number."""

    low: int
    high: int
    unit: str


class Adjustable(Struct, frozen=True):
    """A number that a runner may change."""

    start: int
    """The value a runner starts with (sets, reps or seconds)."""
    low: int
    """The lowest value a runner may ask for."""
    high: int
    """The highest value a runner may ask for."""
    clinic: tuple[int, int] | None = None
    """The clinic's own range, if it gave one."""

    def nearest(self, wish: int) -> int:
        """The allowed value nearest to `wish`."""
        return max(self.low, min(self.high, wish))

    def is_far_from(self, wish: int) -> bool:
        """Whether `wish` is so far out of range that it was probably misheard."""
        return wish <= 0 or wish > 2 * self.high


class Span(Struct, frozen=True):
    """A range that is said as it is, such as two or three days a week."""

    low: int
    high: int


class TempoPhase(Struct, frozen=True):
    """One phase of a repetition, such as the lift."""

    cue: str
    """The catalogue key of the word spoken as the phase begins."""
    seconds: int


class Tempo(Struct, frozen=True):
    """The tempo of one rep; its number takes `count_seconds` as the rep completes."""

    phases: tuple[TempoPhase, ...]
    count_seconds: int
    keeps: bool = False
    """True if the tempo is what makes the form, so that no runner may set another."""

    @property
    def seconds(self) -> int:
        """The length of one rep with its spoken number, in seconds."""
        return sum(phase.seconds for phase in self.phases) + self.count_seconds


class Way(Struct, frozen=True):
    """One direction of a rep, such as down."""

    cues: tuple[str, ...]
    """The phases in this direction."""
    seconds: Annotated[Span, Limits(1, 10, "seconds")]
    """What a runner may ask for."""


class TempoWishes(Struct, frozen=True):
    """The tempo that a runner may set, per direction."""

    ways: Mapping[str, Way]
    longest_rep_seconds: Annotated[int, Limits(2, 20, "seconds")]
    """The limit for a whole rep with the directions that a runner set, in seconds."""


class Hold(Struct, frozen=True, tag=True):
    """Work that is held still and counted in seconds."""

    seconds: Adjustable


class Reps(Struct, frozen=True, tag=True):
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
    """0 for the clinic's own form, negative for easier, positive for harder."""
    swap: bool
    """True if it is only a substitute for missing equipment, not reached by "easier" or
    "harder"."""
    sides: Sides
    needs: tuple[str, ...]
    work: Hold | Reps
    sets: Annotated[Adjustable, Limits(1, 10, "sets")]
    rest: Annotated[Adjustable, Limits(0, 180, "seconds")]
    """Seconds between two sets."""
    get_ready: Annotated[int, Limits(5, 60, "seconds")]
    """Seconds between the runner's "next" and the first count."""
    changeover: Annotated[int, Limits(5, 30, "seconds")]
    """Seconds between the two legs, outside the work of either."""
    steps: tuple[Step, ...]


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
    """Where pain, even in another exercise, leaves this one out."""

    def form(self, form_id: str = STANDARD) -> Form:
        """The form with that id, or the clinic's own if that form is gone."""
        return self.forms[form_id if form_id in self.forms else STANDARD]

    def beside(self, form_id: str, direction: int) -> Form | None:
        """The next easier (`direction` -1) or harder (+1) form, or None at the end.

        If equipment is missing, it needs no more than the current form.
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
        """The form closest to a given one, and no harder, that does not need `equipment`, or
        None."""
        level = self.form(form).level
        free = [each for each in self.forms.values() if equipment not in each.needs]
        no_harder = [each for each in free if each.level <= level]
        return min(no_harder, key=lambda each: level - each.level, default=None)


class Short(Struct, frozen=True):
    """The short version of the routine."""

    sets: int
    leave_out: tuple[str, ...]


class WarmUpMove(Struct, frozen=True):
    """A move of the warm-up, after the walk."""

    id: str
    seconds: int
    """Its length with all reps, in seconds."""
    reps: int
    """Its number of reps; 0 if it goes by time."""


class Led(Struct, frozen=True):
    """What the coach leads around the exercises; anything else is only mentioned."""

    warm_up: bool
    cool_down: bool
    stretch: str | None
    """The id of the exercise held again in the cool-down, or None."""
    moves: tuple[WarmUpMove, ...] = ()
    """The warm-up's moves after the walk, in order."""


class Rule(Struct, frozen=True):
    """The progression of one exercise."""

    step: Annotated[int, Limits(1, 30, "reps or seconds")]
    """Reps or seconds added per step."""
    first_sets: Annotated[int | None, Limits(1, 10, "sets")] = None
    """Sets at the start, fewer than the clinic's."""
    first_workouts: Annotated[int | None, Limits(1, 20, "workouts")] = None
    """Workouts with so few sets before the clinic's number is offered."""
    days_between: Annotated[int | None, Limits(1, 7, "days")] = None
    """Days that should lie between two times."""
    days_before_run: Annotated[int | None, Limits(0, 3, "days")] = None
    """Days before a hard run on which it is left out, besides the day itself."""
    every_day: bool = False
    """Whether it may be done every day."""


class Progression(Struct, frozen=True):
    """The routine's progression over weeks: steps are offered, never taken unasked."""

    rules: Mapping[str, Rule]
    """The rule of each exercise; one without a rule never changes."""
    after_workouts: Annotated[int, Limits(1, 20, "workouts")]
    """Workouts in a row with an exercise fully done before more is offered."""
    offers_a_workout: Annotated[int, Limits(0, 10, "offers")]
    ask_again_days: Annotated[int, Limits(1, 365, "days")]
    """Days after a "not yet" before the same step is offered again."""
    lapse_weeks: Annotated[int, Limits(1, 52, "weeks")]
    """Weeks without an exercise after which it starts at the lower end again."""
    spacing_hours: Annotated[int, Limits(0, 72, "hours")]
    """Hours that should lie between two whole workouts."""
    familiar_after: Annotated[int, Limits(1, 15, "workouts")]
    """Workouts after which an exercise's introduction is only its dose."""
    noticed_workouts: Annotated[int, Limits(1, 1000, "workouts")]
    """The number of workouts is mentioned every time it is a multiple of this."""


class Clinic(Struct, frozen=True):
    """The clinic's own details. Anything it did not give is absent, never invented."""

    id: str
    name: str
    phone: str
    """As people write it, such as (619) 260-0750."""
    phone_groups: tuple[str, ...]
    """The digits in the groups they are spoken in."""
    email: str
    years: int
    """How many years it has been in business."""


class Platform(Struct, frozen=True):
    """Alexa's limits on an answer, and how long it listens."""

    audio_seconds: Annotated[int, Limits(60, 240, "seconds")]
    """All audio of one response."""
    spare_seconds: Annotated[int, Limits(0, 60, "seconds")]
    """How much of that to leave free, in case a voice is slower than estimated."""
    audio_files: Annotated[int, Limits(1, 15, "files")]
    """The most sound files in one response."""
    reprompt_seconds: Annotated[int, Limits(10, 90, "seconds")]
    break_seconds: Annotated[int, Limits(1, 10, "seconds")]
    """The longest silence in SSML."""
    speech_characters: Annotated[int, Limits(1000, 8000, "characters")]
    response_bytes: Annotated[int, Limits(24_576, 122_880, "bytes")]
    microphone_seconds: Annotated[int, Limits(1, 60, "seconds")]
    model_characters: Annotated[int, Limits(100_000, 1_500_000, "characters")]
    device_start_ms: Annotated[int, Limits(0, 5000, "ms")]
    """From a request to the first sound of its answer."""
    speaking_ms: Annotated[int, Limits(0, 5000, "ms")]
    """The time it takes to say the wake word and a short command."""
    plain_after_amazon: Annotated[int, Limits(1, 10_080, "minutes")]
    """Minutes of plain speech on a device after exact audio failed at Amazon."""
    plain_after_document: Annotated[int, Limits(1, 10_080, "minutes")]
    """The same after a bad document of ours."""
    plain_after_break: Annotated[int, Limits(1, 10_080, "minutes")]
    """The same after exact audio broke a session."""
    waiting_sound_seconds: Annotated[int, Limits(60, 3600, "seconds")]
    """The length of the waiting clip, which is repeated."""
    longest_wait_minutes: Annotated[int, Limits(1, 10_080, "minutes")]
    longest_countdown_minutes: Annotated[int, Limits(1, 10_080, "minutes")]
    """The longest breather whose end is announced in a clip of its own."""
    clip_kilobits: Annotated[int, Limits(16, 160, "kilobits")]
    """Bits per second of a clip."""
    hours_ahead: Mapping[str, int]
    """How many hours the clock of each locale's speakers is ahead of UTC; negative if behind."""

    @property
    def answer_ms(self) -> int:
        """How long an answer may be planned to last, in ms."""
        return (self.audio_seconds - self.spare_seconds) * 1000


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
    warm_up_seconds: Annotated[int, Limits(0, 3600, "seconds")]
    cool_down_seconds: Annotated[int, Limits(0, 180, "seconds")]
    """Minutes of easy walking before the stretch."""
    days_a_week: Annotated[Span, Limits(1, 7, "days")]
    """The recommended number of days a week."""
    kilos_lifted: Annotated[Span, Limits(1, 500, "kilos")]
    """The plausible range of a weight."""
    pounds_lifted: Annotated[Span, Limits(1, 1000, "pounds")]
    warm_again_hours: Annotated[int, Limits(1, 24, "hours")]
    """Hours away after which warm-up and steps are repeated before a workout goes on."""
    fresh_after_days: Annotated[int, Limits(1, 30, "days")]
    """Days away after which a fresh workout is offered first."""
    steps_again_weeks: Annotated[int, Limits(1, 52, "weeks")]
    """Weeks after which an exercise is explained as if it were new."""
    return_ready_seconds: Annotated[int, Limits(5, 60, "seconds")]
    """The get-ready on resuming in a new session, when the runner may not be on the mat."""
    pace_percent: Annotated[Adjustable, Limits(50, 200, "percent")]
    """The range of "slower" and "faster" in percent; 100 is the routine's own tempo."""
    pace_step_percent: Annotated[int, Limits(5, 50, "percent")]
    reps_step: Annotated[int, Limits(1, 10, "reps")]
    """How many reps "a few more" or "a few less" mean."""
    hold_step_seconds: Annotated[int, Limits(1, 30, "seconds")]
    rest_step_seconds: Annotated[int, Limits(5, 60, "seconds")]
    halfway_from_seconds: Annotated[int, Limits(2, 90, "seconds")]
    """The shortest hold whose half is announced, on request, in seconds."""
    rest_mark_seconds: Annotated[int, Limits(5, 30, "seconds")]
    """How long before the end of a rest its late mark is spoken."""
    reprompt_seconds: Annotated[int, Limits(1, 85, "seconds")]
    """How long a reprompt waits with the runner before it asks again, in seconds."""

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises KeyError if there is none."""
        return self.by_id[exercise_id]

    def avoided_after(self, sore: Sore) -> frozenset[str]:
        """The ids of the exercises to leave out after pain there."""
        return frozenset(e.id for e in self.exercises if sore in e.avoid_after)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all exercises."""
        return frozenset(self.by_id)

    @cached_property
    def by_id(self) -> Mapping[str, Exercise]:
        """Every exercise under its id."""
        return {exercise.id: exercise for exercise in self.exercises}
