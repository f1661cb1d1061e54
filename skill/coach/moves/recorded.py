"""Sets as recordings for the device's player: they need no session, and report their offset.

A recording is the whole set, the same for everybody with the same dose. A runner who comes back in
the middle hears it from there.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.context import Outcome, TurnContext
from skill.coach.messages import Message
from skill.coach.player import Play, Playing, Recording, Sound
from skill.coach.timeline import Part, Span, Tape, Timeline
from skill.coach.turn import Prompt, TurnKind
from skill.coach.workout import WORK_SPANS, Phase, Workout

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
        key = "work.resume_hold" if dose.held else "work.resume_reps"
        left, first = dose.target - workout.done, workout.done + 1
        tape.say(key, left=left, first=first, leg=workout.side or "both")
    if HINT not in context.runner.hints:
        context = context.changing_runner(hints=(*context.runner.hints, HINT))
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
