"""The fallback: the same turn as speech with pauses, within what Alexa takes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from skill.coach.messages import Message
from skill.coach.timeline import Tape, Timeline
from skill.routine.model import Exercise
from skill.speech.ssml import breaks, speak
from skill.speech.wording import Voice
from tests.support.household import catalogue, routine
from tests.support.platform import check_ssml
from tests.support.spoken_lines import spoken_lines
from tests.support.work_turns import work_turns

VOICE = Voice(catalogue())


@pytest.mark.parametrize("exercise", routine().exercises, ids=lambda exercise: exercise.id)
def test_the_longest_counts_stay_within_what_alexa_takes(exercise: Exercise) -> None:
    for work in work_turns(routine(), exercise, VOICE):
        check_ssml(speak(work.timeline, VOICE))


def test_every_line_alone_is_well_formed() -> None:
    for line in spoken_lines(routine()):
        for turn in range(len(catalogue().lines[line.key])):
            check_ssml(f"<speak>{VOICE.at(turn).say(line).ssml}</speak>")


@pytest.mark.parametrize("milliseconds", [0, 1, 9_999, 10_000, 10_001, 65_432])
def test_silence_is_made_of_breaks_that_alexa_allows(milliseconds: int) -> None:
    lengths = [
        int(length)
        for length in re.findall(
            r'<break time="(\d+)ms"/>', breaks(milliseconds, VOICE.longest_break_ms)
        )
    ]

    assert sum(lengths) == milliseconds
    assert all(0 < length <= VOICE.longest_break_ms for length in lengths)


def test_a_turn_in_which_time_does_not_matter_has_no_pauses_between_its_lines() -> None:
    ssml = speak(told("welcome.again", "prompt.start"), VOICE)

    assert "<break" not in ssml
    assert len(ElementTree.fromstring(ssml)) == 0


def test_a_pause_is_as_long_as_the_time_left_after_the_words() -> None:
    short = _pause(told("work.end", "prompt.wrap_up", wait=1_000))
    long = _pause(told("work.end", "prompt.wrap_up", wait=31_000))

    assert 1_000 <= short < 3_000, "a usual voice is quicker than the slow one slots are made for"
    assert long - short == 30_000


def told(*keys: str, wait: int = 0) -> Timeline:
    """Lines with that much time after the first."""
    tape = Tape(VOICE.measure, routine().platform.answer_ms)
    for key in keys:
        tape.speak(Message.of(key))
        tape.wait(wait)
        wait = 0
    return tape.finish()


def _pause(timeline: Timeline) -> int:
    return sum(int(length) for length in re.findall(r'time="(\d+)ms"', speak(timeline, VOICE)))
