"""Fetching a certificate chain from Amazon, and from nowhere else."""

import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import certifi

from skill.web.certificate_url import normalised_certificate_url

LARGEST_CHAIN_BYTES = 64 * 1024
"""A chain of four certificates is about 7 kB."""

TIMEOUT_SECONDS = 3.0
"""Alexa waits 8 s for an answer; connecting and each read get this long."""

Connect = Callable[[str], HTTPConnection]


class DownloadFailed(OSError):
    """The chain could not be fetched: no connection, not found, redirected or too large."""


def connect_over_tls(host: str) -> HTTPConnection:
    """A connection to `host` that trusts the public roots of certifi."""
    trust = ssl.create_default_context(cafile=certifi.where())
    return HTTPSConnection(host, timeout=TIMEOUT_SECONDS, context=trust)


def download_chain(url: str, *, connect: Connect = connect_over_tls) -> bytes:
    """The PEM file at `url`, at most LARGEST_CHAIN_BYTES long.

    http.client follows no redirect and knows no scheme but its connection's own, so the request
    cannot be led elsewhere.

    Raises RequestRefused when the address is not one of Amazon's, DownloadFailed when it does not
    answer with a file in time.
    """
    address = urlsplit(normalised_certificate_url(url))
    connection = connect(address.netloc)
    try:
        connection.request("GET", address.path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise DownloadFailed(f"{url} answered with status {answer.status}")
        pem = answer.read(LARGEST_CHAIN_BYTES + 1)
    except HTTPException as failure:
        raise DownloadFailed(f"{url} broke off: {type(failure).__name__}") from failure
    finally:
        connection.close()
    if len(pem) > LARGEST_CHAIN_BYTES:
        raise DownloadFailed(f"{url} is larger than {LARGEST_CHAIN_BYTES} bytes")
    return pem
