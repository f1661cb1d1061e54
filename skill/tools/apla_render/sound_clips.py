"""A cache of spoken clips: every count uses the same ones."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.sound import Samples, from_pcm, pcm

KEPT_SECONDS = 600
"""Sound kept in memory: about 50 MB at Piper's rate."""
SHORT_WORDS = 3
"""Words in the longest clip kept in the folder: numbers and the phases of a rep, not sentences."""


class KeptClips:
    """An engine that caches what it spoke. Thread-safe."""

    def __init__(
        self, engine: Engine, folder: Path | None = None, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        """`folder` keeps short clips between runs."""
        self._engine = engine
        self._folder = folder
        self._room = round(kept_seconds * engine.sample_rate)
        self._kept: OrderedDict[tuple[str, float], Samples] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self.name = engine.name
        self.sample_rate = engine.sample_rate

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine."""
        key = (text, rate)
        with self._lock:
            clip = self._kept.get(key)
            if clip is not None:
                self._kept.move_to_end(key)
                return clip
            clip = self._from_folder(text, rate)
            clip.flags.writeable = False  # it is shared
            self._keep(key, clip)
            return clip

    def _keep(self, key: tuple[str, float], clip: Samples) -> None:
        if len(clip) > self._room:
            return
        self._kept[key] = clip
        self._size += len(clip)
        while self._size > self._room:
            _, oldest = self._kept.popitem(last=False)
            self._size -= len(oldest)

    def _from_folder(self, text: str, rate: float) -> Samples:
        if self._folder is None or len(text.split()) > SHORT_WORDS:
            return self._engine.speak(text, rate=rate)
        what = f"{self.name}|{self.sample_rate}|{rate}|{text}"
        file = self._folder / f"{hashlib.sha256(what.encode()).hexdigest()[:32]}.pcm"
        if file.is_file():
            return from_pcm(file.read_bytes())
        clip = self._engine.speak(text, rate=rate)
        # renamed once whole, as another process may write the same clip
        unfinished = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):  # a clip that cannot be kept is spoken again
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(pcm(clip))
            unfinished.replace(file)
        return from_pcm(pcm(clip))


def warm(engine: Engine, texts: Iterable[str]) -> None:
    """Fill the cache with texts ahead of time."""
    for text in texts:
        engine.speak(text)
