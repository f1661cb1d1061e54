"""A linear classifier of short sentences, trained with numpy alone.

The features of a sentence are its words, its word pairs and triples, and its letters in a row, each
as a 32-bit hash; rare ones weigh more. Each label has one weight per feature, trained one against
the rest with hinge loss.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

FLOATS = npt.NDArray[np.float32]
WHOLE = npt.NDArray[np.int64]
HASHES = npt.NDArray[np.uint32]

LETTERS = (3, 4)
"""The lengths of letter n-grams; the ends of a word count as letters."""
FEWEST = 2
"""The fewest samples that must have a feature for it to get a weight."""
NOTHING = -1.0
"""The score of a sentence without known features."""
MARGIN, NEAR_ENOUGH = 0.7, 0.1
"""The margin in training, and how much of it a sample may miss."""
EPOCHS = 5
RATE = 0.5
BATCH = 6
"""Small, so that numpy multiplies in one thread: several slow each other down."""
TINY = 0.05
"""Weights below this are dropped: they take space and make no difference."""
KEPT = 12
"""How many trained models are kept."""
VERSION = "4"
"""Part of a kept model's file name; change it with anything above."""


@dataclass(frozen=True)
class LinearModel:
    """A trained model."""

    labels: tuple[str, ...]
    known: HASHES
    """The features that have weights, in ascending order."""
    rarity: FLOATS
    unseen: float
    """The rarity of an unseen feature: the more of them, the lower all scores."""
    weights: npt.NDArray[np.int8]
    """A row per feature, a column per label, in multiples of `step`."""
    step: float
    notes: str = ""
    """What `study` found when it was trained."""

    def scores(self, sentences: Sequence[Sequence[str]]) -> FLOATS:
        """How well each label (columns) fits each sentence (rows): from about -1 to 1."""
        found = np.full((len(sentences), len(self.labels)), NOTHING, dtype=np.float32)
        for row, words in enumerate(sentences):
            hashes = np.fromiter(hashes_of(words), dtype=np.uint32)
            places = np.searchsorted(self.known, hashes)
            places[places == len(self.known)] = 0
            seen = self.known[places] == hashes
            places = places[seen]
            if len(places):
                rarity = self.rarity[places]
                length = np.sqrt(rarity @ rarity + np.count_nonzero(~seen) * self.unseen**2)
                share = rarity / length
                found[row] += self.step * (share @ self.weights[places].astype(np.float32))
        return found


def hashes_of(words: Sequence[str]) -> set[int]:
    """The features of a sentence."""
    found = {one for word in words for one in _of_word(word)}
    ends = ("^", *words, "$")
    found.update(_hash(" ".join(pair)) for pair in pairwise(ends))
    found.update(_hash(" ".join(row)) for row in zip(ends, ends[1:], ends[2:], strict=False))
    return found


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> frozenset[int]:
    if word.startswith("{"):
        return frozenset({_hash(word)})
    ends = f"<{word}>"
    letters = (ends[at : at + n] for n in LETTERS for at in range(len(ends) - n + 1))
    return frozenset({_hash(f"={word}"), *map(_hash, letters)})


def _hash(text: str) -> int:
    return crc32(text.encode())


def learned(
    samples: Mapping[str, str], folder: Path, study: Callable[[LinearModel], str] = lambda _: ""
) -> LinearModel:
    """The model of these samples, each with its label: from the folder, or else trained in seconds.

    What `study` returns is kept with it, as its notes.
    """
    lines = "|".join((VERSION, *samples, *samples.values()))
    path = folder / f"{sha256(lines.encode()).hexdigest()[:16]}.npz"
    if path.is_file():
        return _kept(path, tuple(sorted({*samples.values()})), len(samples))
    model = learn([(text.split(), label) for text, label in samples.items()])
    model = replace(model, notes=study(model))
    _keep(model, path)
    return model


def _kept(path: Path, labels: tuple[str, ...], samples: int) -> LinearModel:
    with np.load(path) as kept:
        known, filled = kept["known"], kept["filled"]
        weights = np.zeros((len(known), len(labels)), dtype=np.int8)
        weights[np.repeat(np.arange(len(known)), filled), kept["columns"]] = kept["values"]
        unseen, step, notes = _rarity(samples, 0), float(kept["step"]), str(kept["notes"])
        return LinearModel(labels, known, kept["rarity"], unseen, weights, step, notes)


