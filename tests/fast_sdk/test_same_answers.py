"""With the fast SDK and with the stock one: the same answers, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer

from skill.alexa.entry import answer
from skill.alexa.skill import build_skill
from skill.fast_sdk.serializer import FastSerializer
from skill.plain_json import text_of
from skill.progress.memory import MemoryStore
from skill.progress.port import ProgressStore
from skill.simulator.speaker import Transport
from tests.dialogues.test_dialogues import DIALOGUES
from tests.meanings.test_meanings import BEGIN, MOMENTS, ROWS
from tests.support.dialogue import Dialogue, play
from tests.support.household import MONDAY_MORNING_MS, SKILL_ID, Household, catalogue, routine

MEANINGS = [
    Dialogue(
        f"{row['intent']}-{moment}",
        moment,
        (*BEGIN, {"say": row["say"], "intent": row["intent"], "after": seconds} | row[moment]),
    )
    for row in ROWS
    for moment, seconds in MOMENTS.items()
]


def by_both(store: ProgressStore) -> Transport:
    """Two skills, each with a memory of its own; every request goes to both.

    What a conversation puts into `store`, such as a journal that cannot be read, both find.
    """
    assert isinstance(store, MemoryStore)
    beside = BesideStore(store)
    fast, stock = _skill(store, FastSerializer()), _skill(beside, DefaultSerializer())

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        beside.note()
        by_stock = answer(stock, deepcopy(envelope), None)
        by_fast = answer(fast, envelope, None)
        assert json.dumps(by_fast) == json.dumps(by_stock)
        assert text_of(by_fast) == json.dumps(by_stock, separators=(",", ":"))
        beside.assert_alike()
        return by_fast

    return ask


class BesideStore(MemoryStore):
    """Starts each request with what another store holds, and ends it alike."""

    def __init__(self, other: MemoryStore) -> None:
        super().__init__()
        self._other = other

    def note(self) -> None:
        """Take over what the other store holds now."""
        vars(self).update({k: deepcopy(v) for k, v in _held(self._other).items()})

    def assert_alike(self) -> None:
        """Fail where the two stores came to differ."""
        assert _held(self) == _held(self._other)


def _held(store: MemoryStore) -> dict[str, Any]:
    return {name: value for name, value in vars(store).items() if name not in ("_lock", "_other")}


def _skill(store: ProgressStore, serializer: DefaultSerializer) -> Any:
    return build_skill(
        routine=routine(),
        catalogue=catalogue(),
        store=store,
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
        serializer=serializer,
    )


@pytest.mark.parametrize("dialogue", [*DIALOGUES, *MEANINGS], ids=lambda dialogue: dialogue.name)
def test_a_conversation_is_answered_alike_by_the_fast_and_the_stock_sdk(dialogue: Dialogue) -> None:
    play(dialogue, Household(transport=by_both))
