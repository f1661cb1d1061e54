"""Every meaning, said while a set is counted and while it rests: what is heard, what stands."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.intents import INTENTS, answer_of, intent_of
from skill.coach.fixed_answers import message_of
from tests.support.dialogue import Dialogue, play
from tests.support.household import Household, catalogue, routine, voice

MOMENTS = {"counting": 35, "resting": 96}
"""Seconds into the first set of bridges, with its rest."""
BEGIN: tuple[Mapping[str, Any], ...] = ({"say": "let's do the bridges"}, {"say": "next"})
SAME_AS_STOP = {"AMAZON.NavigateHomeIntent"}
"""Sent by the platform itself; nobody says it."""

ANSWERED = {intent_of(name): row for name, row in catalogue().fixed_answers.items()}
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

    assert len(set(intents)) == len(intents)
    assert set(INTENTS) - SAME_AS_STOP <= set(intents) <= {*INTENTS, *ANSWERED}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("intent", ANSWERED)
def test_an_answer_of_one_line_is_heard_and_the_workout_stands_where_it_stood(
    intent: str, moment: str
) -> None:
    row, home = ANSWERED[intent], Household()
    asked = {"request": {"type": "IntentRequest", "intent": {"name": intent}}}
    goes_on = row.in_passing and moment == "counting"
    heard = [line_of(intent, 2), *["Going on"] * goes_on]
    phase = "resting" if moment == "resting" else "working" if goes_on else "paused"
    stands = {"phase": phase, "set": 1 + (phase == "resting")}

    turn = asked | {"after": MOMENTS[moment], "hear": heard, "stands": stands}
    play(Dialogue(intent, moment, (*BEGIN, turn)), home)


def line_of(intent: str, turn: int) -> str:
    """What is said in a set or a rest of that turn."""
    name, row = answer_of(intent), ANSWERED[intent]
    line = message_of(name, routine(), briefly=row.brief)
    return voice(turn).say(line).text
