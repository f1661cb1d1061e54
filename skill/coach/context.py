"""What a move is given, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from skill.coach.commands import Command
from skill.coach.dose import Dose, dose_for, form_of
from skill.coach.fixed_answers import FixedAnswer
from skill.coach.hard_days import kept_off, until_run
from skill.coach.history import DAY_MS, HOUR_MS
from skill.coach.messages import Message
from skill.coach.player import Play, Playing
from skill.coach.runner import CountMode, Runner, digest
from skill.coach.session import Question, Session, phase_of
from skill.coach.timeline import Measure, Part, Span, SpanKind, Tape, Timeline
from skill.coach.turn import Card, Effect, Prompt, TurnKind
from skill.coach.workout import IN_SET, Phase, Playback, Workout
from skill.routine.model import Exercise, Form, Routine


class Outcome(Struct, frozen=True):
    """A move's result: the new runner and session, and what is heard."""

    runner: Runner
    session: Session
    timeline: Timeline
    prompt: Prompt | None
    """The closing prompt, also the last cue; None when the session ends."""
    card: Card | None = None
    waits: bool = True
    """Whether the reprompt waits with the runner, as during a workout."""
    effects: frozenset[Effect] = frozenset()
    kind: TurnKind | None = None
    """The turn's kind, if its parts alone don't show it."""
    reprompt: Timeline | None = None
    """The reprompt, if it is not the usual one."""
    plays: Play | None = None
    """What the device's player plays once the session is over."""


class Playable(Struct, frozen=True):
    """What the player of this device can play."""

    measure: Measure
    """How long the recorded voice, which never varies, takes for a text."""
    sets: bool = False
    """Whether sets are recorded as well as the waiting sound."""


class Moment(Struct, frozen=True):
    """When a command came in, and what was handed in with it."""

    now_ms: int
    """The time of the request in ms since 1970: never read from a clock in this room."""
    measure: Measure
    new_session: bool = False
    notices: tuple[Message, ...] = ()
    """Messages to say first, such as that a saved place could not be read."""
    fixed_answers: Mapping[str, FixedAnswer] = field(default_factory=dict)
    """The one-line answers that have words, by name."""
    device_id: str = ""
    """The id of this device; empty if unknown."""
    behind_ms: int = 0
    """How long before the request listening ended, in ms: the time the device took to start and the
    runner to speak."""
    playable: Playable | None = None
    """What the device's player can play; None if there is no player."""
    ahead_ms: int = 0
    """How far the runner's clock is ahead of UTC in ms, as far as known."""
    playing: Playing | None = None
    """Which of our sounds the player is playing, or played last."""
    beats: bool = False
    """Whether there are beats to play instead of numbers."""


