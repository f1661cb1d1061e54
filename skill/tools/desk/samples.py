"""The samples of an interaction model as words, with slots as their types."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

FILLERS = frozenset(
    "um uh er erm hmm mm ah oh well so like please okay ok right hey and just now then yeah "
    "actually alexa coach maybe sorry".split()
)
TYPE = re.compile(r"\{[^}]*\}")


class Sample(NamedTuple):
    """One sample of an intent."""

    intent: str
    text: str
    """As the model has it."""
    words: tuple[str, ...]
    """Its words, each slot as the slot's type: `hold`, `for`, `{AMAZON.DURATION}`."""

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of its slots, in order."""
        return tuple(name[1:-1] for name in TYPE.findall(self.text))

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its slots, in order."""
        return tuple(word for word in self.words if TYPE.fullmatch(word))


Frames = Mapping[tuple[tuple[str, ...], tuple[str, ...]], Sample]
"""Samples with one slot, by the words before it and those after it."""


class Samples:
    """The samples of all intents, by their words."""

    def __init__(self, intents: Sequence[Mapping[str, Any]]) -> None:
        """Take the intents of a language model; of two equal samples the first counts."""
        self.intents: dict[str, str] = {}
        """The intent of each sample, by its words with slots as types."""
        self._texts: dict[str, str] = {}
        for intent in reversed(intents):
            types = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
            for text in reversed(intent["samples"]):
                words = text
                if "{" in text or "-" in text or "." in text:
                    words = _typed(text, types)
                    self._texts[words] = text
                self.intents[words] = intent["name"]

    def find(self, words: Sequence[str]) -> Sample | None:
        """The sample of exactly these words."""
        joined = " ".join(words)
        intent = self.intents.get(joined)
        return (intent and Sample(intent, self._texts.get(joined, joined), tuple(words))) or None

    def with_slots(self) -> Iterator[Sample]:
        """The samples that have slots."""
        for words, text in self._texts.items():
            if "{" in text:
                yield Sample(self.intents[words], text, tuple(words.split()))

    def words(self) -> Mapping[str, Counter[str]]:
        """How often each intent's samples have each word."""
        texts: dict[str, list[str]] = defaultdict(list)
        for words, intent in self.intents.items():
            texts[intent].append(words)
        return {intent: Counter(" ".join(said).split()) for intent, said in texts.items()}


def words_of(text: str) -> list[str]:
    """The words of an utterance, in lower case without punctuation."""
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ")
    return re.findall(r"[a-z]+(?:'[a-z]+)*|\d+", plain)


def _typed(text: str, types: Mapping[str, str]) -> str:
    plain = text.replace("-", " ").replace(".", "")
    return TYPE.sub(lambda slot: f"{{{types[slot[0][1:-1]]}}}", plain)


class Name(NamedTuple):
    """A value of a slot type that a name means."""

    type: str
    id: str
    value: str


def names_of(types: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[Name]]:
    """The values that each name means, in all slot types."""
    names: dict[str, list[Name]] = defaultdict(list)
    for kind in types:
        for value in kind["values"]:
            for spoken in (value["name"]["value"], *value["name"].get("synonyms", ())):
                name = Name(kind["name"], value["id"], value["name"]["value"])
                if name not in (known := names[" ".join(words_of(spoken))]):
                    known.append(name)
    return names


def frames_of(samples: Iterable[Sample], named: Iterable[str]) -> Frames:
    """The samples with one slot of a custom type, as Frames."""
    frames: dict[tuple[tuple[str, ...], tuple[str, ...]], Sample] = {}
    types = {f"{{{name}}}" for name in named}
    for sample in samples:
        of_sample = sample.types
        if len(of_sample) == 1 and of_sample[0] in types and len(sample.words) >= 3:
            at = sample.words.index(of_sample[0])
            frames.setdefault((sample.words[:at], sample.words[at + 1 :]), sample)
    return frames


Links = Mapping[tuple[str, ...], tuple[str, str]]
"""Two slots, in the order in which they stand, by the words between them: "instead of"."""


def links_of(samples: Iterable[Sample]) -> Mapping[str, Links]:
    """The order of an intent's slots, if its samples have two slots of the same type."""
    links: dict[str, dict[tuple[str, ...], tuple[str, str]]] = defaultdict(dict)
    for sample in samples:
        if len(sample.slots) == 2 and len({*sample.types}) == 1:
            one, other = (at for at, word in enumerate(sample.words) if word in sample.types)
            first, second = sample.slots
            links[sample.intent].setdefault(sample.words[one + 1 : other], (first, second))
    return links


def cries_of(intents: Mapping[str, str], body: Container[str]) -> frozenset[str]:
    """The words that are a whole body sentence alone: "ouch"."""
    said = ({*words.split()} - FILLERS for words, intent in intents.items() if intent in body)
    return frozenset(word for words in said if len(words) == 1 for word in words)
