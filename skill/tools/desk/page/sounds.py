"""Renders the sound of answers while it already plays.

One answer is rendered at a time: beginning another cancels the one before, as a barge-in does. The
last finished answers are kept.
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
"""Answers kept; a minute of speech is about 3 MB."""
HEADER = 44
"""Bytes of a WAV before its samples."""
BYTE_RATE_AT = 28
SIZES_AT = (4, HEADER - 4)
"""Offsets of the sizes in the header: of all that follows, and of the samples."""


class SoundMark(Protocol):
    """Words, and when they are heard, in ms from the start of the sound."""

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
        """What is said when, so far."""

    def wav(self) -> Iterator[bytes]:
        """Its WAV file in pieces, the 44 bytes of the header first, to be read once."""


Render = Callable[[Mapping[str, Any]], Stream]
"""Begins to render a response's `response`, or a `reprompt`; raises if that is unplayable."""


class Rendering:
    """An answer being rendered in a thread while other threads read it."""

    def __init__(self, stream: Stream) -> None:
        """Begin at once."""
        self._stream = stream
        self._wav = bytearray()
        self._changed = Condition()
        self._cancelled = False
        self.done = False
        self.problem = ""
        """What went wrong, or empty."""
        Thread(target=self._render, daemon=True).start()

    @property
    def marks(self) -> tuple[SoundMark, ...]:
        """What is said when, as far as it is rendered."""
        return tuple(self._stream.marks)

    @property
    def length_ms(self) -> int:
        """How much is rendered, in ms."""
        with self._changed:
            if len(self._wav) <= HEADER:
                return 0
            (byte_rate,) = struct.unpack_from("<I", self._wav, BYTE_RATE_AT)
            return int(1000 * (len(self._wav) - HEADER) / byte_rate)

    @property
    def whole(self) -> bool:
        """Whether it was rendered to its end."""
        return self.done and not self._cancelled and not self.problem

    def cancel(self) -> None:
        """Stop after the current clip."""
        self._cancelled = True

    def wav(self) -> bytes:
        """The whole WAV file, once it is done."""
        with self._changed:
            self._changed.wait_for(lambda: self.done)
            return bytes(self._wav)

    def pieces(self) -> Iterator[bytes]:
        """The WAV file in pieces as they come; its header has no length."""
        sent = 0
        while True:
            piece, done = self._after(sent)
            if piece:
                yield piece
            sent += len(piece)
            if done:
                return

    def _after(self, sent: int) -> tuple[bytes, bool]:
        """The bytes after `sent`, once there are any, and whether they are the last."""
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
        except Exception as error:  # any error of an engine is shown on the page
            self.problem = str(error) or type(error).__name__
        with self._changed:
            for at in SIZES_AT:
                if len(self._wav) >= HEADER:
                    struct.pack_into("<I", self._wav, at, len(self._wav) - at - 4)
            self.done = True
            self._changed.notify_all()


class Sounds:
    """The rendered answers, by name. Not thread-safe."""

    def __init__(self, render: Render) -> None:
        self._render = render
        self._kept: OrderedDict[str, Rendering] = OrderedDict()

    def rendering(self, output: Mapping[str, Any]) -> str:
        """The name of an output's rendering, which begins if there is none."""
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
        """The rendering of that name; None if it is no longer kept."""
        return self._kept.get(name)
