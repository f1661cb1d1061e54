"""DynamoDB's protocol: requests as botocore signs them, and answers that only DynamoDB gives."""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from skill.service.ports import ProgressStore, StoreUnavailable
from skill.stores.dynamodb_client import (
    ATTEMPTS,
    FIRST_PAUSE_S,
    MEMBERS,
    THROTTLED,
    WAITS,
    code_of,
)
from skill.stores.dynamodb_errors import Refused
from skill.stores.resilient import BUDGET_S
from tests.stores.answering import HANG_UP, answering, ok, raw, refusal
from tests.stores.dynamodb_calls import (
    GET,
    ITEM,
    KEY,
    REQUESTS,
    RUNNER,
    Pauses,
    client_of,
    store_of,
)
from tests.stores.stores import TABLE

pytestmark = pytest.mark.dynamodb


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
        world = replace(Pauses().world(), clock=lambda at=dated: at)

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
            pytest.raises(StoreUnavailable, match="answer to BatchWriteItem is not DynamoDB's"),
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