class TurnContext(Moment, frozen=True, kw_only=True):
    """Everything a move may look at: a command, its moment, and the state at it. The workout has
    already been advanced to now."""

    routine: Routine
    runner: Runner
    session: Session
    command: Command
    elsewhere: bool = False
    """Whether the current set is playing on another device."""
    interrupted: SpanKind | None = None
    """What the runner was doing when the last turn was interrupted, if it was."""
    asked: Question | None = None
    """The question that this turn may answer; it is closed by now."""
    declined: bool = False
    """Whether the runner has just said no to a question, so that nothing was changed."""
    set_to_go_on: bool = False
    """Whether that question interrupted a counted set."""
    waited: bool = False
    """Whether the waiting sound was playing when the command came in."""

    @property
    def device(self) -> str:
        """The digest of this device's id; empty if unknown."""
        return digest(self.device_id) if self.device_id else ""

    @property
    def fixed_answer(self) -> FixedAnswer | None:
        """The one-line answer that was asked for; None for any other command."""
        return self.fixed_answers.get(self.command.answer or "")

    @property
    def phase(self) -> Phase:
        """The phase the runner is in."""
        return phase_of(self.runner, self.session)

    @property
    def done_for_today(self) -> bool:
        """Whether pain or a warning sign has ended the workout for today."""
        return self.session.stopped is not None and self.session.stopped.for_today

    @property
    def workout(self) -> Workout:
        """The current workout; raises LookupError if there is none."""
        if self.runner.workout is None:
            raise LookupError("this move needs a workout: the table must not reach it without one")
        return self.runner.workout

    @property
    def exercise(self) -> Exercise:
        """The current exercise."""
        return self.routine.exercise(self.workout.exercise)

    @property
    def dose(self) -> Dose:
        """The dose of the current exercise."""
        return self.dose_of(self.workout.exercise)

    def dose_of(self, exercise_id: str) -> Dose:
        """The dose of any exercise in this workout."""
        return dose_for(self.runner, self.routine, exercise_id)

    def form_of(self, exercise_id: str) -> Form:
        """The form in which the runner does an exercise."""
        return form_of(self.runner, self.routine, exercise_id)

    @property
    def day(self) -> int:
        """Today in UTC, as days since 1 January 1970."""
        return self.now_ms // DAY_MS

    @property
    def own_day(self) -> int:
        """Today where the runner is, as far as known, as days since 1 January 1970."""
        return max(0, self.now_ms + self.ahead_ms) // DAY_MS

    @property
    def kept_off(self) -> tuple[str, ...]:
        """The exercises left out today because of a hard run, unless the runner wants them."""
        off = kept_off(self.routine, until_run(self.runner, self.own_day))
        return tuple(each for each in off if each not in self.session.kept_in)

    @property
    def next_exercise(self) -> str:
        """The id of the exercise after the current one; the current one's if it is the last."""
        index = self.workout.next_index
        return self.workout.plan[self.workout.index if index is None else index]

    @property
    def next_dose(self) -> Dose | None:
        """The dose of the exercise after the current one; None if it is the last."""
        index = self.workout.next_index
        return None if index is None else self.dose_of(self.workout.plan[index])

    @property
    def own_pace(self) -> bool:
        """Whether a set at the runner's own pace is under way."""
        in_set = self.phase in IN_SET
        return in_set and self.uncounted

    @property
    def uncounted(self) -> bool:
        """Whether the current exercise's reps are done at the runner's own pace."""
        return self.runner.count_mode is CountMode.NONE and not self.dose.held

    @property
    def parks(self) -> bool:
        """Whether the workout can be handed to the device's player."""
        parked = self.phase not in (Phase.OPENED, Phase.HURT)
        return parked and self.playable is not None and not self.elsewhere

    @property
    def records(self) -> bool:
        """Whether the current set can be played as a recording."""
        return (
            self.parks
            and self.playable is not None
            and self.playable.sets
            and (not self.workout.unplayable)
        )

    @property
    def ticks(self) -> bool:
        """Whether this device can play beats instead of numbers."""
        return self.beats and self.runner.hears_exact_audio(self.device_id, self.now_ms)

    @property
    def playing_id(self) -> str:
        """The player's token for what this turn has it play."""
        return digest(f"{self.device} {self.now_ms} {self.runner.turn}")

    @property
    def plan_done(self) -> bool:
        """Whether every set of every exercise in the plan is on record, whole or cut short."""
        kept = {(record.exercise, record.number) for record in self.workout.log}
        return all(
            (exercise, number) in kept
            for exercise in self.workout.plan
            for number in range(1, self.dose_of(exercise).sets + 1)
        )

    def blank_tape(self) -> Tape:
        """An empty tape."""
        return Tape(self.measure, self.routine.platform.answer_ms)

    def tape(self, *lines: Message) -> Tape:
        """The tape of this turn: its notices are on it, then these lines."""
        tape = self.blank_tape()
        for line in (*self.notices, *lines):
            tape.speak(line)
        return tape

    @property
    def away_long(self) -> bool:
        """Whether the runner was away so long that the steps are read out again."""
        return self.session.away_ms >= HOUR_MS * self.routine.warm_again_hours

    @property
    def cold(self) -> bool:
        """Whether the runner was away so long that the warm-up comes again."""
        return self.away_long and not self.session.warm

    @property
    def stale(self) -> bool:
        """Whether the workout was left so many days ago that a fresh one is offered first."""
        return self.session.away_ms >= DAY_MS * self.routine.fresh_after_days

    def with_workout(self, workout: Workout | None) -> TurnContext:
        """The context with another workout."""
        return replace(self, runner=replace(self.runner, workout=workout))

    def changing_workout(self, **changes: object) -> TurnContext:
        """The context with some of its workout changed."""
        return self.with_workout(replace(self.workout, **changes))

    def changing_runner(self, **changes: object) -> TurnContext:
        """The context with some of its runner changed."""
        return self.with_runner(replace(self.runner, **changes))

    def with_runner(self, runner: Runner) -> TurnContext:
        """The context with another runner."""
        return replace(self, runner=runner)

    def with_session(self, **changes: object) -> TurnContext:
        """The context with some of its session changed."""
        return replace(self, session=replace(self.session, **changes))

    def put_away(self, ended_ms: int | None = None) -> TurnContext:
        """The context with the current workout moved to the history, ended now or at `ended_ms`.

        It counts as finished if its whole plan is done.
        """
        finished = self.runner.workout is not None and self.plan_done
        at_ms = self.now_ms if ended_ms is None else ended_ms
        return self.with_runner(self.runner.archived(at_ms, finished=finished))

    def lifted(self) -> TurnContext:
        """The context once the runner goes on after pain."""
        return self.with_session(stopped=None, before=None, question=None).sparing()

    def sparing(self) -> TurnContext:
        """The context without the exercises ahead that pain in this session rules out; going on
        skips the very next one."""
        workout = self.runner.workout
        if workout is None:
            return self
        nearest = workout.next_index if workout.phase is Phase.BETWEEN else workout.index
        if nearest is None:
            return self
        after = workout.plan if workout.circuit else workout.plan[nearest + 1 :]
        ahead = [e for e in after if e in self.session.spared]
        skipped = [e for e in ahead if e not in workout.skipped]
        return self.with_workout(replace(workout, skipped=(*workout.skipped, *skipped)))

    def at_rest(self) -> TurnContext:
        """The context with an interrupted set paused, so that its place is not lost."""
        workout = self.runner.workout
        if workout is None or workout.phase is not Phase.WORKING:
            return self
        return self.changing_workout(phase=Phase.PAUSED)

    def settled(self) -> TurnContext:
        """The context once pain or a warning sign is confirmed."""
        before = self.session.before
        return self.with_session(before=replace(before, settled=True)) if before else self

    def resumed(self) -> TurnContext:
        """The context after the runner has resumed the workout after a break."""
        if not self.session.returning:
            return self
        return self.with_session(returning=False)

    def with_question(self, question: Question, about: Command | None = None) -> TurnContext:
        """The context with an open question, and what it is about."""
        in_set = self.interrupted is not None and self.interrupted is not SpanKind.REST
        return self.with_session(question=question, set_to_go_on=in_set, unfinished=about)

    def playback_of(self, spans: tuple[Span, ...]) -> Playback | None:
        """What the workout remembers of the spans of the turn being written."""
        return Playback(self.now_ms, spans, self.device) if spans else None

    def end(
        self,
        tape: Tape,
        prompt: Prompt | None,
        card: Card | None = None,
        kind: TurnKind | None = None,
    ) -> Outcome:
        """The outcome of this context; the prompt is spoken last, right before the microphone
        opens."""
        if prompt is not None:
            tape.speak(prompt.line, Part.PROMPT)
        waits, timeline = self.runner.workout is not None, tape.finish()
        return Outcome(self.runner, self.session, timeline, prompt, card, waits, kind=kind)


Move = Callable[[TurnContext], Outcome]
