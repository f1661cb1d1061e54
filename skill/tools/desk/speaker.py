"""A simulated smart speaker: it holds the session, keeps the time and sends requests.

Its clock is a number that it moves itself, so a whole workout plays in no time and always the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from skill.tools.desk.device_player import BUTTONS, DevicePlayer
from skill.tools.desk.intent_json import as_intent
from skill.tools.desk.limits import microphone_ms, platform
from skill.tools.desk.playback import Heard, heard
from skill.tools.desk.recogniser import Recogniser, Recognition

Transport = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Sends a request envelope to the skill and returns its response envelope."""

REACTION_MS = 2_000
"""How long a runner takes to answer a prompt, by default."""

INVOCATION = "hamstring coach"

PLAYER_INTENTS: Mapping[str, str] = {
    "next": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "pause": "AMAZON.PauseIntent",
    "resume": "AMAZON.ResumeIntent",
    "play": "AMAZON.ResumeIntent",
    "continue": "AMAZON.ResumeIntent",
    "repeat": "AMAZON.RepeatIntent",
    "start over": "AMAZON.StartOverIntent",
    "cancel": "AMAZON.CancelIntent",
    "stop": "AMAZON.PauseIntent",
}
"""What reaches a skill without its name if it was the last to play audio, and as which intent.
"Stop" comes as a pause (flask-ask #133)."""
SPOKEN = frozenset({"LaunchRequest", "IntentRequest"})
SECOND_MS = 1000


def launches(invocation: str) -> tuple[str, ...]:
    """What opens a skill of that name without a request."""
    starts = ("open", "start", "launch", "begin", "use", "run")
    return tuple(f"{start} {invocation}" for start in starts)


WAKE_WORD = re.compile(r"^.*\balexa\b[\s,.!?]*", re.IGNORECASE | re.DOTALL)


