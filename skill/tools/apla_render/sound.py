"""Sound as mono samples, the marks of what is said when, and WAV."""

from __future__ import annotations

import io
import struct
import wave
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono sound, each sample from -1 to 1."""

FULL_SCALE = 32767
UNKNOWN_SIZE = 0xFFFFFFFF
"""In the header of a WAV of unknown length; players then play to its end."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase, and when it is heard."""

    start_ms: int
    """When its clip begins, in ms from the start of the sound."""
    end_ms: int
    """When its clip ends, including the silence at its end."""
    text: str
    """As written, for a caption: "619"."""
    spoken: str
    """As spoken: "six one nine"."""
    path: str
    """Its path in the response: directives[0].document.mainTemplate.item.items[3]."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A rendered response."""

    samples: Samples
    sample_rate: int
    """Samples per second."""
    marks: tuple[Mark, ...]
    """What is said when, in the order heard."""

    @property
    def length_ms(self) -> int:
        """Its length in ms."""
        return round(1000 * len(self.samples) / self.sample_rate)

    def wav(self) -> bytes:
        """The sound as a WAV file: 16 bit, mono."""
        file = io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(self.sample_rate)
            written.writeframes(pcm(self.samples))
        return file.getvalue()

    def until(self, milliseconds: int) -> Sound:
        """The sound cut off at an offset, as by a barge-in."""
        kept = self.samples[: milliseconds * self.sample_rate // 1000]
        marks = tuple(
            replace(mark, end_ms=min(mark.end_ms, milliseconds))
            for mark in self.marks
            if mark.start_ms < milliseconds
        )
        return Sound(kept, self.sample_rate, marks)


def silence(count: int) -> Samples:
    """That many samples of silence."""
    return np.zeros(count, dtype=np.float32)


def pcm(samples: Samples) -> bytes:
    """The samples as 16 bit little-endian integers, clipped at full scale."""
    return bytes((np.clip(samples, -1, 1) * FULL_SCALE).astype("<i2").tobytes())


def from_pcm(data: bytes) -> Samples:
    """The samples in 16 bit little-endian integers."""
    whole = data[: len(data) // 2 * 2]
    return (np.frombuffer(whole, dtype="<i2") / FULL_SCALE).astype(np.float32)


def wav_header(sample_rate: int) -> bytes:
    """The header of a 16 bit mono WAV of unknown length."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, sample_rate, 2 * sample_rate, 2, 16)
    data = struct.pack("<4sI", b"data", UNKNOWN_SIZE)
    return struct.pack("<4sI4s", b"RIFF", UNKNOWN_SIZE, b"WAVE") + form + data


def read_wav(data: bytes) -> tuple[Samples, int]:
    """The samples and sample rate of a 16 bit mono WAV; raises ValueError if it is not one.

    The sizes in its header are not trusted: a program that writes to a pipe cannot know them.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    at, rate = 12, 0
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        at += 8
        if name == b"fmt ":
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, at)
            if (kind, channels, bits) != (1, 1, 16):
                raise ValueError(f"{channels} channels of {bits} bits instead of one of 16")
        elif name == b"data":
            if not rate:
                raise ValueError("a WAV file without a format")
            return from_pcm(data[at : at + size]), rate
        at += size + size % 2
    raise ValueError("a WAV file without sound")
