"""Connections that cost next to nothing while they are slow or silent.

waitress reads all connections on one thread and gives a request its own thread only once it is
complete, so a client that stops halfway holds up nobody. This module adds what it lacks: a time
limit for a whole request, a refusal by the headers alone, room for new connections when there are
too many, and a close that lets the last answer arrive.
"""

from __future__ import annotations

import logging
import math
import socket
from collections.abc import Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any

from flask import Flask
from waitress import channel, parser
from waitress.server import BaseWSGIServer, create_server

from skill.web.app import is_refused_by_headers

# The published types of these two are incomplete.
HTTPChannel: Any = channel.HTTPChannel
HTTPRequestParser: Any = parser.HTTPRequestParser

MOST_HEADER_BYTES = 32 * 1024
"""In bytes; a browser may also send the cookies of other servers on this machine."""

THREADS = 16
"""More than MOST_WAITING in skill/web/certificates.py."""

Opened = MutableMapping[int, Any]
"""A server's open sockets, by file descriptor."""

OPTIONS: Mapping[str, Any] = {
    "threads": THREADS,
    "ident": None,
    "asyncore_use_poll": True,  # select is limited to file descriptors below 1,024
    "connection_limit": 10_000,  # neither this nor the next is ever reached: see Limits
    "channel_timeout": 600,
    "max_request_header_size": MOST_HEADER_BYTES,
    "log_socket_errors": False,  # no stack trace for a client that hangs up early
    # They show UnsignedOnLoopback that a request came through a tunnel; nothing trusts them.
    "clear_untrusted_proxy_headers": False,
}
"""waitress's options for every server."""

RefusesHeaders = Callable[[str, str, Mapping[str, str]], bool]
"""Whether a request is refused for its method, path and headers (named as in CGI, no HTTP_)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """A server's limits; times in seconds."""

    request_s: float = 10.0
    """From the first byte of a request, or from the connection, to its last byte. Alexa gives up
    after eight."""
    idle_s: float = 75.0
    """From an answer to the next request. A proxy must close the connection sooner, or it may send
    a request just as we close it: see `.deploy/Caddyfile`."""
    linger_s: float = 2.0
    """For the client to hang up after the last answer. Closing a socket with unread bytes resets
    the connection, and the answer may be lost."""
    connections: int = 500
    """Beyond this, the connection that has been idle longest is closed, but none that has a request
    under way. It leaves room below 1,024, the usual limit of open files."""


USUAL = Limits()


@dataclass
class Reception:
    """What all connections of a server share."""

    app: Flask
    limits: Limits
    is_closing: bool = False
    """Whether every answer is now the last on its connection."""


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Parses a request, and doesn't wait for its body if the headers are refused."""

    def __init__(self, refuses: RefusesHeaders, adj: Any) -> None:
        super().__init__(adj)
        self._refuses = refuses
        self.body_rcv: Any = None

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers; raises waitress's ParsingError."""
        super().parse_header(header_plus)
        if self.body_rcv is None or not self._refuses(self.command, self.path, self.headers):
            return
        # The app, which gets an empty body, refuses it again and logs and counts it.
        self.body_rcv = None
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that is closed if a request takes too long to arrive."""

    def __init__(
        self,
        reception: Reception,
        server: Any,
        sock: socket.socket,
        addr: Any,
        adj: Any,
        map: Any = None,
    ) -> None:
        super().__init__(server, sock, addr, adj, map)
        self.close_when_flushed: bool = False
        self.waiting_since = self.deadline = monotonic()
        self._reception = reception
        refuses = partial(is_refused_by_headers, reception.app, addr[0])
        self.parser_class = partial(Parser, refuses)
        self._is_ending = False
        self._wait(reception.limits.request_s)
        make_room(server.active_channels.values(), reception.limits.connections)

    def readable(self) -> bool:
        """Whether more may be read; called at least once a second."""
        if not self.requests and monotonic() > self.deadline:
            self.will_close = True
        return bool(super().readable())

    def received(self, data: bytes) -> bool:
        """Take in bytes."""
        if self._is_ending:
            return False
        before = self.request
        taken = super().received(data)
        if self.request is not None and self.request is not before:
            self.deadline = min(self.deadline, monotonic() + self._reception.limits.request_s)
        return bool(taken)

    def service(self) -> None:
        """Answer a complete request, on its own thread."""
        self.deadline = math.inf
        if self._reception.is_closing:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()
        limits = self._reception.limits
        self._wait(limits.idle_s if self.request is None else limits.request_s)

    def handle_write(self) -> None:
        """Send what is left; after the last answer, wait for the client to hang up."""
        if not self.close_when_flushed or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.connected and not self.total_outbufs_len and not self.will_close:
            self.close_when_flushed = False
            self._is_ending = True
            self._wait(self._reception.limits.linger_s)
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                self.handle_close()

    @property
    def is_busy(self) -> bool:
        """Whether a request is arriving or being answered."""
        return bool(self.requests or self.total_outbufs_len or self.request is not None)

    def _wait(self, seconds: float) -> None:
        self.waiting_since = monotonic()
        self.deadline = self.waiting_since + seconds


def make_room(channels: Collection[Any], most: int) -> None:
    """Close the connection that has been idle longest if there are more than `most`."""
    if len(channels) > most:
        idle = [each for each in channels if not each.requests and not each.will_close]
        if idle:
            min(idle, key=lambda each: each.waiting_since).will_close = True


def open_server(
    app: Flask, opened: Opened, *, limits: Limits = USUAL, **options: Any
) -> tuple[Any, Reception]:
    """A server for an app of `create_app`; it serves once its `run` is called.

    `options` are waitress's. All open sockets are added to `opened`.
    """
    logging.getLogger("waitress.queue").setLevel(
        logging.ERROR
    )  # otherwise a line for each waiting request
    reception = Reception(app, limits)
    server = create_server(app, map=opened, **options)
    for each in opened.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = partial(Channel, reception)  # type: ignore[assignment]
    return server, reception
