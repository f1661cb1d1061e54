"""Parking the workout: the session ends, and the player waits with the runner at the exact place.

From there "Alexa, resume" and "Alexa, next" open the session again, minutes or hours later.
"""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.player import Play, Recording, waiting
from skill.coach.position import describe_position
from skill.coach.timeline import Cue, Part, Tape, Timeline
from skill.coach.turn import TurnKind
from skill.coach.workout import Phase

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


def park_pause(context: TurnContext) -> Outcome:
    """Pause whatever the runner is doing, with its second or rep."""
    context = context.at_rest()
    return park(context, context.tape(_paused(context)))


def _paused(context: TurnContext) -> Message:
    workout = context.workout
    if context.phase is Phase.RESTING and workout.rest_left_ms:
        return Message.of("pause.rest", seconds=workout.rest_left_ms // 1000)
    if context.phase is not Phase.PAUSED or not workout.done or context.uncounted:
        return Message.of("pause.paused")
    if context.dose.held:
        return Message.of("parked.hold", done=workout.done)
    return Message.of("parked.reps", done=workout.done)


def hush(context: TurnContext) -> Outcome:
    """On "pause" or "stop" while the waiting sound plays: it ends, and the place is kept."""
    context = context.at_rest()
    tape = context.tape(Message.of("parked.quiet"), describe_position(context), RESUME)
    context = context.changing_workout(waiting="", rest_paused=True)
    return context.end(tape, None, kind=TurnKind.PARKED)
