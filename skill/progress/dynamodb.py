"""A store in one DynamoDB table: for a skill served from AWS Lambda.

A runner's entries share the partition key `runner`; the sort key `entry` is "current" for the
document and begins with "aside#" for every copy set aside. botocore is imported when a store is
opened, not before: it costs more than all of the skill. (It is what boto3 stands on, and enough.)
"""

import logging
import secrets
import time
from collections.abc import Callable
from typing import Any, Protocol

from skill.progress.port import RevisionConflict, Saved, StoreError, StoreUnavailable

CURRENT = "current"
ASIDE = "aside#"

RETENTION_DAYS = 365
"""Days after its last change at which an entry expires, unless said otherwise."""

TIMEOUT_S = 0.4
"""Seconds to connect, and again to get an answer, unless said otherwise. With one retry after
0.05 s, a request then ends within 1.65 s; Alexa waits 8 s."""

ATTEMPTS = 2

# DynamoDB refuses items over 400 KB. 8 KB stay free for keys and for the reason of a copy set
# aside, so that every document that could be saved can be set aside as well.
MAX_BODY_BYTES = (400 - 8) * 1024
MAX_REASON_LENGTH = 1000

_BATCH = 25  # most deletions in one BatchWriteItem
_ROUNDS = 5  # times a busy table is asked again for what it left undone, or a race is run again
_FIRST_PAUSE_S = 0.05

Item = dict[str, dict[str, str]]

_CAUSES = {
    "ResourceNotFoundException": "there is no such table in this region: set AWS_DEFAULT_REGION to "
    "the region of the table, or create it (DynamoStore.create_table)",
    "AccessDeniedException": "access was denied: allow dynamodb:GetItem, PutItem, DeleteItem, "
    "Query and BatchWriteItem on the table",
    "UnrecognizedClientException": "the AWS credentials are not valid: renew them",
    "ExpiredTokenException": "the AWS credentials have expired: renew them",
}


class Client(Protocol):
    """What is used of botocore's DynamoDB client."""

    def get_item(self, **arguments: Any) -> dict[str, Any]: ...
    def put_item(self, **arguments: Any) -> dict[str, Any]: ...
    def delete_item(self, **arguments: Any) -> dict[str, Any]: ...
    def query(self, **arguments: Any) -> dict[str, Any]: ...
    def batch_write_item(self, **arguments: Any) -> dict[str, Any]: ...
    def create_table(self, **arguments: Any) -> dict[str, Any]: ...
    def describe_time_to_live(self, **arguments: Any) -> dict[str, Any]: ...
    def update_time_to_live(self, **arguments: Any) -> dict[str, Any]: ...
    def get_waiter(self, waiter_name: str) -> Any: ...
    def close(self) -> None: ...


