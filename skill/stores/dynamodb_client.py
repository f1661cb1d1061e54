"""DynamoDB's own protocol: JSON over HTTPS, signed by AWS's stand-alone signer.

An answer is accepted only if it is DynamoDB's: with its content type, a correct checksum and a JSON
object. Anything else (a proxy's page, half a body) is StoreUnavailable.
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
"""The most times a request is sent."""

FIRST_PAUSE_S = 0.05
"""The longest pause before the second attempt, in seconds; it doubles before the third. The actual
pause is a random fraction of it."""

WAITS = 4
"""The time limit of all attempts of one call, in timeouts."""

MEMBERS: Mapping[str, frozenset[str]] = {
    "GetItem": frozenset({"Item", "ConsumedCapacity"}),
    "PutItem": frozenset({"Attributes", "ConsumedCapacity", "ItemCollectionMetrics"}),
    "DeleteItem": frozenset({"Attributes", "ConsumedCapacity", "ItemCollectionMetrics"}),
    "Query": frozenset({"Items", "Count", "ScannedCount", "LastEvaluatedKey", "ConsumedCapacity"}),
    "BatchWriteItem": frozenset({"UnprocessedItems", "ItemCollectionMetrics", "ConsumedCapacity"}),
}
"""The members of an answer, by operation; an object without any of them is not DynamoDB's."""

THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ThrottlingException",
        "Throttling",
    }
)
"""Temporary refusals, which are worth another attempt."""


class NotDynamoDB(ValueError):
    """The answer is not DynamoDB's; the text says why."""


class World(Struct, frozen=True):
    """What a client needs from outside."""

    clock: Callable[[], float]
    """Seconds since 1970, for dating requests."""
    monotonic: Callable[[], float]
    """Monotonic seconds."""
    pause: Callable[[float], None]
    """Waits for a number of seconds."""
    chance: Callable[[], float]
    """A random number from 0 to 1."""


class DynamoClient:
    """Calls DynamoDB at one endpoint; safe to use from many threads.

    Nothing is sent before the first call. `credentials` is called for every attempt. `timeout_s`
    is the limit for connecting and again for the answer; a call ends within `WAITS` times that.
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
        """DynamoDB's answer; raises Refused, NoAnswer, and StoreUnavailable without credentials."""
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
        """Close the idle connections."""
        self._connections.close()

    def signed(self, operation: str, body: bytes) -> dict[str, str]:
        """The headers of a request sent now, including its signature."""
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
    """The object in DynamoDB's answer, fractional numbers as text; raises NotDynamoDB.

    A refusal may lack the checksum.
    """
    kind = answer.headers.get("content-type", "")
    checksum = answer.headers.get("x-amz-crc32")
    if kind.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise NotDynamoDB(f"status {answer.status}, content type {kind[:60]!r}")
    if checksum is None and answer.status == 200:
        raise NotDynamoDB("the checksum is missing")
    if checksum is not None and checksum.strip() != str(zlib.crc32(answer.body)):
        raise NotDynamoDB("the checksum is wrong")
    try:
        content = json.loads(answer.body, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as problem:
        raise NotDynamoDB("the body is not JSON") from problem
    if not isinstance(content, dict):
        raise NotDynamoDB("the body is not a JSON object")
    if answer.status != 200 and not code_of(content):
        raise NotDynamoDB(f"status {answer.status} without a DynamoDB error")
    if answer.status == 200 and content and not content.keys() & MEMBERS[operation]:
        raise NotDynamoDB(f"the body does not answer {operation}")
    return content


def code_of(content: Mapping[str, Any]) -> str:
    """DynamoDB's short name for an error; empty if there is none."""
    named = content.get("__type")
    return named.partition(":")[0].rpartition("#")[2] if isinstance(named, str) else ""


def _host(endpoint: SplitResult) -> str:
    """The host, with its port unless that is the default, and without a user name."""
    host = endpoint.netloc.rpartition("@")[2]
    usual = {"http": ":80", "https": ":443"}[endpoint.scheme]
    return host.removesuffix(usual)


def _no_answer(problem: OSError | ValueError) -> NoAnswer:
    if isinstance(problem, NotDynamoDB):
        text = f": the answer is not DynamoDB's ({problem}): check the endpoint and any proxy"
    else:
        text = (
            f" could not be reached ({type(problem).__name__}): check network, region, endpoint "
            "and credentials"
        )
    failure = NoAnswer(text)
    failure.__cause__ = problem
    return failure
