"""Whole conversations, played as the files of each language tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.content import SHIPPED
from tests.support.dialogue import Dialogue, play, read_dialogues
from tests.support.household import Household, in_process, leading_all, locale_of

HERE = Path(__file__).parent
DIALOGUES = [
    dialogue for language in SHIPPED.understood for dialogue in read_dialogues(HERE / language)
]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_the_conversation_goes_as_written(dialogue: Dialogue) -> None:
    transport = leading_all if dialogue.led else in_process
    play(dialogue, Household(transport=transport, locale=locale_of(dialogue.language)))


def test_no_two_conversations_have_one_title() -> None:
    titles = [dialogue.title for dialogue in DIALOGUES]

    assert len(set(titles)) == len(titles)
