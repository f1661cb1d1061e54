"""Every store, and a DynamoDB server to try its store against."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from skill.stores.dynamodb import DynamoStore, open_dynamodb
from skill.stores.sqlite import SqliteStore
from tests.stores.dynalite import running_dynalite
from tests.stores.stores import (
    HAS_DYNAMODB,
    STORES,
    TABLE,
    Kept,
    copies_in_file,
    copies_in_table,
    create_table,
    in_memory,
    stopped_clock,
)

NEED_DYNAMODB = (
    "test_dynamodb_client.py",
    "test_dynamodb_connections.py",
    "test_dynamodb_store.py",
)
collect_ignore = [] if HAS_DYNAMODB else NEED_DYNAMODB


def pytest_report_header() -> list[str]:
    return [] if HAS_DYNAMODB else ["The DynamoDB store is not tested: it wants Python 3.12."]


@pytest.fixture(scope="session")
def dynalite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_dynalite(tmp_path_factory.mktemp("dynalite")) as url:
        yield url


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An AWS account that is nobody's, whatever this machine is set up for."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_REGION": "eu-west-1",
        "AWS_CONFIG_FILE": str(tmp_path / "no-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "no-credentials"),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def client(aws: pytest.MonkeyPatch, dynalite: str) -> Iterator[Any]:
    """botocore's own client of an account without any tables."""
    from botocore.session import get_session  # type: ignore[import-untyped]

    aws.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynalite)
    client = get_session().create_client("dynamodb")
    yield client
    for name in client.list_tables()["TableNames"]:
        client.delete_table(TableName=name)
        client.get_waiter("table_not_exists").wait(
            TableName=name, WaiterConfig={"Delay": 0, "MaxAttempts": 100}
        )
    client.close()


@pytest.fixture
def dynamo_store(client: Any) -> Iterator[DynamoStore]:
    store = open_dynamodb(TABLE, clock=stopped_clock, timeout_s=30)  # for slow machines
    create_table(client)
    yield store
    store.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "progress.db", wait_s=30)
    yield store
    store.close()


@pytest.fixture(params=STORES)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Each store in turn."""
    if request.param == "memory":
        return in_memory()
    if request.param == "sqlite":
        return Kept(
            request.getfixturevalue("sqlite_store"),
            partial(copies_in_file, tmp_path / "progress.db"),
        )
    client = request.getfixturevalue("client")
    return Kept(request.getfixturevalue("dynamo_store"), partial(copies_in_table, client))


@pytest.fixture
def store(kept: Kept) -> Any:
    return kept.store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"
