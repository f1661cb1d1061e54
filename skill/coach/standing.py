"""The state as a command comes in: what was heard until then, on which device, and how long ago."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from skill.coach.changed_routine import fit_runner, fit_session
from skill.coach.commands import Command, Meaning
from skill.coach.context import Moment, TurnContext
from skill.coach.elapsed import advance_to
from skill.coach.history import MINUTE_MS
from skill.coach.player import Playing, Sound, heard_ms
from skill.coach.progression import after_lapse
from skill.coach.runner import Runner
from skill.coach.session import Session
from skill.coach.workout import Phase, Stage, Workout
from skill.routine.model import Platform, Routine

MICROPHONES_MS = 16_000
"""How long Alexa listens after an answer and after its reprompt, in ms in all."""

UNHEARD = frozenset({Meaning.AUDIO_FAILED, Meaning.CANT_HEAR})
"""Meanings that show that the last answer was not heard."""
SAID_TO_PLAYER = frozenset(
    {
        *(Meaning.NEXT, Meaning.RESUME, Meaning.BACK, Meaning.REPEAT, Meaning.START_OVER),
        *(Meaning.PAUSE, Meaning.STOP, Meaning.NEVER_MIND),
    }
)
"""Meanings that reach the coach without its name if its player was the last to play."""


def standing(
    routine: Routine, runner: Runner, session: Session, command: Command, moment: Moment
) -> TurnContext:
    """The context with everything advanced to this moment."""
    runner, session = fit_runner(runner, routine), fit_session(session, routine)
    runner = _hearing(runner, session, command, moment, routine.platform)
    if moment.new_session:
        session = Session()
    context = TurnContext(
        **asdict(moment),
        routine=routine,
        runner=runner,
        session=session,
        command=command,
        waited=_waits(runner.workout, moment.playing),
    )
    workout = runner.workout
    if workout is not None and workout.waiting:
        workout = replace(workout, waiting="")
        context = context.with_workout(workout)
    elsewhere = _plays_elsewhere(context)
    if workout is not None and command.meaning in UNHEARD and not elsewhere:
        # nothing of that turn was heard, so no time counts
        context = context.with_workout(replace(workout, playback=None))
    elif workout is not None:
        heard = _heard_ms(workout, moment)
        # a pause stops the clock at the word
        since_ms = 0 if command.meaning is Meaning.PAUSE else moment.behind_ms
        advanced, interrupted = advance_to(workout, moment.now_ms, context.dose, heard, since_ms)
        if advanced is not workout:
            context = replace(context.with_workout(advanced), interrupted=interrupted)
        left_leg = workout.playback is not None and advanced.side is not workout.side
        if advanced.log is not workout.log or left_leg:
            context = _with_place_kept(context)
    if elsewhere:
        return _asked_from_here(context)
    if not moment.new_session:
        return context
    return _new_session(context, _last_heard_ms(runner, moment), moment.playing is not None)


def _waits(workout: Workout | None, playing: Playing | None) -> bool:
    """Whether the player plays, or played last, the waiting sound of this pause or after this
    set."""
    waiting = playing is not None and playing.sound is Sound.WAITING
    return waiting and plays_on(workout, playing)


def _recorded_id(workout: Workout) -> str | None:
    """The player's token for the current set; None if it plays in the session."""
    return (workout.playback.id or None) if workout.playback else None


def _heard_ms(workout: Workout, moment: Moment) -> int | None:
    playback = workout.playback
    if playback is None:
        return None
    by_clock_ms = max(0, moment.now_ms - moment.behind_ms - playback.started_ms)
    return heard_ms(playback, moment.playing, by_clock_ms)


def _plays_elsewhere(context: TurnContext) -> bool:
    """Whether a turn plays on a device other than this one, or may still be answered there.

    A device without an id counts as the same one.
    """
    workout, device = context.runner.workout, context.device
    playback = None if workout is None else workout.playback
    if playback is None or not (device and playback.device) or playback.device == device:
        return False
    if playback.held_ms is not None:
        return False
    wait_ms = 1000 * context.routine.reprompt_seconds + MICROPHONES_MS
    return context.now_ms < playback.started_ms + playback.length_ms + wait_ms


