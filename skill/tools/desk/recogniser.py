"""Alexa's part on the desk: which intent and which slots does this utterance hold?

A stand-in, not Alexa: a sentence that is a sample is its intent, any other is what a linear
classifier learned from the samples makes of it. What counts as a pain word is read from the samples
too, and an utterance with one is only ever heard as an intent that has samples with that word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from skill.tools.desk.linear_model import learned
from skill.tools.desk.spoken_values import durations_in, numbers_in

FALLBACK = "AMAZON.FallbackIntent"
WARNINGS = ("EmergencyIntent", "RedFlagIntent")
BODY = (*WARNINGS, "PainIntent", "SitBonePainIntent", "CrampIntent", "AskClinicFirstIntent")
"""The intents that win over every other meaning of an utterance, the gravest first."""
DENIALS = ("UnhurtIntent", "MaybeHurtIntent", FALLBACK)
"""The intents whose samples have words of pain and mean none: they do not count against a word."""

NUMBER = "AMAZON.NUMBER"
DURATION = "AMAZON.DURATION"

KEPT = Path(__file__).parents[3] / ".cache" / "recogniser"
"""Where what was learned is kept for the next time."""
THRESHOLD = 0.35
"""The lowest score that counts as understood; below it the answer is the fallback."""
ALIKE = 85
"""How alike (0 to 100) two spellings are that count as the same name."""
CLAUSE = 4
"""The fewest words of a body sentence that count when more is said around them."""
TELLING, OFTEN = 0.9, 10
"""A pain word is one of so many samples, such a share of which speak of pain, cramp or warning
signs ..."""
ALONE = 0.25
"""... and scores no less when nothing else is said."""
LONGEST_NAME = 7
"""The longest slot value looked for, in words."""
LONGEST_UNLISTED = 3
"""The longest value that no list has, in words."""
READINGS = 60
"""How many ways to fill slots are tried; far more than an utterance on the mat has."""

FILLERS = frozenset(
    "um uh er erm hmm mm ah oh well so like please okay ok right hey and just now then yeah "
    "actually alexa coach maybe sorry".split()
)
TYPE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class SlotReading:
    """What was said in a slot, and what it comes to."""

    spoken: str
    """The words: `thirty seconds`, `r d ls`."""
    value: str
    """Digits for a number, ISO 8601 for a duration, the name for a value of our own types."""
    resolved_id: str | None
    """The id of the value it was matched to; None for built-in types or where none matched."""


@dataclass(frozen=True)
class Recognition:
    """The intent an utterance was matched to."""

    intent: str
    slots: Mapping[str, SlotReading]
    """The slots that were filled, by name."""
    sample: str
    """The sample it was matched to; empty for the fallback."""
    score: float
    """From 0 to 1; 1 is word for word."""
    declared: Mapping[str, str]
    """The type of every slot the intent has, by name."""


@dataclass(frozen=True)
class _Sample:
    intent: str
    text: str
    words: tuple[str, ...]
    """Its words, each slot as the slot's type: `hold`, `for`, `{AMAZON.DURATION}`."""
    slots: tuple[str, ...]
    """The names of its slots, in the order in which they stand."""

    @property
    def types(self) -> tuple[str, ...]:
        """Its slots' types, in the order in which they stand."""
        return tuple(word for word in self.words if TYPE.fullmatch(word))


