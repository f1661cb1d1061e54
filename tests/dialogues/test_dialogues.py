"""Whole conversations, played as the files of each language tell them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.support.clips import device_player
from tests.support.content import SHIPPED
from tests.support.dialogue import Dialogue, play, read_dialogues
from tests.support.household import Household, in_process, led_routine, locale_of
from tests.support.warm_up_moves import moving

HERE = Path(__file__).parent
DIALOGUES = [
    dialogue for language in SHIPPED.understood for dialogue in read_dialogues(HERE / language)
]


def household_for(dialogue: Dialogue) -> Household:
    """Devices as the dialogue has them."""
    player = device_player if dialogue.player else None
    led = led_routine() if dialogue.led else None
    led = moving()[0] if dialogue.moves else led
    return Household(
        transport=partial(in_process, led=led, audio=dialogue.audio),
        locale=locale_of(dialogue.language),
        player=player,
    )


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.name)
def test_the_conversation_goes_as_written(dialogue: Dialogue) -> None:
    play(dialogue, household_for(dialogue))


def test_no_two_conversations_have_one_title() -> None:
    titles = [dialogue.title for dialogue in DIALOGUES]

    assert len(set(titles)) == len(titles)
