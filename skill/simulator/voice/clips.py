"""Clips kept for the next time: a count of thirty is thirty clips, and tomorrow the same ones."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from skill.simulator.voice.engines import Engine
from skill.simulator.voice.sound import Samples, from_pcm, pcm
from skill.speech.wording import number
from skill.speech.words import Catalogue

KEPT_SECONDS = 600
"""So much sound is kept in memory: about 50 MB at Piper's rate."""
SHORT_WORDS = 3
"""Clips of so many words are kept in the folder: numbers and the words of a rep, not sentences."""
LONGEST_COUNT = 60


class KeptClips:
    """An engine that speaks the same words only once. Safe to use from several threads."""

    def __init__(
        self, engine: Engine, folder: Path | None = None, kept_seconds: float = KEPT_SECONDS
    ) -> None:
        """`folder` keeps short clips from one start of the program to the next."""
        self._engine = engine
        self._folder = folder
        self._room = round(kept_seconds * engine.sample_rate)
        self._kept: OrderedDict[tuple[str, float], Samples] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self.name = engine.name
        self.sample_rate = engine.sample_rate
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def speak(self, text: str, *, rate: float = 1.0) -> Samples:
        """See Engine; what was spoken before comes at once."""
        key = (text, rate)
        with self._lock:
            clip = self._kept.get(key)
            if clip is not None:
                self._kept.move_to_end(key)
                return clip
            clip = self._from_folder(text, rate)
            clip.flags.writeable = False  # many answers share it
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
        # another process may write the same clip: each writes its own and renames it at the end
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(pcm(clip))
        unfinished.replace(file)
        return from_pcm(pcm(clip))


def warm(engine: Engine, texts: Iterable[str]) -> None:
    """Speak texts ahead of time, so that they come at once later; see `words_of_work`."""
    for text in texts:
        engine.speak(text)


def words_of_work(catalogue: Catalogue) -> tuple[str, ...]:
    """The short words of every work turn: the count, and what a rep's phases are called."""
    numbers = (number(catalogue, value) for value in range(1, LONGEST_COUNT + 1))
    return (*numbers, *dict.fromkeys(catalogue.tables["cue"].values()))
