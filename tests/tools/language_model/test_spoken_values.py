"""Spoken numbers and lengths of time."""

from __future__ import annotations

import pytest

from skill.tools.desk.spoken_values import durations_in, number_of, numbers_in


@pytest.mark.parametrize("words", ["", "and", "seven and", "reps", "half", "a", "it's"])
def test_what_is_no_number_gives_none(words: str) -> None:
    assert number_of(words.split()) is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("eight", 8),
        ("twenty five", 25),
        ("one hundred and twenty", 120),
        ("30", 30),
        ("a dozen", 12),
        ("half a dozen", 6),
    ],
)
def test_numbers_are_read(words: str, number: int) -> None:
    assert number_of(words.split()) == number


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("that one", []),
        ("the other one please", []),
        ("one set", ["1"]),
        ("one more", ["1"]),
        ("back to set one", ["1"]),
        ("tempo three one", ["3", "1"]),
        ("a tempo of that one", []),
        ("twenty five reps", ["25"]),
        ("three sets of twelve", ["3", "12"]),
    ],
)
def test_one_is_a_number_only_where_it_counts_something(said: str, numbers: list[str]) -> None:
    assert [span.value for span in numbers_in(said.split())] == numbers


@pytest.mark.parametrize(
    ("said", "durations"),
    [
        ("wait a second", []),
        ("just a sec", []),
        ("the second one", []),
        ("ninety seconds", ["PT90S"]),
        ("30 secs", ["PT30S"]),
        ("a minute", ["PT1M"]),
        ("half a minute", ["PT30S"]),
        ("half an hour", ["PT30M"]),
        ("a quarter of an hour", ["PT15M"]),
        ("a minute and a half", ["PT1M30S"]),
        ("two and a half minutes", ["PT2M30S"]),
        ("one minute thirty seconds", ["PT1M30S"]),
        ("one hour and ten minutes", ["PT1H10M"]),
        ("thirty seconds one minute", ["PT30S", "PT1M"]),
    ],
)
def test_lengths_of_time_are_read_in_their_own_units(said: str, durations: list[str]) -> None:
    assert [span.value for span in durations_in(said.split())] == durations


def test_a_span_says_which_words_it_is_made_of() -> None:
    words = "hold it for a minute and a half please".split()
    (span,) = durations_in(words)

    assert words[span.start : span.end] == "a minute and a half".split()
