"""What older versions of the skill wrote is read; what newer ones wrote is left as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.coach.commands import Meaning
from skill.service.conversation import runner_id_of
from skill.service.documents import (
    VERSION,
    DocumentError,
    NewerDocument,
    read_runner,
)
from skill.service.migrations import MIGRATIONS
from skill.stores.memory import MemoryStore
from tests.support.conversations import Talker
from tests.support.documents import runner_document
from tests.support.household import USER

KEPT = {
    int(path.stem.removeprefix("document_version_")): path
    for path in Path(__file__).parent.glob("document_version_*.json")
}
"""As each version wrote it, 4 being that of release 0.2.0; never to be changed once released."""
OLDER = KEPT[1]


def test_a_journal_of_version_1_is_read_whole() -> None:
    journal = read_runner(OLDER.read_text())

    assert journal.workout is not None
    assert (journal.workout.set_number, journal.workout.done) == (2, 4)
    assert [(p.finished, p.completed, p.partial) for p in journal.history.past] == [
        (1, 18, 0),
        (0, 3, 2),
    ]
    assert (journal.workouts, journal.turn, journal.history.weeks) == (1, 41, ())
    assert journal.preference("glute_bridge").reps == 9
    assert runner_document(journal)["version"] == VERSION


def test_a_runner_of_version_1_goes_on_at_the_very_rep_and_is_saved_anew() -> None:
    store = MemoryStore()
    store.save(runner_id_of(USER), OLDER.read_text(), after=0)
    talker = Talker(store)

    assert "welcome.back" in talker.open()
    talker.tell(Meaning.READY)

    saved = talker.document()
    assert saved is not None
    assert json.loads(saved.body)["version"] == VERSION
    track = talker.journal().workout
    assert track is not None
    assert track.playback is not None
    assert next(span.first for span in track.playback.spans if span.kind == "reps") == 5
    assert store.copies_set_aside(runner_id_of(USER)) == []


def test_a_document_of_every_version_is_kept() -> None:
    assert sorted(KEPT) == list(range(1, VERSION + 1))


@pytest.mark.parametrize("version", KEPT)
def test_a_runner_of_every_version_finds_the_workout_as_it_was_left(version: int) -> None:
    text = KEPT[version].read_text()
    store = MemoryStore()
    store.save(runner_id_of(USER), text, after=0)
    talker = Talker(store)

    assert talker.open()

    assert json.loads(text)["version"] == version
    before = read_runner(text).workout
    after = talker.journal().workout
    assert before is not None
    assert after is not None
    assert (after.plan, after.index, after.set_number, after.log) == (
        before.plan,
        before.index,
        before.set_number,
        before.log,
    )
    assert store.copies_set_aside(runner_id_of(USER)) == []


def test_every_older_version_has_a_step_to_the_next() -> None:
    assert sorted(MIGRATIONS) == list(range(1, VERSION))


@pytest.mark.parametrize("damage", [{"past": [[1, True]]}, {"past": 7}, {"past": [["x", 1, 1, 1]]}])
def test_an_older_journal_that_is_damaged_is_no_journal(damage: dict[str, object]) -> None:
    data = {**json.loads(OLDER.read_text()), **damage}

    with pytest.raises(DocumentError):
        read_runner(json.dumps(data))


@pytest.mark.parametrize("version", [VERSION + 1, 99])
def test_a_newer_journal_is_told_apart_from_a_broken_one(version: int) -> None:
    with pytest.raises(NewerDocument):
        read_runner(json.dumps({"version": version}))


@pytest.mark.parametrize("version", [0, -1, True, 1.0, "1", None])
def test_a_journal_without_a_proper_version_is_broken(version: object) -> None:
    with pytest.raises(DocumentError) as refused:
        read_runner(json.dumps({**json.loads(OLDER.read_text()), "version": version}))

    assert not isinstance(refused.value, NewerDocument)
