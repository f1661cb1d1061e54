"""A journal that was just written is read back as its document would be read."""

from __future__ import annotations

import json

import pytest

from skill.alexa.conversation import LastRead
from skill.coach.journal import Journal, JournalError
from tests.coach.moments import moments


def written(journal: Journal) -> str:
    return json.dumps(journal.to_json(), separators=(",", ":"))


@pytest.mark.parametrize("name", sorted(moments()))
def test_what_is_kept_equals_what_would_be_read(name: str) -> None:
    for journal in (moments()[name].journal, moments()[name].journal.with_talk(subdued=True)):
        read, body = LastRead(), written(journal)
        read.keep(body, journal)

        assert read(body) == LastRead()(body) == Journal.from_json(json.loads(body))


def test_only_the_last_ones_are_kept() -> None:
    read = LastRead(2)
    for turn in range(5):
        journal = Journal(turn=turn)
        read.keep(written(journal), journal)
        assert len(read) <= 2
        assert read(written(journal)) is journal


def test_nothing_is_kept_once_someone_wants_to_be_forgotten() -> None:
    read, journal = LastRead(), Journal()
    read.keep(written(journal), journal)

    read.clear()

    assert len(read) == 0


def test_a_document_that_is_no_journal_is_refused() -> None:
    with pytest.raises(JournalError):
        LastRead()("{}")
    with pytest.raises(ValueError, match="Expecting"):
        LastRead()("no json")
