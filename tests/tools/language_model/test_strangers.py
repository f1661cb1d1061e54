"""Sentences that no sample was mended by: does the desk hear them, and do no harm?

Keep strangers.csv so: when it is used up, move it into the samples and have another one written.
"""

from __future__ import annotations

from skill.tools.desk.recogniser import FALLBACK
from tests.tools.language_model.sources import intents
from tests.tools.language_model.strangers import GRAVE, Heard, out_of_domain, report, strangers


def share(some: list[Heard]) -> float:
    return sum(heard.right for heard in some) / len(some)


def test_most_of_what_strangers_say_is_heard() -> None:
    plain = [heard for heard in strangers() if heard.kind == "plain"]

    assert share(plain) >= 0.9, [
        (heard.utterance, heard.taken.intent) for heard in plain if not heard.right
    ]


def test_pain_and_warning_signs_are_heard_from_strangers() -> None:
    told = [heard for heard in strangers() if heard.kind == "body"]

    assert share(told) >= 0.85, [
        (heard.utterance, heard.taken.intent) for heard in told if not heard.right
    ]


def test_talk_that_is_not_for_the_coach_hardly_ever_ends_or_erases_anything() -> None:
    foreign = list(out_of_domain())
    harmful = [(one.utterance, one.taken.intent) for one in foreign if one.harmful]

    assert len(harmful) <= 0.02 * len(foreign), harmful


def test_every_intent_that_is_expected_or_forbidden_exists() -> None:
    known = {intent.name for intent in intents()}

    assert known >= GRAVE
    for heard in strangers():
        assert {heard.expected or FALLBACK, *heard.never} <= known, heard.utterance


def test_the_report_tells_of_every_kind_and_every_grave_meaning() -> None:
    told = report()

    assert all(kind in told for kind in ("plain", "denial", "opposite", "figure", "background"))
    assert all(f"{intent}: wrongly heard" in told for intent in GRAVE)
