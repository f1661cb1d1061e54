"""Verifies that a request comes from Alexa, now, for this skill.

The rules are Amazon's: "Host a custom skill as a web service", section "Verify that the request was
sent by Alexa"; for skill events, "Skill events in Alexa skills", section on delivery.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import certifi
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import Store
from werkzeug.datastructures import Headers

from skill.alexa.runtime.request import number_ms
from skill.web.certificate_download import download_chain
from skill.web.certificate_url import normalised_certificate_url
from skill.web.certificates import SMALLEST_KEY_BITS, Clock, SigningCertificates, roots_in
from skill.web.refusal import RequestRefused

TOLERANCE = timedelta(seconds=150)
"""How far a request's timestamp may be from now, in either direction."""

SKILL_EVENT_TOLERANCE = timedelta(hours=1)
"""The same for skill events, which Alexa repeats for up to an hour until they are answered."""

SKILL_EVENT_PREFIX = "AlexaSkillEvent."

_ADDRESSES_KEPT = 16
"""How many checked addresses are cached: Alexa uses one for months. Refused ones are not cached."""


@dataclass(frozen=True)
class IncomingRequest:
    """A request whose body has not been parsed."""

    headers: Headers
    body: bytes
    remote_address: str | None


class RequestVerifier(Protocol):
    """Decides whether a request is answered; each step raises RequestRefused if not."""

    @property
    def is_signed(self) -> bool:
        """Whether it verifies that Alexa sent a request, so that the server may be public."""

    def verify_headers(self, request: IncomingRequest) -> None:
        """Check the headers before the body is read; `body` is empty."""

    def verify_sender(self, request: IncomingRequest) -> None:
        """Check who sent the bytes, before the body is parsed."""

    def verify_envelope(self, envelope: Mapping[str, object], *, skill_id: str | None) -> None:
        """Check the parsed request."""


class SignedByAlexa:
    """Accepts only requests that Alexa signed, for this skill, now."""

    is_signed = True

    def __init__(self, *, certificates: SigningCertificates, clock: Clock) -> None:
        self._certificates = certificates
        self._clock = clock
        self._normalised = lru_cache(maxsize=_ADDRESSES_KEPT)(normalised_certificate_url)

    def verify_headers(self, request: IncomingRequest) -> None:
        """Check that `Signature-256` and `SignatureCertChainUrl` are well-formed."""
        self._signature_and_url(request)

    def verify_sender(self, request: IncomingRequest) -> None:
        """Check `Signature-256` over the raw bytes with the key at `SignatureCertChainUrl`."""
        signature, url = self._signature_and_url(request)
        public_key = self._certificates.at(url).public_key
        try:
            public_key.verify(signature, request.body, PKCS1v15(), SHA256())
        except InvalidSignature as error:
            raise RequestRefused("the signature does not belong to the body") from error

    def _signature_and_url(self, request: IncomingRequest) -> tuple[bytes, str]:
        signature = _decoded(request.headers.get("Signature-256", ""))
        url = self._normalised(request.headers.get("SignatureCertChainUrl", ""))
        if len(signature) < SMALLEST_KEY_BITS // 8:
            raise RequestRefused("the signature is too short: it does not belong to the body")
        return signature, url

    def verify_envelope(self, envelope: Mapping[str, object], *, skill_id: str | None) -> None:
        """Check the request's time and application."""
        _check_timestamp(envelope, self._clock())
        _check_application(envelope, skill_id)


def signed_by_alexa(clock: Clock) -> SignedByAlexa:
    """The verifier for a public server, with public roots and chains fetched from Amazon."""
    roots = Store(roots_in(Path(certifi.where()).read_bytes()))
    certificates = SigningCertificates(fetch=download_chain, roots=roots, clock=clock)
    return SignedByAlexa(certificates=certificates, clock=clock)


def _decoded(signature: str) -> bytes:
    try:
        decoded = base64.b64decode(signature, validate=True)
    except ValueError as error:
        raise RequestRefused("the Signature-256 header is not base64") from error
    # b64decode ignores stray bits in the last character, so compare with the canonical form.
    if not decoded or base64.b64encode(decoded) != signature.encode():
        raise RequestRefused("the Signature-256 header is missing or not canonical base64")
    return decoded


def _check_timestamp(envelope: Mapping[str, object], now: datetime) -> None:
    sent = _time_of(_at(envelope, "request", "timestamp"))
    if sent is None or sent.utcoffset() != timedelta(0):
        raise RequestRefused("request.timestamp is not a time in UTC such as 2026-11-22T07:30:00Z")
    kind = _at(envelope, "request", "type")
    is_skill_event = isinstance(kind, str) and kind.startswith(SKILL_EVENT_PREFIX)
    tolerance = SKILL_EVENT_TOLERANCE if is_skill_event else TOLERANCE
    if abs(now - sent) > tolerance:
        raise RequestRefused(
            f"request.timestamp is {(now - sent).total_seconds():.0f} s before now; "
            f"{tolerance.total_seconds():.0f} s either way are allowed. "
            "If this happens to every request, set this machine's clock."
        )


def _time_of(timestamp: object) -> datetime | None:
    moment_ms = number_ms(timestamp)
    if moment_ms is not None:
        return datetime.fromtimestamp(moment_ms / 1000, UTC)
    try:
        return datetime.fromisoformat(timestamp) if isinstance(timestamp, str) else None
    except ValueError:
        return None


def _check_application(envelope: Mapping[str, object], skill_id: str | None) -> None:
    """Check the context's application id and, if there is a session, the session's."""
    if not skill_id:
        raise RequestRefused("no skill id to compare with")
    if _at(envelope, "context", "System", "application", "applicationId") != skill_id:
        raise RequestRefused("the request is meant for another skill")
    in_session = _at(envelope, "session", "application", "applicationId")
    if in_session is not None and in_session != skill_id:
        raise RequestRefused("the session belongs to another skill")


def _at(envelope: Mapping[str, object], *path: str) -> object:
    """The value at a path; None if the path ends early."""
    value: object = envelope
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
