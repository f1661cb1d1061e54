"""The work turn: get ready, count each leg's hold or pace its reps, then rest."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.context import Outcome, TurnContext
from skill.coach.dose import Dose
from skill.coach.messages import Message
from skill.coach.moves.asides import tip_of_the_day
from skill.coach.moves.counting import (
    Counting,
    count_in,
    counting_of,
    hold_cues,
    lay_count,
    lay_marks,
    rep_cues,
)
from skill.coach.moves.parking import recorded
from skill.coach.moves.stages import ask_to_warm_up
from skill.coach.moves.steps import resume_line, say_form, say_steps
from skill.coach.position import (
    between_lines,
    between_prompt,
    describe_position,
    own_pace_line,
    prompt_for,
)
from skill.coach.progression import passed_by
from skill.coach.runner import TalkLevel
from skill.coach.timeline import (
    COUNT_SLOT_MS,
    Side,
    Span,
    SpanKind,
    Tape,
)
from skill.coach.turn import Prompt
from skill.coach.workout import Phase

STEPS = "steps"
"""The hint in a short introduction, given once: how to hear the steps."""
AFTER_FIRST = 2
"""The clinic's tip is told in the rest before this set."""
CHEERS_EVERY = 3
"""One in this many whole sets is praised; the next workout praises others."""
PROMPT_ROOM_MS = 12_000
"""Time kept free at the end of a turn for the end word, what is next, and the prompt, in ms."""
SHORTEST_REST_MS = 10_000
"""A rest that lacks this much time in the turn is not played at all, in ms."""


def work(
    context: TurnContext, *lead: Message, ready_ms: int = 0, reps_told: bool = False
) -> Outcome:
    """Begin the current set, or go on with it at its leg and its second or rep.

    The `lead` lines come first; `reps_told` if they say the number of reps. `ready_ms` is a longer
    get-ready for a runner who has to come back to the mat.
    """
    context = context.resumed()
    if context.away_long:
        return get_set(context)
    context = _having_met(context)
    if context.uncounted:
        return _own_pace(context, *lead, reps_told=reps_told)
    return _counted(context, context.tape(*lead), max(context.dose.get_ready_ms, ready_ms))


def fits_going_on(context: TurnContext, tape: Tape) -> bool:
    """Whether what is left of the current leg fits into the answer with time to spare."""
    dose = context.dose
    left_ms = dose.side_ms(context.workout.done) + dose.get_ready_ms
    return tape.now_ms + left_ms + PROMPT_ROOM_MS + SHORTEST_REST_MS <= tape.limit_ms


def go_on(context: TurnContext, tape: Tape) -> Outcome:
    """The current set goes on by itself after an answer: the runner is still in position."""
    tape.say("work.going_on")
    return _counted(context, tape, 0)


def _counted(context: TurnContext, tape: Tape, ready_ms: int) -> Outcome:
    """The current set from its leg and its second or rep, after what is on the tape.

    `ready_ms` is the length of the announced get-ready; with 0 there is only the count-in.
    """
    if context.records:
        return recorded(context, tape, _lay_sets)
    prompt = _lay_sets(context, tape, ready_ms)
    begun = replace(
        context.workout.at_exercises,
        phase=Phase.WORKING,
        rest_left_ms=0,
        rest_paused=False,
        playback=context.playback_of(tape.spans),
    )
    return context.with_workout(begun).end(tape, prompt)


def get_set(context: TurnContext) -> Outcome:
    """Back at a set after a break: the warm-up after hours, the steps, the exact place."""
    tape = context.tape()
    context = context.resumed()
    if context.cold and context.routine.led.warm_up:
        return ask_to_warm_up(context, tape)
    if context.cold:
        tape.say("start.warm_up", seconds=context.routine.warm_up_seconds)
    context = context.with_session(away_ms=0)
    context = context.at_rest()
    if context.exercise.advanced:
        tape.say("intro.caution", exercise=context.exercise.id)
    say_form(tape, context.dose)
    say_steps(tape, context.dose)
    if context.phase is Phase.PAUSED:
        tape.speak(describe_position(context))
    return context.end(tape, prompt_for(context))


def _having_met(context: TurnContext) -> TurnContext:
    """Count the exercise as met, and its hint as heard, once work on it begins.

    Not once it is introduced: after pain the next exercise waits for its introduction, after any
    other word it comes at once, and what is saved must not show which it was.
    """
    runner, exercise = context.runner, context.workout.exercise
    met = runner.met if exercise in runner.met else (*runner.met, exercise)
    if runner.practised.get(exercise):
        runner = runner.having_heard(STEPS)
    runner = passed_by(context.routine, runner, exercise, context.day)
    return context.with_runner(replace(runner, met=met))


