"""What only the store in DynamoDB has: a network, other writers between two steps, limits."""

import itertools
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from skill.service.ports import RevisionConflict, Saved, StoreError, StoreUnavailable
from skill.stores.dynamodb import Client, DynamoStore, open_dynamodb
from skill.stores.open_store import open_store
from tests.stores.stores import (
    NOW,
    TABLE,
    Copy,
    copies_in_table,
    create_table,
    entries_in_table,
    put_aside,
    stopped_clock,
)
from tests.stores.unreliable import Busy, Interrupted, losing_one_answer

pytestmark = pytest.mark.dynamodb

RUNNER = "5f1c0d"


class NoPause:
    """Counts the pauses that were asked for, and makes none."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def open_patiently() -> DynamoStore:
    """A store that retries as always, and lets a slow machine take its time."""
    return open_dynamodb(TABLE, clock=stopped_clock, timeout_s=30)


def store_through(client: Client, pause: Callable[[float], None] | None = None) -> DynamoStore:
    numbers = itertools.count(1_000)
    return DynamoStore(
        client,
        TABLE,
        clock=stopped_clock,
        random_bits=lambda bits: next(numbers),
        pause=pause or NoPause(),
    )


@pytest.fixture
def calls(dynamo_store: DynamoStore) -> Client:
    """The client of the store itself, to put something in front of."""
    return dynamo_store._client


@pytest.fixture
def nobody_listens(aws: pytest.MonkeyPatch) -> Iterator[DynamoStore]:
    """A store at a port that is taken, and refuses connections."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{bound.getsockname()[1]}")
        with closing(open_dynamodb(TABLE, clock=stopped_clock)) as store:
            yield store


def test_an_unreachable_server_makes_every_call_unavailable(nobody_listens: DynamoStore) -> None:
    store = nobody_listens
    for ask in (
        store.check,
        lambda: store.load(RUNNER),
        lambda: store.save(RUNNER, "first", after=0),
        lambda: store.set_aside(RUNNER, "a reason", after=1),
        lambda: store.forget(RUNNER),
    ):
        with pytest.raises(StoreUnavailable, match=f"{TABLE} could not be reached") as refused:
            ask()
        assert isinstance(refused.value.__cause__, ConnectionRefusedError)


