"""DynamoDB's protocol: requests as botocore signs them, and answers that only DynamoDB gives."""

import ipaddress
import json
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from skill.service.ports import ProgressStore, Saved, StoreUnavailable
from skill.stores.aws_settings import Credentials, endpoint_of
from skill.stores.dynamodb import (
    Client,
    DynamoStore,
    NoAnswer,
    Refused,
    open_dynamodb,
)
from skill.stores.dynamodb_client import (
    ATTEMPTS,
    FIRST_PAUSE_S,
    MEMBERS,
    THROTTLED,
    WAITS,
    DynamoClient,
    World,
    code_of,
)
from skill.stores.resilient import BUDGET_S
from tests.stores.answering import HANG_UP, answering, ok, raw, refusal
from tests.stores.stores import ROOT, TABLE, stopped_clock

pytestmark = pytest.mark.dynamodb

RUNNER = "5f1c0d"
KEY = {"runner": {"S": RUNNER}, "entry": {"S": "current"}}
GET = {"TableName": TABLE, "Key": KEY, "ConsistentRead": True}
ITEM = {**KEY, "body": {"S": "zürich 🏃"}, "revision": {"N": "4611686018427387903"}}
REQUESTS: dict[str, dict[str, Any]] = {
    "GetItem": GET,
    "PutItem": {"TableName": TABLE, "Item": ITEM},
    "DeleteItem": {"TableName": TABLE, "Key": KEY},
    "Query": {
        "TableName": TABLE,
        "Limit": 25,
        "KeyConditionExpression": "#runner = :runner",
        "ExpressionAttributeNames": {"#runner": "runner"},
        "ExpressionAttributeValues": {":runner": {"S": RUNNER}},
    },
    "BatchWriteItem": {"RequestItems": {TABLE: [{"DeleteRequest": {"Key": KEY}}]}},
    "DescribeTable": {"TableName": TABLE},
    "DescribeTimeToLive": {"TableName": TABLE},
}


class Pauses:
    """Chance and pauses, written down in place of waited for."""

    def __init__(self, chance: float = 0.5) -> None:
        self.seconds: list[float] = []
        self.now = 0.0
        self._chance = chance

    def world(self) -> World:
        return World(stopped_clock, lambda: self.now, self.seconds.append, lambda: self._chance)


def client_of(
    url: str,
    world: World | None = None,
    *,
    token: str | None = None,
    timeout_s: float = 30,
    credentials: Callable[[], Credentials] | None = None,
) -> DynamoClient:
    return DynamoClient(
        endpoint_of({"AWS_ENDPOINT_URL": url}, "eu-west-1"),
        "eu-west-1",
        credentials=credentials or (lambda: Credentials("nobody", "nothing", token)),
        world=world or Pauses().world(),
        timeout_s=timeout_s,
    )


def store_of(client: Client) -> DynamoStore:
    return DynamoStore(
        client, TABLE, clock=stopped_clock, random_bits=lambda bits: 7, pause=lambda seconds: None
    )


class SentByBotocore(Exception):
    """Stops botocore right before it would send."""


@pytest.mark.parametrize("token", [None, "for=now/"])
@pytest.mark.parametrize(
    "url", ["https://dynamodb.eu-west-1.amazonaws.com", "http://127.0.0.1:8000", "http://[::1]:80"]
)
def test_every_request_is_the_one_that_botocore_sends_signature_and_all(
    aws: pytest.MonkeyPatch, url: str, token: str | None
) -> None:
    from botocore import xform_name  # type: ignore[import-untyped]
    from botocore.session import get_session  # type: ignore[import-untyped]

    if token:
        aws.setenv("AWS_SESSION_TOKEN", token)
    aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", url)
    theirs = get_session().create_client("dynamodb")
    sent: list[Any] = []

    def stop(request: Any, **_: Any) -> None:
        sent.append(request)
        raise SentByBotocore

    theirs.meta.events.register("before-send.dynamodb", stop)
    for operation, arguments in REQUESTS.items():
        with pytest.raises(SentByBotocore):
            getattr(theirs, xform_name(operation))(**arguments)
        request = sent.pop()
        headers = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in request.headers.items()
        }
        date = datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
        dated = (date - datetime(1970, 1, 1)) / timedelta(seconds=1)
        world = replace(Pauses().world(), clock=lambda at=dated: at)  # type: ignore[misc]

        ours = client_of(url, world, token=token).signed(operation, request.body)

        assert request.body == json.dumps(arguments).encode()
        assert ours.pop("Host") in url
        for name, value in ours.items():
            assert value == headers[name], f"{operation}: {name}"
        assert ("X-Amz-Security-Token" in ours) == bool(token)
    theirs.close()