def _lay_sets(context: TurnContext, tape: Tape, ready_ms: int) -> Prompt:
    """Write the current set, and those after it if the runner goes straight on; the closing
    prompt."""
    workout, dose, counting = context.workout, context.dose, counting_of(context)
    number, done = workout.set_number, workout.done
    side = workout.side if workout.side in dose.sides else dose.sides[0]
    goes_on = context.runner.auto_continue and sets_at_a_go(context, dose.exercise) > 1
    while True:
        waiting = _lay_set(tape, dose, number, side, done, counting, ready_ms)
        if waiting is not None:
            return Prompt.of(Asks.OTHER_LEG, leg=waiting)
        tape.say("work.end")
        goes_on = goes_on and number < dose.sets and _fits(tape, dose)
        if _cheers(context, number) and not goes_on:
            tape.say("cheer.completed_set")
        if number >= dose.sets or workout.circles_on:
            after = context.with_workout(workout.past_set(number, dose.sets))
            between_lines(tape, after)
            return between_prompt(after, worked=True)
        number, side, done, ready_ms = number + 1, dose.sides[0], 0, dose.get_ready_ms
        # a recording never varies
        told = number == AFTER_FIRST and not context.records
        aside = tip_of_the_day(context) if told else None
        lay_rest(tape, dose, number, dose.rest_ms, late_mark_ms(context), aside=aside)
        if not goes_on:
            return Prompt.of(Asks.NEXT_SET, set=number)


def sets_at_a_go(context: TurnContext, exercise: str) -> int:
    """How many sets of an exercise, with rests between them, fit into one answer."""
    dose = context.dose_of(exercise)
    tape = context.blank_tape()
    tape.wait(PROMPT_ROOM_MS)  # leave time for something said first
    tape.wait(dose.set_ms())
    sets = 1
    while sets < dose.sets and _fits(tape, dose):
        tape.wait(dose.rest_ms + dose.set_ms())
        sets += 1
    return sets


def _cheers(context: TurnContext, set_number: int) -> bool:
    """Whether praise at the end of this set is due and true: heard out, it is whole unless part of
    its first leg was left out. A recording never varies, so it has none."""
    missed = context.workout.missed and set_number == context.workout.set_number
    workout = context.workout
    turn = (context.runner.begun + workout.index + set_number) % CHEERS_EVERY == 0
    wanted = turn and context.runner.talk_level is not TalkLevel.LESS
    return wanted and not (missed or context.session.subdued or context.records)


def change_legs(context: TurnContext) -> Outcome:
    """On "done" at the runner's own pace: go to the leg in the context."""
    change = Message.of("work.change_legs", leg=context.workout.side or "both")
    return _at_own_pace(context, change, _to_do(context))


def _own_pace(context: TurnContext, *lead: Message, reps_told: bool) -> Outcome:
    """Reps at the runner's own pace, one leg at a time: the runner says when they are done."""
    workout, leg = context.workout, context.workout.side or "both"
    if context.own_pace and context.interrupted is None:
        # this leg was begun before; how far it got is unknown
        if not reps_told:
            return _at_own_pace(context, *lead, own_pace_line(context))
        now = (Message.of("where.leg_now", leg=leg),) if workout.side else ()
        return _at_own_pace(context, *lead, *now)
    if workout.done:
        return _at_own_pace(context, *lead, _to_do(context))
    begin = Message.of("work.change_legs", leg=leg)
    if workout.side is context.dose.sides[0]:
        begin = Message.of("work.set", set=workout.set_number, sets=context.dose.sets, leg=leg)
    return _at_own_pace(context, *lead, begin, _to_do(context))


def _to_do(context: TurnContext) -> Message:
    return Message.of("work.own_pace", reps=context.dose.target - context.workout.done)


def _at_own_pace(context: TurnContext, *lines: Message) -> Outcome:
    workout = replace(
        context.workout.at_exercises, phase=Phase.WORKING, rest_left_ms=0, rest_paused=False
    )
    return context.with_workout(workout).end(context.tape(*lines), Prompt.of(Asks.SAY_DONE))


def _fits(tape: Tape, dose: Dose) -> bool:
    """Whether the whole rest, the next set and the prompt fit into the answer."""
    rest_ms = dose.rest_ms
    return tape.now_ms + rest_ms + dose.set_ms() + PROMPT_ROOM_MS <= tape.limit_ms


def _lay_set(
    tape: Tape,
    dose: Dose,
    set_number: int,
    side: Side | None,
    done: int,
    counting: Counting,
    ready_ms: int,
) -> Side | None:
    """Write the rest of the set; returns the leg that needs a turn of its own, if any."""
    for leg in dose.sides[dose.sides.index(side) :]:
        if leg is side:
            _lay_ready(tape, dose, set_number, leg, done, ready_ms)
        elif _leg_fits(tape, dose):
            _lay_changeover(tape, dose, set_number, leg)
        else:
            return leg
        _lay_work(tape, dose, set_number, leg, done, counting)
        done = 0
    return None


