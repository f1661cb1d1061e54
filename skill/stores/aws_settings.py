"""Region, endpoint and credentials, read from the environment as AWS's own SDKs read them."""

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from skill.service.ports import StoreUnavailable
from skill.stores.http_pool import Connections

DNS_SUFFIXES = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "us-isof-": "csp.hci.ic.gov",
    "eu-isoe-": "cloud.adc-e.uk",
}
"""By prefix of the region's name; all other regions are under amazonaws.com."""

ENDPOINTS = ("AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL")
CONTAINER_HOST = "http://169.254.170.2"
"""The host of AWS_CONTAINER_CREDENTIALS_RELATIVE_URI."""
UNENCRYPTED_HOSTS = frozenset(
    {"localhost", "127.0.0.1", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"}
)
"""Hosts that credentials may be fetched from without TLS: this machine and AWS's containers."""

RENEWED_BEFORE_S = 300
"""How long before they expire credentials are renewed, in seconds."""

NO_CREDENTIALS = (
    "there are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and "
    "AWS_SESSION_TOKEN if they are temporary)"
)


class Credentials(Struct, frozen=True):
    """The credentials that requests are signed with."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None

    def __repr__(self) -> str:
        return "Credentials()"


def region_of(environ: Mapping[str, str]) -> str:
    """The region, from AWS_REGION or AWS_DEFAULT_REGION. Raises ValueError if there is none."""
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    if not region:
        raise ValueError("no AWS region is set: set AWS_DEFAULT_REGION, for example to eu-west-1")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", region):
        raise ValueError(
            f"{region!r} is not an AWS region: set AWS_DEFAULT_REGION, for example to eu-west-1"
        )
    return region


def endpoint_of(environ: Mapping[str, str], region: str) -> SplitResult:
    """DynamoDB's endpoint: the configured one, or else the region's own.

    Raises ValueError if the configured one is not a URL.
    """
    if environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
        for name in ENDPOINTS:
            if url := environ.get(name):
                return _http_url(name, url)
    begins = [start for start in DNS_SUFFIXES if region.startswith(start)]
    suffix = DNS_SUFFIXES[begins[0]] if begins else "amazonaws.com"
    return urlsplit(f"https://dynamodb.{region}.{suffix}")


def _http_url(setting: str, url: str) -> SplitResult:
    try:
        split = urlsplit(url)
        usable = split.scheme in ("http", "https") and split.hostname and split.port != 0
    except ValueError:
        usable = None
    if not usable:
        raise ValueError(f"{setting} is {url!r}: set it to a URL such as http://127.0.0.1:8000")
    return split


class CredentialSource:
    """Credentials from the environment, or else from AWS's container endpoint.

    The environment is read on every call and never kept, so that a snapshot of the process holds
    no keys. With SnapStart, Lambda sets no keys but the address of the container endpoint;
    credentials from there are kept until shortly before they expire. `clock` gives seconds since
    1970.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], float],
        monotonic: Callable[[], float],
        timeout_s: float,
    ) -> None:
        self._environ = environ
        self._clock = clock
        self._monotonic = monotonic
        self._timeout_s = timeout_s
        self._kept: tuple[Credentials, float] | None = None

    def __call__(self) -> Credentials:
        """The current credentials; raises StoreUnavailable if there are none."""
        access, secret = (
            self._environ.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        )
        if access and secret:
            return Credentials(access, secret, self._environ.get("AWS_SESSION_TOKEN") or None)
        url = self._environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        if path := self._environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
            url = CONTAINER_HOST + path
        if not url:
            raise StoreUnavailable(NO_CREDENTIALS)
        return self._of_container(url)

    def _of_container(self, url: str) -> Credentials:
        kept, expires = self._kept or (None, 0.0)
        if kept is None or expires - self._clock() < RENEWED_BEFORE_S:
            try:
                self._kept = self._fetched(url)
            except (OSError, ValueError, LookupError) as problem:
                if kept is None or expires <= self._clock():
                    raise StoreUnavailable(
                        "AWS's container endpoint returned no credentials "
                        f"({type(problem).__name__}): check AWS_CONTAINER_CREDENTIALS_FULL_URI"
                    ) from problem
                return kept
            kept, _ = self._kept
        return kept

    def _fetched(self, url: str) -> tuple[Credentials, float]:
        """New credentials and their expiry, in seconds since 1970."""
        from datetime import datetime

        endpoint = _http_url("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)
        if endpoint.scheme != "https" and endpoint.hostname not in UNENCRYPTED_HOSTS:
            raise ValueError(
                "without TLS, credentials are fetched only from this machine and AWS's containers"
            )
        headers = {"Host": endpoint.netloc, "Accept": "application/json"}
        if token := self._authorization():
            headers["Authorization"] = token
        connections = Connections(endpoint, monotonic=self._monotonic)
        target = f"{endpoint.path or '/'}{'?' if endpoint.query else ''}{endpoint.query}"
        try:
            answer = connections.exchange("GET", target, b"", headers, within_s=self._timeout_s)
        finally:
            connections.close()
        if answer.status != 200:
            raise LookupError(f"status {answer.status}")
        told = json.loads(answer.body)
        if not isinstance(told, dict):
            raise LookupError("not a JSON object")
        access, secret, session = (
            str(told[name]) for name in ("AccessKeyId", "SecretAccessKey", "Token")
        )
        expires = datetime.fromisoformat(str(told["Expiration"])).timestamp()
        return Credentials(access, secret, session), expires

    def _authorization(self) -> str | None:
        if file := self._environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
            from pathlib import Path

            return Path(file).read_text(encoding="utf-8").strip()
        return self._environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
