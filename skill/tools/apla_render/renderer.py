"""Renders a response or reprompt: first its speech, then its APL for Audio documents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import numpy as np

from skill.tools.apla_render.apla_document import source_of
from skill.tools.apla_render.engines import Engine
from skill.tools.apla_render.filters import LONGEST_MS
from skill.tools.apla_render.problems import UnplayableError
from skill.tools.apla_render.sound import Mark, Samples, Sound, pcm, silence, wav_header
from skill.tools.apla_render.sources import Chain, Source, TooLongError
from skill.tools.apla_render.spoken import Sounds, Studio, no_sounds

RENDER_APLA = "Alexa.Presentation.APLA.RenderDocument"
LONGEST_SPEECH = 8_000
"""Alexa's limit for outputSpeech, in characters."""
BLOCK_MS = 250
LOCALE = "en-US"


class Stream:
    """A response being rendered, block by block.

    Making a stream raises everything that is wrong with the response, except that it is too long.
    The first block comes once the first sentence is spoken.
    """

    def __init__(
        self,
        output: Mapping[str, Any],
        engine: Engine,
        *,
        sounds: Sounds = no_sounds,
        seed: int = 0,
        longest_ms: int = LONGEST_MS,
        locale: str = LOCALE,
    ) -> None:
        """`output` is a response body or a reprompt; raises UnplayableError.

        `sounds` loads sound files, `seed` fixes the choices of Selectors, `longest_ms` limits the
        length, and `locale` is the device's.
        """
        self.sample_rate = engine.sample_rate
        self.marks: list[Mark] = []
        """What is said when, so far."""
        self.path = ""
        self._longest = longest_ms * engine.sample_rate // 1000
        self._longest_ms = longest_ms
        self._source = _source(output, engine, sounds, Random(seed), locale)

    def blocks(self) -> Iterator[Samples]:
        """The sound, to be read once; raises UnplayableError if it gets too long."""
        count = BLOCK_MS * self.sample_rate // 1000
        at = 0
        while True:
            try:
                block = self._source.read(count)
            except TooLongError:
                raise self._too_long() from None
            for said in block.said:
                start, end = self._ms(at + said.start), self._ms(at + said.end)
                self.marks.append(Mark(start, end, said.text, said.spoken, said.path))
            at += len(block.samples)
            if at > self._longest:
                raise self._too_long()
            if len(block.samples):
                yield block.samples
            if len(block.samples) < count:
                return

    def wav(self) -> Iterator[bytes]:
        """The sound as a WAV file in pieces, with no length in its header."""
        return itertools.chain([wav_header(self.sample_rate)], map(pcm, self.blocks()))

    def _ms(self, samples: int) -> int:
        return round(1000 * samples / self.sample_rate)

    def _too_long(self) -> UnplayableError:
        return UnplayableError(
            "response", f"lasts longer than Alexa allows, {self._longest_ms / 1000:g} seconds"
        )


def render(
    output: Mapping[str, Any] | None,
    engine: Engine,
    *,
    sounds: Sounds = no_sounds,
    seed: int = 0,
    longest_ms: int = LONGEST_MS,
    locale: str = LOCALE,
) -> Sound:
    """The whole sound of a response body or a reprompt; see Stream."""
    stream = Stream(
        output or {}, engine, sounds=sounds, seed=seed, longest_ms=longest_ms, locale=locale
    )
    samples = list(stream.blocks())
    joined = np.concatenate(samples) if samples else silence(0)
    return Sound(joined, stream.sample_rate, tuple(stream.marks))


def _source(
    output: Mapping[str, Any], engine: Engine, sounds: Sounds, chance: Random, locale: str
) -> Source:
    sources: list[Source] = []
    speech = output.get("outputSpeech")
    if speech:
        sources.append(_speech(speech, Studio(engine, sounds)))
    for place, directive in enumerate(output.get("directives") or ()):
        if directive.get("type") == RENDER_APLA:
            document = directive.get("document")
            path = f"directives[{place}].document"
            data = directive.get("datasources")
            studio = Studio(engine, sounds)
            sources.append(
                source_of(document, data, path, studio=studio, chance=chance, locale=locale)
            )
    return Chain(sources)


def _speech(speech: Mapping[str, Any], studio: Studio) -> Source:
    kinds = {"SSML": "ssml", "PlainText": "text"}
    kind = speech.get("type", "SSML" if "ssml" in speech else "PlainText")
    if kind not in kinds:
        raise UnplayableError("outputSpeech.type", f"{kind!r} is neither SSML nor PlainText")
    words, path = speech.get(kinds[kind]), f"outputSpeech.{kinds[kind]}"
    if not isinstance(words, str):
        raise UnplayableError(path, "is missing")
    if len(words) > LONGEST_SPEECH:
        raise UnplayableError(path, f"is longer than Alexa allows, {LONGEST_SPEECH} characters")
    return (studio.ssml if kind == "SSML" else studio.plain)(words, path)()
