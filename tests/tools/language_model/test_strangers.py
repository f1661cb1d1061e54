"""Sentences that no sample was mended by: does the desk hear them, and do no harm?

Keep strangers.csv so: when its results were looked at one by one, move it to the folder `seen` and
have another one written.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest

from skill.tools.desk.pain_words import FALLBACK
from tests.tools.language_model.sources import intents
from tests.tools.language_model.strangers import (
    DOSES,
    FOLDER,
    GRAVE,
    SEEN,
    TURNED,
    Heard,
    by_the_desk,
    read_said,
    report,
)


@cache
def heard_by_the_desk(in_america: bool) -> tuple[Heard, ...]:
    return tuple(by_the_desk(list(read_said()), in_america=in_america))


@pytest.fixture(
    params=[
        pytest.param(True, id="in America"),
        # the desk learns every locale separately
        pytest.param(False, id="where each lives", marks=pytest.mark.understanding),
    ]
)
def heard(request: pytest.FixtureRequest) -> tuple[Heard, ...]:
    return heard_by_the_desk(request.param)


def of_kind(heard: Sequence[Heard], *kinds: str) -> list[Heard]:
    return [one for one in heard if one.kind in kinds]


def share(some: list[Heard]) -> float:
    return sum(one.right for one in some) / len(some)


def test_most_of_what_strangers_say_is_heard(heard: tuple[Heard, ...]) -> None:
    assert share(of_kind(heard, "plain")) >= 0.85


def test_pain_and_warning_signs_are_heard_from_strangers(heard: tuple[Heard, ...]) -> None:
    assert share(of_kind(heard, "body")) >= 0.9


def test_denied_pain_is_taken_for_what_it_is(heard: tuple[Heard, ...]) -> None:
    assert share(of_kind(heard, "denied pain")) >= 0.8


def test_what_is_denied_reversed_or_only_counted_is_hardly_ever_done(
    heard: tuple[Heard, ...],
) -> None:
    turned = of_kind(heard, *TURNED)

    assert sum(one.harmful for one in turned) <= 0.05 * len(turned)


def test_talk_that_is_not_for_the_coach_hardly_ever_ends_or_erases_anything(
    heard: tuple[Heard, ...],
) -> None:
    foreign = of_kind(heard, "out of domain", "background")

    assert sum(one.harmful for one in foreign) <= 0.02 * len(foreign)


def test_every_intent_that_is_expected_or_forbidden_exists() -> None:
    known = {intent.name for intent in intents()}

    assert known >= GRAVE | DOSES
    for said in (*read_said(FOLDER), *read_said(SEEN)):
        assert {FALLBACK} | said.expected | said.never <= known, said.utterance


def test_no_sentence_is_both_looked_at_and_measured_with() -> None:
    assert not {said.utterance for said in read_said(FOLDER)} & {
        said.utterance for said in read_said(SEEN)
    }


def test_the_report_tells_of_every_kind_and_every_grave_meaning(heard: tuple[Heard, ...]) -> None:
    told = report(heard)

    assert all(kind in told for kind in ("plain", "denial", "opposite", "figure", "background"))
    assert all(f"{intent}: wrongly heard" in told for intent in GRAVE)
