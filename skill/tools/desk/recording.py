"""Records a conversation as one WAV, with a timeline of what is said when."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.renderer import render
from skill.tools.apla_render.sound import Sound, pcm, silence
from skill.tools.desk.limits import microphone_ms
from skill.tools.desk.script import OPEN, SILENCE, Cue
from skill.tools.desk.speaker import REACTION_MS, SmartSpeaker
from skill.tools.desk.turns import wait_or_press
from skill.tools.prerender.beat import beats_at


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer as far as it was heard, and the silence after it."""

    said: str
    """What the runner said before it; SILENCE for nothing."""
    sound: Sound
    broken_off: bool
    """Whether the runner barged in."""
    quiet_ms: int
    """The silence after it, in which the runner thinks or the microphone waits."""

    @property
    def length_ms(self) -> int:
        """The answer and the silence after it, in ms."""
        return self.sound.length_ms + self.quiet_ms


def conversation(speaker: SmartSpeaker, cues: Iterable[Cue], engine: Engine) -> Iterator[Turn]:
    """The answers to a script, each as far as it was heard.

    The speaker's clock follows the rendered sound, so that "@17 pause" is said at the second of
    the hold that is heard then. Time that passes and buttons make no turn.
    """
    turns = list(cues)
    output: Mapping[str, Any] = {}
    for cue, following in zip(turns, [*turns[1:], None], strict=False):
        if not cue.has_words:
            wait_or_press(cue, speaker)
            continue
        if cue.words == SILENCE:
            # the time of the open microphone is part of the turn before
            _, exchange = speaker.silence()
            output = (output.get("reprompt") or {}) if exchange is None else {}
        else:
            exchange = speaker.open() if cue.words == OPEN else speaker.say(cue.words)
            output = exchange.response.get("response") or {}
        sound = render(output, engine, sounds=beats_at)
        turn = Turn(cue.words, sound, broken_off=False, quiet_ms=0)
        if following is not None:
            turn = _as_far_as_heard(turn, following)
            waits = following.words == SILENCE
            speaker.listen(turn.sound.length_ms if waits else turn.length_ms)
        yield turn


def _as_far_as_heard(turn: Turn, following: Cue) -> Turn:
    length = turn.sound.length_ms
    if following.after_ms is None:
        waited = microphone_ms() if following.words == SILENCE else REACTION_MS
        return replace(turn, quiet_ms=waited)
    if following.after_ms < length:
        return replace(turn, sound=turn.sound.until(following.after_ms), broken_off=True)
    return replace(turn, quiet_ms=following.after_ms - length)


def write_recording(turns: Iterable[Turn], engine: Engine, wav: Path, number: int | None) -> Any:
    """Write turns one after the other to a WAV; their timeline, as JSON.

    Only the turn of that number, counted from 1, if one is given. Raises ValueError if there is
    none, or OSError; a WAV of that name then stays as it was.
    """
    told: list[dict[str, Any]] = []
    at_ms = place = 0
    unfinished = wav.with_name(f"{wav.name}.unfinished")
    try:
        with unfinished.open("wb") as file, wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(engine.sample_rate)
            for place, turn in enumerate(turns, start=1):
                if number is not None and place != number:
                    continue
                quiet = silence(turn.quiet_ms * engine.sample_rate // 1000)
                sound.writeframes(pcm(turn.sound.samples) + pcm(quiet))
                told.append(_told(place, turn, at_ms))
                at_ms += turn.length_ms
                if place == number:
                    break
        if not told:
            raise ValueError(f"there is no turn {number or 1}; the script has {place}")
        unfinished.replace(wav)
    finally:
        unfinished.unlink(missing_ok=True)
    return {
        "engine": engine.name,
        "sample_rate": engine.sample_rate,
        "length_ms": at_ms,
        "turns": told,
    }


def _told(place: int, turn: Turn, at_ms: int) -> dict[str, Any]:
    moved = (
        replace(mark, start_ms=mark.start_ms + at_ms, end_ms=mark.end_ms + at_ms)
        for mark in turn.sound.marks
    )
    return {
        "turn": place,
        "said": turn.said,
        "start_ms": at_ms,
        "end_ms": at_ms + turn.sound.length_ms,
        "broken_off": turn.broken_off,
        "marks": [asdict(mark) for mark in moved],
    }