def after_wake_word(words: str) -> str:
    """The words after the wake word, or all if it was not said."""
    return WAKE_WORD.sub("", words)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its response."""

    request: Mapping[str, Any]
    response: Mapping[str, Any]
    recognition: Recognition | None
    """What was recognised; None if nothing was spoken."""
    heard: Heard
    session_open: bool


class SmartSpeaker:
    """One device of one account; with a `player`, it plays clips without a session."""

    def __init__(
        self,
        transport: Transport,
        recogniser: Recogniser,
        *,
        now_ms: int,
        skill_id: str = "amzn1.ask.skill.desk",
        user_id: str = "amzn1.ask.account.DESK",
        device_id: str = "desk",
        locale: str = "en-US",
        player: DevicePlayer | None = None,
    ) -> None:
        limits = platform()
        self._start_ms, self._speaking_ms = limits.device_start_ms, limits.speaking_ms
        self.player = player
        self._transport = transport
        self._recogniser = recogniser
        self._skill_id = skill_id
        self._user_id = user_id
        self._device_id = device_id
        self._locale = locale
        self.attributes: Mapping[str, Any] = {}
        """The session's attributes, as the skill last returned them."""
        self._session = 0
        self._requests = 0
        self._reprompt: Mapping[str, Any] | None = None
        self._to_play: Iterable[Mapping[str, Any]] | None = None
        self.now_ms = now_ms
        self.asked_ms = now_ms
        """When the last request of a session was sent."""
        self.session_open = False
        self.playing = Heard((), 0)
        """The last answer."""
        self.played_ms = 0
        """How much of it has been heard, in ms."""

    def listen(self, milliseconds: int | None = None) -> None:
        """Let time pass: until the answer ends, or so many ms."""
        rest = max(0, self.playing.length_ms - self.played_ms)
        self.pass_time(rest if milliseconds is None else milliseconds)

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass: first the answer plays, then, if the session is over, the player does."""
        until_ms = self.now_ms + milliseconds
        rest = max(0, self.playing.length_ms - self.played_ms)
        if self.session_open or milliseconds < rest:
            self.played_ms += milliseconds
            self.now_ms = until_ms
            return
        self.played_ms += rest
        self.now_ms += rest
        self._begin_to_play()
        while self.player is not None and self.player.is_playing and self.now_ms < until_ms:
            passed, events = self.player.pass_time(until_ms - self.now_ms)
            self.now_ms += passed
            self._tell(events)
        self.played_ms += until_ms - self.now_ms
        self.now_ms = until_ms

    def press(self, button: str) -> None:
        """Press a button of the player, one of BUTTONS, on a remote or the screen."""
        self._begin_to_play()
        self._tell([{"type": BUTTONS[button]}])

    def reaches(self, utterance: str) -> bool:
        """Whether that reaches the skill without its name, as it was the last to play."""
        words = after_wake_word(utterance).lower().strip(" .,!?")
        played = self.player is not None and self.player.stream is not None
        return played and words in PLAYER_INTENTS

    def say(self, utterance: str) -> Exchange:
        """Say something in the session, or "open ..." or "ask ..." outside one."""
        words = " ".join(after_wake_word(utterance).lower().replace(",", " ").split())
        name = self._recogniser.invocation
        if words in launches(name):
            return self.open()
        for opening in ("ask", "tell", "open", "start", "use"):
            for join in ("to ", "for ", "and ", ""):
                words = words.removeprefix(f"{opening} {name} {join}")
        if words in ("exit", "quit") and self.session_open:
            return self.end("USER_INITIATED")
        if not self.session_open and self.reaches(words):
            named = Recognition(PLAYER_INTENTS[words], {}, words, 1.0, {})
            return self.send({"type": "IntentRequest", "intent": as_intent(named)}, named)
        recognition = self._recogniser.recognise(words)
        intent = {"type": "IntentRequest", "intent": as_intent(recognition)}
        return self.send(intent, recognition)

    def open(self) -> Exchange:
        """Launch the skill."""
        return self.send({"type": "LaunchRequest"})

    def silence(self) -> tuple[Heard, Exchange | None]:
        """Say nothing: the reprompt is heard, or after it the session ends."""
        self.listen()
        self.pass_time(microphone_ms())
        if self._reprompt is not None:
            self.playing, self._reprompt = heard(self._reprompt), None
            self.played_ms = 0
            return self.playing, None
        return Heard((), 0), self.end("EXCEEDED_MAX_REPROMPTS")

    def end(self, reason: str) -> Exchange:
        """End the session, as the device does."""
        return self.send({"type": "SessionEndedRequest", "reason": reason})

    def send(self, request: dict[str, Any], recognition: Recognition | None = None) -> Exchange:
        """Send a request of any type in a full envelope."""
        if self.player is not None:
            self._begin_to_play()
            self.player.interrupt()
        self._speak_for(self._speaking_ms if request["type"] in SPOKEN else 0)
        new = not self.session_open
        if new:
            self._session += 1
            self.attributes = {}
        self.asked_ms = self.now_ms
        envelope = self._envelope(request)
        envelope["session"] = self._session_part(envelope["context"]["System"], new)
        response = self._transport(envelope)
        body = response.get("response") or {}
        ended = request["type"] == "SessionEndedRequest"
        self.session_open = not ended and body.get("shouldEndSession") is False
        self.attributes = response.get("sessionAttributes") or {}
        self._reprompt = body.get("reprompt")
        self.playing, self.played_ms = heard(body), 0
        self.now_ms += self._start_ms
        self._to_play = body.get("directives") or ()
        if self.session_open:
            self._begin_to_play()
        return Exchange(envelope, response, recognition, self.playing, self.session_open)

    def _speak_for(self, milliseconds: int) -> None:
        """Move the clock by the time that speaking takes.

        Timestamps have whole seconds, so it is rounded such that the skill gets the second of the
        answer in which the runner spoke.
        """
        heard_ms = self.played_ms % SECOND_MS
        self.now_ms = -(-(self.now_ms - heard_ms + milliseconds) // SECOND_MS) * SECOND_MS

    def _begin_to_play(self) -> None:
        """Give the player its directives, and let it resume if the session is over."""
        if self.player is None or self._to_play is None:
            return
        directives, self._to_play = self._to_play, None
        self._tell(self.player.obey(directives))
        if not self.session_open:
            self._tell(self.player.go_on())

    def _tell(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Send the player's events, which have no session, and obey the responses."""
        waiting = list(events)
        while waiting and self.player is not None:
            response = self._transport(self._envelope(waiting.pop(0)))
            body = response.get("response") or {}
            waiting += self.player.obey(body.get("directives") or ())

    def _session_part(self, system: Mapping[str, Any], new: bool) -> dict[str, Any]:
        return {
            "new": new,
            "sessionId": f"amzn1.echo-api.session.{self._device_id}-{self._session}",
            "application": system["application"],
            "attributes": dict(self.attributes),
            "user": system["user"],
        }

    def _envelope(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self._requests += 1
        interfaces: dict[str, Any] = {} if self.player is None else {"AudioPlayer": {}}
        played = {} if self.player is None else {"AudioPlayer": self.player.context()}
        stamp = datetime.fromtimestamp(self.now_ms // SECOND_MS, UTC)
        return {
            "version": "1.0",
            "context": {
                "System": {
                    "application": {"applicationId": self._skill_id},
                    "user": {"userId": self._user_id},
                    "device": {"deviceId": self._device_id, "supportedInterfaces": interfaces},
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "apiAccessToken": "none",
                },
                **played,
            },
            "request": {
                "requestId": (
                    f"amzn1.echo-api.request.{self._device_id}-{self.now_ms}-{self._requests}"
                ),
                "timestamp": stamp.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "locale": self._locale,
                **request,
            },
        }
