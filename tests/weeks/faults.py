"""What would be wrong with weeks of workouts: each rule tells the workouts that break it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from skill.coach.coach import step
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment
from skill.coach.dose import dose_for
from skill.coach.prescription import target_of
from skill.coach.runner import Runner
from skill.coach.timeline import SpanKind
from skill.coach.turn import TurnKind
from skill.routine.model import Routine
from skill.tools.weeks.play_weeks import PlayedTurn, PlayedWorkout
from skill.tools.weeks.report import is_call
from tests.weeks import played

HOUR_MS = 3_600_000
Weeks = tuple[PlayedWorkout, ...]
RAISES = frozenset({Meaning.YES, Meaning.HARDER, Meaning.AS_BEFORE, Meaning.SET_REPS})
"""What a runner says who wants more than before."""
CHANGES = RAISES | {Meaning.CLINIC_DOSE, Meaning.BEGINNER}
MUST_BE = (
    "start.",
    "warm_up.",
    "walk.",
    "cool_down.",
    "prompt.",
    "intro.",
    "stop.",
    "body.",
    "place.",
    "cheer.completed_set",
)
"""What is said in every workout: how to be safe, what is done, and where the runner stands."""
WINDOW = 10
PLAIN = frozenset(
    {Meaning.OPEN, Meaning.START, Meaning.START_SHORT, Meaning.NEXT, Meaning.YES, Meaning.NO}
)
"""What a runner says who changes nothing but a step."""
LENGTH = "where.length"
WITHIN = 0.05
ROUNDED = 0.6
"""Minutes, as whole ones are told."""


def doses(runner: Runner, routine: Routine) -> Mapping[str, tuple[int, int]]:
    """Sets, and reps or seconds, of each exercise in a whole workout."""
    workout = runner.workout
    found = {}
    for exercise in routine.exercises:
        dose = dose_for(runner, routine, exercise.id)
        sets = routine.short.sets if workout and workout.short else dose.sets
        found[exercise.id] = sets, dose.target
    return found


def above_the_range(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """Nobody is led above the clinic's range who did not ask for it."""
    for number, turn in _changes(weeks):
        for exercise in routine.exercises:
            wish = turn.after.preference(exercise.id)
            dose = dose_for(turn.after, routine, exercise.id)
            form = exercise.form(dose.form)
            asked = wish.reps or wish.hold, wish.sets
            for value, own, choice in zip(
                (dose.target, dose.sets), asked, (target_of(form), form.sets), strict=True
            ):
                most = choice.start if choice.clinic is None else choice.clinic[1]
                if value > most and not own:
                    yield f"workout {number}: {exercise.id}: {value}"


