"""Plays a row, and reports what was said and what was wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from skill.tools.desk.pain_words import FALLBACK
from skill.tools.desk.playback import Heard
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import Exchange, SmartSpeaker, Transport
from skill.tools.desk.turns import act
from skill.tools.rehearsal.checklist import Row, Turn
from skill.tools.rehearsal.rules import broken_rules

DAY_MS = 24 * 60 * 60 * 1000
ACCOUNT = "amzn1.ask.account.REHEARSAL."
"""The prefix of accounts: each row has its own, so that rows are independent."""
FEW = 6
"""A longer answer is shown by its first and last clips."""
ENDS = 3

INTERFACES: Mapping[str, Mapping[str, Any]] = {
    "speaker": {},
    "show": {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}},
}
"""The supported interfaces of each kind of device."""

Open = Callable[[str], Transport]
"""Builds the skill with a store."""


@dataclass(slots=True)
class Played:
    """The result of a row."""

    row: Row
    lines: list[str] = field(default_factory=list)
    """The conversation, line by line."""
    problems: list[str] = field(default_factory=list)
    """What was wrong; empty if the row passes."""


def play(row: Row, open_skill: Open, recogniser: Recogniser, now_ms: int) -> Played:
    """Play all turns of a row, even after problems."""
    played = Played(row)
    transport = _on_device(open_skill(row.store), row.device)
    speaker = SmartSpeaker(transport, recogniser, now_ms=now_ms, user_id=f"{ACCOUNT}{row.title}")
    for turn in row.turns:
        try:
            _play(turn, speaker, played)
        except Exception as error:  # a skill that crashes fails the row, not the rehearsal
            played.problems.append(f"{_shown(turn)}: {type(error).__name__}: {error}")
            played.lines.append("  (no answer)")
    return played


def _on_device(ask: Transport, device: str) -> Transport:
    def transport(envelope: dict[str, Any]) -> Mapping[str, Any]:
        envelope["context"]["System"]["device"]["supportedInterfaces"] = dict(INTERFACES[device])
        return ask(envelope)

    return transport


def _play(turn: Turn, speaker: SmartSpeaker, played: Played) -> None:
    speaker.now_ms += round(DAY_MS * turn.get("days", 0))
    played.lines.append(f"> {_shown(turn)}")
    told, exchange = act(turn, speaker)
    played.lines += _told(told)
    found = list(broken_rules(exchange.request, exchange.response)) if exchange else []
    found += _unmet(turn, told, exchange, speaker)
    played.problems += [f"{_shown(turn)}: {problem}" for problem in found]
    if not speaker.session_open:
        played.lines.append("  (the session is over)")


def _unmet(turn: Turn, told: Heard, exchange: Exchange | None, speaker: SmartSpeaker) -> list[str]:
    unmet = []
    rest = told.text
    for words in turn.get("hear", ()):
        _, found, rest = rest.partition(words)
        if not found:
            unmet.append(f"nobody hears {words!r}")
    unmet += [f"{words!r} is heard" for words in turn.get("never", ()) if words in told.text]
    session = "open" if speaker.session_open else "over"
    if turn.get("session", session) != session:
        unmet.append(f"the session is {session}")
    taken = exchange.recognition.intent if exchange and exchange.recognition else None
    if turn.get("intent", taken) != taken:
        unmet.append(f"it is taken for {taken}")
    if turn.get("understood") and taken == FALLBACK:
        unmet.append("it is not understood")
    if "card" in turn:
        card = exchange.response["response"].get("card") if exchange else None
        if turn["card"] not in (card or {}).get("content", ""):
            unmet.append(f"{turn['card']!r} is on no card")
    return unmet


def _told(told: Heard) -> list[str]:
    clips = [f"  {clip.at_ms / 1000:6.1f}  {clip.text}" for clip in told.clips]
    return clips if len(clips) <= FEW else [*clips[:ENDS], "     ...", *clips[-ENDS:]]


def _shown(turn: Turn) -> str:
    if turn.get("silence"):
        return "(silence)"
    if turn.get("open"):
        return "open"
    if "request" in turn:
        intent = turn["request"].get("intent") or {}
        return f"({intent.get('name', turn['request']['type'])})"
    if "end" in turn:
        return f"({turn['end']})"
    after = f" (after {turn['after']} s)" if "after" in turn else ""
    return f"{turn['say']}{after}"
