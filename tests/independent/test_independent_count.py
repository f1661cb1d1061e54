"""Whatever is said of the workout is what somebody beside the mat has counted."""

from __future__ import annotations

import pytest

from tests.independent.count import number, word
from tests.independent.life import lives


def test_every_statement_of_some_lives_is_true() -> None:
    checked, untrue = lives(turns=600, seed=1)

    assert not untrue, untrue[0]
    assert checked > 150


@pytest.mark.trials
def test_every_statement_of_eight_thousand_turns_is_true() -> None:
    checked, untrue = lives(turns=8_000, seed=2)

    assert not untrue, untrue[0]
    assert checked > 2_400


def test_a_number_and_its_word_are_the_same() -> None:
    assert [number(word(value)) for value in range(100)] == list(range(100))
