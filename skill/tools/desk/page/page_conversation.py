"""One page's conversation: a device, its session and clock, and the turns so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from skill.coach.runner import Runner
from skill.coach.session import Session, phase_of
from skill.coach.timeline import Span
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.page.devices import APL, Device, equip
from skill.tools.desk.page.dialogue_file import Line
from skill.tools.desk.page.suggestions import ASLEEP
from skill.tools.desk.page.timeline_strip import (
    Mark,
    Strip,
    marks_of,
    spans_of,
    state_in,
    strip_of,
)
from skill.tools.desk.playback import SILENCE
from skill.tools.desk.recogniser import Recogniser, Recognition
from skill.tools.desk.speaker import (
    Exchange,
    SmartSpeaker,
    Transport,
    after_wake_word,
    launches,
)

Clock = Callable[[], int]
"""The time in ms since 1970."""

USER = "amzn1.ask.account.DESK"
"""The default account."""
DAY_MS = 86_400_000
LONGEST_UTTERANCE = 300


class NotHeard(ValueError):
    """Words do not reach the skill; the text says why, and the cure."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An act and its answer."""

    number: int
    line: Line
    """What was done, as a line of a dialogue file."""
    playing: Mapping[str, Any]
    """The response's `response`, or the reprompt of the one before."""
    marks: tuple[Mark, ...]
    length_ms: int
    spans: tuple[Span, ...]
    session_open: bool
    phase: str
    exchange: Exchange | None = None
    """None if only the reprompt was heard."""
    note: str = ""
    """What the device did on its own."""

    def strip(self, marks: Sequence[Mark], length_ms: int) -> Strip:
        """The timeline of the turn with estimated or rendered marks."""
        return strip_of(marks, self.spans, length_ms, asks=self.session_open)

    def to_json(self) -> dict[str, Any]:
        """The turn as the page needs it."""
        exchange = self.exchange
        taken = exchange.recognition if exchange else None
        return {
            "number": self.number,
            "line": self.line,
            "strip": self.strip(self.marks, self.length_ms).to_json(),
            "session_open": self.session_open,
            "parks": plays_in(self.playing) and not self.session_open,
            "phase": self.phase,
            "note": self.note,
            "has_reprompt": bool(self.playing.get("reprompt")),
            "screen": screens_in(self.playing),
            "recognition": taken and _recognition(taken),
            "request": exchange and exchange.request,
            "response": exchange and exchange.response,
        }


