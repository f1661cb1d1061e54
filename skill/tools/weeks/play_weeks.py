"""Plays weeks of workouts turn by turn with the coach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.messages import Message
from skill.coach.runner import Runner
from skill.coach.session import Question, Session
from skill.coach.timeline import Part
from skill.coach.turn import Turn
from skill.coach.workout import Phase
from skill.routine.model import Routine
from skill.speech.wording import Voice
from skill.tools.weeks.habits import Habits, Remark

DAY_MS = 24 * 60 * 60 * 1000
FIRST_MS = 1_767_634_200_000
"""Monday, 5 January 2026, 17:30 UTC, when the first workout begins."""
SAYS_MS = 2_000
"""How long a runner takes to say something."""
LONGEST = 200
"""More turns than any workout has."""
COUNTED = (Part.COUNT, Part.PHASE, Part.MARK)


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """What was said to the coach, its answer, and the state before and after."""

    command: Command
    at_ms: int
    turn: Turn
    before: Runner
    after: Runner
    session: Session
    lines: tuple[tuple[Message, str], ...]
    """Each message with its words, except counts, phases of a rep, and marks of a rest."""

    @property
    def text(self) -> str:
        """The words of all lines."""
        return " ".join(words for _, words in self.lines)


@dataclass(frozen=True, slots=True)
class PlayedWorkout:
    """One session, from its launch to the goodbye."""

    number: int
    day: float
    turns: tuple[PlayedTurn, ...]

    @property
    def minutes(self) -> int:
        """How long it took."""
        last = self.turns[-1]
        return round((last.at_ms + last.turn.timeline.length_ms - self.turns[0].at_ms) / 60_000)

    @property
    def lines(self) -> Iterator[tuple[Message, str]]:
        """Everything that was said, in order."""
        for turn in self.turns:
            yield from turn.lines


@dataclass
class Account:
    """An account that remembers its runner."""

    routine: Routine
    voice: Voice
    runner: Runner = field(default_factory=Runner)

    def weeks(self, habits: Habits) -> Iterator[PlayedWorkout]:
        """Every workout of a runner with those habits."""
        for number, day in enumerate(habits.days, start=1):
            yield self.workout(habits, number, day)

    def workout(self, habits: Habits, number: int, day: float) -> PlayedWorkout:
        """One workout, the `number`th, so many days after the first."""
        remarks = [each for each in habits.remarks if each.workout == number]
        now_ms, session = FIRST_MS + round(DAY_MS * day), Session()
        command, new = Command(Meaning.OPEN), True
        turns: list[PlayedTurn] = []
        while len(turns) < LONGEST:
            played = self._turn(command, now_ms, session, new=new)
            turns.append(played)
            self.runner, session, new = played.after, played.session, False
            if played.turn.ends_session:
                break
            remark = _remark_now(remarks, played.after)
            if remark is not None:
                remarks.remove(remark)
                command = remark.command
                now_ms += _until_said(remark, played.turn)
                continue
            if _is_gone(habits, played.after):
                self.runner = self._turn(Command(Meaning.SESSION_ENDED), now_ms, session).after
                break
            command = _answer(habits, played)
            now_ms += played.turn.timeline.length_ms + SAYS_MS
        return PlayedWorkout(number, day, tuple(turns))

    def _turn(
        self, command: Command, now_ms: int, session: Session, *, new: bool = False
    ) -> PlayedTurn:
        voice = self.voice.at(self.runner.variation)
        moment = Moment(now_ms, voice.measure, new, fixed_answers=voice.fixed_answers)
        after, session, turn = step(self.routine, self.runner, session, command, moment)
        lines = tuple(
            (cue.line, voice.say(cue.line).text)
            for cue in turn.timeline.cues
            if cue.part not in COUNTED
        )
        return PlayedTurn(command, now_ms, turn, self.runner, after, session, lines)


def _remark_now(remarks: list[Remark], runner: Runner) -> Remark | None:
    workout = runner.workout
    for remark in remarks:
        if workout is None:
            continue
        here = remark.exercise in (None, workout.exercise)
        phase = Phase.WORKING if remark.set_number else Phase.INTRODUCING
        number = remark.set_number or workout.set_number
        if here and workout.phase_now is phase and workout.set_number == number:
            return remark
    return None


def _until_said(remark: Remark, turn: Turn) -> int:
    if not remark.set_number:
        return turn.timeline.length_ms + SAYS_MS
    work = next(span for span in turn.timeline.spans if span.period_ms)
    return (work.start_ms + work.end_ms) // 2


def _is_gone(habits: Habits, runner: Runner) -> bool:
    workout = runner.workout
    if habits.leaves_after is None or workout is None:
        return False
    return workout.phase_now is Phase.INTRODUCING and workout.index >= habits.leaves_after


def _answer(habits: Habits, played: PlayedTurn) -> Command:
    question, workout = played.session.question, played.after.workout
    if question is Question.STEP and habits.takes_steps is not None:
        return Command(Meaning.YES if habits.takes_steps else Meaning.NO)
    if question is Question.SPACING:
        return Command(Meaning.START)
    if question is Question.FRESH_FIRST:
        return Command(Meaning.YES)
    if question is Question.CARRY_ON:
        return Command(Meaning.RESUME)
    if workout is None:
        return Command(habits.starts)
    return Command(Meaning.NEXT)
