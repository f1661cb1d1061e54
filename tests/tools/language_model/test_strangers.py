"""Sentences that no sample was mended by: does the desk hear them, and do no harm?

Keep strangers.csv so: when its results were looked at one by one, move it to the folder `seen` and
have another one written.
"""

from __future__ import annotations

from skill.tools.desk.pain_words import FALLBACK
from tests.tools.language_model.sources import intents
from tests.tools.language_model.strangers import (
    DOSES,
    FOLDER,
    GRAVE,
    SEEN,
    TURNED,
    Heard,
    heard_by_the_desk,
    read_said,
    report,
)


def of_kind(*kinds: str) -> list[Heard]:
    return [heard for heard in heard_by_the_desk() if heard.kind in kinds]


def share(some: list[Heard]) -> float:
    return sum(heard.right for heard in some) / len(some)


def test_most_of_what_strangers_say_is_heard() -> None:
    assert share(of_kind("plain")) >= 0.85


def test_pain_and_warning_signs_are_heard_from_strangers() -> None:
    assert share(of_kind("body")) >= 0.9


def test_denied_pain_is_taken_for_what_it_is() -> None:
    assert share(of_kind("denied pain")) >= 0.8


def test_what_is_denied_reversed_or_only_counted_is_hardly_ever_done() -> None:
    turned = of_kind(*TURNED)

    assert sum(heard.harmful for heard in turned) <= 0.05 * len(turned)


def test_talk_that_is_not_for_the_coach_hardly_ever_ends_or_erases_anything() -> None:
    foreign = of_kind("out of domain", "background")

    assert sum(heard.harmful for heard in foreign) <= 0.02 * len(foreign)


def test_every_intent_that_is_expected_or_forbidden_exists() -> None:
    known = {intent.name for intent in intents()}

    assert known >= GRAVE | DOSES
    for said in (*read_said(FOLDER), *read_said(SEEN)):
        assert {FALLBACK} | said.expected | said.never <= known, said.utterance


def test_no_sentence_is_both_looked_at_and_measured_with() -> None:
    assert not {said.utterance for said in read_said(FOLDER)} & {
        said.utterance for said in read_said(SEEN)
    }


def test_the_report_tells_of_every_kind_and_every_grave_meaning() -> None:
    told = report(heard_by_the_desk())

    assert all(kind in told for kind in ("plain", "denial", "opposite", "figure", "background"))
    assert all(f"{intent}: wrongly heard" in told for intent in GRAVE)
