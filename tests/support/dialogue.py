"""Conversations as data: what is said, what must be heard, where the workout then stands.

title = "..."                       a sentence
led = true                          with a warm-up and a cool-down that are led
moves = true                        with moves in that warm-up, too
[[turn]]
say = "pause"                       or: open = true, silence = true, end = "USER_INITIATED",
                                    request = { type = "..." }
after = 25                          seconds into the coach's answer; left out: heard out
later = { days = 1 }                time that passes first
device = "kitchen"                  which device; the one of the turn before, if left out
hear = ["...", "..."]               heard in this order
never = ["..."]                     not heard
intent = "AMAZON.PauseIntent"       what the words must be taken for
stands = { phase = "paused", ... }  the workout as saved; phase = "none": there is none
session = "over"                    or "open"
card = "{phone.written}"            on the card
saved = "..."                       put into the store before this turn
press = "next"                      a button of the player, in place of words
plays = "waiting"                   what the device's player does after the turn: "waiting", "set",
                                    or "nothing"
at = 17                             the second of the clip at which it does

A file that begins with player = "waits" is of devices with a player, which finds the waiting
sounds; with player = "sets" it finds every set of the standard doses, too. With neither there is
no player.

What is said, heard and on the card may hold {placeholders}, filled from the routine, the clinic and
the words (tests/support/facts.py): {phone}, {total}, {glute_bridge.number}. The doses are those of
tests/support/prescription.toml, whatever the clinic prescribes today.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skill.service.ports import AudioLibrary
from skill.tools.desk.playback import Heard
from skill.tools.desk.speaker import Exchange, SmartSpeaker
from skill.tools.desk.turns import act
from tests.support.clips import clips
from tests.support.facts import filled
from tests.support.household import DAY_MS, Household

FIELDS = frozenset(
    "say open silence end request after later device hear never intent stands session card "
    "saved attributes press plays at".split()
)
STANDING = frozenset("phase exercise set leg done first_leg rest_left".split())


@dataclass(frozen=True)
class Dialogue:
    """One conversation from a file."""

    name: str
    title: str
    turns: tuple[Mapping[str, Any], ...]
    led: bool = False
    """Whether the warm-up and the cool-down are led."""
    language: str = "en"
    player: str = ""
    moves: bool = False
    """Whether moves follow the walk of that warm-up."""

    @property
    def audio(self) -> AudioLibrary | None:
        """The clips that its devices find; None if they have no player."""
        return clips(with_sets=self.player == "sets") if self.player else None


def read_dialogues(folder: Path) -> list[Dialogue]:
    """Every dialogue in the folder of a language, checked for slips of the pen."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for place, turn in enumerate(data["turn"], start=1):
            unknown = set(turn) - FIELDS | set(turn.get("stands", {})) - STANDING
            assert not unknown, f"{path.name}: turn {place}: unknown {unknown}"
        led, player = data.get("led", False), data.get("player", "")
        turns, moves = tuple(data["turn"]), data.get("moves", False)
        found.append(Dialogue(path.stem, data["title"], turns, led, folder.name, player, moves))
    return found


def play(dialogue: Dialogue, household: Household) -> None:
    """Play a dialogue; fails at the first thing that is not as the file says."""
    device = "living room"
    for place, turn in enumerate(dialogue.turns, start=1):
        device = turn.get("device", device)
        try:
            _play_turn(turn, household, device)
        except AssertionError as error:
            raise AssertionError(f"{dialogue.name}: turn {place} {dict(turn)}: {error}") from error


def _play_turn(turn: Mapping[str, Any], household: Household, name: str) -> None:
    speaker = household.device(name)
    speaker.pass_time(max(0, household.now_ms - speaker.now_ms))
    if "later" in turn:
        speaker.pass_time(round(DAY_MS * turn["later"]["days"]))
    if "saved" in turn:
        household.remember(turn["saved"])
    if "attributes" in turn:
        speaker.attributes = turn["attributes"]
    said = {"say": filled(turn["say"])} if "say" in turn else {}
    told, exchange = act({**turn, **said}, speaker)
    household.now_ms = speaker.now_ms
    _check_heard(turn, told)
    if exchange is not None:
        _check_exchange(turn, exchange)
    if "session" in turn:
        assert ("open" if speaker.session_open else "over") == turn["session"]
    if "stands" in turn:
        _check_standing(turn["stands"], household)
    if "plays" in turn:
        _check_playing(turn, speaker)


def _check_playing(turn: Mapping[str, Any], speaker: SmartSpeaker) -> None:
    speaker.listen()
    player = speaker.player
    assert player is not None, "no device of this file has a player"
    token = player.stream.token if player.stream and player.is_playing else "::nothing::"
    sound = {"wait": "waiting", "set": "set", "nothing": "nothing"}[token.split(":")[2]]
    assert sound == turn["plays"], f"it plays {sound}: {token}"
    if "at" in turn:
        assert player.offset_ms // 1000 == turn["at"], f"it plays at {player.offset_ms} ms"


def _check_heard(turn: Mapping[str, Any], told: Heard) -> None:
    rest = told.text
    for words in map(filled, turn.get("hear", ())):
        _, found, rest = rest.partition(words)
        assert found, f"did not hear {words!r} (in order) in: {told.text}"
    for words in map(filled, turn.get("never", ())):
        assert words not in told.text, f"heard {words!r} in: {told.text}"


def _check_exchange(turn: Mapping[str, Any], exchange: Exchange) -> None:
    if "intent" in turn:
        taken = exchange.recognition
        assert taken is not None
        assert taken.intent == turn["intent"], f"taken for {taken.intent}"
    if "card" in turn:
        card = exchange.response["response"].get("card")
        assert card, "no card"
        assert filled(turn["card"]) in card["content"], card


def _check_standing(stands: Mapping[str, Any], household: Household) -> None:
    workout = household.journal().workout
    if stands["phase"] == "none":
        assert workout is None, f"a workout is under way: {workout}"
        return
    assert workout is not None, "no workout is under way"
    now = {
        "phase": workout.phase_now,
        "exercise": workout.exercise,
        "set": workout.set_number,
        "leg": workout.side,
        "first_leg": workout.first_side,
        "done": workout.done or workout.stage_done,
        "rest_left": workout.rest_left_ms // 1000,
    }
    for name, wanted in stands.items():
        expected = filled(wanted) if isinstance(wanted, str) else wanted
        assert now[name] == expected, f"{name} is {now[name]}: {now}"
