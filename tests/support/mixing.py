"""APL for Audio with real sound: a document's component tree, mixed sample by sample."""

from __future__ import annotations

import wave
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

RATE = 22_050
"""Samples a second, one channel of 16 bits."""
Samples: TypeAlias = "array[int]"
Speak = Callable[[str], Samples]
"""Takes the SSML content of a Speech component, gives its clip."""

AUDIBLE = 1_000
"""A sample beyond this is sound, not silence (full scale is 32,767)."""
LOUDEST = 32_767


def mixed(component: Mapping[str, Any], speak: Speak) -> Samples:
    """The sound of a component: a Sequencer's children one after the other, a Mixer's together,
    for as long as the longest of them."""
    kind = component["type"]
    if kind == "Silence":
        return array("h", bytes(2 * (component["duration"] * RATE // 1000)))
    if kind == "Speech":
        if component.get("contentType") == "SSML":
            return speak(component["content"].removeprefix("<speak>").removesuffix("</speak>"))
        return speak(escape(component["content"]))
    children = [mixed(child, speak) for child in component["items"]]
    if kind == "Sequencer":
        sound = array("h")
        for child in children:
            sound.extend(child)
        return sound
    assert kind == "Mixer", kind
    children.sort(key=len)
    sound = array("h", children.pop())
    for child in children:
        for place, sample in enumerate(child):
            if sample:
                sound[place] = max(-LOUDEST, min(LOUDEST, sound[place] + sample))
    return sound


def onset_ms(sound: Samples, from_ms: float = 0) -> float:
    """When sound is first heard at or after an offset; both in ms."""
    start = round(from_ms * RATE / 1000)
    for place in range(start, len(sound)):
        if abs(sound[place]) > AUDIBLE:
            return 1000 * place / RATE
    raise AssertionError(f"nothing is heard after {from_ms:.0f} ms")


def end_ms(sound: Samples) -> float:
    """When the last sound is over, in ms."""
    last = max(place for place, sample in enumerate(sound) if abs(sample) > AUDIBLE)
    return 1000 * last / RATE


def read_wav(path: Path) -> Samples:
    """The samples of a WAV file; fails if it is not of the one kind used here."""
    with wave.open(str(path), "rb") as file:
        form = file.getnchannels(), file.getsampwidth(), file.getframerate()
        assert form == (1, 2, RATE), f"{path.name}: {form}"
        return array("h", file.readframes(file.getnframes()))


def write_wav(path: Path, sound: Samples) -> None:
    """Write samples to a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
