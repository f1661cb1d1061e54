"""A store in one DynamoDB table: for a skill served from AWS Lambda.

A runner's entries share the partition key `runner`; the sort key `entry` is "current" for the
document and begins with "aside#" for a copy set aside. The client is imported only when a store is
opened, since it needs a newer Python than the other stores.
"""

import os
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from skill.service.ports import RevisionConflict, Saved, StoreError, StoreUnavailable
from skill.stores.dynamodb_errors import CAUSES, NoAnswer, Refused

if TYPE_CHECKING:
    from skill.stores.dynamodb_client import DynamoClient

CURRENT = "current"
ASIDE = "aside#"

RETENTION_DAYS = 365
"""The default number of days after its last change at which an entry expires."""

TIMEOUT_S = 0.4
"""The default timeout in seconds, for connecting and again for the answer. All attempts of one call
end within four times that; Alexa waits 8 s."""

# DynamoDB refuses items over 400 KB. 8 KB are left for keys and for the reason of a copy set
# aside, so that every document that was saved can also be set aside.
MAX_BODY_BYTES = (400 - 8) * 1024
MAX_REASON_LENGTH = 1000

_BATCH = 25  # the most deletions in one BatchWriteItem
_ROUNDS = 5  # how often to ask a busy table again, or rerun a race
_FIRST_PAUSE_S = 0.05

Item = dict[str, dict[str, Any]]