def test_errors_are_called_what_botocore_calls_them() -> None:
    from botocore.parsers import create_parser  # type: ignore[import-untyped]
    from botocore.session import get_session

    model = get_session().get_service_model("dynamodb")
    shape = model.operation_model("PutItem").output_shape
    names = {error.name for error in model.error_shapes} | {"ThrottlingException", "Odd.Code"}
    assert len(names) > 20
    for name in names:
        for told in (name, f"com.amazonaws.dynamodb.v20120810#{name}", f"a#{name}:http://b#c/"):
            body = {"__type": told, "message": "no"}
            parsed = create_parser("json").parse(
                {"status_code": 400, "headers": {}, "body": json.dumps(body).encode()}, shape
            )
            assert code_of(body) == parsed["Error"]["Code"] == name


def test_what_an_answer_may_hold_is_what_botocore_knows_of_it() -> None:
    from botocore.session import get_session

    model = get_session().get_service_model("dynamodb")
    for operation, members in MEMBERS.items():
        assert members == set(model.operation_model(operation).output_shape.members)


NOTHING = ok({})
ANOTHERS = {
    "a page of HTML": raw(b"<html>Sign in to the network</html>", kind="text/html"),
    "a page of HTML that claims to be JSON": raw(b"<html></html>"),
    "half a body": raw(b'{"Item": {"bo', length=500, more=["Connection: close"]),
    "half a body as if it were whole": raw(b'{"Item": {"bo', checksum="2745614147"),
    "no body": raw(b"", more=["Connection: close"]),
    "no checksum": raw(b"{}", checksum=None),
    "a wrong checksum": raw(b"{}", checksum="1"),
    "a checksum that is none": raw(b"{}", checksum="right, I swear"),
    "another type": raw(b"{}", kind="application/json"),
    "no type": raw(b"{}", kind=""),
    "a list": ok([]),
    "null": ok(None),
    "a text": ok("{}"),
    "brackets without end": raw(b"[" * 100_000),
    "bytes that are no text": raw(b'{"Item": "\xff"}'),
    "an object of somebody else": ok({"status": "up"}),
    "an item that is none": ok({"Item": [], "Items": {}, "UnprocessedItems": 1}),
    "somebody else's item": ok(
        {
            "Item": ITEM | {"runner": {"S": "another"}},
            "Items": [{"runner": {"S": "another"}, "entry": {"S": "current"}}],
            "UnprocessedItems": {TABLE: [{"PutRequest": {}}]},
        }
    ),
    "a refusal of a proxy": raw(b'{"message": "Forbidden"}', status=403),
    "a refusal in HTML": raw(b"<h1>Bad gateway</h1>", status=502, kind="text/html"),
    "a redirect": raw(b"", status=302, more=["Location: http://127.0.0.1:9/"], checksum=None),
    "an item under another status": raw(json.dumps({"Item": ITEM}).encode(), status=203),
    "a greeting that is no HTTP": b"220 mail.example.com ESMTP\r\n",
    "a header without end": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
    "headers without number": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "a body without end": raw(b"x" * 5_000_000, checksum=None),
    "nothing": HANG_UP,
}
READS: dict[str, Callable[[ProgressStore], object]] = {
    "load": lambda store: store.load(RUNNER),
    "check": lambda store: store.check(),
    "forget": lambda store: store.forget(RUNNER),
    "save": lambda store: store.save(RUNNER, "new", after=0),
    "set_aside": lambda store: store.set_aside(RUNNER, "a reason", after=1),
}
WRITES = {"save"}
NO_ANSWER_TO_A_READ = {"an item that is none", "somebody else's item"}
"""A write is answered with an empty object as a rule: what else there is does not matter."""


