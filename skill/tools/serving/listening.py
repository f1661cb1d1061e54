"""Listens at a port, or the next free one."""

from __future__ import annotations

import errno
import http.client
import socket
from collections.abc import Callable

LAST_PORT = 65_535
UNPRIVILEGED_PORT = 1024
ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""The errors of an address that this machine doesn't have."""

Address = tuple[socket.AddressFamily, str]


class CannotListen(ValueError):
    """A host or port cannot be listened at; the text names the cure."""


def listen(host: str, port: int) -> list[socket.socket]:
    """Listen at all addresses of a host, at a port or else the next free one.

    Raises CannotListen.
    """
    addresses = _addresses(host)
    for candidate in range(port, LAST_PORT + 1):
        try:
            sockets = _listen_at(addresses, candidate)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            if error.errno == errno.EACCES:
                cure = f"choose one from {UNPRIVILEGED_PORT} on"
                raise CannotListen(f"--port: {port} is for administrators only; {cure}") from error
            raise CannotListen(
                f"--host: {host!r} can't be listened at: {error.strerror}"
            ) from error
        if not sockets:
            cure = "use 127.0.0.1, or an address of this machine"
            raise CannotListen(f"--host: {host!r} isn't on this machine; {cure}")
        return sockets
    raise CannotListen(f"--port: {port} is taken, and so are all above it; choose a lower one")


def once_answered(listening: socket.socket, then: Callable[[int], None]) -> None:
    """Call `then` with the port of a listening socket once the server behind it answers."""
    host, port, *_ = listening.getsockname()
    connection = http.client.HTTPConnection(host, port)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return  # the server ended before it answered
    finally:
        connection.close()
    then(port)


def url(host: str, port: int) -> str:
    """The URL of a server."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _addresses(host: str) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, ValueError) as error:
        cure = "use 127.0.0.1, or an address of this machine"
        raise CannotListen(
            f"--host: {host!r} isn't a name or address known here; {cure}"
        ) from error
    # some systems list an address once per protocol
    return list(dict.fromkeys((family, str(place[0])) for family, _, _, _, place in found))


def _listen_at(addresses: list[Address], port: int) -> list[socket.socket]:
    """Sockets at those of the addresses that this machine has; raises OSError."""
    sockets: list[socket.socket] = []
    try:
        for family, address in addresses:
            try:
                sockets.append(socket.create_server((address, port), family=family))
            except OSError as error:
                if error.errno not in ABSENT:
                    raise
    except OSError:
        for each in sockets:
            each.close()
        raise
    return sockets
