"""Where the workout is now, from the turn's spans and how much of the turn was heard.

Alexa never says how far it got. But every span of the turn has known offsets and each request has a
timestamp: the difference is what was heard, plus the time the device took to start and the runner
to speak. Only the device's player reports its offset.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.dose import Dose
from skill.coach.timeline import Span, SpanKind
from skill.coach.workout import WORK_SPANS, Phase, SetRecord, Stage, Workout


def advance_to(
    workout: Workout,
    now_ms: int,
    dose: Dose,
    heard_ms: int | None = None,
    behind_ms: int = 0,
) -> tuple[Workout, SpanKind | None]:
    """The workout advanced to `now_ms`, and the span that was interrupted, if any. The `dose` is
    that of the exercise at hand.

    A set whose time ran out is done; an interrupted set keeps its leg and its second or rep. What
    was heard is the time since the turn began, unless `heard_ms` is known. The last of it was heard
    `behind_ms` ago; rests and walks have gone on since. A clock that went backwards counts as no
    time.
    """
    workout = _on_a_leg(workout, dose)
    playback = workout.playback
    if playback is None:
        paused = workout.phase is Phase.PAUSED
        return when_done(workout, dose, now_ms) if paused else workout, None
    elapsed = max(0, now_ms - playback.started_ms if heard_ms is None else heard_ms)
    workout = replace(workout, playback=None)
    if workout.stage is not Stage.EXERCISES:
        return _in_stage(workout, playback.spans, elapsed + behind_ms)
    for span in playback.spans:
        if elapsed < span.end_ms:
            return _inside(workout, span, elapsed, behind_ms), span.kind
        ended_ms = playback.started_ms + span.end_ms
        workout = _past(workout, span, dose, ended_ms)
    return workout, None


def _in_stage(
    workout: Workout, spans: tuple[Span, ...], elapsed: int
) -> tuple[Workout, SpanKind | None]:
    """The workout in its warm-up or cool-down, which goes by the clock."""
    for span in spans:
        if elapsed < span.end_ms:
            return replace(workout, stage_done=span.done_at(elapsed)), span.kind
    return replace(workout, stage_done=spans[-1].done_at(spans[-1].end_ms)), None


def _on_a_leg(workout: Workout, dose: Dose) -> Workout:
    """The workout on a leg that its exercise still has: the routine may have changed."""
    sides, playback = dose.sides, workout.playback
    if workout.stage is not Stage.EXERCISES:
        return workout
    if workout.side in sides and (
        playback is None or all(s.side in sides or s.kind is SpanKind.REST for s in playback.spans)
    ):
        return workout
    return replace(workout, side=dose.sides[0], done=0, playback=None)


def _inside(workout: Workout, span: Span, elapsed: int, behind_ms: int) -> Workout:
    if span.kind is SpanKind.REST:
        rested_until = min(max(elapsed, span.start_ms) + behind_ms, span.end_ms)
        return replace(workout, rest_left_ms=span.end_ms - rested_until)
    return replace(
        workout,
        phase=Phase.WORKING,
        set_number=span.set_number,
        side=span.side,
        done=span.done_at(elapsed),
    )


def _past(workout: Workout, span: Span, dose: Dose, ended_ms: int) -> Workout:
    if span.kind is SpanKind.REST:
        return replace(workout, rest_left_ms=0)
    if span.kind not in WORK_SPANS:
        return replace(workout, side=span.side, done=span.first - 1, set_number=span.set_number)
    done = span.done_at(span.end_ms)
    workout = replace(workout, phase=Phase.WORKING, side=span.side, done=done)
    return _leg_over(workout, dose, ended_ms)


def when_done(workout: Workout, dose: Dose, now_ms: int) -> Workout:
    """The workout on the other leg, or after the set, if enough is done: the dose may have
    shrunk."""
    return workout if workout.done < dose.target else _leg_over(workout, dose, now_ms)


def _leg_over(workout: Workout, dose: Dose, ended_ms: int) -> Workout:
    following = dose.side_after(workout.side)
    if following is None:
        return set_over(workout, dose, ended_ms, completed=True)
    return replace(workout, side=following, done=0)


def record_of(workout: Workout, dose: Dose, ended_ms: int, *, completed: bool) -> SetRecord:
    """The current set as it is kept, with both legs together, at its end in ms since 1970."""
    legs_before = dose.sides.index(workout.side) if workout.side in dose.sides else 0
    done = max(0, workout.done + legs_before * dose.target - workout.missed)
    return SetRecord(
        exercise=workout.exercise,
        number=workout.set_number,
        completed=completed and not workout.missed,
        done=done,
        form=dose.form,
        target=dose.set_target,
        at_ms=ended_ms,
    )


def set_over(workout: Workout, dose: Dose, ended_ms: int, *, completed: bool) -> Workout:
    """The workout after the current set, which ended at `ended_ms` (since 1970): resting before the
    next set, or between exercises."""
    record = record_of(workout, dose, ended_ms, completed=completed)
    workout = workout.with_set(record).before_set(side=dose.sides[0])
    workout = workout.past_set(record.number, dose.sets)
    if record.number >= dose.sets or workout.circles_on:
        return replace(workout, phase=Phase.BETWEEN)
    return replace(workout, phase=Phase.RESTING, set_number=record.number + 1)
