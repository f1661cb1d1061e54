"""Finds the intent and slots of an utterance, as Alexa does for a skill.

An approximation: a sample is recognised as its intent, anything else by a linear classifier
trained on the samples. Pain words come from the samples too, and an utterance with one can only get
an intent that has samples with that word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from skill.tools.desk.denials import (
    ACTING,
    ENDING,
    FIRST_PERSON,
    GRAVE,
    NEGATIVE,
    ONWARD,
    UNWELL,
    denials_of,
    denies_pain,
    says_others,
    says_unwell,
    says_well,
    what_is_denied,
    without_is,
)
from skill.tools.desk.linear_model import FLOATS, LinearModel, learned
from skill.tools.desk.models import USUAL
from skill.tools.desk.pain_words import BODY, EMERGENCY, FALLBACK, GONE, UNHURT, pain_words
from skill.tools.desk.readings import (
    DURATION,
    NUMBER,
    Found,
    Reading,
    SlotReading,
    all_of,
    filled_slots,
    in_order,
    reading_of,
)
from skill.tools.desk.samples import (
    FILLERS,
    Frames,
    Links,
    Name,
    Sample,
    Samples,
    cries_of,
    frames_of,
    links_of,
    names_of,
    words_of,
)
from skill.tools.desk.spoken_values import durations_in, numbers_in

KEPT = Path(__file__).parents[3] / ".cache" / "recogniser"
"""Where trained models are kept."""
THRESHOLD = 0.27
"""The lowest score that counts as understood; below it is the fallback."""
GRAVE_THRESHOLD = 0.5
"""The same for what ends or erases a workout."""
BODY_THRESHOLD = 0.35
"""The same for pain without a pain word, or that may be somebody else's."""
OF_OTHERS = 0.05
"""How much likelier the pain must be somebody else's or a figure of speech."""
ALIKE = 85
"""The similarity (0 to 100) from which two spellings count as the same name."""
CLAUSE = 4
"""The fewest words of a body sentence that count if more is said around them."""
LONGEST_NAME = 7
"""The longest name of a slot value, in words."""
LONGEST_UNLISTED = 3
"""The longest value outside the lists, in words."""
READINGS = 60
"""How many ways to fill slots are tried; more than any real utterance has."""


@dataclass(frozen=True)
class Recognition:
    """The intent an utterance was matched to."""

    intent: str
    slots: Mapping[str, SlotReading]
    """The filled slots, by name."""
    sample: str
    """The sample it was matched to; empty for the fallback."""
    score: float
    """From 0 to 1; 1 is word for word."""
    declared: Mapping[str, str]
    """The type of every slot the intent has, by name."""