def _leg_fits(tape: Tape, dose: Dose) -> bool:
    room = tape.limit_ms - PROMPT_ROOM_MS - SHORTEST_REST_MS
    return tape.now_ms + dose.changeover_ms + dose.side_ms() <= room


def _lay_ready(
    tape: Tape, dose: Dose, set_number: int, leg: Side | None, done: int, ready_ms: int
) -> None:
    start = tape.now_ms
    if done and ready_ms:
        tape.speak(resume_line(dose, done, leg))
    elif ready_ms:
        tape.say("work.set", set=set_number, sets=dose.sets, leg=leg or "both")
    count_in(tape, SpanKind.READY, start, ready_ms, set_number, leg, done)


def _lay_changeover(tape: Tape, dose: Dose, set_number: int, leg: Side | None) -> None:
    start = tape.now_ms
    tape.wait(COUNT_SLOT_MS)
    tape.say("work.change_legs", leg=leg or "both")
    count_in(tape, SpanKind.CHANGEOVER, start, dose.changeover_ms, set_number, leg, 0)


def _lay_work(
    tape: Tape, dose: Dose, set_number: int, leg: Side | None, done: int, counting: Counting
) -> None:
    """Write a leg's hold or reps; each number is spoken as its second or rep completes."""
    start = tape.now_ms
    cues_of = hold_cues if dose.held else rep_cues
    lay_count(tape, counting, lambda by: cues_of(dose, start, done, by))
    kind, end = SpanKind.HOLD if dose.held else SpanKind.REPS, start + dose.side_ms(done)
    tape.span(Span(kind, start, end, leg, done + 1, dose.period_ms, set_number))
    if dose.held:
        tape.wait(COUNT_SLOT_MS)


def late_mark_ms(context: TurnContext) -> int:
    """How long before the end of a rest its late mark is spoken, in ms."""
    return 1000 * context.routine.rest_mark_seconds


def lay_rest(
    tape: Tape,
    dose: Dose,
    set_number: int,
    rest_ms: int,
    mark_ms: int,
    key: str = "rest.start",
    aside: Message | None = None,
) -> None:
    """A rest that tells its length in the message `key`, with a mark at half and near its end.

    The late mark comes `mark_ms` before the end. The `aside` lines follow the length.
    """
    start = tape.now_ms
    length = rest_ms if rest_ms >= 1000 else 0  # to the ms: it ends when it would have ended anyway
    room = (tape.limit_ms - PROMPT_ROOM_MS - start) // 1000 * 1000
    heard = min(length, room if room >= SHORTEST_REST_MS else 0)
    if length:
        tape.speak(_rest_line(key, length, set_number, dose))
    else:
        tape.say("rest.over", set=set_number, sets=dose.sets)
    if aside is not None:
        tape.speak(aside)
    end, heard_until = start + length, max(start + heard, tape.now_ms)
    marks = [(start + length // 2, "rest.half")] if length >= 3 * mark_ms else []
    marks.append((end - mark_ms, "rest.late"))
    lay_marks(tape, marks, end, heard_until)
    # the part of a rest that doesn't fit runs on while the microphone is open
    # a rest that goes on after an answer also ran during the answer
    began = start if key == "rest.start" else 0
    tape.span(Span(SpanKind.REST, began, end, dose.sides[0], 1, 0, set_number), heard_until)


def rest_line(context: TurnContext, key: str) -> Message:
    """A line with what is left of the current rest, in the message `key`."""
    workout = context.workout
    return _rest_line(key, workout.rest_left_ms, workout.set_number, context.dose)


def _rest_line(key: str, length_ms: int, set_number: int, dose: Dose) -> Message:
    return Message.of(key, seconds=length_ms // 1000, set=set_number, sets=dose.sets)


def rest(context: TurnContext, tape: Tape, key: str = "rest.start") -> Outcome:
    """Rest before the next set, announced in the message `key`, then prompt."""
    workout, mark_ms = context.workout, late_mark_ms(context)
    first = key == "rest.start" and workout.set_number == AFTER_FIRST
    aside = tip_of_the_day(context) if first else None
    left_ms = workout.rest_left_ms
    lay_rest(tape, context.dose, workout.set_number, left_ms, mark_ms, key, aside)
    playback = context.playback_of(tape.spans)
    resting = context.with_workout(replace(workout, rest_paused=False, playback=playback))
    return resting.end(tape, prompt_for(resting))
