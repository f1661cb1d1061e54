"""A client of DynamoDB in the tests, and what it sends."""

from collections.abc import Callable
from typing import Any

from skill.stores.aws_settings import Credentials, endpoint_of
from skill.stores.dynamodb import (
    Client,
    DynamoStore,
)
from skill.stores.dynamodb_client import (
    DynamoClient,
    World,
)
from tests.stores.answering import ok
from tests.stores.stores import TABLE, stopped_clock

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
}
NOTHING = ok({})


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
