"""The words that mean pain, cramp or a warning sign whatever is said around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from skill.tools.desk.linear_model import LinearModel
from skill.tools.desk.samples import FILLERS

FALLBACK = "AMAZON.FallbackIntent"
EMERGENCY = "EmergencyIntent"
WARNINGS = (EMERGENCY, "RedFlagIntent")
BODY = (*WARNINGS, "PainIntent", "SitBonePainIntent", "CrampIntent", "AskClinicFirstIntent")
"""The intents that win over all others, the gravest first."""
UNHURT = "UnhurtIntent"
GONE = "AMAZON.ResumeIntent"
"""The intent of a cramp that is gone."""
DENIALS = (UNHURT, "MaybeHurtIntent", FALLBACK)
"""Intents whose samples have pain words and mean none; they don't count against a word."""

TELLING, OFTEN = 0.9, 10
"""A pain word is in at least OFTEN samples, and a share of TELLING of them are of BODY ..."""
ALONE = 0.25
"""... and it scores at least this alone."""
DENIED_ALONE = -0.2
"""The same for a word that is in denials too: "no twinge" halves its weight."""


def pain_words(
    words: Mapping[str, Counter[str]], model: LinearModel
) -> Mapping[str, tuple[str, ...]]:
    """The pain words, each with the intents that have it in samples.

    `words` counts the words in each intent's samples.
    """
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
