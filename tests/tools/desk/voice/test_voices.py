"""Which voice speaks at the desk, if any, and what it knows ahead of time."""

from __future__ import annotations

from skill.tools.apla_render.engines import Engine
from skill.tools.desk.voices import best_engine, words_of_work
from tests.support.household import catalogue
from tests.tools.apla_render.beeper import Beeper


def missing() -> Engine:
    raise ImportError("no such engine")


def not_on_the_path() -> Engine:
    raise FileNotFoundError("no such program")


def test_without_any_engine_there_is_none_and_no_error() -> None:
    assert best_engine([missing, not_on_the_path]) is None


def test_the_first_engine_that_is_installed_speaks() -> None:
    beeper = Beeper()

    assert best_engine([missing, lambda: beeper, Beeper]) is beeper


def test_the_words_of_work_are_the_count_and_the_phases_of_a_rep() -> None:
    words = words_of_work(catalogue())

    assert words[26] == "twenty-seven"
    assert {"sixty", "Squeeze", "Down"} <= set(words)
