"""The warm-up and the cool-down as timelines: walking by the clock, moves, and a held stretch."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.bouts import Bout, bout_at_hand, seconds_left, seconds_of
from skill.coach.context import Outcome, TurnContext
from skill.coach.history import MINUTE_MS
from skill.coach.messages import Message
from skill.coach.moves.counting import (
    COUNT_IN,
    count_in,
    counting_of,
    hold_cues,
    lay_count,
    lay_marks,
    move_cues,
)
from skill.coach.moves.parking import park
from skill.coach.position import prompt_for
from skill.coach.timeline import (
    COUNT_SLOT_MS,
    Part,
    Span,
    SpanKind,
    Tape,
    Timeline,
)
from skill.coach.turn import Prompt
from skill.coach.workout import Stage, Workout
from skill.routine.model import WarmUpMove

LAST_WORDS_MS = 6_000
"""Time kept free at the end of a turn for its last words and the prompt, in ms."""
MOVE_READY_MS = (COUNT_IN + 1) * COUNT_SLOT_MS
"""From the words about a move to its beginning, in ms."""
OVER = {Stage.WARM_UP: "warm_up.over", Stage.COOL_DOWN: "cool_down.over"}


def asks_to_warm_up(context: TurnContext) -> bool:
    """Whether a workout that begins now should start with a warm-up."""
    wanted = context.routine.led.warm_up and not context.session.warm
    return wanted and seconds_of(context, Stage.WARM_UP) > 0


def ask_to_warm_up(context: TurnContext, tape: Tape) -> Outcome:
    """Ask for a warm-up after what is on the tape; the place in the exercises is kept."""
    tape.speak(_to_warm_up(context))
    context = context.changing_workout(stage=Stage.WARM_UP, stage_done=0, playback=None)
    if context.parks and not context.routine.led.moves:  # moves need the coach's voice
        seconds, over = seconds_of(context, Stage.WARM_UP), Message.of("parked.warm_up_over")
        return park(context, tape, Message.of("parked.warm"), seconds=seconds, time_up=over)
    return context.end(tape, prompt_for(context))


def _to_warm_up(context: TurnContext) -> Message:
    seconds = context.routine.warm_up_seconds
    moves = " ".join(move.id for move in context.routine.led.moves)
    if not moves:
        return Message.of("start.warm_up", seconds=seconds)
    if not seconds:
        return Message.of("start.moves", moves=moves)
    return Message.of("start.warm_up_and_moves", seconds=seconds, moves=moves)


def cool_down(context: TurnContext) -> Outcome:
    """Begin the cool-down and time its walk at once."""
    return timed(context.changing_workout(stage=Stage.COOL_DOWN, stage_done=0), context.tape())


def timed(context: TurnContext, tape: Tape, *, walking: bool = False) -> Outcome:
    """The warm-up or the cool-down from its place on, as much as fits into one answer.

    If the runner is already `walking`, the time on the tape counts.
    """
    begun = context.workout
    while (bout := bout_at_hand(context)) is not None:
        if bout.kind is SpanKind.WALK:
            if not _lay_walk(context, tape, bout, walking=walking):
                return _walking_on(context, tape, begun)
        elif bout.move is not None:
            if not _lay_move(context, tape, bout, bout.move):
                break
        elif not _lay_stretch(context, tape, bout):
            break
        walking = False
        context = context.changing_workout(stage_done=bout.end_s)
    if bout is None:
        tape.say(OVER[context.workout.stage])
    elif bout.move is not None and tape.spans and tape.spans[-1].kind is SpanKind.WALK:
        tape.say("warm_up.walked")
    return _played(context, tape, prompt_for(context), begun)


def _played(context: TurnContext, tape: Tape, prompt: Prompt, begun: Workout) -> Outcome:
    playing = replace(begun, playback=context.playback_of(tape.spans))
    return context.with_workout(playing).end(tape, prompt)


def _lay_walk(context: TurnContext, tape: Tape, bout: Bout, *, walking: bool) -> bool:
    """Write the rest of a walk, with a mark each minute and near its end; False if it doesn't fit
    into the answer."""
    done = context.workout.stage_done
    length = 1000 * (bout.end_s - done)
    start = 0 if walking else tape.now_ms
    if not walking:
        said = "cool_down.walk" if context.workout.stage is Stage.COOL_DOWN else "warm_up.timed"
        tape.say(said, seconds=length // 1000)
        start = tape.now_ms
    end = start + length
    heard = max(tape.now_ms, min(end, tape.limit_ms - LAST_WORDS_MS))
    marks = [(end - left, "walk.left") for left in range(MINUTE_MS, length, MINUTE_MS)]
    late_ms = 1000 * context.routine.rest_mark_seconds
    lay_marks(tape, [*reversed(marks), (end - late_ms, "walk.late")], end, heard)
    tape.span(Span(SpanKind.WALK, start, end, None, done + 1, COUNT_SLOT_MS), heard)
    return heard >= end


def _walking_on(context: TurnContext, tape: Tape, begun: Workout) -> Outcome:
    """A warm-up walk that goes on after the answer; if possible, the reprompt keeps its time."""
    after = prompt_for(context.with_workout(walked(context)))
    to_moves = after.asks is Asks.NEXT_MOVE
    outcome = _played(context, tape, after if to_moves else Prompt.of(Asks.ONCE_WARM), begun)
    end_ms = outcome.timeline.spans[-1].end_ms
    platform = context.routine.platform
    left_ms = end_ms - outcome.timeline.length_ms - 1000 * platform.microphone_seconds
    reprompt = _to_its_end(context, left_ms)
    fits = left_ms > 0 and reprompt.length_ms <= 1000 * platform.reprompt_seconds
    return replace(outcome, reprompt=reprompt) if fits else outcome


def _to_its_end(context: TurnContext, left_ms: int) -> Timeline:
    """The reprompt during a walk with this much time to go."""
    late_ms = 1000 * context.routine.rest_mark_seconds
    tape = context.blank_tape()
    if left_ms > late_ms:
        tape.wait(left_ms - late_ms)
        tape.say("walk.late", seconds=late_ms // 1000)
    tape.wait(max(0, left_ms - tape.now_ms))
    after = context.with_workout(walked(context))
    tape.say("warm_up.over" if bout_at_hand(after) is None else "warm_up.walked")
    tape.speak(prompt_for(after).line, Part.PROMPT)
    return tape.finish()


def walked(context: TurnContext) -> Workout:
    """The workout after the current walk."""
    bout = bout_at_hand(context)
    done = context.workout.stage_done if bout is None else bout.end_s
    return replace(context.workout, stage_done=done)


def _lay_move(context: TurnContext, tape: Tape, bout: Bout, move: WarmUpMove) -> bool:
    """Write the rest of a move, with its reps or last seconds spoken; False if it doesn't fit into
    the answer."""
    period_s = move.seconds // move.reps if move.reps else 1
    done = max(0, context.workout.stage_done - bout.start_s) // period_s
    target = move.reps or move.seconds
    length_ms = 1000 * period_s * (target - done)
    named = _named(move, target - done)
    words_ms = tape.slot(named) + MOVE_READY_MS
    if tape.now_ms + words_ms + length_ms > tape.limit_ms - LAST_WORDS_MS:
        return False
    start = tape.now_ms
    tape.speak(named)
    done_s = bout.start_s + done * period_s
    count_in(tape, SpanKind.READY, start, 0, 1, None, done_s)
    begins, counting = tape.now_ms, counting_of(context)
    if move.reps:
        lay_count(tape, counting, lambda by: move_cues(begins, done, target, 1000 * period_s, by))
    else:
        late_ms = 1000 * context.routine.rest_mark_seconds
        line = Message.of("walk.late", seconds=late_ms // 1000)
        if length_ms >= 2 * late_ms:
            tape.place(begins + length_ms - late_ms, tape.slot(line), Part.MARK, line)
    end = begins + length_ms
    tape.span(Span(SpanKind.MOVE, begins, end, None, done_s + 1, COUNT_SLOT_MS))
    tape.wait(COUNT_SLOT_MS)
    return True


def _named(move: WarmUpMove, left: int) -> Message:
    key = "warm_up.move_reps" if move.reps else "warm_up.move"
    return Message.of(key, move=move.id, n=left)


def _lay_stretch(context: TurnContext, tape: Tape, bout: Bout) -> bool:
    """Write one leg of the stretch, counted aloud; False if it doesn't fit into the answer."""
    done = context.workout.stage_done - bout.start_s
    dose = context.dose_of(context.routine.led.stretch or "")
    room = tape.limit_ms - LAST_WORDS_MS
    changes = bool(tape.spans) and tape.spans[-1].kind is SpanKind.STRETCH
    ready_ms = dose.changeover_ms if changes else dose.get_ready_ms
    if tape.now_ms + ready_ms + 1000 * (bout.seconds - done) > room:
        return False
    start, leg = tape.now_ms, bout.side or "both"
    if changes:
        tape.say("work.change_legs", leg=leg)
    elif done:
        tape.say("work.resume_hold", left=bout.seconds - done, first=done + 1, leg=leg)
    else:
        tape.say("cool_down.stretch", exercise=dose.exercise, leg=leg)
    kind = SpanKind.CHANGEOVER if changes else SpanKind.READY
    count_in(tape, kind, start, ready_ms, 1, bout.side, bout.start_s + done)
    begins = tape.now_ms
    lay_count(tape, counting_of(context), lambda by: hold_cues(dose, begins, done, by))
    hold_ms = 1000 * (bout.seconds - done)
    first = bout.start_s + done + 1
    span = Span(
        SpanKind.STRETCH, tape.now_ms, tape.now_ms + hold_ms, bout.side, first, COUNT_SLOT_MS
    )
    tape.span(span)
    tape.wait(COUNT_SLOT_MS)
    return True


def time_left(context: TurnContext) -> Message:
    """A line with what is left of the current warm-up or cool-down."""
    warming = context.workout.stage is Stage.WARM_UP
    key = "where.warm_up_left" if warming else "where.cool_down_left"
    return Message.of(key, seconds=seconds_left(context))
