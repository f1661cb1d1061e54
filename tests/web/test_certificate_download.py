"""Fetching a chain, against a server on this machine."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from skill.web.certificate_download import (
    LARGEST_CHAIN_BYTES,
    TIMEOUT_SECONDS,
    DownloadFailed,
    connect_over_tls,
    download_chain,
)
from skill.web.refusal import RequestRefused

FOLDER = "https://s3.amazonaws.com/echo.api/"


class BucketHandler(BaseHTTPRequestHandler):
    """Answers /echo.api/ as S3 might on a good and on several bad days."""

    def do_GET(self) -> None:
        match self.path.removeprefix("/echo.api/"):
            case "chain.pem":
                self.answer(200, b"PEM")
            case "largest.pem":
                self.answer(200, b"x" * LARGEST_CHAIN_BYTES)
            case "too-large.pem":
                self.answer(200, b"x" * (LARGEST_CHAIN_BYTES + 1))
            case "moved.pem":
                self.answer(302, b"", Location=FOLDER + "chain.pem")
            case "no-http.pem":
                self.wfile.write(b"What do you want?\r\n\r\n")
            case "hung-up.pem":
                pass
            case "drips.pem":
                self.answer(200, b"")
                self.drip(b"x")
            case "drips-headers.pem":
                self.drip(b"HTTP/1.1 200 OK\r\nX: ")
            case _:
                self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def drip(self, content: bytes) -> None:
        """Sends forever, never so slowly that a single read takes long."""
        with suppress(OSError):
            while not self.server.is_closing.wait(0.01):  # type: ignore[attr-defined]
                self.wfile.write(content[:1])
                content = content[1:] or content

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        if content:
            self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Connector:
    """Opens plain connections to the server on this machine and notes where to they were meant."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.hosts: list[str] = []

    def __call__(self, host: str) -> HTTPConnection:
        self.hosts.append(host)
        return HTTPConnection("127.0.0.1", self.port, timeout=30)


@pytest.fixture
def connect() -> Iterator[Connector]:
    with ThreadingHTTPServer(("127.0.0.1", 0), BucketHandler) as server:
        server.is_closing = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield Connector(server.server_port)
        server.is_closing.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.pem", "status 404"),
        ("moved.pem", "status 302"),
        ("too-large.pem", "larger than"),
        ("no-http.pem", "BadStatusLine"),
        ("hung-up.pem", "RemoteDisconnected"),
    ],
    ids=[
        "a file that is not there",
        "a redirect, even to a good address",
        "a file that is too large",
        "an answer that is no HTTP",
        "a server that hangs up",
    ],
)
def test_anything_but_a_small_file_is_an_os_error(
    connect: Connector, name: str, reason: str
) -> None:
    with pytest.raises(OSError, match=reason):
        download_chain(FOLDER + name, connect=connect)
    assert len(connect.hosts) == 1


@pytest.mark.parametrize("name", ["drips.pem", "drips-headers.pem"])
def test_a_file_that_drips_is_given_up_when_its_whole_time_is_over(
    connect: Connector, name: str
) -> None:
    with pytest.raises(DownloadFailed, match=r"took longer than 0\.2 s"):
        download_chain(FOLDER + name, connect=connect, longest_s=0.2)


class EndlessFile:
    """An answer that never ends."""

    status = 200

    def read(self, amount: int) -> bytes:
        assert 0 < amount <= 2 * LARGEST_CHAIN_BYTES
        return b"x" * amount


class EndlessConnection(HTTPConnection):
    """A connection to a file that never ends."""

    def request(self, *_arguments: object, **_options: object) -> None:
        """Nothing is sent."""

    def getresponse(self) -> EndlessFile:  # type: ignore[override]
        return EndlessFile()


def test_a_file_without_end_is_read_no_further_than_needed() -> None:
    with pytest.raises(OSError, match="larger than"):
        download_chain(FOLDER + "endless.pem", connect=EndlessConnection)


def test_nothing_is_connected_to_for_an_address_that_is_not_amazons(connect: Connector) -> None:
    for url in ("https://evil.test/echo.api/chain.pem", "file:///etc/passwd", FOLDER + "../x"):
        with pytest.raises(RequestRefused):
            download_chain(url, connect=connect)
    assert connect.hosts == []


def test_nobody_listening_is_an_os_error() -> None:
    def connect(_host: str) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", 1, timeout=30)

    with pytest.raises(OSError):
        download_chain(FOLDER + "chain.pem", connect=connect)


def test_the_file_is_returned_as_it_is(connect: Connector) -> None:
    assert download_chain(FOLDER + "chain.pem", connect=connect) == b"PEM"
    assert connect.hosts == ["s3.amazonaws.com"]


def test_a_file_of_just_the_allowed_size_is_returned(connect: Connector) -> None:
    largest = download_chain(FOLDER + "largest.pem", connect=connect)
    assert len(largest) == LARGEST_CHAIN_BYTES


def test_the_connection_to_amazon_checks_its_certificate_and_gives_up_in_time() -> None:
    connection = connect_over_tls("s3.amazonaws.com")
    assert isinstance(connection, HTTPSConnection)
    assert (connection.host, connection.port) == ("s3.amazonaws.com", 443)
    assert connection.timeout == TIMEOUT_SECONDS
    context: ssl.SSLContext = vars(connection)["_context"]
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
