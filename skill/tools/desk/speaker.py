"""A smart speaker without a sound: it holds the session, keeps the time and asks the skill.

Time here is a number that the speaker moves itself, so a whole workout can be played in no time
and comes out the same every time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from skill.tools.desk.platform import microphone_ms
from skill.tools.desk.playback import Heard, heard
from skill.tools.desk.recogniser import Recogniser, Recognition, as_intent

Transport = Callable[[dict[str, Any]], Mapping[str, Any]]
"""Takes a request envelope to wherever the skill lives and brings its response envelope back."""

REACTION_MS = 2_000
"""How long a runner takes to answer a prompt, where nothing else is said."""

INVOCATION = "hamstring coach"


def launches(invocation: str) -> tuple[str, ...]:
    """What opens a skill of that name, and asks nothing of it yet."""
    starts = ("open", "start", "launch", "begin", "use", "run")
    return tuple(f"{start} {invocation}" for start in starts)


LAUNCHES = launches(INVOCATION)

WAKE_WORD = re.compile(r"^.*\balexa\b[\s,.!?]*", re.IGNORECASE | re.DOTALL)


def after_wake_word(words: str) -> str:
    """What a device hears: what comes after its wake word, or all if it was not said."""
    return WAKE_WORD.sub("", words)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it."""

    request: Mapping[str, Any]
    response: Mapping[str, Any]
    recognition: Recognition | None
    """What the words were taken for; None where no words were spoken."""
    heard: Heard
    session_open: bool


class SmartSpeaker:
    """One device of one account."""

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
    ) -> None:
        self._transport = transport
        self._recogniser = recogniser
        self._skill_id = skill_id
        self._user_id = user_id
        self._device_id = device_id
        self._locale = locale
        self.attributes: Mapping[str, Any] = {}
        """The session's attributes, as the skill gave them last."""
        self._session = 0
        self._requests = 0
        self._reprompt: Mapping[str, Any] | None = None
        self.now_ms = now_ms
        self.session_open = False
        self.playing = Heard((), 0)
        """What the last answer sounds like."""
        self.played_ms = 0
        """How much of it was heard."""

    def listen(self, milliseconds: int | None = None) -> None:
        """Let time pass: hear the answer out, or so much of it (or beyond it)."""
        rest = max(0, self.playing.length_ms - self.played_ms)
        passed = rest if milliseconds is None else milliseconds
        self.played_ms += passed
        self.now_ms += passed

    def say(self, utterance: str) -> Exchange:
        """Say something: within the session, or as "open ..." or "ask ..." outside of one."""
        words = " ".join(after_wake_word(utterance).lower().replace(",", " ").split())
        name = self._recogniser.invocation
        if words in launches(name):
            return self.open()
        for opening in ("ask", "tell", "open", "start", "use"):
            for join in ("to ", "for ", "and ", ""):
                words = words.removeprefix(f"{opening} {name} {join}")
        if words in ("exit", "quit") and self.session_open:
            return self.end("USER_INITIATED")
        recognition = self._recogniser.recognise(words)
        intent = {"type": "IntentRequest", "intent": as_intent(recognition)}
        return self.send(intent, recognition)

    def open(self) -> Exchange:
        """Open the skill by its name alone."""
        return self.send({"type": "LaunchRequest"})

    def silence(self) -> tuple[Heard, Exchange | None]:
        """Say nothing: the reprompt is heard; after it, said nothing again, the session ends."""
        self.listen()
        self.now_ms += microphone_ms()
        if self._reprompt is not None:
            self.playing, self._reprompt = heard(self._reprompt), None
            self.played_ms = 0
            return self.playing, None
        return Heard((), 0), self.end("EXCEEDED_MAX_REPROMPTS")

    def end(self, reason: str) -> Exchange:
        """The session ends without a word from the skill."""
        return self.send({"type": "SessionEndedRequest", "reason": reason})

    def send(self, request: dict[str, Any], recognition: Recognition | None = None) -> Exchange:
        """Send a request of any type, with everything a device puts around it."""
        new = not self.session_open
        if new:
            self._session += 1
            self.attributes = {}
        self._requests += 1
        envelope = self._envelope(request, new)
        response = self._transport(envelope)
        body = response.get("response") or {}
        ended = request["type"] == "SessionEndedRequest"
        self.session_open = not ended and body.get("shouldEndSession") is False
        self.attributes = response.get("sessionAttributes") or {}
        self._reprompt = body.get("reprompt")
        self.playing, self.played_ms = heard(body), 0
        return Exchange(envelope, response, recognition, self.playing, self.session_open)

    def _envelope(self, request: dict[str, Any], new: bool) -> dict[str, Any]:
        user = {"userId": self._user_id}
        application = {"applicationId": self._skill_id}
        stamp = datetime.fromtimestamp(self.now_ms // 1000, UTC)
        return {
            "version": "1.0",
            "session": {
                "new": new,
                "sessionId": f"amzn1.echo-api.session.{self._device_id}-{self._session}",
                "application": application,
                "attributes": dict(self.attributes),
                "user": user,
            },
            "context": {
                "System": {
                    "application": application,
                    "user": user,
                    "device": {"deviceId": self._device_id, "supportedInterfaces": {}},
                    "apiEndpoint": "https://api.amazonalexa.com",
                    "apiAccessToken": "none",
                }
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
