"""Downloads certificate chains, from Amazon only."""

from collections.abc import Callable
from time import monotonic
from urllib.parse import SplitResult, urlsplit

import certifi

from skill.stores.http_pool import Connections
from skill.web.certificate_url import normalised_certificate_url

LARGEST_CHAIN_BYTES = 64 * 1024
"""A chain of four certificates is about 7 kB."""

TIMEOUT_S = 1.5
"""The limit for connecting, and again for the whole answer; Alexa waits 8 s for ours."""

Connect = Callable[[SplitResult], Connections]
"""Returns connections to the host of an address."""


class DownloadFailed(OSError):
    """The chain could not be downloaded: no connection, not found, redirected or too large."""


def connections_to(address: SplitResult) -> Connections:
    """Connections to a host, trusting the public roots of certifi."""
    return Connections(
        address,
        monotonic=monotonic,
        authorities=certifi.where(),
        largest_body=LARGEST_CHAIN_BYTES,
    )


def download_chain(
    url: str, *, connect: Connect = connections_to, timeout_s: float = TIMEOUT_S
) -> bytes:
    """The PEM file at `url`, at most LARGEST_CHAIN_BYTES long.

    Redirects are not followed, so the request can't be led elsewhere.

    Raises RequestRefused if the address is not one of Amazon's, and DownloadFailed if there is no
    complete file within twice `timeout_s`.
    """
    address = urlsplit(normalised_certificate_url(url))
    connections = connect(address)
    try:
        answer = connections.exchange("GET", address.path, b"", {}, within_s=timeout_s)
    except (OSError, ValueError) as failure:
        raise DownloadFailed(f"{url}: {type(failure).__name__}: {failure}") from failure
    finally:
        connections.close()
    if answer.status != 200:
        raise DownloadFailed(f"{url} answered with status {answer.status}")
    return answer.body
