"""Journals are written as JSON, and one that was just written is read back as it would be read."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from skill.alexa.conversation import Asked, Conversation
from skill.alexa.journals import JournalTexts, carried
from skill.coach.commands import Command, Meaning
from skill.coach.history import PastWorkout
from skill.coach.journal import HISTORY, STANDING, Journal, JournalError
from skill.progress.memory import MemoryStore
from skill.speech.wording import Voice
from tests.coach.moments import moments
from tests.support.household import MONDAY_MORNING_MS, USER, catalogue, routine


@pytest.mark.parametrize("name", sorted(moments()))
def test_a_journal_is_written_as_its_json(name: str) -> None:
    texts, journal = JournalTexts(), moments()[name].journal

    asked = replace(
        journal.with_talk(misses=2), request_id='"\u00e9', answered=("0a1b2c3d", "4e5f6071")
    )
    for turn in (journal, replace(journal, turn=journal.turn + 1), asked):
        compact = json.dumps(turn.to_json(), separators=(",", ":"))
        assert texts.write(turn) == compact
        assert (
            carried(texts.write(turn))
            == carried(turn.to_json())
            == Journal.from_json(json.loads(compact))
        )


def test_what_is_no_digest_of_a_request_is_not_read_as_one() -> None:
    told = {**Journal().to_json(), "answered": ["0a1b2c3d", 'say "next"', "", "\u00e9"]}

    journal = Journal.from_json(told)

    assert journal.answered == ("0a1b2c3d",)
    assert json.loads(JournalTexts().write(journal))["answered"] == ["0a1b2c3d"]


def test_history_is_written_anew_once_it_changed() -> None:
    texts, journal = JournalTexts(2), Journal()
    for past in range(5):
        journal = replace(journal, past=(*journal.past, PastWorkout(past, 1, 6, 0)))
        for turn in range(2):
            written = texts.write(replace(journal, turn=turn))
            assert json.loads(written)["past"] == [[ended, 1, 6, 0] for ended in range(past + 1)]


@pytest.mark.parametrize("name", sorted(moments()))
def test_what_is_kept_equals_what_would_be_read(name: str) -> None:
    for journal in (moments()[name].journal, moments()[name].journal.with_talk(subdued=True)):
        texts = JournalTexts()
        text = texts.write(journal)
        texts.keep(text, journal)

        assert texts.read(text) == JournalTexts().read(text) == Journal.from_json(json.loads(text))


def test_only_the_last_ones_are_kept() -> None:
    texts = JournalTexts(2)
    for turn in range(5):
        journal = Journal(turn=turn)
        texts.keep(texts.write(journal), journal)
        assert len(texts) <= 2
        assert texts.read(texts.write(journal)) is journal


def test_nothing_is_kept_once_someone_wants_to_be_forgotten() -> None:
    texts, journal = JournalTexts(), Journal()
    texts.keep(texts.write(journal), journal)

    texts.clear()

    assert len(texts) == 0


@pytest.mark.parametrize("nonsense", ["{}", "[]", "null", '{"version": 99}'])
def test_a_text_that_is_no_journal_is_refused(nonsense: str) -> None:
    with pytest.raises(JournalError):
        JournalTexts().read(nonsense)
    with pytest.raises(JournalError):
        carried(nonsense)


def test_a_text_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        JournalTexts().read("no json")
    with pytest.raises(JournalError):
        carried("no json")


def test_who_is_forgotten_in_one_language_is_forgotten_in_all() -> None:
    texts, store, voice = JournalTexts(), MemoryStore(), Voice(catalogue(), routine().clinic)
    english, german = (Conversation(routine(), voice, store, texts) for _ in range(2))
    english.answer(Asked(Command(Meaning.OPEN), USER, MONDAY_MORNING_MS, True, "one", {}))
    assert len(texts) == 1

    german.forget(USER)

    assert len(texts) == 0


def test_a_text_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(JournalError):
        carried("[" * 100_000)


def test_every_field_of_a_journal_is_written_and_has_its_place() -> None:
    journal = Journal()
    parts = [journal.turn_json(), journal.standing_json(), journal.history_json()]

    assert (tuple(parts[1]), tuple(parts[2])) == (STANDING, HISTORY)
    assert {name for part in parts for name in part} == {
        "version",
        *(field.name for field in fields(journal)),
    }
