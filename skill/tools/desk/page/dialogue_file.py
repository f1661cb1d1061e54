"""Reads and writes dialogue files of the project (see tests/dialogues).

title = "Pausing in a hold"
[[turn]]
say = "pause"
after = 25.0
hear = ["Paused."]
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skill.coach.runner import Runner
from skill.tools.desk.page.timeline_strip import state_in
from skill.tools.desk.playback import Heard
from skill.tools.desk.speaker import Exchange, SmartSpeaker
from skill.tools.desk.turns import act

Line = Mapping[str, Any]
"""One turn of a dialogue: what is done, and how many seconds into the answer before."""
Played = list[tuple[Heard, Exchange | None]]
"""What each line led to."""

DAY_MS = 86_400_000
ACTS = ("say", "open", "silence", "end", "request", "press")
WHEN = ("after", "later", "device", "saved")
CHECKS = ("hear", "never", "intent", "stands", "session", "card", "attributes", "plays", "at")
DEEPEST = 100
"""Far more than a request of Alexa's, which is about fifteen deep."""
LONG_KEY = re.compile(
    r"""(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    f"{{{DEEPEST}}}"
)
FEW = 6
"""Of a longer answer only the first and last clips are written."""
ENDS = 2


class DialogueError(ValueError):
    """A file is not a dialogue; the text names the turn, the field and the cure."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue file, as far as the page plays it."""

    title: str
    lines: tuple[Line, ...]


def read(text: str) -> Dialogue:
    """The dialogue in a file; raises DialogueError."""
    if LONG_KEY.search(text):  # tomllib would need gigabytes
        raise DialogueError(f"a key has more than {DEEPEST} parts; write a shorter one")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise DialogueError(f"this is not TOML: {error}") from error
    _check_values(data)
    turns = data.get("turn")
    if not isinstance(data.get("title"), str) or not isinstance(turns, list) or not turns:
        raise DialogueError("a dialogue has a title and at least one [[turn]]")
    for place, turn in enumerate(turns, start=1):
        _check(place, turn)
    return Dialogue(data["title"], tuple(turns))


def _check_values(data: dict[str, Any]) -> None:
    """Refuse what JSON cannot hold, and deep nesting."""
    level: list[object] = [data]
    for _ in range(DEEPEST):
        if not level:
            return
        for value in level:
            if not isinstance(value, str | int | float | list | dict):
                raise DialogueError(f"{value}: write dates and times in quotes")
            if isinstance(value, float) and not math.isfinite(value):
                raise DialogueError(f"{value}: is not a number that a dialogue can use")
        level = [
            part
            for value in level
            if isinstance(value, list | dict)
            for part in (value.values() if isinstance(value, dict) else value)
        ]
    raise DialogueError(f"this is nested deeper than {DEEPEST}")


def _check(place: int, turn: object) -> None:
    if not isinstance(turn, dict):
        raise DialogueError(f"turn {place}: write it as [[turn]]")
    unknown = set(turn) - {*ACTS, *WHEN, *CHECKS}
    if unknown:
        raise DialogueError(f"turn {place}: {', '.join(sorted(unknown))}: no such field")
    if sum(act in turn for act in ACTS) != 1:
        raise DialogueError(f"turn {place}: write one of {', '.join(ACTS)}")
    after = turn.get("after", 0)
    if isinstance(after, bool) or not isinstance(after, int | float) or after < 0:
        raise DialogueError(f"turn {place}: after: write seconds, such as 25 or 3.5")
    for field, kind in (("say", str), ("end", str), ("request", dict)):
        if not isinstance(turn.get(field, kind()), kind):
            raise DialogueError(f"turn {place}: {field}: must be a {kind.__name__}")


def rehearse(lines: Iterable[Line], speaker: SmartSpeaker) -> Played:
    """Play the lines as the project's tests do."""
    return [_act(line, speaker) for line in lines]


def _act(line: Line, speaker: SmartSpeaker) -> tuple[Heard, Exchange | None]:
    if "later" in line:
        speaker.pass_time(round(DAY_MS * line["later"]["days"]))
    return act(line, speaker)


def write(
    title: str,
    lines: Sequence[Line],
    played: Played,
    saved: str | None = None,
) -> str:
    """The dialogue file of played lines; `saved` was in the store before."""
    parts = [f"title = {_toml(title)}\n"]
    for place, (line, (told, exchange)) in enumerate(zip(lines, played, strict=True)):
        fields = dict(line)
        if place == 0 and saved is not None:
            fields["saved"] = saved
        fields |= _checks(told, exchange)
        written = "".join(f"{name} = {_toml(value)}\n" for name, value in fields.items())
        parts.append(f"\n[[turn]]\n{written}")
    return "".join(parts)


def _checks(told: Heard, exchange: Exchange | None) -> dict[str, Any]:
    """What the file expects of the answer."""
    said = [clip.text for clip in told.clips]
    checks: dict[str, Any] = {}
    if said:
        checks["hear"] = said if len(said) <= FEW else [*said[:ENDS], *said[-ENDS:]]
    if exchange is None:
        return {**checks, "session": "open"}
    if exchange.recognition is not None:
        checks["intent"] = exchange.recognition.intent
    checks["session"] = "open" if exchange.session_open else "over"
    # the answer to a session's end has no attributes
    ended = exchange.request["request"]["type"] == "SessionEndedRequest"
    state = None if ended else state_in(exchange.response)
    if state is not None:
        checks["stands"] = _standing(state[0])
    return checks


def _standing(runner: Runner) -> dict[str, Any]:
    workout = runner.workout
    if workout is None:
        return {"phase": "none"}
    standing = {
        "phase": str(workout.phase),
        "exercise": workout.exercise,
        "set": workout.set_number,
        "done": workout.done,
    }
    return standing if workout.side is None else {**standing, "leg": str(workout.side)}


def _toml(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(k))} = {_toml(v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if value is None:
        return '""'  # TOML knows no null
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f") if isinstance(value, str) else text


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _toml(name)
