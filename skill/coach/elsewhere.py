"""A set that plays on another device: questions asked here leave it alone."""

from __future__ import annotations

from msgspec.structs import replace

from skill.coach.messages import Message
from skill.coach.workout import Workout

MICROPHONES_MS = 16_000
"""How long Alexa listens after an answer and after its reprompt, in ms in all."""
RUNNING = Message.of("elsewhere.running")
TAKEN_OVER = Message.of("elsewhere.taken_over")


def plays_elsewhere(
    workout: Workout | None, device: str, now_ms: int, reprompt_wait_ms: int
) -> bool:
    """Whether a turn plays on a device other than this one, or may still be answered there.

    A device without an id counts as the same one.
    """
    playback = None if workout is None else workout.playback
    if playback is None or not (device and playback.device) or playback.device == device:
        return False
    if playback.held_ms is not None:
        return False
    return now_ms < playback.started_ms + playback.length_ms + reprompt_wait_ms + MICROPHONES_MS


def left_alone(
    playing: Workout | None, settled: Workout | None, after: Workout | None
) -> Workout | None:
    """The workout with its turn still playing; None if the move led to another place than where it
    was `settled` for this moment."""
    if playing is None or settled is None or after is None:
        return None
    own_sets, skipped = after.own_sets, after.skipped
    if replace(settled, own_sets=own_sets, skipped=skipped) != after:
        return None
    return replace(playing, own_sets=own_sets, skipped=skipped)
