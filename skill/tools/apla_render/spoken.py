"""Speaks plain text and SSML with an engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.sound import Samples
from skill.tools.apla_render.sources import Chain, Clip, MakeSource, Silence, Source
from skill.tools.apla_render.spoken_markup import Pause, Phrase, Piece, SoundFile, pieces_of

Sounds = Callable[[str, int], Samples | None]
"""Loads the sound at a URL (https, soundbank or other) at a sample rate; None if there is none."""

MAX_FILES = 15
"""Alexa's limit of sound files per document."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def no_sounds(source: str, sample_rate: int) -> None:
    """Load no sounds."""
    del source, sample_rate


@dataclass(slots=True)
class Studio:
    """Turns text and sound files into sources."""

    engine: Engine
    sounds: Sounds = no_sounds
    files: int = field(default=0, init=False)
    """The number of sound files so far."""

    @property
    def sample_rate(self) -> int:
        """Samples per second."""
        return self.engine.sample_rate

    def plain(self, text: str, path: str) -> MakeSource:
        """Plain text, without markup."""
        return self._in_turn([Phrase(text, text)], path)

    def ssml(self, ssml: str, path: str) -> MakeSource:
        """A <speak>; raises UnplayableError."""
        return self._in_turn(pieces_of(ssml, path), path)

    def file(self, source: str, path: str) -> MakeSource:
        """A sound file; raises UnplayableError if there is none, or there are too many."""
        self.files += 1
        if self.files > MAX_FILES:
            raise UnplayableError(path, f"is one file more than Alexa allows, {MAX_FILES}")
        samples = self.sounds(source, self.sample_rate)
        if samples is None:
            raise UnplayableError(path, f'no sound "{source}" is on this machine')
        return lambda: Clip(lambda: samples, "", "", path)

    def _in_turn(self, pieces: list[Phrase] | tuple[Piece, ...], path: str) -> MakeSource:
        makes = [make for piece in pieces for make in self._makes(piece, path)]
        return lambda: Chain([make() for make in makes])

    def _makes(self, piece: Piece, path: str) -> list[MakeSource]:
        if isinstance(piece, Pause):
            length = piece.milliseconds * self.sample_rate // 1000
            return [lambda: Silence(length)]
        if isinstance(piece, SoundFile):
            return [self.file(piece.source, piece.path)]
        return [self._phrase(sentence, path) for sentence in sentences(piece)]

    def _phrase(self, phrase: Phrase, path: str) -> MakeSource:
        @cache
        def samples() -> Samples:
            spoken = self.engine.speak(phrase.spoken, rate=phrase.rate)
            if phrase.gain_db == 0:
                return spoken
            gain = 0.0 if phrase.gain_db is None else 10 ** (phrase.gain_db / 20)
            return (spoken * gain).astype(np.float32)

        def make() -> Source:
            return Clip(samples, phrase.text, phrase.spoken, path)

        return make


def sentences(phrase: Phrase) -> list[Phrase]:
    """The phrase sentence by sentence, so that the first is heard while the next is rendered."""
    written, spoken = SENTENCE_END.split(phrase.text), SENTENCE_END.split(phrase.spoken)
    if len(written) != len(spoken):
        return [phrase]
    return [
        replace(phrase, text=text, spoken=words)
        for text, words in zip(written, spoken, strict=True)
    ]