class Client(Protocol):
    """A client that calls DynamoDB."""

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The answer; raises Refused, NoAnswer, and StoreUnavailable without credentials."""

    def close(self) -> None:
        """Close the connections."""


class _ConditionFailedError(Exception):
    """The item did not meet the condition.

    If the request was `retried`, an earlier attempt may have succeeded with its answer lost, so
    the condition may have failed on our own write.
    """

    def __init__(self, *, retried: bool) -> None:
        self.retried = retried


def open_dynamodb(
    table: str,
    *,
    clock: Callable[[], float],
    retention_days: int = RETENTION_DAYS,
    timeout_s: float = TIMEOUT_S,
) -> "DynamoStore":
    """A store in `table`; nothing is sent yet.

    Region, credentials and endpoint come from the usual AWS environment variables.

    `clock` gives seconds since 1970. Raises ValueError if a setting is missing or wrong, or this
    Python is too old.
    """
    return DynamoStore(
        _client(table, clock, timeout_s),
        table,
        clock=clock,
        random_bits=secrets.randbits,
        pause=time.sleep,
        retention_days=retention_days,
    )


def _client(table: str, clock: Callable[[], float], timeout_s: float) -> "DynamoClient":
    from random import SystemRandom

    from skill.stores.aws_settings import CredentialSource, endpoint_of, region_of

    setting = f"HAMSTRING_COACH_STORE is 'dynamodb:{table}'"
    try:
        region = region_of(os.environ)
        endpoint = endpoint_of(os.environ, region)
    except ValueError as problem:
        raise ValueError(f"{setting}, but {problem}") from problem
    try:
        from skill.stores.dynamodb_client import DynamoClient, World
    except ModuleNotFoundError as problem:
        raise ValueError(
            f"{setting}, which needs Python 3.12 or newer with aws-sdk-signers: "
            f"this is Python {sys.version.split()[0]}, and {problem.name} is missing"
        ) from problem
    credentials = CredentialSource(
        os.environ, clock=clock, monotonic=time.monotonic, timeout_s=timeout_s
    )
    return DynamoClient(
        endpoint,
        region,
        credentials=credentials,
        world=World(clock, time.monotonic, time.sleep, SystemRandom().random),
        timeout_s=timeout_s,
        authorities=os.environ.get("AWS_CA_BUNDLE") or None,
    )


class DynamoStore:
    """Progress in one DynamoDB table. See `ProgressStore` for what the methods promise.

    Entries expire `retention_days` after their last change; DynamoDB then deletes them, usually
    within two days. `random_bits(n)` returns n random bits; `pause(s)` waits s seconds and is
    called only if `forget` finds the table too busy.
    """

    def __init__(
        self,
        client: Client,
        table: str,
        *,
        clock: Callable[[], float],
        random_bits: Callable[[int], int],
        pause: Callable[[float], None],
        retention_days: int = RETENTION_DAYS,
    ) -> None:
        self._client = client
        self._table = table
        self._clock = clock
        self._random_bits = random_bits
        self._pause = pause
        self._retention_s = retention_days * 24 * 60 * 60

    def load(self, runner_id: str) -> Saved | None:
        item = self._current(runner_id)
        return _saved(item) if item is not None else None

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        size = len(body.encode())
        if size > MAX_BODY_BYTES:
            raise StoreError(
                f"the document has {size} bytes, and DynamoDB accepts at most {MAX_BODY_BYTES}: "
                "keep less in it"
            )
        # A count would repeat numbers once a runner is forgotten; 62 random bits don't.
        # They also tell our own write from anyone else's.
        revision = 1 + self._random_bits(62)
        try:
            self._ask(
                "PutItem",
                TableName=self._table,
                Item=_key(runner_id, CURRENT)
                | {
                    "body": {"S": body},
                    "revision": {"N": str(revision)},
                    "expires": self._expiry(),
                },
                **_only_if_revision_is({"N": str(after)} if after else None),
            )
        except _ConditionFailedError as failure:
            if failure.retried:
                now = self.load(runner_id)
                if now is not None and now.revision == revision:
                    return revision
            raise RevisionConflict(
                f"the document changed since revision {after} was read"
            ) from None
        return revision

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        for _ in range(_ROUNDS):
            current = self._current(runner_id)
            if current is None or _saved(current).revision != after:
                return
            # Random, so that two writers who set the same document aside each make a copy.
            aside = _key(runner_id, f"{ASIDE}{after}#{self._random_bits(62)}")
            about = {
                "reason": {"S": reason[:MAX_REASON_LENGTH]},
                "set_aside_at": {"N": str(int(self._clock()))},
                "expires": self._expiry(),
            }
            self._ask("PutItem", TableName=self._table, Item={**current, **about, **aside})
            try:
                self._ask(
                    "DeleteItem",
                    TableName=self._table,
                    Key=_key(runner_id, CURRENT),
                    **_only_if_revision_is(current.get("revision")),
                )
            except _ConditionFailedError as failure:
                if failure.retried:
                    continue  # we may have deleted it ourselves: then this is the only copy
                # Someone else changed or forgot it meanwhile: our copy must go.
                self._ask("DeleteItem", TableName=self._table, Key=aside)
            else:
                return
        raise StoreUnavailable(
            f"DynamoDB table {self._table}: it is still unclear after {_ROUNDS} attempts whether "
            "the document was set aside; try again"
        )

    def forget(self, runner_id: str) -> None:
        # Until nothing is left, which includes copies set aside while this runs.
        while keys := self._some_keys_of(runner_id):
            self._delete(keys)

    def check(self) -> None:
        # Not DescribeTable, which would need one more permission.
        self.load("check")

    def close(self) -> None:
        self._client.close()

    def _current(self, runner_id: str) -> Item | None:
        key = _key(runner_id, CURRENT)
        answer = self._ask("GetItem", TableName=self._table, Key=key, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        if item is None:
            return None
        if not isinstance(item, dict) or any(item.get(name) != key[name] for name in key):
            raise self._other_shape("GetItem")
        return item

    def _expiry(self) -> dict[str, str]:
        return {"N": str(int(self._clock()) + self._retention_s)}

    def _some_keys_of(self, runner_id: str) -> list[Item]:
        answer = self._ask(
            "Query",
            TableName=self._table,
            ConsistentRead=True,
            Limit=_BATCH,
            KeyConditionExpression="#runner = :runner",
            ProjectionExpression="#runner, #entry",
            ExpressionAttributeNames={"#runner": "runner", "#entry": "entry"},
            ExpressionAttributeValues={":runner": {"S": runner_id}},
        )
        keys = answer.get("Items")
        if not isinstance(keys, list) or not all(_is_key_of(runner_id, key) for key in keys):
            raise self._other_shape("Query")
        return keys

    def _delete(self, keys: list[Item]) -> None:
        requests: list[Any] = [{"DeleteRequest": {"Key": key}} for key in keys]
        for round_number in range(_ROUNDS):
            if round_number:
                # partly random, so that callers refused together do not return together
                part = 0.5 + self._random_bits(16) / 2**17
                self._pause(part * _FIRST_PAUSE_S * 2**round_number)
            answer = self._ask("BatchWriteItem", RequestItems={self._table: requests})
            undone = answer.get("UnprocessedItems")
            left = undone.get(self._table, []) if isinstance(undone, dict) else None
            if not isinstance(left, list) or not all(request in requests for request in left):
                raise self._other_shape("BatchWriteItem")
            if not left:
                return
            requests = left
        raise StoreUnavailable(
            f"DynamoDB table {self._table} was too busy to delete {len(requests)} entries: forget "
            "the runner again"
        )

    def _other_shape(self, operation: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"DynamoDB table {self._table}: the answer to {operation} is not DynamoDB's (it has "
            "another shape): check the endpoint and any proxy"
        )

    def _ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        try:
            return self._client.call(operation, arguments)
        except Refused as problem:
            if problem.code == "ConditionalCheckFailedException":
                raise _ConditionFailedError(retried=problem.retried) from problem
            kind = StoreError if problem.code == "ValidationException" else StoreUnavailable
            cause = CAUSES.get(problem.code, str(problem))
            raise kind(f"DynamoDB table {self._table}: {cause}") from problem
        except NoAnswer as problem:
            # the client's own exception adds nothing to its cause
            raise StoreUnavailable(f"DynamoDB table {self._table}{problem}") from problem.__cause__


def _key(runner_id: str, entry: str) -> Item:
    return {"runner": {"S": runner_id}, "entry": {"S": entry}}


def _is_key_of(runner_id: str, key: object) -> bool:
    entry = key.get("entry") if isinstance(key, dict) else None
    name = entry.get("S") if isinstance(entry, dict) else None
    return isinstance(name, str) and key == _key(runner_id, name)


def _saved(item: Item) -> Saved:
    """The document in an item.

    An item that this store didn't write has an empty text, so it is unreadable and set aside; if
    it has no revision of ours, that is 0.
    """
    number, text = (
        value.get(kind) if isinstance(value, dict) else None
        for value, kind in ((item.get("revision"), "N"), (item.get("body"), "S"))
    )
    written = number if isinstance(number, str) else ""
    revision = int(written) if re.fullmatch(r"[1-9][0-9]{0,37}", written) else 0
    return Saved(text if isinstance(text, str) else "", revision)


def _only_if_revision_is(revision: Mapping[str, Any] | None) -> dict[str, Any]:
    """DynamoDB's condition that the item still has a revision; None if there must be no item."""
    if revision is None:
        return {
            "ConditionExpression": "attribute_not_exists(#revision)",
            "ExpressionAttributeNames": {"#revision": "revision"},
        }
    return {
        "ConditionExpression": "#revision = :revision",
        "ExpressionAttributeNames": {"#revision": "revision"},
        "ExpressionAttributeValues": {":revision": revision},
    }
