"""What a voice keeps of what it worded: the same words as without, and never without end."""

from __future__ import annotations

from skill.coach.messages import Message
from skill.coach.timeline import Cue, Part, Timeline
from skill.speech.apla import apla_document
from skill.speech.ssml import speak
from skill.speech.wording import CACHED_TEXTS, LINES_KEPT, Voice
from tests.support.household import catalogue

WORDS = catalogue()


def a_voice() -> Voice:
    return Voice(WORDS)


def every_line_of_many_variants() -> list[Message]:
    lines = WORDS.lines
    return [Message(key) for key in lines if len(lines[key]) > 1 and not lines[key][0][0].value]


def timeline_of(lines: list[Message]) -> Timeline:
    cues = tuple(Cue(3000 * n, 1000, line, Part.SPEECH) for n, line in enumerate(lines))
    return Timeline(cues, (), 3000 * len(cues), True)


def test_a_kept_document_is_that_of_its_turn() -> None:
    timeline = timeline_of(every_line_of_many_variants())
    kept = a_voice()

    for turn in (*range(2 * WORDS.cycle), 0):
        fresh = apla_document(timeline, a_voice().at(turn))
        assert apla_document(timeline, kept.at(turn)) == fresh
    assert apla_document(timeline, kept.at(0)) != apla_document(timeline, kept.at(1))


def test_kept_speech_is_that_of_its_turn_and_of_its_lines() -> None:
    lines = every_line_of_many_variants()
    timeline, kept = timeline_of(lines), a_voice()

    for turn in (*range(2 * WORDS.cycle), 0):
        assert speak(timeline, kept.at(turn)) == speak(timeline, a_voice().at(turn))
    assert speak(timeline, kept) != speak(timeline_of(lines[::-1]), kept)


def test_the_same_lines_at_other_offsets_have_a_document_of_their_own() -> None:
    voice = a_voice()
    early = timeline_of([Message("work.hold"), Message("work.end"), Message("work.done")])
    late = Timeline(
        (*early.cues[:2], Cue(60_000, 1000, early.cues[2].line, Part.SPEECH)), (), 61_000, True
    )

    assert apla_document(early, voice) != apla_document(late, voice)


def test_no_more_is_kept_than_there_is_room_for() -> None:
    voice = a_voice()
    for number in range(LINES_KEPT + 10):
        voice.say(Message("work.count", (("n", number),)))
        voice.cached(number, lambda: "made")

    assert 0 < len(voice._worded) <= LINES_KEPT
    assert 0 < len(voice._cached) <= CACHED_TEXTS