@dataclass(slots=True)
class Conversation:
    """A device on the desk; `after_ms` is always since the last answer began to play."""

    ask: Transport
    recogniser: Recogniser
    clock: Clock
    device: Device
    user_id: str = USER
    name: str = "desk"
    saved: str | None = None
    """The user's saved progress when the conversation began."""
    player: DevicePlayer | None = None
    """Plays clips without a session; None if the device has no player."""
    turns: list[Turn] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    """The player's events since `told_by_player` was last called."""
    _speaker: SmartSpeaker = field(init=False)
    _later_days: float = 0.0
    _shift_ms: int = 0

    def __post_init__(self) -> None:
        """Make the speaker; its clock starts at a whole second."""
        self._speaker = SmartSpeaker(
            self._send,
            self.recogniser,
            now_ms=_whole_second(self.clock()),
            user_id=self.user_id,
            device_id=self.name,
            player=self.player,
            locale=self.recogniser.locale,
        )

    def say(self, words: str, after_ms: int) -> Turn:
        """Say something, with or without the wake word; raises NotHeard."""
        plain = _spoken(words)
        name = self.recogniser.invocation
        reaches = self._speaker.session_open or self._speaker.reaches(plain)
        if not reaches and name not in plain.lower():
            raise NotHeard(
                f"No session is open, so Alexa herself would answer this. Say: open {name}."
            )
        if plain.lower() in launches(name):
            return self._told({"open": True}, after_ms, self._speaker.open)
        return self._told({"say": plain}, after_ms, lambda: self._speaker.say(plain))

    def touch(self, event: Mapping[str, Any], after_ms: int) -> Turn:
        """Touch the screen: `event` has SendEvent's arguments, source and components."""
        request = {
            "type": f"{APL}.UserEvent",
            "token": str(event.get("token") or ""),
            "arguments": _list(event.get("arguments")),
            "source": event.get("source") or {},
            "components": event.get("components") or {},
        }
        return self.send(request, after_ms)

    def send(self, request: Mapping[str, Any], after_ms: int) -> Turn:
        """Send a request of any type."""
        kept = dict(request)
        return self._told({"request": kept}, after_ms, lambda: self._speaker.send(dict(kept)))

    def end(self, reason: str, after_ms: int) -> Turn:
        """End the session, as the device does."""
        return self._told({"end": reason}, after_ms, lambda: self._speaker.end(reason))

    def silence(self, after_ms: int) -> Turn:
        """Stay silent: the reprompt is heard, or the session ends."""
        if not self._speaker.session_open:
            raise NotHeard("No session is open: the microphone is closed already.")
        self._listen(after_ms)
        reprompt = (self.turns[-1].playing.get("reprompt") or {}) if self.turns else {}
        told, exchange = self._speaker.silence()
        if exchange is None:
            turn = Turn(
                len(self.turns),
                {"silence": True},
                reprompt,
                marks_of(told),
                told.length_ms,
                (),
                session_open=True,
                phase=self.turns[-1].phase,
                note="Nothing was said: the reprompt.",
            )
            self.turns.append(turn)
            return turn
        return self._turn({"silence": True}, exchange, "Nothing was said again: the session ends.")

    def pass_time(self, milliseconds: int) -> None:
        """Let time pass for the player, if no session is open."""
        if not self._speaker.session_open:
            self._hear_out()
            self._speaker.pass_time(milliseconds)

    def press(self, button: str) -> None:
        """Press a button of the player; raises NotHeard if nothing is parked."""
        if self.player is None or self.player.stream is None or self._speaker.session_open:
            raise NotHeard("Nothing is parked, so the buttons do nothing.")
        self._hear_out()
        self._speaker.press(button)

    def _hear_out(self) -> None:
        # the page played the answer to its end, whatever its estimated length
        self._speaker.playing, self._speaker.played_ms = SILENCE, 0

    def told_by_player(self) -> dict[str, Any]:
        """The state of the player, and its events since the last call."""
        events, self.events = self.events, []
        player = self.player
        stream = player.stream if player else None
        if player is None or stream is None:
            return {"player": None, "events": events}
        state = {
            "clip": PurePosixPath(stream.url).stem,
            "title": stream.title,
            "subtitle": stream.subtitle,
            "offset_ms": player.offset_ms,
            "playing": player.is_playing,
            "now_ms": self._speaker.now_ms,
        }
        return {"player": state, "events": events}

    def later(self, days: float) -> None:
        """Let days pass, which ends an open session."""
        if self._speaker.session_open:
            self._told({"end": "EXCEEDED_MAX_REPROMPTS"}, 0, self._dies)
        self._later_days += days
        self._shift_ms += round(DAY_MS * days)

    def lines(self) -> list[Line]:
        """The conversation as lines of a dialogue file."""
        return [turn.line for turn in self.turns]

    def _dies(self) -> Exchange:
        return self._speaker.end("EXCEEDED_MAX_REPROMPTS")

    def _told(self, line: Line, after_ms: int, act: Callable[[], Exchange]) -> Turn:
        if self._speaker.session_open:
            self._listen(after_ms)
            line = {**line, "after": _nearest_second(after_ms) // 1000}
        else:
            self._hear_out()
            now = _whole_second(self.clock() + self._shift_ms)
            self._speaker.now_ms = max(self._speaker.now_ms, now)
        if self._later_days:
            line = {**line, "later": {"days": self._later_days}}
            self._later_days = 0.0
        return self._turn(line, act())

    def _turn(self, line: Line, exchange: Exchange, note: str = "") -> Turn:
        asked_ms = self._speaker.asked_ms
        runner, session = state_in(exchange.response) or (Runner(), Session())
        turn = Turn(
            len(self.turns),
            line,
            exchange.response.get("response") or {},
            marks_of(exchange.heard),
            exchange.heard.length_ms,
            spans_of(runner, asked_ms),
            exchange.session_open,
            str(phase_of(runner, session)) if exchange.session_open else ASLEEP,
            exchange,
            note,
        )
        self.turns.append(turn)
        return turn

    def _listen(self, after_ms: int) -> None:
        self._speaker.listen(_nearest_second(after_ms))
        # the page knows how much was heard, so the estimated length no longer counts
        self._speaker.playing = SILENCE

    def _send(self, envelope: dict[str, Any]) -> Mapping[str, Any]:
        equip(envelope, self.device)
        kind = envelope["request"]["type"]
        if kind.startswith(("AudioPlayer.", "PlaybackController.")):
            self.events.append(kind)
        return self.ask(envelope)


def plays_in(output: Mapping[str, Any]) -> bool:
    """Whether a response makes the player play something."""
    return any(each["type"] == "AudioPlayer.Play" for each in output.get("directives") or ())


def screens_in(output: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The directives of a response for the screen."""
    return [
        directive
        for directive in output.get("directives") or ()
        if directive["type"].startswith(f"{APL}.")
    ]


def _whole_second(milliseconds: int) -> int:
    return milliseconds // 1000 * 1000


def _nearest_second(milliseconds: int) -> int:
    """The nearest second, as timestamps have whole seconds."""
    return _whole_second(milliseconds + 500)


def _spoken(words: str) -> str:
    plain = " ".join(after_wake_word(words).split())
    if not plain:
        raise NotHeard("Nothing was said after the wake word.")
    if len(plain) > LONGEST_UTTERANCE:
        raise NotHeard(f"That is too long to be heard: {LONGEST_UTTERANCE} characters at most.")
    return plain


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _recognition(taken: Recognition) -> dict[str, Any]:
    return {
        "intent": taken.intent,
        "sample": taken.sample,
        "score": round(taken.score, 2),
        "slots": {name: slot.resolved_id or slot.value for name, slot in taken.slots.items()},
    }
