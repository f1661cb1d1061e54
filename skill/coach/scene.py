"""What a move sees, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from skill.coach.commands import Command
from skill.coach.dose import Dose, dose_for
from skill.coach.journal import CountMode, Journal
from skill.coach.lines import Line
from skill.coach.talk import Question
from skill.coach.timeline import Measure, Part, Span, SpanKind, Tape, Timeline
from skill.coach.workout import Phase, Track, Workout
from skill.routine.model import Exercise, Routine

TURN_LIMIT_MS = 220_000
"""Alexa plays at most 240 s in one answer; twenty are left as a margin."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the phone app shows beside the spoken answer."""

    title: Line
    body: Line


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer: what is heard and when, and whether the microphone opens after it."""

    timeline: Timeline
    prompt: Line | None
    """The closing prompt, also the last cue; None when the session ends."""
    reprompt: Timeline | None
    """What is heard after eight seconds of silence; None when the session ends."""
    card: Card | None = None
    forget: bool = False
    """True when everything saved of this runner is to be deleted."""
    phase: Phase = Phase.OPENED
    """Where the runner stood as the command came."""

    @property
    def ends_session(self) -> bool:
        """Whether the session ends with this turn."""
        return self.prompt is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move decided: the journal after it, and what is heard."""

    journal: Journal
    timeline: Timeline
    prompt: Line | None
    """The closing prompt, also the last cue; None when the session ends."""
    card: Card | None = None
    waits: bool = True
    """Whether the reprompt waits with the runner, as during a workout."""
    forget: bool = False
    """True when everything saved of this runner is to be deleted."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a move may look at. The workout is settled: it stands where it stands now."""

    routine: Routine
    journal: Journal
    command: Command
    now_ms: int
    measure: Measure
    new_session: bool = False
    notices: tuple[Line, ...] = ()
    """Said before anything else in this turn."""
    interrupted: SpanKind | None = None
    """What the runner was doing when the turn was interrupted, if it was."""

    @property
    def phase(self) -> Phase:
        """Where the runner stands."""
        if self.journal.workout is None:
            return Phase.OPENED
        if self.journal.talk.halt is not None:
            return Phase.HURT
        if self.journal.talk.returning:
            return Phase.RETURNING
        return self.journal.workout.phase

    @property
    def workout(self) -> Workout:
        """The workout in hand; raises LookupError where there is none."""
        if self.journal.workout is None:
            raise LookupError("this move needs a workout: the table must not reach it without one")
        return self.journal.workout

    @property
    def exercise(self) -> Exercise:
        """The exercise at hand."""
        return self.routine.exercise(self.workout.exercise)

    @property
    def dose(self) -> Dose:
        """The dose of the exercise at hand."""
        return self.dose_of(self.workout.exercise)

    def dose_of(self, exercise_id: str) -> Dose:
        """The dose of any exercise in this workout."""
        return dose_for(self.journal, self.routine, exercise_id)

    @property
    def next_exercise(self) -> str:
        """The id of the exercise that follows the one at hand, or of that one if it is the last."""
        index = self.workout.next_index
        return self.workout.plan[self.workout.index if index is None else index]

    @property
    def next_dose(self) -> Dose | None:
        """The dose of the exercise that follows the one at hand; None where none does."""
        index = self.workout.next_index
        return None if index is None else self.dose_of(self.workout.plan[index])

    @property
    def own_pace(self) -> bool:
        """Whether a set is under way whose reps nobody counts."""
        in_set = self.phase in (Phase.WORKING, Phase.PAUSED)
        return in_set and self.uncounted

    @property
    def uncounted(self) -> bool:
        """Whether nobody counts the reps of the exercise at hand."""
        return self.journal.count_mode is CountMode.NONE and not self.dose.held

    def tape(self) -> Tape:
        """The tape of this turn; its notices are already on it."""
        tape = Tape(self.measure)
        for notice in self.notices:
            tape.speak(notice)
        return tape

    def having(self, workout: Workout | None) -> Scene:
        """The scene with another workout."""
        return replace(self, journal=replace(self.journal, workout=workout))

    def writing(self, journal: Journal) -> Scene:
        """The scene with another journal."""
        return replace(self, journal=journal)

    def underway(self) -> Scene:
        """The scene once the runner has gone on with the workout after a break."""
        if not self.journal.talk.returning:
            return self
        return self.writing(self.journal.with_talk(returning=False))

    def asking(self, question: Question) -> Scene:
        """The scene with a question that waits for yes or no."""
        return self.writing(self.journal.with_talk(question=question))

    def track_of(self, spans: tuple[Span, ...]) -> Track | None:
        """What a workout is to remember of the spans of the turn now written."""
        return Track(self.now_ms, spans) if spans else None

    def end(self, tape: Tape, prompt: Line | None, card: Card | None = None) -> Outcome:
        """The outcome of this scene: the prompt is spoken last, then the microphone opens."""
        if prompt is not None:
            tape.speak(prompt, Part.PROMPT)
        return self.answered(tape.finish(), prompt, card)

    def answered(
        self, timeline: Timeline, prompt: Line | None, card: Card | None = None
    ) -> Outcome:
        """The outcome of this scene where the timeline ends with the prompt."""
        waits = self.journal.workout is not None
        return Outcome(self.journal, timeline, prompt, card, waits=waits)


Move = Callable[[Scene], Outcome]
