"""The skill in a terminal: type what you would say, read what you would hear, in time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue

from skill.tools.desk.device_player import FINISHED, IDLE, STOPPED
from skill.tools.desk.playback import Heard
from skill.tools.desk.readings import SlotReading
from skill.tools.desk.recogniser import Recognition
from skill.tools.desk.script import OPEN, SILENCE, Cue, parse_line
from skill.tools.desk.speaker import REACTION_MS, SmartSpeaker
from skill.tools.desk.turns import wait_or_press

Lines = Queue[str | None]
"""Lines as they are typed; None is the end."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The speed of time, and how to wait."""

    speed: float
    """20 plays twenty seconds in one."""
    sleep: Callable[[float], None]
    """Waits for real seconds."""
    clock: Callable[[], float]
    """Real seconds since some moment."""


Write = Callable[[str], None]


def play_script(speaker: SmartSpeaker, cues: Iterable[Cue], write: Write, pace: Pace) -> None:
    """Play a script to its end."""
    for cue in cues:
        if not cue.has_words:
            _show(speaker.playing, write, pace, None)
            _without_words(speaker, cue, write)
            continue
        limit = cue.after_ms
        _show(speaker.playing, write, pace, limit)
        speaker.listen(limit)
        if cue.words == SILENCE:
            _stay_silent(speaker, write)
        else:
            if limit is None:
                speaker.listen(REACTION_MS)
            _say(speaker, cue.words, write)
    _show(speaker.playing, write, pace, None)
    speaker.listen()


def talk(speaker: SmartSpeaker, lines: Lines, write: Write, pace: Pace) -> None:
    """Talk until the lines end. A line typed while the coach speaks breaks in on it."""
    _say(speaker, OPEN, write)
    while (line := _hear_out(speaker, lines, write, pace)) is not None:
        try:
            cue = parse_line(line) or Cue(SILENCE)
        except ValueError as error:
            write(f"  ({error})")
            continue
        if not cue.has_words:
            _without_words(speaker, cue, write)
        elif cue.words == SILENCE:
            _stay_silent(speaker, write)
        else:
            _say(speaker, cue.words, write)


def _without_words(speaker: SmartSpeaker, cue: Cue, write: Write) -> None:
    write(f"\n> {cue.words}")
    wait_or_press(cue, speaker)
    _tell_of_player(speaker, write)


def _tell_of_player(speaker: SmartSpeaker, write: Write) -> None:
    """Write what the player plays."""
    player = speaker.player
    if player is None or player.stream is None:
        return
    if player.activity in (IDLE, STOPPED, FINISHED):
        write(f"  (The player is silent: {player.activity.lower()}.)")
        return
    minutes, seconds = divmod(player.offset_ms // 1000, 60)
    told = f"{player.stream.title} | {player.stream.subtitle}"
    write(f"  (The player: {told} | {minutes}:{seconds:02d})")


def _hear_out(speaker: SmartSpeaker, lines: Lines, write: Write, pace: Pace) -> str | None:
    """Write the answer clip by clip, in time; the line that cuts it off or follows it."""
    heard, began = speaker.playing, pace.clock()
    for at_ms, text in [*((clip.at_ms, clip.text) for clip in heard.clips), (heard.length_ms, "")]:
        passed = pace.clock() - began
        with suppress(Empty):
            line = lines.get(timeout=max(0.0, at_ms / 1000 / pace.speed - passed))
            speaker.listen(round(1000 * pace.speed * (pace.clock() - began)))
            return line
        if text:
            _write_clip(write, at_ms, text)
    speaker.listen()
    if not speaker.session_open:
        _tell_of_player(speaker, write)
        write('(The session is over. Type "open" to come back.)')
    line = lines.get()
    speaker.listen(REACTION_MS)
    return line


def _show(heard: Heard, write: Write, pace: Pace, limit_ms: int | None) -> None:
    at_ms = 0
    for clip in heard.clips:
        if limit_ms is not None and clip.at_ms >= limit_ms:
            break
        pace.sleep((clip.at_ms - at_ms) / 1000 / pace.speed)
        at_ms = clip.at_ms
        _write_clip(write, clip.at_ms, clip.text)


def _write_clip(write: Write, at_ms: int, text: str) -> None:
    minutes, seconds = divmod(at_ms / 1000, 60)
    write(f"  {int(minutes)}:{seconds:04.1f}  {text}")


def _say(speaker: SmartSpeaker, words: str, write: Write) -> None:
    exchange = speaker.open() if words == OPEN else speaker.say(words)
    taken = exchange.recognition
    write(f"\n> {words}   [{_taken(taken) if taken else exchange.request['request']['type']}]")


def _taken(taken: Recognition) -> str:
    """The intent and slots, with the score unless it was an exact sample."""
    guess = "" if taken.score == 1 else f", guess {taken.score:.2f}"
    return f"{taken.intent}{_slots(taken.slots)}{guess}"


def _slots(slots: Mapping[str, SlotReading]) -> str:
    said = ", ".join(f"{name}={slot.resolved_id or slot.value}" for name, slot in slots.items())
    return f" {said}" if said else ""


def _stay_silent(speaker: SmartSpeaker, write: Write) -> None:
    _, ended = speaker.silence()
    write("\n> ...   [silence]")
    if ended is not None:
        write("  (The session is over; your place is saved.)")
