"""The device's player: what it is given to play, and what its events say about the place.

It needs no session: while it plays, "Alexa, resume" and "Alexa, next" reach the coach even hours
later. It reports the exact offset, so the place in a recorded set is no estimate.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from skill.coach.messages import Message
from skill.coach.runner import Runner
from skill.coach.timeline import Timeline
from skill.coach.workout import Playback, Workout
from skill.routine.model import Routine


class Sound(StrEnum):
    """The kinds of sound that a player plays for us."""

    SET = "set"
    """A set, counted from its start to the end of its rest."""
    WAITING = "wait"
    """The sound that waits with the runner."""


class Playing(Struct, frozen=True):
    """One of our sounds, as a device reports it."""

    sound: Sound
    id: str
    """The turn that started it."""
    count: int = 0
    """How often the waiting sound has been played before, since then."""
    offset_ms: int = 0


class Recording(Struct, frozen=True):
    """A timeline in one sound file."""

    timeline: Timeline
    waits: bool = False
    """Whether the waiting sound plays beneath it until its end."""
    beats: int = 0
    """The number of beats, one a second; 0 if it is not a run of beats."""


class Play(Struct, frozen=True):
    """A recording to play, and what a screen says about it."""

    recording: Recording
    playing: Playing
    title: Message
    subtitle: Message
    otherwise: Recording | None = None
    """What to play if there is no such recording."""
    after: Playing | None = None
    """What it follows; None if it begins at once."""


class Happened(StrEnum):
    """What a player reports."""

    STARTED = "started"
    NEARLY_OVER = "nearly over"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


BEAT_RUNS = (32, 16, 8, 4, 2, 1)
"""The lengths of the runs of beats: a few make up any count, and a response may play only so many
sounds."""
BEAT_MS = 120


def beats_sound(run: int) -> Recording:
    """A run of beats, the first at once; it ends after the last one, before the next second."""
    return Recording(Timeline((), (), 1000 * (run - 1) + BEAT_MS, timed=True), beats=run)


def waiting_sound(routine: Routine) -> Recording:
    """The waiting sound alone, played over and over."""
    length_ms = 1000 * routine.platform.waiting_sound_seconds
    return Recording(Timeline((), (), length_ms, timed=True), waits=True)


def waiting(routine: Routine, workout: Workout, playing_id: str) -> Play:
    """The waiting sound; a screen shows how to go on and with which exercise."""
    return Play(
        waiting_sound(routine),
        Playing(Sound.WAITING, playing_id),
        Message.of("player.waiting"),
        Message.of("player.exercise", exercise=workout.exercise),
    )


def heard_ms(playback: Playback, playing: Playing | None, clock_ms: int) -> int:
    """How much of the turn was heard: as the device reports, otherwise by the clock."""
    if not playback.id:
        return clock_ms
    if playing is not None and playing.id == playback.id:
        return playing.offset_ms if playing.sound is Sound.SET else playback.length_ms
    return clock_ms if playback.held_ms is None else playback.held_ms


def after_event(
    routine: Routine, runner: Runner, happened: Happened, playing: Playing, now_ms: int
) -> tuple[Runner, Play | None]:
    """The runner after a player's event, and what to play next, if anything.

    Events that are lost, doubled, late or from another turn leave the place as it was.
    """
    workout = runner.workout
    if workout is None:
        return runner, None
    playback = workout.playback
    is_set = playback is not None and playback.id == playing.id and playing.sound is Sound.SET
    if happened is Happened.NEARLY_OVER:
        return runner, _next_wait(routine, workout, playing)
    if playback is not None and is_set:
        played = _played_on(playback, happened, playing.offset_ms, now_ms)
        unplayable = workout.unplayable or happened is Happened.FAILED
        return replace(
            runner, workout=replace(workout, playback=played, unplayable=unplayable)
        ), None
    return runner, None


def _next_wait(routine: Routine, workout: Workout, playing: Playing) -> Play | None:
    """The waiting sound again, unless the runner went on or its time is over."""
    set_id = workout.playback.id if workout.playback else ""
    if playing.id not in (workout.waiting, set_id):
        return None
    count = playing.count + 1 if playing.sound is Sound.WAITING else 0
    platform = routine.platform
    longest = 60 * platform.longest_wait_minutes // platform.waiting_sound_seconds
    if count >= longest:
        return None
    again = waiting(routine, workout, playing.id)
    return replace(again, playing=replace(again.playing, count=count), after=playing)


def _played_on(playback: Playback, happened: Happened, offset_ms: int, now_ms: int) -> Playback:
    if happened is Happened.STARTED:
        return replace(playback, started_ms=max(0, now_ms - offset_ms), held_ms=None)
    if happened is Happened.STOPPED:
        return replace(playback, held_ms=min(offset_ms, playback.length_ms))
    if happened is Happened.FINISHED:
        return replace(playback, held_ms=playback.length_ms)
    if playback.held_ms is not None:
        return playback
    return replace(playback, held_ms=min(max(0, now_ms - playback.started_ms), playback.length_ms))
