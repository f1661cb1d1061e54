"""HTTP connections to one host, kept alive between requests, with limits on time and size."""

import http.client
import io
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import SplitResult

from msgspec import Struct

LARGEST_BODY = 4 * 1024 * 1024
"""The default limit in bytes; DynamoDB's are smaller, even with every character escaped."""

_HUNG_UP = (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
"""The errors on a connection that the other side closed while it was idle."""


class HttpAnswer(Struct, frozen=True):
    """An HTTP response."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    resent: bool
    """Whether the request was sent twice, because the first connection had been closed. The first
    one may have been carried out all the same."""

    def __repr__(self) -> str:
        return f"HttpAnswer({self.status}, the rest is private)"


class Connections:
    """Connections to one endpoint, opened when needed; safe to use from many threads.

    A connection that the other side has closed is replaced by a new one, once: after a pause, or in
    a restored snapshot of the process, all of them are closed. `monotonic` gives seconds;
    `authorities` is a file of trusted roots, if not the system's; a body over `largest_body` bytes
    is refused.
    """

    def __init__(
        self,
        endpoint: SplitResult,
        *,
        monotonic: Callable[[], float],
        authorities: str | None = None,
        largest_body: int = LARGEST_BODY,
    ) -> None:
        self._endpoint = endpoint
        self._monotonic = monotonic
        self._authorities = authorities
        self._largest_body = largest_body
        self._context: ssl.SSLContext | None = None
        self._idle: list[http.client.HTTPConnection] = []
        self._process = 0

    def exchange(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str], *, within_s: float
    ) -> HttpAnswer:
        """The answer to a request; connecting may take `within_s` seconds, and so may the rest.

        Raises OSError (also on a timeout), or ValueError if the answer is not HTTP or too large.
        """
        try:
            kept = self._kept()
            if kept is not None:
                try:
                    response = self._begin(kept, method, target, body, headers, within_s)
                except _HUNG_UP:
                    kept.close()
                except OSError:
                    self.close()  # the others may be broken, too
                    raise
                else:
                    return self._read(kept, response, resent=False)
            fresh = self._connected(within_s)
            response = self._begin(fresh, method, target, body, headers, within_s)
            return self._read(fresh, response, resent=kept is not None)
        except http.client.HTTPException as problem:
            if isinstance(problem, OSError):
                raise
            raise ValueError(f"not HTTP: {type(problem).__name__}") from problem

    def close(self) -> None:
        """Close the idle connections."""
        while (kept := self._kept()) is not None:
            kept.close()

    def _kept(self) -> http.client.HTTPConnection | None:
        if self._process != os.getpid():
            # After a fork they are the parent's: both would write to the same connection.
            self._process, self._idle = os.getpid(), []
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connected(self, within_s: float) -> http.client.HTTPConnection:
        host, port = self._endpoint.hostname or "", self._endpoint.port
        made: http.client.HTTPConnection
        if self._endpoint.scheme == "https":
            if self._context is None:
                self._context = ssl.create_default_context(cafile=self._authorities)
            made = http.client.HTTPSConnection(host, port, timeout=within_s, context=self._context)
        else:
            made = http.client.HTTPConnection(host, port, timeout=within_s)
        made.connect()
        made.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.sock = cast("socket.socket", _Patient(made.sock, self._monotonic))
        return made

    def _begin(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        target: str,
        body: bytes,
        headers: Mapping[str, str],
        within_s: float,
    ) -> http.client.HTTPResponse:
        cast("_Patient", connection.sock).until = self._monotonic() + within_s
        try:
            connection.request(method, target, body or None, dict(headers))
            return connection.getresponse()
        except BaseException:
            connection.close()
            raise

    def _read(
        self,
        connection: http.client.HTTPConnection,
        response: http.client.HTTPResponse,
        *,
        resent: bool,
    ) -> HttpAnswer:
        reusable = False
        try:
            with response:
                body = response.read(self._largest_body + 1)
                if len(body) > self._largest_body:
                    raise ValueError(f"the body is larger than {self._largest_body} bytes")
                reusable = response.isclosed() and not response.will_close
        finally:
            if reusable:
                self._idle.append(connection)
            else:
                connection.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return HttpAnswer(response.status, headers, body, resent)


class _Patient:
    """The part of a socket that http.client uses, with one deadline, `until`, for all waits."""

    def __init__(self, sock: socket.socket, monotonic: Callable[[], float]) -> None:
        self._sock = sock
        self._monotonic = monotonic
        self.until = 0.0

    def wait_no_longer(self) -> None:
        """Limit the next wait to the time left; raises TimeoutError if there is none."""
        left_s = self.until - self._monotonic()
        if left_s <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left_s)

    def sendall(self, data: bytes) -> None:
        self.wait_no_longer()
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_PatientReader(self._sock.makefile("rb", buffering=0), self))

    def close(self) -> None:
        self._sock.close()


class _PatientReader(io.RawIOBase):
    def __init__(self, raw: socket.SocketIO, patient: _Patient) -> None:
        self._raw = raw
        self._patient = patient

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._patient.wait_no_longer()
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
