"""Handing the workout to the device's player, which needs no session and reports its offset.

A pause parks it: the player waits with the runner at the exact place, and "Alexa, resume" or
"Alexa, next" opens the session again, minutes or hours later. A set is played as a recording: the
whole set, the same for everybody with the same dose, heard from the middle by a runner who comes
back there.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.moves.steps import resume_line
from skill.coach.player import Play, Playing, Recording, Sound, waiting
from skill.coach.position import describe_position
from skill.coach.timeline import Cue, Part, Span, Tape, Timeline
from skill.coach.turn import Prompt, TurnKind
from skill.coach.workout import WORK_SPANS, Phase, Workout

RESUME = Message.of("parked.resume")


def park(
    context: TurnContext,
    tape: Tape,
    how_to_go_on: Message = RESUME,
    *,
    seconds: int = 0,
    time_up: Message | None = None,
) -> Outcome:
    """End the session after what is on the tape, and leave the waiting sound with the runner.

    `time_up`, if given, is said after that many `seconds`.
    """
    context = context.at_rest()
    tape.speak(how_to_go_on)
    resting = context.workout.phase is Phase.RESTING and context.workout.rest_left_ms > 0
    workout = replace(
        context.workout, waiting=context.playing_id, rest_paused=resting, playback=None
    )
    play = waiting(context.routine, workout, context.playing_id)
    if time_up is not None:
        play = _counting_down(context, play, seconds, time_up)
    parked = context.with_workout(workout)
    return replace(parked.end(tape, None), plays=play, kind=TurnKind.PARKED)


def _counting_down(context: TurnContext, play: Play, seconds: int, time_up: Message) -> Play:
    """The waiting sound until the time is up, which is announced; then more of it."""
    slot_ms = context.playable.measure(time_up) if context.playable else 0
    cue = Cue(1000 * seconds, slot_ms, time_up, Part.MARK)
    counted = Recording(Timeline((cue,), (), cue.at_ms + slot_ms, timed=True), waits=True)
    return replace(play, recording=counted, otherwise=play.recording)


def paused_line(context: TurnContext) -> Message:
    """A line that whatever the runner was doing is paused, with its second or rep."""
    workout = context.workout
    if context.phase is Phase.RESTING and workout.rest_left_ms:
        return Message.of("pause.rest", seconds=workout.rest_left_ms // 1000)
    if context.phase is not Phase.PAUSED or not workout.done or context.uncounted:
        return Message.of("pause.paused")
    return Message.of(f"parked.{context.dose.measure}", done=workout.done)


def hush(context: TurnContext) -> Outcome:
    """On "pause" or "stop" while the waiting sound plays: it ends, and the place is kept."""
    context = context.at_rest()
    tape = context.tape(Message.of("parked.quiet"), describe_position(context), RESUME)
    context = context.changing_workout(waiting="", rest_paused=True)
    return context.end(tape, None, kind=TurnKind.PARKED)


HINT = "player"
"""The hint that the wake word is needed: the microphone is closed while a recording plays."""
LaySets = Callable[[TurnContext, Tape, int], Prompt]


def recorded(context: TurnContext, tape: Tape, lay_sets: LaySets) -> Outcome:
    """The current set as a recording, from its leg and its second or rep, after what is on the
    tape."""
    workout, dose = context.workout, context.dose
    timeline = _recording(context, lay_sets)
    from_ms = _offset(timeline.spans, workout)
    if workout.done:
        tape.speak(resume_line(dose, workout.done, workout.side))
    if HINT not in context.runner.hints:
        context = context.with_runner(context.runner.having_heard(HINT))
        tape.say("player.hint")
    playback = context.playback_of(timeline.spans)
    if playback is not None:
        playback = replace(playback, id=context.playing_id, held_ms=from_ms)
    begun = replace(
        workout, phase=Phase.WORKING, rest_left_ms=0, rest_paused=False, playback=playback
    )
    play = Play(
        Recording(timeline),
        Playing(Sound.SET, context.playing_id, offset_ms=from_ms),
        Message.of("player.exercise", exercise=workout.exercise),
        Message.of("player.set", set=workout.set_number, sets=dose.sets),
    )
    outcome = context.with_workout(begun).end(tape, None)
    return replace(outcome, plays=play, kind=TurnKind.WORK)


def _recording(context: TurnContext, lay_sets: LaySets) -> Timeline:
    """The whole set; or one leg, if both don't fit into one recording."""
    workout, dose, playable = context.workout, context.dose, context.playable
    tape = context.tape()
    for side in (dose.sides[0], workout.side):
        measure = playable.measure if playable else context.measure
        tape = Tape(measure, context.routine.platform.answer_ms)
        whole = context.changing_workout(side=side, done=0)
        prompt = lay_sets(whole, tape, dose.get_ready_ms)
        tape.speak(_with_wake_word(prompt), Part.PROMPT)
        if any(_is_work_on(span, workout) for span in tape.spans):
            break
    return tape.finish()


def _is_work_on(span: Span, workout: Workout) -> bool:
    at_hand = span.set_number == workout.set_number and span.side == workout.side
    return span.kind in WORK_SPANS and at_hand


def _offset(spans: tuple[Span, ...], workout: Workout) -> int:
    """Where the current leg, or the rest of it, begins in the recording, in ms."""
    before_ms = 0
    for span in spans:
        if _is_work_on(span, workout):
            return span.start_ms + workout.done * span.period_ms if workout.done else before_ms
        before_ms = span.start_ms
    return 0


def _with_wake_word(prompt: Prompt) -> Message:
    """The prompt while the microphone is closed."""
    return Message.of(WITH_WAKE_WORD[prompt.asks], **dict(prompt.line.values))


WITH_WAKE_WORD = {
    Asks.NEXT_SET: "player.next_set",
    Asks.NEXT_EXERCISE: "player.next_exercise",
    Asks.COOL_DOWN: "player.cool_down",
    Asks.WRAP_UP: "player.wrap_up",
    Asks.OTHER_LEG: "player.other_leg",
}
"""The spans that a set may end with."""
