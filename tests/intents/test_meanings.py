"""Every meaning, said while a set is counted and while it rests: what is heard, what stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.intents import INTENTS
from tests.support.dialogue import Dialogue, play
from tests.support.household import Household

MOMENTS = {"counting": 35, "resting": 100}
"""Seconds into the first set of bridges, with its rest."""
BEGIN: tuple[Mapping[str, Any], ...] = ({"say": "let's do the bridges"}, {"say": "next"})
SAME_AS_STOP = {"AMAZON.NavigateHomeIntent"}
"""Sent by the platform itself; nobody says it."""

ROWS = [
    row
    for path in sorted(Path(__file__).parent.glob("*.toml"))
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["meaning"]
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["intent"])
def test_it_is_heard_and_the_workout_stands_where_it_should(
    row: Mapping[str, Any], moment: str
) -> None:
    said = {"say": row["say"], "intent": row["intent"], "after": MOMENTS[moment]}

    play(Dialogue(row["intent"], moment, (*BEGIN, said | row[moment])), Household())


def test_every_intent_stands_in_the_files_once() -> None:
    intents = [row["intent"] for row in ROWS]

    assert sorted(intents) == sorted(set(INTENTS) - SAME_AS_STOP)