@pytest.mark.parametrize("answer", ANOTHERS)
def test_an_answer_that_is_not_dynamodbs_is_no_success(answer: str) -> None:
    with (
        answering(ANOTHERS[answer], closes_after=1) as server,
        closing(client_of(server.url)) as client,
    ):
        for name, ask in READS.items():
            if name in WRITES and answer in NO_ANSWER_TO_A_READ:
                continue
            with pytest.raises(StoreUnavailable) as refused:
                ask(store_of(client))
            text = str(refused.value)
            assert text.startswith(f"DynamoDB table {TABLE}"), name
            assert "is not DynamoDB" in text or "could not be reached" in text, text
            assert "\n" not in text
            assert len(text) < 250


def test_deletions_are_done_only_if_dynamodb_says_so() -> None:
    page = ok({"Items": [KEY]})
    for odd in (ok({}), ok({"UnprocessedItems": []}), ok({"UnprocessedItems": {TABLE: {}}})):
        with (
            answering(page, odd) as server,
            closing(client_of(server.url)) as client,
            pytest.raises(StoreUnavailable, match="BatchWriteItem has another shape"),
        ):
            store_of(client).forget(RUNNER)


@pytest.mark.parametrize(
    "failure",
    [
        *(refusal(code) for code in sorted(THROTTLED)),
        refusal("InternalServerError", 500),
        refusal("ServiceUnavailable", 503),
        raw(b"<h1>Bad gateway</h1>", status=502, kind="text/html"),
        raw(b"{}", checksum="1"),
        HANG_UP,
    ],
)
def test_what_passes_is_tried_again_after_a_random_pause(failure: bytes) -> None:
    pauses = Pauses(chance=0.25)
    with (
        answering(failure, failure, ok({"Item": ITEM})) as server,
        closing(client_of(server.url, pauses.world())) as client,
    ):
        assert client.call("GetItem", GET) == {"Item": ITEM}
    assert pauses.seconds == [FIRST_PAUSE_S / 4, FIRST_PAUSE_S / 2]


def test_what_does_not_pass_is_unavailable_in_the_end_and_names_the_cause() -> None:
    pauses = Pauses()
    with (
        answering(refusal("ThrottlingException")) as server,
        closing(client_of(server.url, pauses.world())) as client,
        pytest.raises(StoreUnavailable, match="GetItem was refused: ThrottlingException"),
    ):
        store_of(client).load(RUNNER)
    assert len(server.asked) == ATTEMPTS
    assert len(pauses.seconds) == ATTEMPTS - 1


def test_a_refusal_that_stays_is_not_tried_again() -> None:
    for code, cause in {
        "ResourceNotFoundException": "there is no such table in this region",
        "AccessDeniedException": "access was denied",
        "ExpiredTokenException": "credentials have expired",
        "InvalidSignatureException": "the clock of this machine",
        "SomethingNew": "GetItem was refused: SomethingNew",
    }.items():
        with answering(refusal(code)) as server, closing(client_of(server.url)) as client:
            with pytest.raises(StoreUnavailable, match=cause):
                store_of(client).load(RUNNER)
            assert len(server.asked) == 1


def test_all_attempts_together_end_within_the_budget_of_one_request() -> None:
    from skill.stores.dynamodb import TIMEOUT_S

    assert WAITS * TIMEOUT_S < BUDGET_S
    pauses = Pauses()
    with answering(refusal("ThrottlingException")) as server:
        world = replace(pauses.world(), pause=lambda seconds: setattr(pauses, "now", 1000.0))
        with (
            closing(client_of(server.url, world, timeout_s=30)) as client,
            pytest.raises(Refused, match="ThrottlingException"),
        ):
            client.call("GetItem", GET)
    assert len(server.asked) == 1


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
    """As when an address is translated anew: nobody hangs up, and nobody answers."""
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
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.write_bytes(self_signed())
    tls.load_cert_chain(certificate)
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


def self_signed() -> bytes:
    """A key and a certificate for 127.0.0.1, of today."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
