"""Downloads certificate chains, from Amazon only."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlsplit

import certifi

from skill.web.certificate_url import normalised_certificate_url

LARGEST_CHAIN_BYTES = 64 * 1024
"""A chain of four certificates is about 7 kB."""

TIMEOUT_SECONDS = 2.0
"""For connecting, and for each read."""

LONGEST_DOWNLOAD_S = 3.0
"""For the whole download, in seconds; Alexa waits 8 s for an answer."""

Connect = Callable[[str], HTTPConnection]


class DownloadFailed(OSError):
    """The chain could not be downloaded: no connection, not found, redirected or too large."""


def connect_over_tls(host: str) -> HTTPConnection:
    """A connection to `host` that trusts the public roots of certifi."""
    trust = ssl.create_default_context(cafile=certifi.where())
    return HTTPSConnection(host, timeout=TIMEOUT_SECONDS, context=trust)


def download_chain(
    url: str, *, connect: Connect = connect_over_tls, longest_s: float = LONGEST_DOWNLOAD_S
) -> bytes:
    """The PEM file at `url`, at most LARGEST_CHAIN_BYTES long.

    http.client follows no redirects and keeps to its scheme, so the request can't be led elsewhere.

    Raises RequestRefused if the address is not one of Amazon's, and OSError (such as
    DownloadFailed) if there is no complete file within `longest_s` seconds.
    """
    address = urlsplit(normalised_certificate_url(url))
    connection = connect(address.netloc)
    is_late = Event()
    talking: list[socket.socket] = []
    alarm = Timer(longest_s, _hang_up, [talking, is_late])
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("GET", address.path)
        # http.client drops its reference before the answer is read
        talking += [connection.sock] if connection.sock else []
        pem = _answer(url, connection, is_late)
    except (HTTPException, OSError) as failure:
        if is_late.is_set():
            raise DownloadFailed(f"{url} took longer than {longest_s:g} s") from failure
        if isinstance(failure, HTTPException):
            raise DownloadFailed(f"{url} broke off: {type(failure).__name__}") from failure
        raise
    finally:
        alarm.cancel()
        connection.close()
    if len(pem) > LARGEST_CHAIN_BYTES:
        raise DownloadFailed(f"{url} is larger than {LARGEST_CHAIN_BYTES} bytes")
    return pem


def _answer(url: str, connection: HTTPConnection, is_late: Event) -> bytes:
    if is_late.is_set():  # there was no socket yet to shut down
        raise TimeoutError
    answer = connection.getresponse()
    if answer.status != 200:
        raise DownloadFailed(f"{url} answered with status {answer.status}")
    pem = answer.read(LARGEST_CHAIN_BYTES + 1)
    if is_late.is_set():  # the file may be cut off
        raise TimeoutError
    return pem


def _hang_up(talking: list[socket.socket], is_late: Event) -> None:
    is_late.set()
    for each in talking:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
