"""What is written for the ear: short, one question at most, and nothing to look at."""

from __future__ import annotations

import re

from skill.coach.messages import Message
from skill.speech.wording import Voice
from tests.support.household import catalogue, routine
from tests.support.spoken_lines import WRITTEN, spoken_lines

LONGEST_SENTENCE = 21
"""Words. A slow voice needs nine seconds for so many: more is not kept in mind on a mat."""

FOR_THE_EYE = re.compile(
    r"\b(here|below|above|screen|tap|click|swipe|press the|see|look at|shown|like this)\b",
    re.IGNORECASE,
)
LISTS = {"list", "exercises"}
"""Helpers that list things: a runner needs all of them, however many there are."""


def said(line: Message) -> list[str]:
    """Every variant of a line."""
    voice = Voice(catalogue())
    return [voice.at(turn).say(line).text for turn in range(len(catalogue().lines[line.key]))]


SAID = [(line.key, text) for line in spoken_lines(routine()) for text in said(line)]


def test_every_spoken_line_is_among_those_that_are_looked_at() -> None:
    assert {key for key, _ in SAID} == set(catalogue().lines) - WRITTEN


def test_no_line_needs_eyes() -> None:
    needy = {text for _, text in SAID if FOR_THE_EYE.search(text)}

    assert not needy


def test_a_question_stands_alone_and_last() -> None:
    misplaced = {text for _, text in SAID if "?" in text.removesuffix("?")}

    assert not misplaced


def test_only_prompts_ask() -> None:
    asking = {key for key, text in SAID if text.endswith("?")}

    assert {key.split(".")[0] for key in asking} <= {"prompt"}


def test_every_prompt_asks_for_an_answer() -> None:
    for key, text in SAID:
        if key.startswith("prompt."):
            assert text.endswith("?") or re.search(r"\b[Ss]ay \w", text), text


def test_no_prompt_is_worded_as_for_a_closed_skill() -> None:
    """Certification refuses "say: Alexa, ask ..." while the microphone is open; the player's lines
    are said where it is not."""
    open_to = [text for key, text in SAID if key.partition(".")[0] not in ("parked", "player")]

    assert not {text for text in open_to if re.search(r"\bsay,? (alexa|ask)\b", text, re.I)}


def test_sentences_are_short_enough_to_keep_in_mind() -> None:
    long = {
        sentence
        for key, text in SAID
        if not _lists(key)
        for sentence in re.split(r"(?<=[.?!]) ", text)
        if len(sentence.split()) > LONGEST_SENTENCE
    }

    assert not long


def _lists(key: str) -> bool:
    return any(piece.helper in LISTS for variant in catalogue().lines[key] for piece in variant)


def test_nothing_said_is_empty_or_holds_a_loose_brace_or_a_double_space() -> None:
    assert all(text.strip() and not re.search(r"[{}]|  ", text) for _, text in SAID)
