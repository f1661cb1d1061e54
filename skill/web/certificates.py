"""Alexa's signing certificates: each chain is validated once and cached until it expires."""

import re
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from cachetools import TLRUCache
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.web.refusal import RequestRefused

SIGNER = "echo-api.amazon.com"
"""The name that the signing certificate must have."""

SMALLEST_KEY_BITS = 2048
"""Shorter RSA keys are no longer trusted for signatures (NIST SP 800-131A)."""

Clock = Callable[[], datetime]
"""Returns the time, with a time zone."""

Fetch = Callable[[str], bytes]
"""Returns the PEM chain at an address; raises OSError."""

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class SigningCertificate:
    """A certificate whose chain was validated."""

    public_key: RSAPublicKey
    """The key that verifies its signatures."""

    not_after: datetime
    """When the first certificate of the chain expires."""


def roots_in(bundle: bytes) -> list[x509.Certificate]:
    """The root certificates in a PEM bundle such as certifi's.

    Some have a serial number of zero, including one of Amazon's (Starfield Services Root
    Certificate Authority - G2). cryptography warns that it will refuse to load these one day; they
    are then left out.
    """
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for pem in _PEM.findall(bundle):
            with suppress(ValueError):
                roots.append(x509.load_pem_x509_certificate(pem))
    return roots


def validate_chain(pem: bytes, *, roots: Store, now: datetime) -> SigningCertificate:
    """The signing certificate at the start of a PEM file, if it meets Amazon's rules at `now`.

    Its intermediates follow in any order. The chain must lead to one of the `roots`, and each of
    its certificates must be valid. The first must name SIGNER itself (a wildcard is not enough), be
    allowed to sign, and have an RSA key of at least SMALLEST_KEY_BITS.

    Raises RequestRefused otherwise.
    """
    try:
        leaf, *issuers = x509.load_pem_x509_certificates(pem)
        if not all(_is_authority(issuer) for issuer in issuers):
            raise RequestRefused("the certificate chain has more than one signing certificate")
        policy = PolicyBuilder().store(roots).time(now)
        chain = policy.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, issuers)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        if SIGNER not in names.get_values_for_type(x509.DNSName):
            raise RequestRefused(f"the signing certificate does not name {SIGNER}")
        if not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            raise RequestRefused("the signing certificate's key is not for signatures")
        public_key = leaf.public_key()
    except VerificationError as error:
        raise RequestRefused(f"the certificate chain is not trusted: {error}") from error
    except (ValueError, x509.ExtensionNotFound, UnsupportedAlgorithm) as error:
        raise RequestRefused(f"the certificate chain is malformed: {error}") from error
    if not isinstance(public_key, RSAPublicKey):
        raise RequestRefused("the signing certificate's key is not an RSA key")
    if public_key.key_size < SMALLEST_KEY_BITS:
        raise RequestRefused(f"the signing certificate's key is under {SMALLEST_KEY_BITS} bits")
    expiries = [certificate.not_valid_after_utc for certificate in chain]
    return SigningCertificate(public_key, min(expiries))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


LONGEST_WAIT_S = 4.0
"""How long a request waits for its chain, in seconds; Alexa gives up after eight."""

MOST_WAITING = 8
"""The most requests that wait for a chain at once: half of a server's threads, so that invented
addresses can't keep the other half from requests whose chain is known."""

UNTRUSTED_FOR = timedelta(minutes=1)
"""How long an untrusted chain is not fetched again."""

UNREACHABLE_FOR = timedelta(seconds=5)
"""How long an unreachable chain is not fetched again; the network may be to blame."""

MOST_BAD = 256
"""How many bad addresses are remembered; they push out no good ones."""


class ChainUnreachable(RequestRefused):
    """The chain could not be fetched."""


class _Bad(NamedTuple):
    reason: str
    until: datetime


class SigningCertificates:
    """Validated signing certificates by address.

    A chain is fetched only once for all requests that wait for it, and one chain at a time, as all
    are on one host. At most `capacity` validated chains are cached, each until it expires. Bad ones
    are cached apart, and only for a moment, so a stranger's requests can't push Alexa's chain out.
    """

    def __init__(
        self,
        *,
        fetch: Fetch,
        roots: Store,
        clock: Clock,
        capacity: int = 8,
        longest_wait_s: float = LONGEST_WAIT_S,
    ) -> None:
        self._fetch = fetch
        self._roots = roots
        self._clock = clock
        self._longest_wait_s = longest_wait_s
        self._known: TLRUCache[str, SigningCertificate, datetime] = TLRUCache(
            capacity, ttu=lambda _url, certificate, _now: certificate.not_after, timer=clock
        )
        self._bad: TLRUCache[str, _Bad, datetime] = TLRUCache(
            MOST_BAD, ttu=lambda _url, bad, _now: bad.until, timer=clock
        )
        self._fetching = ThreadPoolExecutor(1, thread_name_prefix="certificates")
        self._flights: dict[str, Future[SigningCertificate]] = {}
        self._waiting = 0
        self._lock = threading.Lock()

    def at(self, url: str) -> SigningCertificate:
        """The signing certificate at a normalised address.

        Raises RequestRefused if it can't be fetched in time, is not trusted, or too many requests
        are waiting already.
        """
        with self._lock:
            with suppress(KeyError):
                return self._known[url]
            with suppress(KeyError):
                raise RequestRefused(f"{self._bad[url].reason} (a moment ago)")
            flight = self._flight(url)
            self._waiting += 1
        try:
            return flight.result(self._longest_wait_s)
        except TimeoutError as error:
            raise RequestRefused(
                f"the certificate chain did not arrive within {self._longest_wait_s:g} s"
            ) from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _flight(self, url: str) -> Future[SigningCertificate]:
        flight = self._flights.get(url)
        if self._waiting >= MOST_WAITING or (not flight and len(self._flights) >= MOST_WAITING):
            raise RequestRefused("too many requests are waiting for a certificate chain already")
        if flight is None:
            flight = self._flights[url] = self._fetching.submit(self._land, url)
        return flight

    def _land(self, url: str) -> SigningCertificate:
        try:
            certificate = self._validated(url)
        except RequestRefused as refusal:
            unreachable = isinstance(refusal, ChainUnreachable)
            until = self._clock() + (UNREACHABLE_FOR if unreachable else UNTRUSTED_FOR)
            with self._lock:
                self._bad[url] = _Bad(str(refusal), until)
            raise
        else:
            with self._lock:
                self._known[url] = certificate
            return certificate
        finally:
            with self._lock:
                del self._flights[url]

    def _validated(self, url: str) -> SigningCertificate:
        try:
            pem = self._fetch(url)
        except OSError as error:
            raise ChainUnreachable(
                f"the certificate chain could not be fetched: {type(error).__name__}: {error}"
            ) from error
        return validate_chain(pem, roots=self._roots, now=self._clock())
