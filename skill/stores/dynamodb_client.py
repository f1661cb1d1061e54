"""DynamoDB's own protocol: JSON over HTTPS, signed by AWS's stand-alone signer.

An answer counts only if it is DynamoDB's: of its content type, with a checksum that is right, and
JSON of an object. All else (a proxy's page, half a body) is StoreUnavailable.
"""

import io
import json
import time
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult

from aws_sdk_signers import (
    URI,
    AWSCredentialIdentity,
    AWSRequest,
    Field,
    Fields,
    SigV4Signer,
    SigV4SigningProperties,
)
from msgspec import Struct

from skill.stores.aws_settings import Credentials
from skill.stores.dynamodb_errors import NoAnswer, Refused
from skill.stores.http_pool import Connections, HttpAnswer

PROTOCOL = "DynamoDB_20120810"
CONTENT_TYPE = "application/x-amz-json-1.0"

ATTEMPTS = 3
"""Times a request is sent in all."""

FIRST_PAUSE_S = 0.05
"""The longest pause before the second attempt; it doubles with the third. The pause itself is a
random part of that."""

WAITS = 4
"""How many times the timeout all attempts of one call may take together."""

MEMBERS: Mapping[str, frozenset[str]] = {
    "GetItem": frozenset({"Item", "ConsumedCapacity"}),
    "PutItem": frozenset({"Attributes", "ConsumedCapacity", "ItemCollectionMetrics"}),
    "DeleteItem": frozenset({"Attributes", "ConsumedCapacity", "ItemCollectionMetrics"}),
    "Query": frozenset({"Items", "Count", "ScannedCount", "LastEvaluatedKey", "ConsumedCapacity"}),
    "BatchWriteItem": frozenset({"UnprocessedItems", "ItemCollectionMetrics", "ConsumedCapacity"}),
}
"""What an answer may hold, by operation: an object with nothing of it is somebody else's."""

THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "Throttling",
    }
)
"""Refusals that pass: asked again a little later, DynamoDB may do it."""


class NotDynamoDB(ValueError):
    """What answered is not DynamoDB; the text says by what that shows."""


class World(Struct, frozen=True):
    """What a client needs of the world."""

    clock: Callable[[], float]
    """Seconds since 1970: what requests are dated with."""
    monotonic: Callable[[], float]
    """Seconds since whenever; never goes backwards."""
    pause: Callable[[float], None]
    """Waits so many seconds."""
    chance: Callable[[], float]
    """A random number from 0 to 1."""


