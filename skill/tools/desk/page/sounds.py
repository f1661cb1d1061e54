"""The sound of answers, made while it is already played: a voice is faster than time, not at once.

One answer is rendered at a time. Beginning another ends the one before where it is, as breaking in
on the coach does; answers that were finished are kept for as long as they may be played again.
"""

from __future__ import annotations

import json
import struct
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from threading import Condition, Thread
from typing import Any, Protocol

KEPT = 12
"""Answers kept; a minute of speech takes about 3 MB."""
HEADER = 44
"""Bytes of a WAV before its samples."""
BYTE_RATE_AT = 28
SIZES_AT = (4, HEADER - 4)
"""Where the header tells the length of all that follows, and of the samples."""


class SoundMark(Protocol):
    """One thing heard, in ms from the start of the sound."""

    @property
    def start_ms(self) -> int:
        """Where it begins."""

    @property
    def end_ms(self) -> int:
        """Where it ends."""

    @property
    def text(self) -> str:
        """Its words."""


class Stream(Protocol):
    """An answer being rendered."""

    @property
    def marks(self) -> Sequence[SoundMark]:
        """What is said when, as far as it is rendered."""

    def wav(self) -> Iterator[bytes]:
        """Its WAV file in pieces, the 44 bytes of the header first; to be read once."""


Render = Callable[[Mapping[str, Any]], Stream]
"""Begins to render a response's `response`, or a `reprompt`; raises if that cannot be played."""


class Rendering:
    """One answer, rendered on a thread of its own while others read what there is of it."""

    def __init__(self, stream: Stream) -> None:
        """Begin at once."""
        self._stream = stream
        self._wav = bytearray()
        self._changed = Condition()
        self._cancelled = False
        self.done = False
        self.problem = ""
        """What went wrong on the way; empty if nothing did."""
        Thread(target=self._render, daemon=True).start()

    @property
    def marks(self) -> tuple[SoundMark, ...]:
        """What is said when, as far as it is rendered."""
        return tuple(self._stream.marks)

    @property
    def length_ms(self) -> int:
        """How much of it is rendered."""
        with self._changed:
            if len(self._wav) <= HEADER:
                return 0
            (byte_rate,) = struct.unpack_from("<I", self._wav, BYTE_RATE_AT)
            return int(1000 * (len(self._wav) - HEADER) / byte_rate)

    @property
    def whole(self) -> bool:
        """Whether it came to its end, and not to another."""
        return self.done and not self._cancelled and not self.problem

    def cancel(self) -> None:
        """Stop at the end of the clip it is at."""
        self._cancelled = True

    def wav(self) -> bytes:
        """The whole WAV file, waited for."""
        with self._changed:
            self._changed.wait_for(lambda: self.done)
            return bytes(self._wav)

    def pieces(self) -> Iterator[bytes]:
        """The WAV file in pieces as they come; its header tells no length."""
        sent = 0
        while True:
            piece, done = self._after(sent)
            if piece:
                yield piece
            sent += len(piece)
            if done:
                return

    def _after(self, sent: int) -> tuple[bytes, bool]:
        """What came after so many bytes, waited for, and whether that is the end."""
        with self._changed:
            self._changed.wait_for(lambda: self.done or len(self._wav) > sent)
            return bytes(self._wav[sent:]), self.done

    def _render(self) -> None:
        try:
            for piece in self._stream.wav():
                with self._changed:
                    self._wav += piece
                    self._changed.notify_all()
                if self._cancelled:
                    break
        except Exception as error:  # whatever an engine raises is told, and the page goes on
            self.problem = str(error) or type(error).__name__
        with self._changed:
            for at in SIZES_AT:
                if len(self._wav) >= HEADER:
                    struct.pack_into("<I", self._wav, at, len(self._wav) - at - 4)
            self.done = True
            self._changed.notify_all()


class Sounds:
    """The answers rendered so far, by name. Not safe to use from several threads at once."""

    def __init__(self, render: Render) -> None:
        self._render = render
        self._kept: OrderedDict[str, Rendering] = OrderedDict()

    def rendering(self, output: Mapping[str, Any]) -> str:
        """The name under which an output is, or from now on is being, rendered."""
        audible = {key: output[key] for key in ("outputSpeech", "directives") if output.get(key)}
        name = sha256(json.dumps(audible, sort_keys=True).encode()).hexdigest()
        for other in [key for key, kept in self._kept.items() if key != name and not kept.whole]:
            self._kept.pop(other).cancel()
        if name not in self._kept:
            self._kept[name] = Rendering(self._render(output))
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return name

    def cached(self, name: str) -> Rendering | None:
        """What is kept under a name; None once it is forgotten."""
        return self._kept.get(name)
