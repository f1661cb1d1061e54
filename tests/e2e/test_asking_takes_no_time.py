"""A rest lasts as long as it was told to, whatever is asked in it."""

from __future__ import annotations

import pytest

from skill.tools.desk.speaker import SmartSpeaker
from tests.support.household import Household

QUESTIONS = ("how long left", "where am i", "what's the clinic's phone number")


@pytest.mark.parametrize("asked", [1, 2, 3])
def test_a_rest_ends_when_it_would_have_ended_without_a_question(
    asked: int, household: Household
) -> None:
    speaker = household.device()
    speaker.open()
    for words in ("do the nordic curl", "i'm warm", "next"):
        speaker.say(words)
    due_ms = speaker.now_ms + rest_over_ms(speaker)
    speaker.listen(at_ms(speaker, "And rest.") + 8_000)

    for question in QUESTIONS[:asked]:
        speaker.say(question)
        over_ms = speaker.now_ms + rest_over_ms(speaker)
        speaker.listen(9_000)
        assert abs(over_ms - due_ms) <= 1_000


def at_ms(speaker: SmartSpeaker, words: str) -> int:
    """When words are heard in the answer, in ms from its beginning."""
    return next(clip.at_ms for clip in speaker.playing.clips if clip.text.startswith(words))


def rest_over_ms(speaker: SmartSpeaker) -> int:
    """When the rest of the answer is over."""
    return at_ms(speaker, "Say next for set")
