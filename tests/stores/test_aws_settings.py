"""Region, endpoint and credentials, read from the environment as AWS's own SDKs read them."""

import json
from pathlib import Path
from typing import Any

import pytest

from skill.service.ports import StoreUnavailable
from skill.stores.aws_settings import (
    RENEWED_BEFORE_S,
    Credentials,
    CredentialSource,
    endpoint_of,
    region_of,
)
from tests.stores.answering import answering, raw
from tests.stores.stores import NOW

KEYS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}
EXPIRES = "2026-09-21T15:33:20Z"
"""An hour and a bit after NOW."""


def source(environ: dict[str, str], clock: Any = lambda: NOW) -> CredentialSource:
    return CredentialSource(environ, clock=clock, monotonic=lambda: 0.0, timeout_s=30)


def container_answer(key: str, expires: str = EXPIRES) -> bytes:
    told = {"AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": expires}
    return raw(json.dumps(told).encode(), kind="application/json", checksum=None)


def test_the_region_is_the_one_that_most_sdks_read_then_the_one_that_botocore_reads() -> None:
    assert region_of({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"}) == "eu-west-1"
    assert region_of({"AWS_REGION": "", "AWS_DEFAULT_REGION": "us-east-1"}) == "us-east-1"
    for region in ("evil.example/", "EU", "eu west", "-", ""):
        with pytest.raises(ValueError, match="AWS_DEFAULT_REGION"):
            region_of({"AWS_REGION": region})


def test_the_endpoint_of_every_region_is_the_one_that_botocore_has() -> None:
    from botocore.loaders import create_loader  # type: ignore[import-untyped]
    from botocore.regions import EndpointResolver  # type: ignore[import-untyped]
    from botocore.session import get_session  # type: ignore[import-untyped]

    session = get_session()
    regions = [
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("dynamodb", partition)
    ]
    assert len(regions) > 30
    resolver = EndpointResolver(create_loader().load_data("endpoints"))
    for region in regions:
        theirs = resolver.construct_endpoint("dynamodb", region)["hostname"]
        assert endpoint_of({}, region).geturl() == f"https://{theirs}", region


def test_an_endpoint_that_is_set_is_taken_unless_all_of_them_are_ignored() -> None:
    both = {
        "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:2",
    }
    general = {"AWS_ENDPOINT_URL": "http://127.0.0.1:2", "AWS_ENDPOINT_URL_DYNAMODB": ""}
    ignored = {**both, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True"}
    assert endpoint_of(both, "eu-west-1").port == 1
    assert endpoint_of(general, "eu-west-1").port == 2
    assert endpoint_of(ignored, "eu-west-1").hostname == "dynamodb.eu-west-1.amazonaws.com"
    for url in ("127.0.0.1:8000", "ftp://there", "http://", "http://there:port", "http://[::1"):
        with pytest.raises(ValueError, match="AWS_ENDPOINT_URL is .*set it to a URL such as"):
            endpoint_of({"AWS_ENDPOINT_URL": url}, "eu-west-1")


def test_keys_are_read_at_every_signing_as_they_may_change() -> None:
    environ = dict(KEYS)
    credentials = source(environ)
    assert credentials() == Credentials("nobody", "nothing", None)
    environ |= {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SESSION_TOKEN": "for now"}
    assert credentials() == Credentials("somebody", "nothing", "for now")
    environ.clear()
    with pytest.raises(StoreUnavailable, match="set AWS_ACCESS_KEY_ID"):
        credentials()


def test_credentials_never_show_in_a_traceback_or_a_log() -> None:
    assert repr(Credentials("nobody", "nothing", "token")) == "Credentials()"


def test_with_snapstart_credentials_come_from_the_container_endpoint(tmp_path: Path) -> None:
    """Lambda then sets no keys, but an address and a token for it."""
    with answering(container_answer("first")) as server:
        environ = {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{server.url}/role?of=mine",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let me",
        }
        assert source(environ)() == Credentials("first", "s", "t")
        assert server.asked[-1].target == "/role?of=mine"
        assert server.asked[-1].headers["authorization"] == "let me"

        file = tmp_path / "token"
        file.write_text("let me, too\n")
        environ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = str(file)
        source(environ)()
        assert server.asked[-1].headers["authorization"] == "let me, too"


def test_credentials_of_a_container_are_kept_until_shortly_before_they_expire() -> None:
    from datetime import datetime

    expires = datetime.fromisoformat(EXPIRES).timestamp()
    now = expires - RENEWED_BEFORE_S - 1
    with answering(
        container_answer("first"),
        container_answer("first"),
        raw(b"busy", status=503),
        raw(b"{}"),
    ) as server:
        uri = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url}
        source(uri, lambda: now)()
        credentials = source(uri, lambda: now)
        assert credentials() == credentials() == Credentials("first", "s", "t")
        assert len(server.asked) == 2
        now += 2
        assert credentials().access_key_id == "first"  # 503, and these are still good
        assert credentials().access_key_id == "first"  # {}, and these are still good
        assert len(server.asked) == 4
        now = expires
        with pytest.raises(StoreUnavailable, match="container endpoint returned no credentials"):
            credentials()


def test_credentials_are_not_asked_of_strangers_without_tls() -> None:
    with pytest.raises(StoreUnavailable, match="AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        source({"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/role"})()
