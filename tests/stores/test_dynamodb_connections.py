"""Connections to DynamoDB: kept, missed when they are gone, never shared, never blindly trusted."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.service.ports import Saved, StoreUnavailable
from skill.stores.aws_settings import Credentials
from skill.stores.dynamodb import open_dynamodb
from skill.stores.dynamodb_errors import NoAnswer, Refused
from tests.stores.answering import HANG_UP, answering, ok, raw, refusal, trusted_by_nobody
from tests.stores.dynamodb_calls import (
    GET,
    ITEM,
    NOTHING,
    REQUESTS,
    RUNNER,
    Pauses,
    client_of,
    store_of,
)
from tests.stores.stores import ROOT, TABLE, stopped_clock

pytestmark = pytest.mark.dynamodb


def test_one_connection_serves_one_call_after_the_other() -> None:
    with answering(NOTHING) as server, closing(client_of(server.url)) as client:
        for _ in range(5):
            assert store_of(client).load(RUNNER) is None
    assert [asked.connection for asked in server.asked] == [1] * 5


def test_a_connection_that_was_closed_meanwhile_is_opened_again_and_that_is_no_failure() -> None:
    pauses = Pauses()
    with (
        answering(NOTHING, closes_after=1) as server,
        closing(client_of(server.url, pauses.world())) as client,
    ):
        for _ in range(5):
            assert store_of(client).load(RUNNER) is None
    assert [asked.connection for asked in server.asked] == [1, 2, 3, 4, 5]
    assert pauses.seconds == []


def test_connections_that_vanished_without_a_word_are_waited_for_once_and_not_each() -> None:
    """As when an address is translated again: nobody hangs up, and nobody answers."""
    pauses = Pauses()
    world = replace(pauses.world(), monotonic=time.monotonic)
    with (
        answering(NOTHING, vanishing=8) as server,
        closing(client_of(server.url, world, timeout_s=2)) as client,
    ):
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda _: client.call("GetItem", GET), range(8)))
        assert server.connections == 8
        assert client.call("GetItem", GET) == {}
    assert len(server.asked) == 8 + 1 + 1
    assert len(pauses.seconds) == 1


def test_a_write_that_was_sent_twice_so_may_have_failed_on_itself() -> None:
    """The one that was closed may have carried it out before."""
    condition = refusal("ConditionalCheckFailedException")
    with (
        answering(NOTHING, HANG_UP, condition) as server,
        closing(client_of(server.url)) as client,
    ):
        client.call("PutItem", REQUESTS["PutItem"])
        with pytest.raises(Refused) as refused:
            client.call("PutItem", REQUESTS["PutItem"])
    assert refused.value.retried


def test_a_server_that_gives_a_byte_at_a_time_is_not_waited_for() -> None:
    """The whole answer would take a quarter of an hour."""
    world = replace(Pauses().world(), monotonic=time.monotonic)
    with (
        answering(raw(b"x" * 100_000), drips=True) as server,
        closing(client_of(server.url, world, timeout_s=0.05)) as client,
        pytest.raises(NoAnswer, match="could not be reached .TimeoutError."),
    ):
        client.call("GetItem", GET)


def test_keys_that_change_sign_the_next_request() -> None:
    keys = ["old", "new"]
    with answering(NOTHING) as server:
        credentials = lambda: Credentials(keys.pop(0), "nothing", None)  # noqa: E731
        with closing(client_of(server.url, credentials=credentials)) as client:
            client.call("GetItem", GET)
            client.call("GetItem", GET)
    used = [asked.headers["authorization"].split("/")[0] for asked in server.asked]
    assert used == [f"AWS4-HMAC-SHA256 Credential={key}" for key in ("old", "new")]


FORKED = """
import os, sys
from skill.stores.dynamodb import open_dynamodb
store = open_dynamodb("progress", clock=lambda: 0.0, timeout_s=30)
store.check()
child = os.fork()
store.check()
if child:
    os.waitpid(child, 0)
    store.check()
"""


def test_a_forked_process_does_not_share_its_parents_connection(aws: pytest.MonkeyPatch) -> None:
    with answering(NOTHING) as server:
        aws.setenv("AWS_ENDPOINT_URL", server.url)
        subprocess.run([sys.executable, "-c", FORKED], cwd=ROOT, check=True)
    assert sorted(asked.connection for asked in server.asked) == [1, 1, 1, 2]


def test_opening_a_store_sends_nothing_so_that_a_snapshot_holds_no_connection(
    aws: pytest.MonkeyPatch,
) -> None:
    with answering(NOTHING) as server:
        aws.setenv("AWS_ENDPOINT_URL", server.url)
        with closing(open_dynamodb(TABLE, clock=stopped_clock, timeout_s=30)) as store:
            assert server.connections == 0
            store.check()
            assert server.connections == 1


def test_a_server_is_believed_only_with_a_certificate_of_an_authority_that_is_trusted(
    aws: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = tmp_path / "certificate.pem"
    tls = trusted_by_nobody(certificate)
    with answering(ok({"Item": ITEM}), tls=tls, closes_after=2) as server:
        aws.setenv("AWS_ENDPOINT_URL", server.url)
        with (
            closing(open_dynamodb(TABLE, clock=stopped_clock, timeout_s=30)) as store,
            pytest.raises(StoreUnavailable, match="SSLCertVerificationError"),
        ):
            store.load(RUNNER)
        aws.setenv("AWS_CA_BUNDLE", str(certificate))
        with closing(open_dynamodb(TABLE, clock=stopped_clock, timeout_s=30)) as store:
            for _ in range(3):  # kept alive, and opened again
                assert store.load(RUNNER) == Saved("zürich 🏃", 4611686018427387903)
