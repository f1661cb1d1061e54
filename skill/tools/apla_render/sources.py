"""Sound read block by block, so that playing can begin before all is rendered.

A source gives at most the samples asked for; fewer mean that it has ended. Words come with the
block in which they begin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from skill.tools.apla_render.sound import Samples, silence


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Words in a block; `start` and `end` are samples from the block's start."""

    start: int
    end: int
    text: str
    spoken: str
    path: str

    def shifted(self, by: int) -> SpokenWords:
        """The same, that many samples later."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of sound with the words that begin in it."""

    samples: Samples
    said: tuple[SpokenWords, ...] = ()


class Source(Protocol):
    """Sound that can be read once."""

    def read(self, count: int) -> Block:
        """The next `count` samples; fewer if it ends, none after that."""
        ...


MakeSource = Callable[[], Source]
"""Makes a source from its start, as a Loop needs it again."""

FOREVER = 1 << 62
CHUNK = 1 << 16
"""Samples per read when a source is read to its end."""
LONGEST = 240 * 48_000
"""The most samples a response may have, at any sample rate."""


class TooLongError(ValueError):
    """A source that is longer than any response may be."""


class Clip:
    """Samples, made when first read."""

    def __init__(self, make: Callable[[], Samples], text: str, spoken: str, path: str) -> None:
        self._make = make
        self._words = (text, spoken, path)
        self._rest: Samples | None = None

    def read(self, count: int) -> Block:
        """See Source."""
        said: tuple[SpokenWords, ...] = ()
        if self._rest is None:
            self._rest = self._make()
            if self._words[0]:
                said = (SpokenWords(0, len(self._rest), *self._words),)
        taken, self._rest = self._rest[:count], self._rest[count:]
        return Block(taken, said)


class Silence:
    """Silence of that many samples."""

    def __init__(self, length: int) -> None:
        self._left = length

    def read(self, count: int) -> Block:
        """See Source."""
        taken = min(count, self._left)
        self._left -= taken
        return Block(silence(taken))


class Chain:
    """Sources played one after the other."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._left = list(sources)

    def read(self, count: int) -> Block:
        """See Source."""
        parts: list[Block] = []
        length = 0
        while self._left and length < count:
            block = self._left[0].read(count - length)
            if len(block.samples) < count - length:
                self._left.pop(0)
            parts.append(Block(block.samples, tuple(said.shifted(length) for said in block.said)))
            length += len(block.samples)
        return _concatenated(parts)


class Mix:
    """Sources played at once, until the longest ends."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._left = list(sources)

    def read(self, count: int) -> Block:
        """See Source."""
        blocks = [source.read(count) for source in self._left]
        self._left = [
            source
            for source, block in zip(self._left, blocks, strict=True)
            if len(block.samples) == count
        ]
        return _mixed(blocks)


class MixWithBackdrops:
    """Backdrops under a leading source, cut where that ends.

    The leading source is read to its end first, as its length must be known.
    """

    def __init__(self, leading: Source, backdrops: Sequence[Source]) -> None:
        self._leading = leading
        self._backdrops = backdrops
        self._whole: Mix | None = None

    def read(self, count: int) -> Block:
        """See Source."""
        if self._whole is None:
            leading = read_all(self._leading)
            length = len(leading.samples)
            cut = [Slice(source, 0, length) for source in self._backdrops]
            self._whole = Mix([Buffered(leading), *cut])
        return self._whole.read(count)


class Buffered:
    """A block read before."""

    def __init__(self, block: Block) -> None:
        self._block: Block | None = block

    def read(self, count: int) -> Block:
        """See Source."""
        if self._block is None:
            return Block(silence(0))
        taken, rest = self._block.samples[:count], self._block.samples[count:]
        said = tuple(one for one in self._block.said if one.start < max(count, 1))
        later = tuple(one.shifted(-count) for one in self._block.said if one not in said)
        self._block = Block(rest, later)
        return Block(taken, said)


