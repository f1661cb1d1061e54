"""Whole conversations, played as the files beside this one tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.dialogue import Dialogue, play, read_dialogues
from tests.support.household import Household, in_process, leading_all

DIALOGUES = read_dialogues(Path(__file__).parent)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_the_conversation_goes_as_written(dialogue: Dialogue) -> None:
    play(dialogue, Household(transport=leading_all if dialogue.led else in_process))


def test_no_two_conversations_have_one_title() -> None:
    titles = [dialogue.title for dialogue in DIALOGUES]

    assert len(set(titles)) == len(titles)
