"""Connections that cost next to nothing while they are slow or silent.

waitress reads all connections on one thread and gives a request a thread of its own only once it
has come whole, so a client that stops half-way holds up nobody. What it lacks is here: a time
limit for a whole request, however steadily it drips; an answer from the headers alone where these
are refused; room for newcomers, whoever holds the old connections; and an end of a connection that
lets the last answer arrive.
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

# The published types of these two lack half of what they have.
HTTPChannel: Any = channel.HTTPChannel
HTTPRequestParser: Any = parser.HTTPRequestParser

MOST_HEADER_BYTES = 32 * 1024
"""A browser on this machine may send the cookies of other servers on it along."""

THREADS = 16
"""More than may wait for a certificate at once: see skill/web/certificates.py."""

Opened = MutableMapping[int, Any]
"""What a server listens and talks on, by file descriptor."""

OPTIONS: Mapping[str, Any] = {
    "threads": THREADS,
    "ident": None,
    "asyncore_use_poll": True,  # select knows no file descriptor above 1,023
    "connection_limit": 10_000,  # never reached, and nor is the next: see Limits
    "channel_timeout": 600,
    "max_request_header_size": MOST_HEADER_BYTES,
    "log_socket_errors": False,  # whoever hangs up early is worth no stack in the log
    # Kept, so that UnsignedOnLoopback sees when a tunnel passed a request on. Nothing trusts them.
    "clear_untrusted_proxy_headers": False,
}
"""What waitress is asked for, wherever it listens."""

RefusesHeaders = Callable[[str, str, Mapping[str, str]], bool]
"""Whether a request is refused for its method, path and headers (named as in CGI, no HTTP_)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient a server is; times in seconds."""

    request_s: float = 10.0
    """From the first byte of a request, or from the connection, to its last byte. Alexa itself
    gives up after eight."""
    idle_s: float = 75.0
    """From an answer to the next request. A proxy must give the connection up sooner, or it sends
    a request into one that is just closing: see `.deploy/Caddyfile`."""
    linger_s: float = 2.0
    """For the client to hang up after the last answer. A socket that is closed with bytes unread
    is reset, and the answer may be lost with it."""
    connections: int = 500
    """For more, those that have waited longest are hung up on: a stranger's silent ones, never a
    request under way. With all else that is open it stays below 1,024, a process's usual limit."""


USUAL = Limits()


@dataclass
class Reception:
    """What goes for all connections of a server."""

    app: Flask
    limits: Limits
    is_closing: bool = False
    """From now on every answer is the last of its connection."""


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request of which the body is not waited for if the headers are refused."""

    def __init__(self, refuses: RefusesHeaders, adj: Any) -> None:
        super().__init__(adj)
        self._refuses = refuses
        self.body_rcv: Any = None

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers; raises waitress's ParsingError."""
        super().parse_header(header_plus)
        if self.body_rcv is None or not self._refuses(self.command, self.path, self.headers):
            return
        # The app refuses it again, and says and counts so; the body it finds is empty.
        self.body_rcv = None
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, which is hung up on if a request takes too long to come."""

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
        """Whether more may be read; asked at least once a second."""
        if not self.requests and monotonic() > self.deadline:
            self.will_close = True
        return bool(super().readable())

    def received(self, data: bytes) -> bool:
        """Take bytes in."""
        if self._is_ending:
            return False
        before = self.request
        taken = super().received(data)
        if self.request is not None and self.request is not before:
            self.deadline = min(self.deadline, monotonic() + self._reception.limits.request_s)
        return bool(taken)

    def service(self) -> None:
        """Answer a request that has come whole; on a thread for it."""
        self.deadline = math.inf
        if self._reception.is_closing:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()
        limits = self._reception.limits
        self._wait(limits.idle_s if self.request is None else limits.request_s)

    def handle_write(self) -> None:
        """Send what there is; after the last of it say so, and wait for the client to hang up."""
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
        """Whether a request is coming, under way or being answered."""
        return bool(self.requests or self.total_outbufs_len or self.request is not None)

    def _wait(self, seconds: float) -> None:
        self.waiting_since = monotonic()
        self.deadline = self.waiting_since + seconds


def make_room(channels: Collection[Any], most: int) -> None:
    """Hang up on whoever has waited longest if there are too many."""
    if len(channels) > most:
        idle = [each for each in channels if not each.requests and not each.will_close]
        if idle:
            min(idle, key=lambda each: each.waiting_since).will_close = True


def open_server(
    app: Flask, opened: Opened, *, limits: Limits = USUAL, **options: Any
) -> tuple[Any, Reception]:
    """A server for an app of `create_app`: it listens once `run` is called on it.

    `options` are waitress's. All that is open gets into `opened`.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a line for each that waits
    reception = Reception(app, limits)
    server = create_server(app, map=opened, **options)
    for each in opened.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = partial(Channel, reception)  # type: ignore[assignment]
    return server, reception