def raised_unasked(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """Nothing becomes more without a yes, or a wish."""
    for number, turn in _changes(weeks):
        if turn.command.meaning in CHANGES:
            continue
        short = turn.before.workout is None or turn.after.workout is None
        before, after = doses(turn.before, routine), doses(turn.after, routine)
        for exercise, (sets, target) in after.items():
            if target > before[exercise][1] or (sets > before[exercise][0] and not short):
                yield f"workout {number}: {exercise} by {turn.command.meaning}"


def _changes(weeks: Weeks) -> Iterator[tuple[int, PlayedTurn]]:
    """The turns that changed what an exercise asks of the runner."""
    for workout in weeks:
        for turn in workout.turns:
            before, after = turn.before, turn.after
            same = (before.levels, before.preferences) == (after.levels, after.preferences)
            if not same or before.practised != after.practised:
                yield workout.number, turn


def two_so_soon(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """No two whole workouts begin within the spacing without a word of it."""
    spacing_ms = HOUR_MS * routine.progression.spacing_hours
    whole_ended_ms = None
    for workout in weeks:
        keys = {line.key for line, _ in workout.lines}
        soon = whole_ended_ms is not None and workout.turns[1].at_ms - whole_ended_ms < spacing_ms
        if soon and not keys & {"spacing.all_done", "spacing.last"}:
            yield f"workout {workout.number}"
        last = workout.turns[-1]
        if last.turn.kind is TurnKind.FINISH and _is_whole(last.before, routine):
            whole_ended_ms = last.at_ms


def _is_whole(runner: Runner, routine: Routine) -> bool:
    workout = runner.workout
    return workout is not None and len({each.exercise for each in workout.log}) == len(routine.ids)


def said_too_often(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """No sentence is in more than half of ten workouts, but those that must be."""
    heard = [_sentences(workout) for workout in weeks]
    for first in range(len(heard) - WINDOW + 1):
        counted = Counter(words for said in heard[first : first + WINDOW] for words in said)
        for words, times in counted.items():
            if times > WINDOW // 2:
                yield f"{times} times from workout {first + 1} on: {words}"


def _sentences(workout: PlayedWorkout) -> set[str]:
    return {
        words
        for line, words in workout.lines
        if not is_call(line) and not line.key.startswith(MUST_BE)
    }


def tips_not_heard(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """Each tip is heard within ten workouts, one in each at most, never twice in a row."""
    told = [_values(workout, "answer.tip") for workout in weeks]
    for number, (tips, before) in enumerate(zip(told, [[], *told], strict=False), start=1):
        if len(tips) > 1 or (tips and tips == before):
            yield f"workout {number}: {tips}"
    for first in range(len(told) - WINDOW + 1):
        missing = routine.ids - {tip for tips in told[first : first + WINDOW] for tip in tips}
        if missing:
            yield f"from workout {first + 1} on: {sorted(missing)}"


def abilities_repeated(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """One thing the coach can do is told in a workout at most, never the same twice running."""
    told = [_values(workout, "hint.ability") for workout in weeks]
    for number, (now, before) in enumerate(zip(told, [[], *told], strict=False), start=1):
        if len(now) > 1 or (now and now == before):
            yield f"workout {number}: {now}"
    if not any(told):
        yield "none is ever told"


def hints_in_a_set(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """Nothing is told in passing while a set is counted."""
    for workout in weeks:
        for turn in workout.turns:
            counted = [span for span in turn.turn.timeline.spans if span.kind is not SpanKind.REST]
            for cue in turn.turn.timeline.cues:
                hint = cue.line.key in ("answer.tip", "hint.ability")
                if hint and any(span.start_ms <= cue.at_ms < span.end_ms for span in counted):
                    yield f"workout {workout.number}: {cue.line.key}"


def untrue_praise(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """What is said in praise is what somebody with a notebook would have noted."""
    finished, dates = 0, set[date]()
    last: dict[str, int] = {}
    for workout in weeks:
        done, end = _done(workout.turns), workout.turns[-1]
        finished += any(line.key == "finish.done" for line, _ in end.lines)
        today = datetime.fromtimestamp(end.at_ms / 1000, UTC).date()
        dates |= {today} if done else set()
        running = weeks_in_a_row(dates, today)
        for line, words in workout.lines:
            values = dict(line.values)
            names = str(values.get("exercises", "")).split()
            wrong = {
                "cheer.workouts": values.get("workouts") != finished,
                "cheer.weeks": values.get("weeks") != running,
                "cheer.weeks_at_least": int(values.get("weeks", 0)) > running,
                "cheer.more": any(done.get(name, 0) <= last.get(name, 0) for name in names),
                "progress.completed": int(values.get("times", 0)) >= workout.number,
            }
            if wrong.get(line.key):
                yield f"workout {workout.number}: {words}"
        last.update(done)


def untrue_lengths(weeks: Weeks, routine: Routine) -> Iterator[str]:
    """What is told of a workout's length before it is what it then takes, within a twentieth; the
    answers come after two seconds, and the warm-up is taken for led."""
    for workout in weeks:
        opened, last = workout.turns[0], workout.turns[-1]
        plain = all(turn.command.meaning in PLAIN for turn in workout.turns)
        grown = _sets(opened.after, routine) != _sets(last.before, routine)
        if not plain or grown or last.turn.kind is not TurnKind.FINISH:
            continue
        begun = workout.turns[1]
        asked = step(
            routine,
            opened.after,
            opened.session,
            Command(Meaning.ROUTINE_LENGTH),
            Moment(begun.at_ms, played.voice().at(opened.after.variation).measure),
        )
        told = dict(next(c for c in asked[2].timeline.cues if c.line.key == LENGTH).line.values)
        short = begun.command.meaning is Meaning.START_SHORT
        minutes = int(told["short" if short else "minutes"])
        took = (last.at_ms - begun.at_ms) / 60_000 + routine.warm_up_seconds / 60
        if abs(took - minutes) > max(WITHIN * took, ROUNDED):
            yield f"workout {workout.number}: {minutes} minutes were told, it took {took:.1f}"


def _sets(runner: Runner, routine: Routine) -> list[tuple[str, int]]:
    """Form and sets of each exercise, which a step may change in the middle of a workout."""
    whole = replace(runner, workout=None)
    found = (dose_for(whole, routine, exercise.id) for exercise in routine.exercises)
    return [(dose.form, dose.sets) for dose in found]


def _done(turns: tuple[PlayedTurn, ...]) -> dict[str, int]:
    """Reps or seconds of each exercise in a workout, as they stood before its end."""
    before = [turn.before.workout for turn in turns if turn.before.workout is not None]
    done: Counter[str] = Counter()
    for record in before[-1].log if before else ():
        done[record.exercise] += record.done
    return dict(done)


def weeks_in_a_row(dates: set[date], today: date) -> int:
    """In how many weeks of the calendar running, back from today's, there is one of those dates."""
    kept = {each - timedelta(days=each.weekday()) for each in dates}
    monday = today - timedelta(days=today.weekday())
    return next(
        number for number in range(len(kept) + 1) if monday - timedelta(weeks=number) not in kept
    )


def _values(workout: PlayedWorkout, key: str) -> list[str]:
    return [str(line.values[0][1]) for line, _ in workout.lines if line.key == key]
