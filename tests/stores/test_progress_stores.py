"""What every store promises, tried on each of them."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor

import pytest

from skill.service.ports import ProgressStore, RevisionConflict, Saved
from skill.stores.http_pool import HttpAnswer
from skill.stores.memory import Aside
from tests.stores.stores import Copy, Kept, put_aside

RUNNER = "5f1c0d"

# Ids that a careless key, prefix or pattern would take for the runner's.
NEIGHBOURS = ("5f1c0", "5f1c0d0", "5F1C0D", "5f1c0d#current", "5f1c0_", "5f1c0%", "5f1c0d ", "*")


def test_a_runner_nobody_has_met_has_no_document(store: ProgressStore) -> None:
    assert store.load(RUNNER) is None


def test_a_document_overtaken_by_another_device_is_refused(store: ProgressStore) -> None:
    read = store.save(RUNNER, "first", after=0)
    newer = store.save(RUNNER, "kitchen", after=read)
    with pytest.raises(RevisionConflict):
        store.save(RUNNER, "bedroom", after=read)
    assert store.load(RUNNER) == Saved("kitchen", newer)


def test_of_two_first_documents_the_second_is_refused(store: ProgressStore) -> None:
    revision = store.save(RUNNER, "kitchen", after=0)
    with pytest.raises(RevisionConflict):
        store.save(RUNNER, "bedroom", after=0)
    assert store.load(RUNNER) == Saved("kitchen", revision)


def test_a_document_after_one_that_never_was_is_refused(store: ProgressStore) -> None:
    with pytest.raises(RevisionConflict):
        store.save(RUNNER, "from nowhere", after=1)
    assert store.load(RUNNER) is None


def test_what_was_forgotten_is_not_written_back_by_a_device_that_still_knows_it(
    store: ProgressStore,
) -> None:
    read = store.save(RUNNER, "old", after=0)
    store.forget(RUNNER)
    with pytest.raises(RevisionConflict):
        store.save(RUNNER, "old and a set more", after=read)
    assert store.load(RUNNER) is None


@pytest.mark.parametrize("ended", ["forgotten", "set aside"])
def test_a_revision_read_before_a_new_start_never_comes_back(
    store: ProgressStore, ended: str
) -> None:
    """A stale writer would otherwise replace a new document that it has never seen."""
    stale = []
    revision = 0
    for body in ("old", "older", "oldest"):
        revision = store.save(RUNNER, body, after=revision)
        stale.append(revision)
    if ended == "forgotten":
        store.forget(RUNNER)
    else:
        put_aside(store, RUNNER, "unreadable")

    revision = 0
    for count in range(2 * len(stale)):
        body = f"new {count}"
        revision = store.save(RUNNER, body, after=revision)
        for read_before in stale:
            with pytest.raises(RevisionConflict):
                store.save(RUNNER, "old and a set more", after=read_before)
        assert store.load(RUNNER) == Saved(body, revision)


def test_a_saved_document_is_read_back_with_its_revision(store: ProgressStore) -> None:
    revision = store.save(RUNNER, '{"sets": 2}', after=0)
    assert revision > 0
    assert store.load(RUNNER) == Saved('{"sets": 2}', revision)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"name": "Zoë 🏃 走る", "note": 'a "quote"\r\n\ttab'}, ensure_ascii=False),
        "é (one sign) and é (two), \u2028 a line, \ufeff a mark, \x00 nothing, \x7f",
        "12345678901234567890.10",
        "\n leading and trailing white space \n",
        json.dumps({"long": "ü" * 150_000}, ensure_ascii=False),
    ],
    ids=["unicode", "awkward signs", "digits", "white space", "300 kB"],
)
def test_a_document_comes_back_sign_for_sign(kept: Kept, body: str) -> None:
    kept.store.save(RUNNER, body, after=0)
    loaded = kept.store.load(RUNNER)
    assert loaded is not None
    assert loaded.body == body
    put_aside(kept.store, RUNNER, "to look at")
    assert kept.copies_set_aside(RUNNER) == [Copy(body, "to look at")]


def test_the_latest_of_many_documents_is_the_one_remembered(store: ProgressStore) -> None:
    revision = 0
    for count in range(5):
        revision = store.save(RUNNER, f"turn {count}", after=revision)
    assert store.load(RUNNER) == Saved("turn 4", revision)


def test_runners_do_not_see_each_other(store: ProgressStore) -> None:
    store.save(RUNNER, "mine", after=0)
    for neighbour in NEIGHBOURS:
        assert store.load(neighbour) is None
        store.save(neighbour, f"of {neighbour}", after=0)
    for neighbour in NEIGHBOURS:
        loaded = store.load(neighbour)
        assert loaded is not None
        assert loaded.body == f"of {neighbour}"
    loaded = store.load(RUNNER)
    assert loaded is not None
    assert loaded.body == "mine"


def test_a_document_set_aside_is_kept_and_leaves_the_runner_with_none(kept: Kept) -> None:
    kept.store.save(RUNNER, "{unreadable", after=0)
    put_aside(kept.store, RUNNER, "not JSON")
    assert kept.store.load(RUNNER) is None
    assert kept.copies_set_aside(RUNNER) == [Copy("{unreadable", "not JSON")]


def test_a_later_copy_set_aside_never_overwrites_an_earlier_one(kept: Kept) -> None:
    for body in ("first", "second", "second"):
        kept.store.save(RUNNER, body, after=0)
        put_aside(kept.store, RUNNER, "the same reason")
    assert sorted(kept.copies_set_aside(RUNNER)) == [
        ("first", "the same reason"),
        ("second", "the same reason"),
        ("second", "the same reason"),
    ]


@pytest.mark.parametrize("meanwhile", ["replaced", "forgotten", "forgotten and begun again"])
def test_only_the_very_document_that_was_read_is_set_aside(kept: Kept, meanwhile: str) -> None:
    read = kept.store.save(RUNNER, "{unreadable", after=0)
    newer = None
    if meanwhile == "replaced":
        newer = Saved("good", kept.store.save(RUNNER, "good", after=read))
    else:
        kept.store.forget(RUNNER)
    if meanwhile == "forgotten and begun again":
        newer = Saved("good", kept.store.save(RUNNER, "good", after=0))

    kept.store.set_aside(RUNNER, "not JSON", after=read)

    assert kept.store.load(RUNNER) == newer
    assert kept.copies_set_aside(RUNNER) == []


def test_a_document_of_another_runner_is_never_set_aside_by_its_revision(kept: Kept) -> None:
    theirs = kept.store.save(NEIGHBOURS[0], "theirs", after=0)
    kept.store.set_aside(RUNNER, "not JSON", after=theirs)
    assert kept.store.load(NEIGHBOURS[0]) == Saved("theirs", theirs)


def test_setting_nothing_aside_does_nothing(kept: Kept) -> None:
    put_aside(kept.store, RUNNER, "was not there")
    assert kept.copies_set_aside(RUNNER) == []
    kept.store.save(RUNNER, "first", after=0)
    put_aside(kept.store, RUNNER, "was there")
    put_aside(kept.store, RUNNER, "was gone")
    assert kept.copies_set_aside(RUNNER) == [Copy("first", "was there")]


def test_setting_aside_touches_no_other_runner(kept: Kept) -> None:
    for neighbour in NEIGHBOURS:
        kept.store.save(neighbour, "theirs", after=0)
    kept.store.save(RUNNER, "mine", after=0)
    put_aside(kept.store, RUNNER, "a reason")
    for neighbour in NEIGHBOURS:
        assert kept.store.load(neighbour) is not None
        assert kept.copies_set_aside(neighbour) == []


def test_forgetting_deletes_everything_of_that_runner_and_only_that(kept: Kept) -> None:
    for runner in (RUNNER, *NEIGHBOURS):
        kept.store.save(runner, f"old of {runner}", after=0)
        put_aside(kept.store, runner, "a reason")
        kept.store.save(runner, f"new of {runner}", after=0)
    kept.store.forget(RUNNER)
    assert kept.store.load(RUNNER) is None
    assert kept.copies_set_aside(RUNNER) == []
    for neighbour in NEIGHBOURS:
        loaded = kept.store.load(neighbour)
        assert loaded is not None
        assert loaded.body == f"new of {neighbour}"
        assert kept.copies_set_aside(neighbour) == [Copy(f"old of {neighbour}", "a reason")]


def test_a_runner_nobody_has_met_can_be_forgotten(store: ProgressStore) -> None:
    store.forget(RUNNER)
    assert store.load(RUNNER) is None


def test_a_forgotten_runner_may_start_anew(store: ProgressStore) -> None:
    store.save(RUNNER, "old", after=0)
    store.forget(RUNNER)
    revision = store.save(RUNNER, "new", after=0)
    assert store.load(RUNNER) == Saved("new", revision)


def add_one(store: ProgressStore, times: int) -> None:
    """Count in the document, reading again whenever somebody else was faster."""
    while times:
        saved = store.load(RUNNER)
        count, after = (int(saved.body), saved.revision) if saved else (0, 0)
        try:
            store.save(RUNNER, str(count + 1), after=after)
        except RevisionConflict:
            continue
        times -= 1


def test_writers_at_the_same_time_lose_no_update(store: ProgressStore) -> None:
    with ThreadPoolExecutor(max_workers=4) as devices:
        for device in [devices.submit(add_one, store, 10) for _ in range(4)]:
            device.result()
    loaded = store.load(RUNNER)
    assert loaded is not None
    assert loaded.body == "40"


def test_setting_aside_at_the_same_time_loses_no_document(kept: Kept) -> None:
    with ThreadPoolExecutor(max_workers=4) as devices:
        for count in range(5):
            revision = kept.store.save(RUNNER, f"document {count}", after=0)
            for device in [
                devices.submit(kept.store.set_aside, RUNNER, "a reason", after=revision)
                for _ in range(4)
            ]:
                device.result()
    assert sorted(kept.copies_set_aside(RUNNER)) == [
        (f"document {count}", "a reason") for count in range(5)
    ]


def test_a_store_that_can_be_used_checks_out(store: ProgressStore) -> None:
    store.check()


def test_a_store_may_be_closed_twice(store: ProgressStore) -> None:
    store.save(RUNNER, "first", after=0)
    store.close()
    store.close()


def test_documents_and_runners_stay_out_of_every_log(
    store: ProgressStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    revision = store.save(RUNNER, "torn muscle", after=0)
    with pytest.raises(RevisionConflict) as refused:
        store.save(RUNNER, "torn muscle", after=0)
    store.save(RUNNER, "torn muscle", after=revision)
    store.load(RUNNER)
    put_aside(store, RUNNER, "a reason")
    store.forget(RUNNER)
    for text in (caplog.text, str(refused.value)):
        assert "torn" not in text
        assert RUNNER not in text


def test_a_document_stays_out_of_tracebacks() -> None:
    body = '{"note": "torn muscle"}'

    assert "torn" not in repr(Saved(body, revision=3))
    assert "torn" not in repr(Aside(body, "unreadable"))
    assert "torn" not in repr(HttpAnswer(200, {}, body.encode(), resent=False))