def left_alone(
    playing: Workout | None, settled: Workout | None, after: Workout | None
) -> Workout | None:
    """The workout with its turn still playing on another device; None if the move led to another
    place than where it was `settled` for this moment."""
    if playing is None or settled is None or after is None:
        return None
    own_sets, skipped = after.own_sets, after.skipped
    if replace(settled, own_sets=own_sets, skipped=skipped) != after:
        return None
    return replace(playing, own_sets=own_sets, skipped=skipped)


def _asked_from_here(context: TurnContext) -> TurnContext:
    """The workout is under way on another device: here the runner may carry on, or only ask."""
    workout = context.workout
    if workout.phase is Phase.WORKING:
        workout = replace(workout, phase=Phase.PAUSED)
    context = context.with_workout(workout).with_session(returning=True)
    return replace(context, elsewhere=True, interrupted=None)


def plays_on(workout: Workout | None, playing: Playing | None) -> bool:
    """Whether the device's player may still be playing for this workout."""
    if workout is None or playing is None:
        return False
    return playing.id in (workout.waiting, _recorded_id(workout))


def _hearing(
    runner: Runner, session: Session, command: Command, moment: Moment, platform: Platform
) -> Runner:
    """The runner; with plain speech on this device for a while if exact audio failed there."""
    if command.meaning is Meaning.AUDIO_FAILED:
        failed = platform.plain_after_document if command.our_fault else platform.plain_after_amazon
    elif command.broke_off and moment.now_ms < runner.seen_ms + session.timed_ms:
        failed = platform.plain_after_break
    else:
        return runner
    until_ms = moment.now_ms + MINUTE_MS * failed
    return runner.hearing_plain_speech(moment.device_id, moment.now_ms, until_ms)


def _with_place_kept(context: TurnContext) -> TurnContext:
    """The session; once a leg or a set has been done, undo takes back no more than a dose."""
    undo = context.session.undo
    if undo is None or undo.workout is None:
        return context
    same = undo.wishes == context.runner.wishes
    return context.with_session(undo=None if same else replace(undo, workout=None))


def _last_heard_ms(runner: Runner, moment: Moment) -> int:
    """When the runner was last active in ms since 1970, as far as the workout shows."""
    workout = runner.workout
    if workout is None:
        return moment.now_ms
    if workout.playback is None:
        return min(runner.seen_ms or workout.started_ms, moment.now_ms)
    return min(workout.playback.started_ms + workout.playback.length_ms, moment.now_ms)


def _new_session(context: TurnContext, ended_ms: int, played: bool) -> TurnContext:
    """An unfinished workout awaits its runner; `played` says whether the last sound was ours.

    A runner who says just "next" or "resume" to the player goes straight on.
    """
    workout = context.runner.workout
    if workout is None:
        return _lighter(context)
    back = context.with_session(away_ms=context.now_ms - ended_ms)
    if played and context.command.meaning in SAID_TO_PLAYER and not back.stale:
        return back.with_workout(replace(workout, rest_left_ms=0)) if back.cold else back
    if workout.all_over:
        # the last exercise is over; only the goodbye was never heard
        return _lighter(context.put_away(ended_ms))
    paused = Phase.PAUSED if workout.phase is Phase.WORKING else workout.phase
    workout = replace(workout, phase=paused, rest_left_ms=0, rest_paused=False)
    back = back.with_workout(workout).with_session(returning=True)
    if back.stale and workout.stage is Stage.WARM_UP and not workout.log:
        return context.put_away(ended_ms)  # nothing was begun yet
    return back


def _lighter(context: TurnContext) -> TurnContext:
    """The context before a new workout, which begins lighter after a long break."""
    return context.with_runner(after_lapse(context.routine, context.runner, context.day))
