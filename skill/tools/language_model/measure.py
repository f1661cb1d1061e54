"""How well the samples tell the intents apart, measured offline.

    python -m skill.tools.language_model.measure FILE.csv [--trained | --spelling]

Reads utterances with the intent each should get (CSV with the columns `utterance` and `intent`),
classifies them, and lists the mistakes. Alexa's own classifier cannot be run here; instead it uses

- the nearest sample in meaning (all-MiniLM-L6-v2, see embedding.py) and a little in spelling, as
  meaning alone takes "longer" for "shorter"; a few minutes. As Alexa knows slot values from their
  types, all exercises are replaced with one exercise and all numbers with one number;
- `--trained`: a linear classifier trained on words and letters of the samples, which is closer to
  what Alexa does; scikit-learn only, some ten seconds;
- `--spelling`: the nearest sample by its letters; scikit-learn only, some seconds.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import cycle
from pathlib import Path

import numpy as np
import numpy.typing as npt

from skill.operations.command_line import Parser, run
from skill.tools.language_model.generate import read_sources, sources_from
from skill.tools.language_model.sentences import BODY, SLOT, Intent
from skill.tools.language_model.slot_types import Value

SPOKEN_BUILT_IN = {
    "AMAZON.NUMBER": ("ten", "eight", "three", "fifteen"),
    "AMAZON.DURATION": ("thirty seconds", "two minutes", "one minute", "fifteen minutes"),
}
"""A few values of Amazon's slot types."""

VALUES_A_SAMPLE = 3
"""How many slot values each sample is tried with."""

ANY_EXERCISE, ANY_NUMBER = "bridge", "ten"
"""Replace all exercises and all numbers when sentences are compared."""

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
LONGEST_NUMBER = 2
"""In words; longer ones are digits, such as an emergency number's."""

SPELLING_SHARE = 0.3
"""The weight of spelling beside meaning."""

Array = npt.NDArray[np.float32]
Comparison = Callable[[Sequence[str], Sequence[str]], Array]
"""The similarity of each sentence of the first list (rows) to each of the second, up to 1."""


def by_spelling(said: Sequence[str], known: Sequence[str]) -> Array:
    """Similarity of letters, two to five in a row."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32
    )
    learned = vectorizer.fit_transform(known)
    likeness: Array = (vectorizer.transform(said) @ learned.T).toarray()
    return likeness


def by_training(
    heard: Sequence[Heard], intents: Sequence[Intent], types: Mapping[str, tuple[Value, ...]]
) -> tuple[Verdict, ...]:
    """Classify each utterance with a classifier trained on the samples."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    known = _with_one_value(types)
    samples = list(spoken_samples(intents, types))
    classifier = make_pipeline(
        make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            TfidfVectorizer(token_pattern=r"[\w']+", ngram_range=(1, 3), sublinear_tf=True),
        ),
        LinearSVC(C=0.5, random_state=0),
    ).fit([known(sentence) for sentence, _ in samples], [intent for _, intent in samples])
    said = [known(one.utterance) for one in heard]
    sureness = classifier.decision_function(said).max(axis=1)
    return tuple(
        Verdict(one, str(intent), "", float(sure))
        for one, intent, sure in zip(heard, classifier.predict(said), sureness, strict=True)
    )


def by_meaning_and_spelling(said: Sequence[str], known: Sequence[str]) -> Array:
    """Similarity of meaning, and a little of letters.

    Raises ImportError if the sentence model is not installed.
    """
    from skill.tools.language_model.embedding import SentenceEncoder

    encoder = SentenceEncoder()
    meaning = encoder.encode(said) @ encoder.encode(known).T
    likeness: Array = (1 - SPELLING_SHARE) * meaning + SPELLING_SHARE * by_spelling(said, known)
    return likeness


@dataclass(frozen=True)
class Heard:
    """An utterance and the intent it should get."""

    utterance: str
    intent: str


@dataclass(frozen=True)
class Verdict:
    """How an utterance was classified."""

    heard: Heard
    intent: str
    sentence: str
    """The nearest sample, with values in its slots; empty if trained."""
    likeness: float
    """How near or sure; more is better."""