class DynamoClient:
    """Calls DynamoDB at one endpoint. Safe to use from many threads; nothing is sent before the
    first call. `credentials` is asked at every attempt. A call ends within `WAITS` times
    `timeout_s`, which is how long it waits for a connection, and again for an answer.
    """

    def __init__(
        self,
        endpoint: SplitResult,
        region: str,
        *,
        credentials: Callable[[], Credentials],
        world: World,
        timeout_s: float,
        authorities: str | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._region = region
        self._credentials = credentials
        self._world = world
        self._timeout_s = timeout_s
        self._connections = Connections(
            endpoint, monotonic=world.monotonic, authorities=authorities
        )

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """DynamoDB's answer. Raises Refused, NoAnswer, and StoreUnavailable without credentials."""
        body = json.dumps(arguments).encode()
        until = self._world.monotonic() + WAITS * self._timeout_s
        failure: Refused | NoAnswer | None = None
        for attempt in range(1, ATTEMPTS + 1):
            within_s = min(self._timeout_s, until - self._world.monotonic())
            if failure is not None and within_s <= 0:
                break
            try:
                answer = self._exchange(operation, body, within_s)
                content = content_of(operation, answer)
            except (OSError, ValueError) as problem:
                failure = _no_answer(problem)
            else:
                if answer.status == 200:
                    return content
                code = code_of(content)
                failure = Refused(operation, code, retried=attempt > 1 or answer.resent)
                if answer.status < 500 and code not in THROTTLED:
                    break
            pause_s = self._world.chance() * FIRST_PAUSE_S * 2 ** (attempt - 1)
            if attempt == ATTEMPTS or self._world.monotonic() + pause_s >= until:
                break
            self._world.pause(pause_s)
        assert failure is not None
        raise failure

    def close(self) -> None:
        """Close the connections that are kept."""
        self._connections.close()

    def signed(self, operation: str, body: bytes) -> dict[str, str]:
        """The headers of a request that is sent now, its signature among them."""
        given = self._credentials()
        date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(self._world.clock()))
        endpoint = self._endpoint
        told = {
            "Content-Type": CONTENT_TYPE,
            "Host": _host(endpoint),
            "X-Amz-Target": f"{PROTOCOL}.{operation}",
        }
        request = AWSRequest(
            destination=URI(scheme=endpoint.scheme, host=told["Host"], path=endpoint.path or "/"),
            method="POST",
            body=io.BytesIO(body),
            fields=Fields([Field(name=name, values=[value]) for name, value in told.items()]),
        )
        identity = AWSCredentialIdentity(
            access_key_id=given.access_key_id,
            secret_access_key=given.secret_access_key,
            session_token=given.session_token,
        )
        properties = SigV4SigningProperties(region=self._region, service="dynamodb", date=date)
        signer = SigV4Signer()
        signed = signer.sign(request=request, identity=identity, properties=properties)
        return {field.name: field.as_string() for field in signed.fields}

    def _exchange(self, operation: str, body: bytes, within_s: float) -> HttpAnswer:
        target = self._endpoint.path or "/"
        headers = self.signed(operation, body)
        return self._connections.exchange("POST", target, body, headers, within_s=within_s)


def content_of(operation: str, answer: HttpAnswer) -> dict[str, Any]:
    """The object that DynamoDB answered with, numbers with a fraction as text. Raises NotDynamoDB.

    A refusal may lack the checksum, as it is no success in any case.
    """
    kind = answer.headers.get("content-type", "")
    checksum = answer.headers.get("x-amz-crc32")
    if kind.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise NotDynamoDB(f"status {answer.status}, content type {kind[:60]!r}")
    if checksum is None and answer.status == 200:
        raise NotDynamoDB("its checksum is missing")
    if checksum is not None and checksum.strip() != str(zlib.crc32(answer.body)):
        raise NotDynamoDB("its checksum is wrong")
    try:
        content = json.loads(answer.body, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as problem:
        raise NotDynamoDB("its body is no JSON") from problem
    if not isinstance(content, dict):
        raise NotDynamoDB("its body is no object")
    if answer.status != 200 and not code_of(content):
        raise NotDynamoDB(f"status {answer.status} without an error of DynamoDB's")
    if answer.status == 200 and content and not content.keys() & MEMBERS[operation]:
        raise NotDynamoDB(f"its body is no answer to {operation}")
    return content


def code_of(content: Mapping[str, Any]) -> str:
    """DynamoDB's short name of an error, empty if there is none."""
    named = content.get("__type")
    return named.partition(":")[0].rpartition("#")[2] if isinstance(named, str) else ""


def _host(endpoint: SplitResult) -> str:
    """The host with its port, unless that is the usual one; without a user."""
    host = endpoint.netloc.rpartition("@")[2]
    usual = {"http": ":80", "https": ":443"}[endpoint.scheme]
    return host.removesuffix(usual)


def _no_answer(problem: OSError | ValueError) -> NoAnswer:
    if isinstance(problem, NotDynamoDB):
        text = f": what answered is not DynamoDB ({problem}): check the endpoint and any proxy"
    else:
        text = (
            f" could not be reached ({type(problem).__name__}): check network, region, endpoint "
            "and credentials"
        )
    failure = NoAnswer(text)
    failure.__cause__ = problem
    return failure
