"""Alexa's part on the desk: which intent and which slots does this utterance hold?

A stand-in, not Alexa: it compares what was typed with the samples of the interaction model and
takes the nearest. What counts as a pain word is read from the samples too, and an utterance with
one never becomes a harmless intent.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from skill.simulator.spoken_values import durations_in, numbers_in

FALLBACK = "AMAZON.FallbackIntent"
PAIN, WARNINGS = "PainIntent", ("EmergencyIntent", "RedFlagIntent")
BODY = (*WARNINGS, PAIN, "SitBonePainIntent", "CrampIntent", "AskClinicFirstIntent")
"""The intents that win over every other meaning of an utterance, the gravest first."""
DENIAL = "UnhurtIntent"
"""The intent whose samples deny pain: their words are those of the body all the same."""
RELIEF = "AMAZON.ResumeIntent"
"""The intent whose samples may name what is over: "the cramp is gone"."""

NUMBER = "AMAZON.NUMBER"
DURATION = "AMAZON.DURATION"

THRESHOLD = 0.55
"""The lowest score that counts as understood; below it the answer is the fallback."""
ALIKE = 85
"""How alike (0 to 100) two spellings are that count as the same name or word."""
CLAUSE = 4
"""The fewest words of a body sentence that count when more is said around them."""
NEAR = 40
"""How many samples with the most telling words in common are compared letter by letter."""
LONGEST_NAME = 7
"""The longest slot value looked for, in words."""
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


@dataclass(frozen=True)
class _Reading:
    """The utterance with some of its words taken as slot values."""

    words: tuple[str, ...]
    found: tuple[_Found, ...]


class Recogniser:
    """Recognises utterances by the samples of one interaction model."""

    def __init__(self, model: Mapping[str, Any]) -> None:
        """Take the JSON of one locale, `{"interactionModel": {"languageModel": ...}}`."""
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
        self._weight = _weights(self._samples)
        self._unknown = max(self._weight.values())
        self._vocabulary = [word for word in self._weight if not TYPE.fullmatch(word)]
        self._places: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._exact: dict[tuple[str, ...], _Sample] = {}
        for place, sample in enumerate(self._samples):
            self._exact.setdefault(sample.words, sample)
            for word in set(sample.words):
                self._places[sample.types][word].append(place)
        self._norm = [self._length(sample.words) for sample in self._samples]
        named = {word for names in self._names.values() for name in names for word in name}
        self._known = named.union(self._vocabulary)
        self._pain_words = _pain_words(self._samples) - named - FILLERS
        self._cries = _cries(self._samples)

    def recognise(self, utterance: str) -> Recognition:
        """The nearest intent with its slots, or the fallback where nothing is near enough."""
        words = self._spelled(_words(utterance))
        in_pain = not self._pain_words.isdisjoint(words)
        told = self._body_inside(words)
        if told is not None:
            return self._recognition(told.intent, {}, told.text, 1.0)
        best: tuple[float, _Sample, _Reading] | None = None
        for reading in self._readings(words):
            for score, sample in self._near(reading, in_pain):
                if best is None or score > best[0]:
                    best = (score, sample, reading)
        nonsense = self._is_nonsense(words)
        if best is not None and (best[0] >= THRESHOLD or (in_pain and not nonsense)):
            score, sample, reading = best
            slots = _filled(sample, reading.found)
            return self._recognition(sample.intent, slots, sample.text, score)
        if in_pain and not nonsense:
            return self._recognition(PAIN, {}, "", 0.0)
        unlisted = None if in_pain else self._unlisted_value(words)
        return unlisted or self._recognition(FALLBACK, {}, "", 0.0)

    def _is_nonsense(self, words: list[str]) -> bool:
        """Whether so few words are known that one pain word does not tell: "purple elephants"."""
        known = sum(word in self._known for word in words)
        return 2 * known <= len(words) and self._cries.isdisjoint(words)

    def _body_inside(self, words: list[str]) -> _Sample | None:
        """A whole sentence of the body inside a longer utterance: "next, my knee is killing me".

        A sentence that is a sample from end to end is just that: "the cramp is gone". Of several
        the gravest counts, then the longest.
        """
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

    def _spelled(self, words: Iterable[str]) -> list[str]:
        """Words no sample has, as the nearest word that one has: "hamstirng" is a slip."""
        return [
            word if word in self._known or len(word) < 5 else self._nearest_word(word)
            for word in words
        ]

    def _nearest_word(self, word: str) -> str:
        near = process.extractOne(
            word, self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=ALIKE / 100
        )
        return near[0] if near else word

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
            yield from _named(words, kind, names)

    def _near(self, reading: _Reading, in_pain: bool) -> Iterator[tuple[float, _Sample]]:
        """Samples with the same slots, the alike ones, each with its score."""
        exact = self._exact.get(reading.words)
        if exact is not None and (exact.intent in (*BODY, DENIAL) or not in_pain):
            yield 1.0, exact
            return
        types = tuple(found.type for found in reading.found)
        shared: dict[int, float] = defaultdict(float)
        for word in set(reading.words):
            weight = self._weight.get(word, 0.0) ** 2
            for place in self._places[types].get(word, ()):
                shared[place] += weight
        length = self._length(reading.words)
        text = " ".join(reading.words)
        for place in nlargest(NEAR, shared, key=lambda place: shared[place] / self._norm[place]):
            sample = self._samples[place]
            if in_pain and sample.intent not in (*BODY, DENIAL):
                continue
            meaning = shared[place] / (length * self._norm[place])
            spelling = fuzz.ratio(text, " ".join(sample.words)) / 100
            yield min(0.99, 0.6 * meaning + 0.4 * spelling), sample

    def _length(self, words: Iterable[str]) -> float:
        weight = self._weight
        return math.sqrt(sum(weight.get(word, self._unknown) ** 2 for word in set(words)))

    def _unlisted_value(self, words: list[str]) -> Recognition | None:
        """A sample that fits word for word around a value no list has: "skip the burpees"."""
        for sample in self._samples:
            kinds = sample.types
            if len(kinds) != 1 or len(sample.words) < 3 or kinds[0][1:-1] not in self._names:
                continue
            before = sample.words.index(kinds[0])
            after = len(sample.words) - before - 1
            middle = words[before : len(words) - after]
            if not 1 <= len(middle) <= 3 or len(words) <= before + after:
                continue
            if (*words[:before], kinds[0], *words[len(words) - after :]) == sample.words:
                spoken = " ".join(middle)
                slots = {sample.slots[0]: SlotReading(spoken, spoken, None)}
                return self._recognition(sample.intent, slots, sample.text, THRESHOLD)
        return None


def as_intent(recognition: Recognition) -> dict[str, object]:
    """The `intent` object of an IntentRequest, as Alexa sends it to a skill."""
    intent: dict[str, object] = {"name": recognition.intent, "confirmationStatus": "NONE"}
    if recognition.declared:
        intent["slots"] = {
            name: _slot(name, kind, recognition.slots.get(name))
            for name, kind in recognition.declared.items()
        }
    return intent


def _slot(name: str, kind: str, reading: SlotReading | None) -> dict[str, object]:
    slot: dict[str, object] = {"name": name, "confirmationStatus": "NONE"}
    if reading is None:
        return slot
    slot["source"] = "USER"
    if kind.startswith("AMAZON."):
        return {**slot, "value": reading.value}
    resolution: dict[str, object] = {
        # Alexa puts the skill's id where the desk has none.
        "authority": f"amzn1.er-authority.echo-sdk.amzn1.ask.skill.simulator.{kind}",
        "status": {"code": "ER_SUCCESS_NO_MATCH"},
    }
    if reading.resolved_id is not None:
        resolution["status"] = {"code": "ER_SUCCESS_MATCH"}
        resolution["values"] = [{"value": {"name": reading.value, "id": reading.resolved_id}}]
    return {
        **slot,
        "value": reading.spoken,
        "resolutions": {"resolutionsPerAuthority": [resolution]},
    }


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


def _weights(samples: Iterable[_Sample]) -> dict[str, float]:
    """How telling each word is: the fewer intents have it, the more."""
    intents: dict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for word in sample.words:
            intents[word].add(sample.intent)
    every = len({sample.intent for sample in samples})
    return {word: 0.25 + math.log((1 + every) / len(having)) for word, having in intents.items()}


def _pain_words(samples: Iterable[_Sample]) -> frozenset[str]:
    """The words that make a sample one of the body: in a short one, the only word of it that no
    harmless sample has. A cry stays one, though "the cramp is gone" is harmless."""
    samples = tuple(samples)
    relief = {word for sample in samples if sample.intent == RELIEF for word in sample.words}
    others = (sample.words for sample in samples if sample.intent not in (*BODY, RELIEF, DENIAL))
    harmless = {word for words in others for word in words} | (relief - _cries(samples))
    telling = (
        set(sample.words) - harmless
        for sample in samples
        if sample.intent in BODY and len(sample.words) <= 4
    )
    return frozenset(word for words in telling if len(words) == 1 for word in words)


def _cries(samples: Iterable[_Sample]) -> frozenset[str]:
    """The words that are a whole sentence of the body by themselves: "ouch"."""
    said = (set(sample.words) - FILLERS for sample in samples if sample.intent in BODY)
    return frozenset(word for words in said if len(words) == 1 for word in words)


def _named(
    words: list[str], kind: str, names: Mapping[tuple[str, ...], tuple[str, str]]
) -> Iterator[_Found]:
    """Values of one type in the words: word for word, or nearly so where the name is long."""
    spoken_names = [" ".join(name) for name in names]
    for start in range(len(words)):
        for end in range(min(start + LONGEST_NAME, len(words)), start, -1):
            spoken = " ".join(words[start:end])
            value = names.get(tuple(words[start:end]))
            if value is None and len(spoken) >= 8:
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


def _filled(sample: _Sample, found: tuple[_Found, ...]) -> dict[str, SlotReading]:
    return {name: one.reading for name, one in zip(sample.slots, found, strict=True)}
