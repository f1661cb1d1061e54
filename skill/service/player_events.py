"""Events of a device's player and its buttons: no session is open, and nothing can be said."""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from skill.coach.player import Happened, Play, Playing, Sound, after_event, waiting
from skill.coach.runner import Runner
from skill.routine.model import Routine
from skill.service.documents import DocumentError, read_runner, runner_text
from skill.service.languages import Library
from skill.service.played import Clip, clip_of
from skill.service.ports import AudioLibrary, ProgressStore, RevisionConflict, StoreError, cause_of

logger = logging.getLogger(__name__)

TRIES = 6
"""How often to retry a lost race against another device."""

Change = Callable[[Routine, Runner], tuple[Runner, Play | None]]


class PlayerEvents:
    """The player's side of a conversation: the same routines, words, clips and memory."""

    def __init__(self, library: Library, audio: AudioLibrary, store: ProgressStore) -> None:
        self._library = library
        self._audio = audio
        self._store = store

    def happened(
        self, happened: Happened, playing: Playing, runner_id: str, now_ms: int
    ) -> Clip | None:
        """Record a player's event; the clip to play next, if any."""
        return self._changed(
            runner_id,
            lambda routine, runner: after_event(routine, runner, happened, playing, now_ms),
        )

    def paused(self, playing: Playing | None, runner_id: str, now_ms: int) -> None:
        """Record a press of "pause": the place is kept, and nothing follows."""

        def stop(routine: Routine, runner: Runner) -> tuple[Runner, Play | None]:
            if playing is not None and playing.sound is Sound.SET:
                stopped = Happened.STOPPED
                runner, _ = after_event(routine, runner, stopped, playing, now_ms)
            if runner.workout is None or not runner.workout.waiting:
                return runner, None
            return replace(runner, workout=replace(runner.workout, waiting="")), None

        self._changed(runner_id, stop)

    def waits_again(self, playing_id: str, runner_id: str) -> Clip | None:
        """The waiting sound again, if nothing else in the workout can be played."""

        def wait(routine: Routine, runner: Runner) -> tuple[Runner, Play | None]:
            workout = runner.workout
            if workout is None:
                return runner, None
            play = waiting(routine, workout, playing_id)
            if workout.playback is not None:
                # the set that is or was playing keeps its place and its token
                return runner, replace(play, playing=replace(play.playing, id=workout.playback.id))
            return replace(runner, workout=replace(workout, waiting=playing_id)), play

        return self._changed(runner_id, wait)

    def _changed(self, runner_id: str, change: Change) -> Clip | None:
        """Save a change, if there is one; if saving fails, nothing plays."""
        for _ in range(TRIES):
            try:
                saved = self._store.load(runner_id)
                if saved is None:
                    return None
                runner = read_runner(saved.body)
                coaching = self._library(runner.routine, runner.clinic)
                changed, play = change(coaching.routine, runner)
                if changed != runner:
                    self._store.save(runner_id, runner_text(changed), after=saved.revision)
            except RevisionConflict:
                continue
            except (StoreError, DocumentError) as error:
                logger.warning("a player's event not noted: %s", cause_of(error, runner_id))
                return None
            return None if play is None else clip_of(play, coaching.voice.at(0), self._audio)
        return None
