"""The words that tell of pain, cramp or a warning sign whatever is said around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from skill.tools.desk.linear_model import LinearModel
from skill.tools.desk.samples import FILLERS

FALLBACK = "AMAZON.FallbackIntent"
EMERGENCY = "EmergencyIntent"
WARNINGS = (EMERGENCY, "RedFlagIntent")
BODY = (*WARNINGS, "PainIntent", "SitBonePainIntent", "CrampIntent", "AskClinicFirstIntent")
"""The intents that win over every other meaning of an utterance, the gravest first."""
UNHURT = "UnhurtIntent"
GONE = "AMAZON.ResumeIntent"
"""What a cramp that is gone is heard as."""
DENIALS = (UNHURT, "MaybeHurtIntent", FALLBACK)
"""The intents whose samples have words of pain and mean none: they do not count against a word."""

TELLING, OFTEN = 0.9, 10
"""A pain word is one of so many samples, such a share of which speak of pain, cramp or warning
signs ..."""
ALONE = 0.25
"""... and scores no less when nothing else is said."""
DENIED_ALONE = -0.2
"""The same for a word of pain that is denied, too: "no twinge" takes half of what it weighs."""


def pain_words(
    words: Mapping[str, Counter[str]], model: LinearModel
) -> Mapping[str, tuple[str, ...]]:
    """The words that nearly always speak of pain, and alone too, each with the intents that have
    samples with it. `words` counts those of each intent."""
    of_body, denials = Counter[str](), Counter[str]()
    for intent, counted in words.items():
        of_body.update(counted if intent in BODY else {})
        denials.update(counted if intent in DENIALS else {})
    told = {}
    for word, times in of_body.items():
        if times < OFTEN or word in FILLERS or "'" in word:
            continue
        among = sum(counted[word] for counted in words.values()) - denials[word]
        (scores,) = model.scores([[word]])
        likeliest = model.labels[int(scores.argmax())]
        least = DENIED_ALONE if word in words.get(UNHURT, Counter()) else ALONE
        if times >= TELLING * among and likeliest in BODY and scores.max() >= least:
            told[word] = tuple(intent for intent, counted in words.items() if counted[word])
    return told