def _keep(model: LinearModel, path: Path) -> None:
    """Write a model for the next time; if that fails, it is trained again."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    rows, columns = np.nonzero(model.weights)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            np.savez_compressed(
                file,
                known=model.known,
                rarity=model.rarity,
                filled=np.bincount(rows, minlength=len(model.known)).astype(np.uint16),
                columns=columns.astype(np.uint16),
                values=model.weights[rows, columns],
                step=model.step,
                notes=model.notes,
            )
        unfinished.replace(path)
        models = sorted(path.parent.glob("*.npz"), key=lambda model: model.stat().st_mtime)
        for older in models[:-KEPT]:
            older.unlink(missing_ok=True)
    except OSError:
        return


def learn(samples: Sequence[tuple[Sequence[str], str]]) -> LinearModel:
    """Train a model on sentences, each with its label; always the same for the same samples."""
    labels = tuple(sorted({label for _, label in samples}))
    column = {label: place for place, label in enumerate(labels)}
    expected = np.array([column[label] for _, label in samples])
    known, rarity, table = _table([hashes_of(words) for words, _ in samples])
    weights = np.zeros((len(known), len(labels)), dtype=np.float32)
    order = np.random.default_rng(0)
    for _ in range(EPOCHS):
        shuffled = order.permutation(len(samples))
        for start in range(0, len(shuffled), BATCH):
            rows = shuffled[start : start + BATCH]
            _improve(weights, table, rows, expected[rows])
    step = max(float(np.abs(weights).max()), TINY) / 127
    weights[np.abs(weights) < TINY] = 0
    whole = np.rint(weights / step).astype(np.int8)
    return LinearModel(labels, known, rarity, _rarity(len(samples), 0), whole, step)


def _rarity(samples: int, times: int) -> float:
    return 1 + log((1 + samples) / (1 + times))


@dataclass(frozen=True)
class _Table:
    """The samples: the n-th has the features and shares from starts[n] to starts[n + 1]."""

    starts: WHOLE
    places: WHOLE
    shares: FLOATS

    def cells(self, rows: WHOLE) -> tuple[WHOLE, WHOLE]:
        """The indices of these samples' cells, sample by sample, and how many each has."""
        return _ranges(self.starts[rows], self.starts[rows + 1] - self.starts[rows])


def _ranges(starts: WHOLE, lengths: WHOLE) -> tuple[WHOLE, WHOLE]:
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum()), lengths


def _table(found: Sequence[Iterable[int]]) -> tuple[HASHES, FLOATS, _Table]:
    counts = np.array([len(tuple(hashes)) for hashes in found])
    flat = np.fromiter((one for hashes in found for one in hashes), dtype=np.uint32)
    row = np.repeat(np.arange(len(found)), counts)
    all_known, place, times = np.unique(flat, return_inverse=True, return_counts=True)
    kept = times >= FEWEST
    known = all_known[kept]
    rarity = np.array([_rarity(len(found), one) for one in times[kept].tolist()], dtype=np.float32)
    row, place = row[kept[place]], (np.cumsum(kept) - 1)[place[kept[place]]]
    length = np.sqrt(np.bincount(row, rarity[place] ** 2, minlength=len(found)))
    shares = (rarity[place] / length[row]).astype(np.float32)
    starts = np.searchsorted(row, np.arange(len(found) + 1))
    return known, rarity, _Table(starts, place, shares)


def _improve(weights: FLOATS, table: _Table, rows: WHOLE, expected: WHOLE) -> None:
    """One training step: move the weights by how far each label misses the margin."""
    cells, lengths = table.cells(rows)
    places, column = np.unique(table.places[cells], return_inverse=True)
    batch = np.zeros((len(rows), len(places)), dtype=np.float32)
    batch[np.repeat(np.arange(len(rows)), lengths), column] = table.shares[cells]
    near = weights[places]
    wanted = np.full((len(rows), weights.shape[1]), -1, dtype=np.float32)
    wanted[np.arange(len(rows)), expected] = 1
    miss = np.maximum(0, MARGIN - wanted * (batch @ near + NOTHING))
    miss[miss <= NEAR_ENOUGH] = 0
    weights[places] = near + RATE * batch.T @ (wanted * miss)