def read_heard(path: Path) -> tuple[Heard, ...]:
    """The utterances of a CSV file; raises ValueError if a column is missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    missing = {"utterance", "intent"} - set(rows[0] if rows else ())
    if missing:
        raise ValueError(f"{path.name}: has no column {', '.join(sorted(missing))}; add it.")
    return tuple(Heard(row["utterance"], row["intent"]) for row in rows)


def spoken_samples(
    intents: Sequence[Intent], types: Mapping[str, tuple[Value, ...]]
) -> Iterator[tuple[str, str]]:
    """Each sample with its intent, its slots filled with values in turn."""
    spoken: dict[str, Iterator[str]] = {
        kind: cycle(texts) for kind, texts in SPOKEN_BUILT_IN.items()
    }
    for kind, values in types.items():
        # the first name of every value, then the second names
        first = [value.spoken[n] for n in range(4) for value in values if n < len(value.spoken)]
        spoken[kind] = cycle(text.lower() for text in first)
    for intent in intents:
        for sample in intent.samples:
            for _ in range(VALUES_A_SAMPLE if SLOT.search(sample) else 1):
                words = sample
                for slot in SLOT.findall(sample):
                    words = words.replace(f"{{{slot}}}", next(spoken[intent.slots[slot]]))
                yield words, intent.name


def judge(
    heard: Sequence[Heard],
    intents: Sequence[Intent],
    types: Mapping[str, tuple[Value, ...]],
    compare: Comparison,
) -> tuple[Verdict, ...]:
    """Classify each utterance as the intent of the nearest sample."""
    known = _with_one_value(types)
    intent_of: dict[str, str] = {}
    for sentence, intent in spoken_samples(intents, types):
        intent_of.setdefault(known(sentence), intent)
    samples = list(intent_of.items())
    likeness = compare(
        [known(one.utterance) for one in heard], [sentence for sentence, _ in samples]
    )
    nearest = likeness.argmax(axis=1)
    return tuple(
        Verdict(one, samples[place][1], samples[place][0], float(likeness[row, place]))
        for row, (one, place) in enumerate(zip(heard, nearest, strict=True))
    )


def _with_one_value(types: Mapping[str, tuple[Value, ...]]) -> Callable[[str], str]:
    """Replace every exercise with one exercise, and every number with one number."""
    names = sorted(
        {spoken.lower() for value in types["EXERCISE"] for spoken in value.spoken},
        key=len,
        reverse=True,
    )
    exercises = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:e?s)?\b")
    one_of = "|".join(NUMBER_WORDS.split())
    numbers = re.compile(rf"\b(?:{one_of})(?: (?:one|{one_of}))*\b")

    def number(found: re.Match[str]) -> str:
        return found[0] if len(found[0].split()) > LONGEST_NUMBER else ANY_NUMBER

    return lambda sentence: numbers.sub(number, exercises.sub(ANY_EXERCISE, sentence))


def right(verdict: Verdict, body: frozenset[str]) -> bool:
    """Whether the intent is as expected, or both are of pain, cramp and warning signs."""
    expected = verdict.heard.intent
    return verdict.intent == expected or {verdict.intent, expected} <= body


def body_intents(intents: Sequence[Intent]) -> frozenset[str]:
    """The names of the intents that win over all others."""
    return frozenset(intent.name for intent in intents if intent.group == BODY)


def report(verdicts: Sequence[Verdict], body: frozenset[str]) -> str:
    """The share of right ones, the confused pairs, and every mistake."""
    wrong = [verdict for verdict in verdicts if not right(verdict, body)]
    pairs = Counter((verdict.heard.intent, verdict.intent) for verdict in wrong)
    in_pain = [verdict for verdict in verdicts if verdict.heard.intent in body]
    missed = sum(verdict in wrong for verdict in in_pain)
    lines = [
        f"{len(verdicts) - len(wrong)} of {len(verdicts)} right "
        f"({1 - len(wrong) / len(verdicts):.1%}); "
        f"of the body {len(in_pain) - missed} of {len(in_pain)}",
        *(
            f"{times} x {expected} taken for {got}"
            for (expected, got), times in pairs.most_common()
        ),
        *(
            f"{verdict.heard.utterance!r}: {verdict.heard.intent}, taken for {verdict.intent} "
            f"({verdict.sentence!r}, {verdict.likeness:.2f})"
            for verdict in wrong
        ),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure one file of utterances and print the report."""
    parser = Parser(prog="python -m skill.tools.language_model.measure")
    parser.add_argument("file", type=Path, help="CSV with the columns utterance and intent")
    by = parser.add_mutually_exclusive_group()
    by.add_argument("--trained", action="store_true", help="by a linear classifier")
    by.add_argument("--spelling", action="store_true", help="by the nearest sample in letters")
    options = parser.parse_args(arguments)
    heard = read_heard(options.file)
    import_module("sklearn")  # told if it is missing before the sentences, which take seconds
    intents, types = read_sources(sources_from(os.environ))
    if options.trained:
        verdicts = by_training(heard, intents, types)
    else:
        compare = by_spelling if options.spelling else by_meaning_and_spelling
        verdicts = judge(heard, intents, types, compare)
    print(report(verdicts, body_intents(intents)))
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))
