"""The simulated AudioPlayer, which plays clips without a session and reports events.

It follows Amazon's "AudioPlayer Interface Reference". It makes no sound and only keeps time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

Event = dict[str, Any]

NEARLY_OVER_MS = 15_000
"""How long before a clip's end the device asks for the next one; devices differ."""
IDLE, PLAYING, PAUSED, STOPPED, FINISHED = "IDLE", "PLAYING", "PAUSED", "STOPPED", "FINISHED"
BUTTONS: Mapping[str, str] = {
    "next": "PlaybackController.NextCommandIssued",
    "previous": "PlaybackController.PreviousCommandIssued",
    "play": "PlaybackController.PlayCommandIssued",
    "pause": "PlaybackController.PauseCommandIssued",
}


@dataclass(frozen=True, slots=True)
class Stream:
    """A clip as a directive names it."""

    token: str
    url: str
    offset_ms: int
    title: str = ""
    subtitle: str = ""


class DevicePlayer:
    """A player; `length_ms` gives the length of the clip at a URL, 0 if there is none."""

    def __init__(self, length_ms: Callable[[str], int]) -> None:
        self._length_ms = length_ms
        self._queue: list[Stream] = []
        self._asked_for_next = False
        self.stream: Stream | None = None
        """The clip that plays or played last."""
        self.offset_ms = 0
        self.activity = IDLE

    @property
    def is_playing(self) -> bool:
        """Whether a clip plays."""
        return self.activity == PLAYING

    def context(self) -> dict[str, Any]:
        """Its state, as every request of the device holds it."""
        if self.stream is None:
            return {"playerActivity": self.activity}
        return {
            "token": self.stream.token,
            "offsetInMilliseconds": self.offset_ms,
            "playerActivity": self.activity,
        }

    def interrupt(self) -> None:
        """Pause, as somebody speaks."""
        if self.is_playing:
            self.activity = PAUSED

    def go_on(self) -> list[Event]:
        """Resume after a session that did not stop it; the events that follow."""
        if self.activity != PAUSED:
            return []
        self.activity = PLAYING
        return [self._event("PlaybackStarted")]

    def obey(self, directives: Iterable[Mapping[str, Any]]) -> list[Event]:
        """Obey the directives of a response; the events that follow."""
        events: list[Event] = []
        for directive in directives:
            kind = directive["type"]
            if kind == "AudioPlayer.Stop" or directive.get("clearBehavior") == "CLEAR_ALL":
                events += self._stop()
            if kind == "AudioPlayer.ClearQueue":
                self._queue.clear()
            elif kind == "AudioPlayer.Play":
                events += self._play(directive)
        return events

    def pass_time(self, most_ms: int) -> tuple[int, list[Event]]:
        """Play for `most_ms` or until the next event; the ms played, and the events."""
        if not self.is_playing or self.stream is None:
            return most_ms, []
        length_ms = self._length_ms(self.stream.url)
        ask_ms = max(0, length_ms - NEARLY_OVER_MS)
        due_ms = length_ms if self._asked_for_next else max(ask_ms, self.offset_ms)
        passed = min(most_ms, max(0, due_ms - self.offset_ms))
        self.offset_ms += passed
        if self.offset_ms < due_ms:
            return passed, []
        if not self._asked_for_next:
            self._asked_for_next = True
            return passed, [self._event("PlaybackNearlyFinished")]
        self.activity = FINISHED
        finished = self._event("PlaybackFinished")
        return passed, [finished, *(self._begin(self._queue.pop(0)) if self._queue else ())]

    def _play(self, directive: Mapping[str, Any]) -> list[Event]:
        told = directive["audioItem"]["stream"]
        shown = directive["audioItem"].get("metadata") or {}
        offset_ms = told["offsetInMilliseconds"]
        stream = Stream(told["token"], told["url"], offset_ms)
        stream = replace(stream, title=shown.get("title", ""), subtitle=shown.get("subtitle", ""))
        if directive["playBehavior"] == "REPLACE_ALL":
            stopped = self._stop()
            self._queue.clear()
            return [*stopped, *self._begin(stream)]
        playing = self.stream.token if self.stream and self.is_playing else None
        if told.get("expectedPreviousToken") != playing:
            return []
        self._queue.append(stream)
        return []

    def _begin(self, stream: Stream) -> list[Event]:
        self.stream, self.offset_ms, self._asked_for_next = stream, stream.offset_ms, False
        if not self._length_ms(stream.url):
            self.activity = STOPPED
            error = {"type": "MEDIA_ERROR_INVALID_REQUEST", "message": "no such clip"}
            state = self.context()
            return [
                {**self._event("PlaybackFailed"), "error": error, "currentPlaybackState": state}
            ]
        self.activity = PLAYING
        return [self._event("PlaybackStarted")]

    def _stop(self) -> list[Event]:
        if self.activity not in (PLAYING, PAUSED):
            return []
        self.activity = STOPPED
        return [self._event("PlaybackStopped")]

    def _event(self, name: str) -> Event:
        stream = self.stream
        event: Event = {"type": f"AudioPlayer.{name}", "token": stream.token if stream else ""}
        if name != "PlaybackFailed":
            event["offsetInMilliseconds"] = self.offset_ms
        return event