def test_a_server_that_answers_nothing_is_unavailable(aws: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with (
            closing(open_dynamodb(TABLE, clock=stopped_clock, timeout_s=0.01)) as store,
            pytest.raises(StoreUnavailable, match="could not be reached .TimeoutError."),
        ):
            store.load(RUNNER)


def test_a_missing_table_is_unavailable_and_named(client: Any) -> None:
    with (
        closing(open_dynamodb("elsewhere", clock=stopped_clock)) as store,
        pytest.raises(StoreUnavailable, match="elsewhere: there is no such table in this region"),
    ):
        store.check()


def test_a_document_too_big_for_dynamodb_is_refused_with_its_size(
    dynamo_store: DynamoStore,
) -> None:
    with pytest.raises(StoreError, match="has 500000 bytes.*at most 401408"):
        dynamo_store.save(RUNNER, "ü" * 250_000, after=0)
    assert dynamo_store.load(RUNNER) is None


def test_the_biggest_document_can_also_be_set_aside(dynamo_store: DynamoStore, client: Any) -> None:
    body = "x" * 401_408
    dynamo_store.save(RUNNER, body, after=0)
    put_aside(dynamo_store, RUNNER, "ü" * 5_000)
    assert copies_in_table(client, RUNNER) == [Copy(body, "ü" * 1_000)]


@pytest.mark.parametrize("after_another", [False, True], ids=["the first", "a later one"])
def test_a_write_whose_answer_got_lost_is_not_taken_for_somebody_elses(
    dynamo_store: DynamoStore, dynalite: str, aws: pytest.MonkeyPatch, after_another: bool
) -> None:
    """The client sends it again by itself, and then the condition fails on our own document."""
    after = dynamo_store.save(RUNNER, "before", after=0) if after_another else 0
    with losing_one_answer(dynalite, "PutItem") as url:
        aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        with closing(open_patiently()) as store:
            revision = store.save(RUNNER, "new", after=after)
    assert dynamo_store.load(RUNNER) == Saved("new", revision)


def test_a_refusal_whose_answer_got_lost_is_still_a_refusal(
    dynamo_store: DynamoStore, dynalite: str, aws: pytest.MonkeyPatch
) -> None:
    revision = dynamo_store.save(RUNNER, "kitchen", after=0)
    with losing_one_answer(dynalite, "PutItem") as url:
        aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        with (
            closing(open_patiently()) as store,
            pytest.raises(RevisionConflict),
        ):
            store.save(RUNNER, "bedroom", after=0)
    assert dynamo_store.load(RUNNER) == Saved("kitchen", revision)


@pytest.mark.parametrize("operation", ["PutItem", "DeleteItem"])
def test_setting_aside_keeps_the_document_when_an_answer_gets_lost(
    dynamo_store: DynamoStore, client: Any, dynalite: str, aws: pytest.MonkeyPatch, operation: str
) -> None:
    dynamo_store.save(RUNNER, "{unreadable", after=0)
    with losing_one_answer(dynalite, operation) as url:
        aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
        with closing(open_patiently()) as store:
            put_aside(store, RUNNER, "not JSON")
    assert dynamo_store.load(RUNNER) is None
    assert copies_in_table(client, RUNNER) == [Copy("{unreadable", "not JSON")]


def test_a_document_saved_while_the_one_before_is_set_aside_is_not_lost(
    dynamo_store: DynamoStore, client: Any, calls: Client
) -> None:
    revision = dynamo_store.save(RUNNER, "old", after=0)
    meanwhile = Interrupted(
        calls, "DeleteItem", lambda: dynamo_store.save(RUNNER, "new", after=revision)
    )
    store_through(meanwhile).set_aside(RUNNER, "a reason", after=revision)
    loaded = dynamo_store.load(RUNNER)
    assert loaded is not None
    assert loaded.body == "new"
    assert copies_in_table(client, RUNNER) == []


def test_what_is_forgotten_while_it_is_set_aside_is_forgotten(
    dynamo_store: DynamoStore, client: Any, calls: Client
) -> None:
    revision = dynamo_store.save(RUNNER, "old", after=0)
    meanwhile = Interrupted(calls, "PutItem", lambda: dynamo_store.forget(RUNNER))
    store_through(meanwhile).set_aside(RUNNER, "a reason", after=revision)
    assert entries_in_table(client, RUNNER) == []


def test_what_is_set_aside_while_it_is_forgotten_is_forgotten(
    dynamo_store: DynamoStore, client: Any, calls: Client
) -> None:
    dynamo_store.save(RUNNER, "old", after=0)
    meanwhile = Interrupted(
        calls, "BatchWriteItem", lambda: put_aside(dynamo_store, RUNNER, "a reason")
    )
    store_through(meanwhile).forget(RUNNER)
    assert entries_in_table(client, RUNNER) == []


def test_forgetting_deletes_more_than_one_page_and_one_batch_hold(
    dynamo_store: DynamoStore, client: Any
) -> None:
    """A page of a query ends after 1 MB, a batch after 25 deletions."""
    for _ in range(30):
        dynamo_store.save(RUNNER, "x" * 50_000, after=0)
        put_aside(dynamo_store, RUNNER, "a reason")
    assert len(entries_in_table(client, RUNNER)) == 30
    dynamo_store.forget(RUNNER)
    assert entries_in_table(client, RUNNER) == []


def test_what_a_busy_table_leaves_undone_is_asked_for_again(
    dynamo_store: DynamoStore, client: Any, calls: Client
) -> None:
    for _ in range(6):
        dynamo_store.save(RUNNER, "old", after=0)
        put_aside(dynamo_store, RUNNER, "a reason")
    pause = NoPause()
    store_through(Busy(calls, times=3), pause).forget(RUNNER)
    assert entries_in_table(client, RUNNER) == []
    assert len(pause.seconds) == 3
    assert pause.seconds == sorted(pause.seconds)


def test_a_table_that_stays_busy_is_unavailable_and_forgetting_again_finishes(
    dynamo_store: DynamoStore, client: Any, calls: Client
) -> None:
    for _ in range(10):
        dynamo_store.save(RUNNER, "old", after=0)
        put_aside(dynamo_store, RUNNER, "a reason")
    with pytest.raises(StoreUnavailable, match="forget the runner again"):
        store_through(Busy(calls, times=1_000)).forget(RUNNER)
    assert entries_in_table(client, RUNNER) != []
    dynamo_store.forget(RUNNER)
    assert entries_in_table(client, RUNNER) == []


def test_entries_expire_a_retention_after_their_last_change(client: Any) -> None:
    """In whole seconds since 1970, as DynamoDB wants it."""
    now = NOW + 0.75
    create_table(client)
    with closing(open_dynamodb(TABLE, clock=lambda: now, retention_days=30, timeout_s=30)) as store:
        store.save(RUNNER, "old", after=0)
        now += 60
        put_aside(store, RUNNER, "a reason")
        now += 60
        store.save(RUNNER, "new", after=0)
    expiries = {
        item["body"]["S"]: item["expires"]["N"] for item in entries_in_table(client, RUNNER)
    }
    days = 30 * 24 * 60 * 60
    assert expiries == {
        "old": str(int(NOW) + 60 + days),
        "new": str(int(NOW) + 120 + days),
    }


def test_dynamodb_opens_the_table_of_that_name(dynamo_store: DynamoStore, client: Any) -> None:
    with closing(open_store(f"dynamodb:{TABLE}", clock=stopped_clock)) as store:
        store.check()
        store.save("runner", "first", after=0)
    assert len(entries_in_table(client, "runner")) == 1


ODD_ITEMS: dict[str, dict[str, Any]] = {
    "no text": {"revision": {"N": "7"}},
    "a number in place of the text": {"revision": {"N": "7"}, "body": {"N": "7"}},
    "bytes in place of the text": {"revision": {"N": "7"}, "body": {"B": b"\xff"}},
    "no revision": {"body": {"S": "{}"}},
    "a text in place of the revision": {"revision": {"S": "seven"}, "body": {"S": "{}"}},
    "a revision with a fraction": {"revision": {"N": "7.5"}, "body": {"S": "{}"}},
    "nothing of ours": {"colour": {"M": {"of": {"L": [{"BOOL": True}, {"NULL": True}]}}}},
}


@pytest.mark.parametrize("odd", ODD_ITEMS)
def test_an_item_that_this_store_did_not_write_can_be_set_aside_as_it_is(
    dynamo_store: DynamoStore, client: Any, odd: str
) -> None:
    key = {"runner": {"S": RUNNER}, "entry": {"S": "current"}}
    client.put_item(TableName=TABLE, Item=ODD_ITEMS[odd] | key)

    put_aside(dynamo_store, RUNNER, "unreadable")

    assert dynamo_store.load(RUNNER) is None
    [kept] = entries_in_table(client, RUNNER)
    assert ODD_ITEMS[odd].items() <= kept.items()
    assert kept["reason"] == {"S": "unreadable"}
    revision = dynamo_store.save(RUNNER, "a fresh start", after=0)
    assert dynamo_store.load(RUNNER) == Saved("a fresh start", revision)