class _ConditionFailedError(Exception):
    """The item was not as the condition wants it. `retried`: the first try may have succeeded and
    only its answer got lost, so the condition may have failed on our own write.
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
    """Return a store in `table`. Region, credentials and endpoint come from the usual AWS
    environment variables and files; nothing is sent yet.

    `clock` gives seconds since 1970. Raises ValueError when no region is set.
    """
    from botocore.config import Config  # type: ignore[import-untyped]
    from botocore.exceptions import NoRegionError  # type: ignore[import-untyped]
    from botocore.session import get_session  # type: ignore[import-untyped]

    # At DEBUG it writes down every request and answer whole, a runner's document included.
    logging.getLogger("botocore").setLevel(logging.INFO)
    config = Config(
        connect_timeout=timeout_s,
        read_timeout=timeout_s,
        # "standard" would wait up to a second, or what the server asks for, before a retry.
        retries={"mode": "legacy", "total_max_attempts": ATTEMPTS},
    )
    try:
        client = get_session().create_client("dynamodb", config=config)
    except NoRegionError as problem:
        raise ValueError(
            f"HAMSTRING_COACH_STORE is 'dynamodb:{table}', but no AWS region is set: "
            "set AWS_DEFAULT_REGION, for example to eu-west-1"
        ) from problem
    return DynamoStore(
        client,
        table,
        clock=clock,
        random_bits=secrets.randbits,
        pause=time.sleep,
        retention_days=retention_days,
    )


class DynamoStore:
    """Progress in one DynamoDB table. See `ProgressStore` for what the methods promise.

    Entries expire `retention_days` after their last change; DynamoDB deletes them by itself, as
    a rule within two days after that. `random_bits(n)` returns n random bits; `pause(s)` waits s
    seconds and is called only while `forget` finds the table too busy.
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
        answer = self._ask(
            self._client.get_item,
            TableName=self._table,
            Key=_key(runner_id, CURRENT),
            ConsistentRead=True,
        )
        item: Item | None = answer.get("Item")
        return Saved(body=item["body"]["S"], revision=int(item["revision"]["N"])) if item else None

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        size = len(body.encode())
        if size > MAX_BODY_BYTES:
            raise StoreError(
                f"the document has {size} bytes, and DynamoDB takes at most {MAX_BODY_BYTES}: "
                "keep less in it"
            )
        # Counting on from the last revision would repeat numbers once a runner is forgotten;
        # 62 random bits do not. They also tell our own write from anybody else's.
        revision = 1 + self._random_bits(62)
        try:
            self._ask(
                self._client.put_item,
                TableName=self._table,
                Item=_key(runner_id, CURRENT)
                | {
                    "body": {"S": body},
                    "revision": {"N": str(revision)},
                    "expires": self._expiry(),
                },
                **_only_if_revision_is(after),
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
            current = self.load(runner_id)
            if current is None or current.revision != after:
                return
            # Random, so that two who set the same document aside each have a copy of their own.
            aside = _key(runner_id, f"{ASIDE}{current.revision}#{self._random_bits(62)}")
            self._ask(
                self._client.put_item,
                TableName=self._table,
                Item=aside
                | {
                    "body": {"S": current.body},
                    "reason": {"S": reason[:MAX_REASON_LENGTH]},
                    "set_aside_at": {"N": str(int(self._clock()))},
                    "expires": self._expiry(),
                },
            )
            try:
                self._ask(
                    self._client.delete_item,
                    TableName=self._table,
                    Key=_key(runner_id, CURRENT),
                    **_only_if_revision_is(current.revision),
                )
            except _ConditionFailedError as failure:
                if failure.retried:
                    continue  # it may be gone by our own hand: then this is the only copy
                # Somebody wrote, set it aside or had it forgotten meanwhile: no copy of ours then.
                self._ask(self._client.delete_item, TableName=self._table, Key=aside)
            else:
                return
        raise StoreUnavailable(
            f"DynamoDB table {self._table}: whether the document was set aside stayed unclear "
            f"{_ROUNDS} times; try again"
        )

    def forget(self, runner_id: str) -> None:
        # Asked until nothing is left: that also finds what was set aside while this ran.
        while keys := self._some_keys_of(runner_id):
            self._delete(keys)

    def check(self) -> None:
        # A read, and not DescribeTable: it needs no right that the store would not need anyway.
        self.load("check")

    def close(self) -> None:
        self._client.close()

    def create_table(self) -> None:
        """Create the table, billed per request, with expiry switched on, and wait until it can be
        used. An existing table is left as it is, except that expiry is switched on.

        Takes some seconds. Raises StoreUnavailable.
        """
        try:
            self._ask(
                self._client.create_table,
                TableName=self._table,
                AttributeDefinitions=[
                    {"AttributeName": "runner", "AttributeType": "S"},
                    {"AttributeName": "entry", "AttributeType": "S"},
                ],
                KeySchema=[
                    {"AttributeName": "runner", "KeyType": "HASH"},
                    {"AttributeName": "entry", "KeyType": "RANGE"},
                ],
                BillingMode="PAY_PER_REQUEST",
            )
        except StoreUnavailable as problem:
            if _code(problem) != "ResourceInUseException":
                raise
        self._ask(
            self._client.get_waiter("table_exists").wait,
            TableName=self._table,
            WaiterConfig={"Delay": 1, "MaxAttempts": 60},
        )
        expiry = self._ask(self._client.describe_time_to_live, TableName=self._table)
        if expiry["TimeToLiveDescription"]["TimeToLiveStatus"] in ("ENABLED", "ENABLING"):
            return
        try:
            self._ask(
                self._client.update_time_to_live,
                TableName=self._table,
                TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
            )
        except StoreUnavailable as problem:
            # Emulators know no expiry.
            if _code(problem) != "UnknownOperationException":
                raise

    def _expiry(self) -> dict[str, str]:
        return {"N": str(int(self._clock()) + self._retention_s)}

    def _some_keys_of(self, runner_id: str) -> list[Item]:
        answer = self._ask(
            self._client.query,
            TableName=self._table,
            ConsistentRead=True,
            Limit=_BATCH,
            KeyConditionExpression="#runner = :runner",
            ProjectionExpression="#runner, #entry",
            ExpressionAttributeNames={"#runner": "runner", "#entry": "entry"},
            ExpressionAttributeValues={":runner": {"S": runner_id}},
        )
        keys: list[Item] = answer["Items"]
        return keys

    def _delete(self, keys: list[Item]) -> None:
        requests = [{"DeleteRequest": {"Key": key}} for key in keys]
        for round_number in range(_ROUNDS):
            if round_number:
                self._pause(_FIRST_PAUSE_S * 2**round_number)
            answer = self._ask(self._client.batch_write_item, RequestItems={self._table: requests})
            requests = answer.get("UnprocessedItems", {}).get(self._table, [])
            if not requests:
                return
        raise StoreUnavailable(
            f"DynamoDB table {self._table} was too busy to delete {len(requests)} entries: forget "
            "the runner again"
        )

    def _ask(self, call: Callable[..., Any], **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return call(**arguments)
        except ClientError as problem:
            code = problem.response["Error"]["Code"]
            if code == "ConditionalCheckFailedException":
                retries = problem.response["ResponseMetadata"].get("RetryAttempts", 0)
                raise _ConditionFailedError(retried=retries > 0) from problem
            kind = StoreError if code == "ValidationException" else StoreUnavailable
            cause = _CAUSES.get(code, f"{problem.operation_name} was refused: {code}")
            raise kind(f"DynamoDB table {self._table}: {cause}") from problem
        except BotoCoreError as problem:
            raise StoreUnavailable(
                f"DynamoDB table {self._table} could not be reached ({type(problem).__name__}): "
                "check network, region, endpoint and credentials"
            ) from problem


def _key(runner_id: str, entry: str) -> Item:
    return {"runner": {"S": runner_id}, "entry": {"S": entry}}


def _only_if_revision_is(revision: int) -> dict[str, Any]:
    if revision == 0:
        return {
            "ConditionExpression": "attribute_not_exists(#revision)",
            "ExpressionAttributeNames": {"#revision": "revision"},
        }
    return {
        "ConditionExpression": "#revision = :revision",
        "ExpressionAttributeNames": {"#revision": "revision"},
        "ExpressionAttributeValues": {":revision": {"N": str(revision)}},
    }


def _code(problem: StoreUnavailable) -> str | None:
    """Return DynamoDB's own name for what went wrong, None when it gave none."""
    response = getattr(problem.__cause__, "response", None)
    return response["Error"]["Code"] if isinstance(response, dict) else None