class Recogniser:
    """Recognises utterances with the samples of one interaction model."""

    def __init__(self, model: Mapping[str, Any], kept: Path = KEPT, locale: str = USUAL) -> None:
        """Take the JSON of one locale, `{"interactionModel": {"languageModel": ...}}`.

        Training takes some seconds the first time; the trained model is kept in a folder.
        """
        self.locale = locale
        """The locale, such as en-GB."""
        language = model["interactionModel"]["languageModel"]
        self.invocation: str = language.get("invocationName", "")
        """The skill's invocation name."""
        self._declared = {
            intent["name"]: {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
            for intent in language["intents"]
        }
        self._types = [kind["name"] for kind in language["types"]]
        self._names = names_of(language["types"])
        self._spoken_names = list(self._names)
        self._samples = Samples(language["intents"])
        self._model = learned(self._samples.intents, kept, self._study)
        words, self._told = json.loads(self._model.notes)
        self._known = frozenset(words.split())
        self._pain_words = frozenset(self._told)

    def _study(self, model: LinearModel) -> str:
        """The known words, and the pain words with their intents, as JSON."""
        words = self._samples.words()
        known = {*" ".join(self._names).split()}.union(*words.values())
        return json.dumps([" ".join(sorted(known)), pain_words(words, model)])

    @cached_property
    def _frames(self) -> Frames:
        return frames_of(self._samples.with_slots(), self._types)

    @cached_property
    def _links(self) -> Mapping[str, Links]:
        return links_of(self._samples.with_slots())

    @cached_property
    def _cries(self) -> frozenset[str]:
        return cries_of(self._samples.intents, BODY)

    def recognise(self, utterance: str) -> Recognition:
        """The likeliest intent with its slots, or the fallback if none is likely enough."""
        words = words_of(utterance)
        told = self._sample_inside(words)
        if told is not None:
            return self._recognition(told.intent, {}, told.text, 1.0)
        values = list(self._values(words))
        readings = list(self._readings(words, values))
        for reading in readings:
            exact = self._samples.find(reading.words)
            if exact is not None and not self._is_cry(words, exact.intent):
                declared = self._declared[exact.intent]
                named = {name: declared[name] for name in exact.slots}
                slots = filled_slots(named, reading.found, ())
                return self._recognition(exact.intent, slots, exact.text, 1.0)
        return self._likeliest(words, readings, values)

    def _likeliest(
        self, words: list[str], readings: list[Reading], values: list[Found]
    ) -> Recognition:
        scores = self._model.scores([reading.words for reading in readings])
        pains = (
            [] if self._is_nonsense(words) else sorted(self._pain_words & {*map(without_is, words)})
        )
        if pains:
            self._leave_only_the_body(scores, words, pains)
        if says_unwell(words) and UNHURT in self._model.labels:
            scores[:, self._model.labels.index(UNHURT)] = -np.inf
        row, column = np.unravel_index(int(scores.argmax()), scores.shape)
        intent, score = self._model.labels[column], _share(float(scores[row, column]))
        if not pains and intent in BODY and (says_well(words) or denies_pain(words, UNWELL)):
            intent, score = UNHURT, THRESHOLD
        lone = not pains and len(words) == 1
        if intent in BODY and (lone or (intent != EMERGENCY and says_others(words))):
            intent, score, pains = FALLBACK, 0.0, []
        denied = self._denied(words, intent)
        if denied:
            others = denials_of(denied) - {intent}
            scores[:, [label not in others for label in self._model.labels]] = -np.inf
            row, column = np.unravel_index(int(scores.argmax()), scores.shape)
            intent, score = self._model.labels[column], THRESHOLD
        if not (pains or any(found.reading.resolved_id for found in values)):
            unlisted = self._unlisted_value(words, score)
            if unlisted is not None and (score < THRESHOLD or unlisted.intent == intent):
                return unlisted
        surer = GRAVE_THRESHOLD if intent in GRAVE else THRESHOLD
        surer = BODY_THRESHOLD if intent in BODY else surer
        own = bool((FIRST_PERSON | self._cries) & {*words}) or len(words) < CLAUSE
        told = pains and (own or intent not in BODY)
        if (score < surer and not told) or intent == FALLBACK:
            return self._recognition(FALLBACK, {}, "", score)
        chosen = readings[row]
        beside = sorted(self._values([*chosen.said]), key=lambda found: found.start - found.end)
        declared = in_order(self._declared[intent], chosen, self._links.get(intent, {}))
        slots = filled_slots(declared, chosen.found, beside)
        return self._recognition(intent, slots, "", score)

    def _leave_only_the_body(self, scores: FLOATS, words: list[str], pains: list[str]) -> None:
        """Rule out the intents that have no sample with one of these pain words."""
        said = {intent for word in pains for intent in self._told[word]}
        denied = denies_pain(words, self._pain_words) or says_well(words)
        said = {UNHURT} | (said & {GONE}) if denied else said - {UNHURT, GONE}
        if FIRST_PERSON & {*words} or len(words) < CLAUSE:
            said.discard(FALLBACK)
        elif not denied:
            said.add(FALLBACK)
        scores[:, [label not in said for label in self._model.labels]] = -np.inf
        scores[:, self._model.labels.index(FALLBACK)] -= OF_OTHERS

    def _denied(self, words: list[str], intent: str) -> frozenset[str]:
        """The intents that the words deny, if `intent` is one of them; none otherwise.

        What goes on is denied by a denial of anything that does. What ends or erases counts as
        denied unless going on is what is denied.
        """
        if intent in BODY or intent not in ACTING:
            return frozenset()
        clauses = what_is_denied(words)
        if intent in NEGATIVE:
            clauses = (rest for rest in clauses if ENDING & {*rest})
        denied = frozenset(self._meaning(list(rest)) for rest in clauses)
        same = denied & ONWARD if intent in ONWARD else denied & {intent}
        grave = intent in GRAVE and not denied & ONWARD
        return denied if same or grave else frozenset()

    def _meaning(self, words: list[str]) -> str:
        """The likeliest intent of words without a denial."""
        readings = list(self._readings(words, self._values(words)))
        exact = (self._samples.find(reading.words) for reading in readings)
        whole = next((sample for sample in exact if sample is not None), None)
        if whole is not None:
            return whole.intent
        scores = self._model.scores([reading.words for reading in readings])
        _, column = np.unravel_index(int(scores.argmax()), scores.shape)
        return self._model.labels[column]

    def _is_cry(self, words: list[str], intent: str) -> bool:
        """Whether a pain was taken as denied only because a cry before it was skipped."""
        pains = bool(self._pain_words.intersection(words))
        return intent == UNHURT and pains and not denies_pain(words, self._pain_words)

    def _is_nonsense(self, words: list[str]) -> bool:
        """Whether too few words are known to trust a pain word: "numb elephants"."""
        known = sum(word in self._known for word in words)
        return 2 * known <= len(words) and self._cries.isdisjoint(words)

    def _sample_inside(self, words: list[str]) -> Sample | None:
        """The sample that is the whole utterance ("the cramp is gone"), or else a body sentence
        inside it ("next, my knee is killing me"): the gravest, then the longest."""
        whole = self._samples.find(words)
        if len(words) >= CLAUSE and whole is not None:
            return whole
        denied = denies_pain(words, self._pain_words)
        inside = [
            sample
            for length in range(len(words) - 1, CLAUSE - 2, -1)
            for start in range(len(words) - length + 1)
            if (sample := self._samples.find(words[start : start + length])) is not None
            and sample.intent in BODY[: 1 if length < CLAUSE else None]
            and not (denied and self._pain_words.intersection(sample.words))
        ]
        return min(inside, key=lambda sample: BODY.index(sample.intent), default=None)

    def _recognition(
        self, intent: str, slots: Mapping[str, SlotReading], sample: str, score: float
    ) -> Recognition:
        return Recognition(intent, slots, sample, score, self._declared.get(intent, {}))

    def _readings(self, words: list[str], values: Iterable[Found]) -> Iterator[Reading]:
        """The words as they are, then with one or two values as slots, with all of them, and with
        three or four if that is a sample; then the same without fillers."""
        spare = [word for word in words if word not in FILLERS]
        versions = [(words, values)]
        if spare and spare != words and not says_unwell(words):
            versions.append((spare, self._values(spare)))
        for version, of_version in versions:
            yield Reading(tuple(version), (), tuple(version))
            found = sorted(of_version, key=lambda found: found.start)
            pairs = [pair for pair in combinations(found, 2) if pair[0].end <= pair[1].start]
            for chosen in [*((one,) for one in found), *pairs][:READINGS] + all_of(found):
                yield reading_of(version, chosen)
            many = chain(combinations(found, 3), combinations(found, 4))
            for chosen in islice(many, READINGS):
                if all(one.end <= other.start for one, other in pairwise(chosen)):
                    reading = reading_of(version, chosen)
                    if self._samples.find(reading.words) is not None:
                        yield reading

    def _values(self, words: list[str]) -> Iterator[Found]:
        for span in durations_in(words):
            spoken = " ".join(words[span.start : span.end])
            reading = SlotReading(spoken, span.value, None)
            yield Found(span.start, span.end, f"{{{DURATION}}}", reading)
        for span in numbers_in(words):
            spoken = " ".join(words[span.start : span.end])
            reading = SlotReading(spoken, span.value, None)
            yield Found(span.start, span.end, f"{{{NUMBER}}}", reading)
        yield from self._named(words)

    def _named(self, words: list[str]) -> Iterator[Found]:
        """Values of custom slot types: exact, or with a typo in a long name."""
        for start in range(len(words)):
            for end in range(min(start + LONGEST_NAME, len(words)), start, -1):
                spoken = " ".join(words[start:end])
                meant = self._names.get(spoken, ())
                if not meant and len(spoken) >= 8 and not self._known.issuperset(words[start:end]):
                    meant = self._nearly_named(spoken)
                for kind, id, value in meant:
                    yield Found(start, end, f"{{{kind}}}", SlotReading(spoken, value, id))

    def _nearly_named(self, spoken: str) -> Sequence[Name]:
        scorer = OSA.normalized_similarity
        near = process.extractOne(
            spoken, self._spoken_names, scorer=scorer, score_cutoff=ALIKE / 100
        )
        return self._names[near[0]] if near else ()

    def _unlisted_value(self, words: list[str], score: float) -> Recognition | None:
        """A sample that matches around a value outside the lists: "skip the burpees"."""
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


def _share(score: float) -> float:
    """A score of the classifier, from about -1 to 1, as a share; 1 is for exact samples."""
    return min(0.99, max(0.0, (score + 1) / 2))
