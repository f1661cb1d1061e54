"""The samples of an interaction model as the desk compares them: in words, slots as their types."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FILLERS = frozenset(
    "um uh er erm hmm mm ah oh well so like please okay ok right hey and just now then yeah "
    "actually alexa coach maybe sorry".split()
)
TYPE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Sample:
    """One sample of an intent."""

    intent: str
    text: str
    """As the model has it."""
    words: tuple[str, ...]
    """Its words, each slot as the slot's type: `hold`, `for`, `{AMAZON.DURATION}`."""
    slots: tuple[str, ...]
    """The names of its slots, in the order in which they stand."""

    @property
    def types(self) -> tuple[str, ...]:
        """Its slots' types, in the order in which they stand."""
        return tuple(word for word in self.words if TYPE.fullmatch(word))


def words_of(text: str) -> list[str]:
    """The words of an utterance, in small letters and without signs."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ")
    return re.findall(r"[a-z]+(?:'[a-z]+)*|\d+", plain)


def names_of(kind: Mapping[str, Any]) -> dict[tuple[str, ...], tuple[str, str]]:
    """The id and name of each value, by each way to say it, in words."""
    return {
        tuple(words_of(spoken)): (value["id"], value["name"]["value"])
        for value in kind["values"]
        for spoken in (value["name"]["value"], *value["name"].get("synonyms", ()))
    }


def samples_of(
    intent: str, texts: Iterable[str], declared: Mapping[str, Mapping[str, str]]
) -> Iterator[Sample]:
    """The samples of an intent; `declared` has the slots of each intent, with their types."""
    for text in texts:
        slots = tuple(name[1:-1] for name in TYPE.findall(text))
        words: list[str] = []
        for part in re.split(r"(\{[^}]*\})", text):
            if TYPE.fullmatch(part):
                words.append(f"{{{declared[intent][part[1:-1]]}}}")
            else:
                words.extend(words_of(part))
        yield Sample(intent, text, tuple(words), slots)


def frames_of(
    samples: Iterable[Sample], named: Iterable[str]
) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], Sample]:
    """The samples with one slot of our own types, by the words before it and those after it."""
    frames: dict[tuple[tuple[str, ...], tuple[str, ...]], Sample] = {}
    types = {f"{{{name}}}" for name in named}
    for sample in samples:
        if len(sample.types) == 1 and sample.types[0] in types and len(sample.words) >= 3:
            at = sample.words.index(sample.types[0])
            frames.setdefault((sample.words[:at], sample.words[at + 1 :]), sample)
    return frames


def meanings_of(samples: Iterable[Sample]) -> Mapping[str, Counter[str]]:
    """How many samples of each intent hold a word, by word."""
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        for word in set(sample.words):
            meanings[word][sample.intent] += 1
    return meanings


def cries_of(samples: Iterable[Sample], body: Container[str]) -> frozenset[str]:
    """The words that are a whole sentence of the body by themselves: "ouch"."""
    said = (set(sample.words) - FILLERS for sample in samples if sample.intent in body)
    return frozenset(word for words in said if len(words) == 1 for word in words)