class Slice:
    """A source from one sample up to another."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self._source = source
        self._skip = start
        self._left = max(0, end - start)

    def read(self, count: int) -> Block:
        """See Source."""
        carried: tuple[SpokenWords, ...] = ()
        while self._skip:
            skipped = self._source.read(min(self._skip, CHUNK))
            length = len(skipped.samples)
            carried = tuple(said.shifted(-length) for said in (*carried, *skipped.said))
            carried = tuple(said for said in carried if said.end > 0)
            self._skip = self._skip - length if length else 0
        asked = min(count, self._left)
        if not asked:
            return Block(silence(0))
        block = self._source.read(asked)
        said = tuple(
            replace(one, start=max(0, one.start), end=min(one.end, self._left))
            for one in (*carried, *block.said)
            if one.start < self._left
        )
        self._left -= len(block.samples)
        return Block(block.samples, said)


class Loop:
    """A source repeated: `times` in all, or FOREVER."""

    def __init__(self, make: MakeSource, times: int) -> None:
        self._make = make
        self._times = times
        self._now: Source | None = None
        self._sounded = True

    def read(self, count: int) -> Block:
        """See Source."""
        parts: list[Block] = []
        length = 0
        while length < count and (self._now is not None or self._times):
            if self._now is None:
                if not self._sounded:
                    break  # repeating nothing would never end
                self._now, self._sounded = self._make(), False
                self._times -= 1
            block = self._now.read(count - length)
            self._sounded = self._sounded or len(block.samples) > 0
            if len(block.samples) < count - length:
                self._now = None
            parts.append(Block(block.samples, tuple(said.shifted(length) for said in block.said)))
            length += len(block.samples)
        return _concatenated(parts)


class Amplified:
    """A source with a gain that may change over time."""

    def __init__(self, source: Source, gain: Callable[[int, int], Samples | float]) -> None:
        """`gain` takes two offsets in samples and gives the gain in between."""
        self._source = source
        self._gain = gain
        self._at = 0

    def read(self, count: int) -> Block:
        """See Source."""
        block = self._source.read(count)
        end = self._at + len(block.samples)
        louder = (block.samples * self._gain(self._at, end)).astype(np.float32)
        self._at = end
        return Block(louder, block.said)


class FadeOut:
    """A source that fades to silence; it is read to its end first, as its length must be known."""

    def __init__(self, source: Source, length: int) -> None:
        self._source = source
        self._length = length
        self._made: Buffered | None = None

    def read(self, count: int) -> Block:
        """See Source."""
        if self._made is None:
            block = read_all(self._source)
            length = min(self._length, len(block.samples))
            faded = block.samples.copy()
            faded[len(faded) - length :] *= np.linspace(1, 0, length, dtype=np.float32)
            self._made = Buffered(Block(faded, block.said))
        return self._made.read(count)


def read_all(source: Source) -> Block:
    """A source read to its end; raises TooLongError."""
    parts: list[Block] = []
    length = 0
    while True:
        block = source.read(CHUNK)
        parts.append(Block(block.samples, tuple(said.shifted(length) for said in block.said)))
        length += len(block.samples)
        if len(block.samples) < CHUNK:
            return _concatenated(parts)
        if length > LONGEST:
            raise TooLongError


def _concatenated(blocks: Sequence[Block]) -> Block:
    if not blocks:
        return Block(silence(0))
    said = tuple(one for block in blocks for one in block.said)
    return Block(np.concatenate([block.samples for block in blocks]), said)


def _mixed(blocks: Sequence[Block]) -> Block:
    mixed = silence(max((len(block.samples) for block in blocks), default=0))
    for block in blocks:
        mixed[: len(block.samples)] += block.samples
    said = (one for block in blocks for one in block.said)
    return Block(mixed, tuple(sorted(said, key=lambda one: one.start)))