@dataclass(frozen=True)
class _Found:
    """A slot value in an utterance."""

    start: int
    end: int
    type: str
    reading: SlotReading

    def fits(self, kind: str) -> bool:
        """Whether it is a value of that slot type."""
        return self.type == f"{{{kind}}}"

    def overlaps(self, other: _Found) -> bool:
        """Whether both have words in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class _Reading:
    """The utterance with some of its words taken as slot values."""

    words: tuple[str, ...]
    found: tuple[_Found, ...]


class Recogniser:
    """Recognises utterances by the samples of one interaction model."""

    def __init__(self, model: Mapping[str, Any], kept: Path = KEPT) -> None:
        """Take the JSON of one locale, `{"interactionModel": {"languageModel": ...}}`.

        What is learned from it is kept in a folder: the first time takes some seconds.
        """
        language = model["interactionModel"]["languageModel"]
        self.invocation: str = language.get("invocationName", "")
        """The name by which runners call the skill."""
        self._declared = {
            intent["name"]: {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
            for intent in language["intents"]
        }
        self._names = {kind["name"]: _names(kind) for kind in language["types"]}
        self._samples = [
            sample
            for intent in language["intents"]
            for sample in _samples(intent["name"], intent["samples"], self._declared)
        ]
        self._exact: dict[tuple[str, ...], _Sample] = {}
        for sample in self._samples:
            self._exact.setdefault(sample.words, sample)
        self._frames = _frames(self._samples, self._names)
        self._meanings = _meanings(self._samples)
        self._cries = _cries(self._samples)
        named = {word for names in self._names.values() for name in names for word in name}
        self._known = frozenset(named.union(self._meanings))
        self._model = learned([(sample.words, sample.intent) for sample in self._samples], kept)
        self._pain_words = self._told_by_one_word()

    def recognise(self, utterance: str) -> Recognition:
        """The likeliest intent with its slots, or the fallback if none is likely enough."""
        words = _words(utterance)
        told = self._sample_inside(words)
        if told is not None:
            return self._recognition(told.intent, {}, told.text, 1.0)
        readings = list(self._readings(words))
        for reading in readings:
            exact = self._exact.get(reading.words)
            if exact is not None:
                declared = self._declared[exact.intent]
                named = {name: declared[name] for name in exact.slots}
                slots = _filled(named, reading.found, ())
                return self._recognition(exact.intent, slots, exact.text, 1.0)
        return self._likeliest(words, readings)

    def _told_by_one_word(self) -> frozenset[str]:
        """The words that nearly always speak of pain, cramp or a warning sign, and alone too."""
        nearly_always = [
            word
            for word, times in self._meanings.items()
            if word not in FILLERS
            and (of_body := sum(times[intent] for intent in BODY)) >= OFTEN
            and of_body >= TELLING * (times.total() - sum(times[intent] for intent in DENIALS))
        ]
        alone = self._model.scores([[word] for word in nearly_always])
        likeliest = [self._model.labels[column] for column in alone.argmax(axis=1)]
        return frozenset(
            word
            for word, intent, score in zip(nearly_always, likeliest, alone.max(axis=1), strict=True)
            if intent in BODY and score >= ALONE
        )

    def _likeliest(self, words: list[str], readings: list[_Reading]) -> Recognition:
        scores = self._model.scores([reading.words for reading in readings])
        pain_words = [] if self._is_nonsense(words) else sorted(self._pain_words & {*words})
        if pain_words:
            said = {intent for word in pain_words for intent in self._meanings[word]}
            said.discard(FALLBACK)
            scores[:, [label not in said for label in self._model.labels]] = -np.inf
        row, column = np.unravel_index(int(scores.argmax()), scores.shape)
        intent, score = self._model.labels[column], _share(float(scores[row, column]))
        values = sorted(self._values(words), key=lambda found: found.start - found.end)
        if not (pain_words or any(found.reading.resolved_id for found in values)):
            unlisted = self._unlisted_value(words, score)
            if unlisted is not None and (score < THRESHOLD or unlisted.intent == intent):
                return unlisted
        if (score < THRESHOLD and not pain_words) or intent == FALLBACK:
            return self._recognition(FALLBACK, {}, "", score)
        slots = _filled(self._declared[intent], readings[row].found, values)
        return self._recognition(intent, slots, "", score)

    def _is_nonsense(self, words: list[str]) -> bool:
        """Whether so few words are known that one pain word does not tell: "numb elephants"."""
        known = sum(word in self._known for word in words)
        return 2 * known <= len(words) and self._cries.isdisjoint(words)

    def _sample_inside(self, words: list[str]) -> _Sample | None:
        """The sample that the utterance is from end to end: "the cramp is gone"; or else a whole
        sentence of the body inside it: "next, my knee is killing me". Of several the gravest
        counts, then the longest."""
        if len(words) >= CLAUSE and tuple(words) in self._exact:
            return self._exact[tuple(words)]
        inside = [
            sample
            for length in range(len(words) - 1, CLAUSE - 2, -1)
            for start in range(len(words) - length + 1)
            if (sample := self._exact.get(tuple(words[start : start + length]))) is not None
            and sample.intent in BODY[: 1 if length < CLAUSE else None]
        ]
        return min(inside, key=lambda sample: BODY.index(sample.intent), default=None)

    def _recognition(
        self, intent: str, slots: Mapping[str, SlotReading], sample: str, score: float
    ) -> Recognition:
        return Recognition(intent, slots, sample, score, self._declared.get(intent, {}))

    def _readings(self, words: list[str]) -> Iterator[_Reading]:
        """The words as they are, then with one or two of the values in them as slots."""
        bare = [word for word in words if word not in FILLERS]
        for version in (words, bare) if bare and bare != words else (words,):
            yield _Reading(tuple(version), ())
            found = sorted(self._values(version), key=lambda found: found.start)
            pairs = [pair for pair in combinations(found, 2) if pair[0].end <= pair[1].start]
            for chosen in [*((one,) for one in found), *pairs][:READINGS]:
                yield _reading(version, chosen)

    def _values(self, words: list[str]) -> Iterator[_Found]:
        for span in durations_in(words):
            spoken = " ".join(words[span.start : span.end])
            reading = SlotReading(spoken, span.value, None)
            yield _Found(span.start, span.end, f"{{{DURATION}}}", reading)
        for span in numbers_in(words):
            spoken = " ".join(words[span.start : span.end])
            reading = SlotReading(spoken, span.value, None)
            yield _Found(span.start, span.end, f"{{{NUMBER}}}", reading)
        for kind, names in self._names.items():
            yield from _named(words, kind, names, self._known)

    def _unlisted_value(self, words: list[str], score: float) -> Recognition | None:
        """A sample that fits word for word around a value no list has: "skip the burpees"."""
        for length in range(1, LONGEST_UNLISTED + 1):
            for start in range(len(words) - length + 1):
                end = start + length
                sample = self._frames.get((tuple(words[:start]), tuple(words[end:])))
                if sample is not None and not self._known.issuperset(words[start:end]):
                    spoken = " ".join(words[start:end])
                    slots = {sample.slots[0]: SlotReading(spoken, spoken, None)}
                    sure = max(score, THRESHOLD)
                    return self._recognition(sample.intent, slots, sample.text, sure)
        return None


def _words(text: str) -> list[str]:
    plain = text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("-", " ")
    return re.findall(r"[a-z]+(?:'[a-z]+)*|\d+", plain)


def _names(kind: Mapping[str, Any]) -> dict[tuple[str, ...], tuple[str, str]]:
    """The id and name of each value, by each way to say it, in words."""
    return {
        tuple(_words(spoken)): (value["id"], value["name"]["value"])
        for value in kind["values"]
        for spoken in (value["name"]["value"], *value["name"].get("synonyms", ()))
    }


def _samples(
    intent: str, texts: Iterable[str], declared: Mapping[str, Mapping[str, str]]
) -> Iterator[_Sample]:
    for text in texts:
        slots = tuple(name[1:-1] for name in TYPE.findall(text))
        words: list[str] = []
        for part in re.split(r"(\{[^}]*\})", text):
            if TYPE.fullmatch(part):
                words.append(f"{{{declared[intent][part[1:-1]]}}}")
            else:
                words.extend(_words(part))
        yield _Sample(intent, text, tuple(words), slots)


def _frames(
    samples: Iterable[_Sample], named: Iterable[str]
) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], _Sample]:
    """The samples with one slot of our own types, by the words before it and those after it."""
    frames: dict[tuple[tuple[str, ...], tuple[str, ...]], _Sample] = {}
    types = {f"{{{name}}}" for name in named}
    for sample in samples:
        if len(sample.types) == 1 and sample.types[0] in types and len(sample.words) >= 3:
            at = sample.words.index(sample.types[0])
            frames.setdefault((sample.words[:at], sample.words[at + 1 :]), sample)
    return frames


def _meanings(samples: Iterable[_Sample]) -> Mapping[str, Counter[str]]:
    """How many samples of each intent hold a word, by word."""
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    for sample in samples:
        for word in set(sample.words):
            meanings[word][sample.intent] += 1
    return meanings


def _cries(samples: Iterable[_Sample]) -> frozenset[str]:
    """The words that are a whole sentence of the body by themselves: "ouch"."""
    said = (set(sample.words) - FILLERS for sample in samples if sample.intent in BODY)
    return frozenset(word for words in said if len(words) == 1 for word in words)


def _named(
    words: list[str],
    kind: str,
    names: Mapping[tuple[str, ...], tuple[str, str]],
    known: frozenset[str],
) -> Iterator[_Found]:
    """Values of one type in the words: word for word, or with a slip in a long name."""
    spoken_names = [" ".join(name) for name in names]
    for start in range(len(words)):
        for end in range(min(start + LONGEST_NAME, len(words)), start, -1):
            spoken = " ".join(words[start:end])
            value = names.get(tuple(words[start:end]))
            if value is None and len(spoken) >= 8 and not known.issuperset(words[start:end]):
                near = process.extractOne(
                    spoken, spoken_names, scorer=OSA.normalized_similarity, score_cutoff=ALIKE / 100
                )
                value = names[tuple(near[0].split())] if near else None
            if value is not None:
                id, name = value
                yield _Found(start, end, f"{{{kind}}}", SlotReading(spoken, name, id))


def _reading(words: list[str], chosen: tuple[_Found, ...]) -> _Reading:
    taken: list[str] = []
    place = 0
    for found in chosen:
        taken += [*words[place : found.start], found.type]
        place = found.end
    return _Reading((*taken, *words[place:]), chosen)


def _filled(
    declared: Mapping[str, str], chosen: Iterable[_Found], others: Iterable[_Found]
) -> dict[str, SlotReading]:
    """The slots of an intent: the values chosen, then others that overlap none of them."""
    filled: dict[str, SlotReading] = {}
    taken: list[_Found] = []
    for found in (*chosen, *others):
        free = (name for name, kind in declared.items() if name not in filled and found.fits(kind))
        name = next(free, None)
        if name is not None and not any(found.overlaps(other) for other in taken):
            filled[name] = found.reading
            taken.append(found)
    return filled


def _share(score: float) -> float:
    """A score of the classifier, from about -1 to 1, as a share; 1 is kept for whole samples."""
    return min(0.99, max(0.0, (score + 1) / 2))
