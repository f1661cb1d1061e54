"""The stores, each with a way to look behind its back."""

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from skill.service.ports import ProgressStore
from skill.stores.memory import MemoryStore

ROOT = Path(__file__).parents[2]
"""Where `skill` is imported from."""

HAS_DYNAMODB = sys.version_info >= (3, 12)
"""Whether this Python runs the store in DynamoDB: the signer of its requests wants Python 3.12."""

STORES = [
    "memory",
    "sqlite",
    *([pytest.param("dynamodb", marks=pytest.mark.dynamodb)] if HAS_DYNAMODB else []),
]

NOW = 1_790_000_000.0
TABLE = "progress"
LAYOUT: dict[str, Any] = {
    "AttributeDefinitions": [
        {"AttributeName": "runner", "AttributeType": "S"},
        {"AttributeName": "entry", "AttributeType": "S"},
    ],
    "KeySchema": [
        {"AttributeName": "runner", "KeyType": "HASH"},
        {"AttributeName": "entry", "KeyType": "RANGE"},
    ],
    "BillingMode": "PAY_PER_REQUEST",
}
"""The table that the store wants: the stack makes it so."""


def stopped_clock() -> float:
    return NOW


class Copy(NamedTuple):
    """What was set aside."""

    body: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A store, and what it really keeps, read without it."""

    store: ProgressStore
    copies_set_aside: Callable[[str], list[Copy]]
    """The copies of a runner, in no particular order."""


def in_memory() -> Kept:
    store = MemoryStore()
    return Kept(
        store,
        lambda runner: [Copy(aside.body, aside.reason) for aside in store.copies_set_aside(runner)],
    )


def copies_in_file(path: Path, runner: str) -> list[Copy]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT body, set_aside_because FROM document"
            " WHERE runner = ? AND set_aside_because IS NOT NULL",
            (runner,),
        )
        return [Copy(*row) for row in rows]


def entries_in_table(client: Any, runner: str | None = None) -> list[dict[str, dict[str, str]]]:
    """Every item of the table, or of one runner."""
    pages = client.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True)
    items = [item for page in pages for item in page["Items"]]
    return [item for item in items if runner in (None, item["runner"]["S"])]


def copies_in_table(client: Any, runner: str) -> list[Copy]:
    return [
        Copy(item["body"]["S"], item["reason"]["S"])
        for item in entries_in_table(client, runner)
        if item["entry"]["S"] != "current"
    ]


def put_aside(store: ProgressStore, runner: str, reason: str) -> None:
    """Set the document aside that is the runner's current one."""
    saved = store.load(runner)
    store.set_aside(runner, reason, after=saved.revision if saved else 0)


def create_table(client: Any) -> None:
    """Make the table, as the stack would."""
    client.create_table(TableName=TABLE, **LAYOUT)
    client.get_waiter("table_exists").wait(
        TableName=TABLE, WaiterConfig={"Delay": 0, "MaxAttempts": 100}
    )
