"""Fetching a chain, against a server on this machine."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from urllib.parse import SplitResult, urlsplit

import pytest

from skill.stores.http_pool import Connections
from skill.web.certificate_download import (
    LARGEST_CHAIN_BYTES,
    DownloadFailed,
    connections_to,
    download_chain,
)
from skill.web.refusal import RequestRefused
from tests.stores.answering import answering, raw, trusted_by_nobody

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
            case "endless.pem":
                self.answer(200, b"")
                self.drip(b"x" * LARGEST_CHAIN_BYTES, pause_s=0)
            case "drips.pem":
                self.answer(200, b"")
                self.drip(b"x")
            case "drips-headers.pem":
                self.drip(b"HTTP/1.1 200 OK\r\nX: ")
            case _:
                self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def drip(self, content: bytes, pause_s: float = 0.01) -> None:
        """Sends forever, never so slowly that a single read takes long."""
        drop = len(content) if pause_s == 0 else 1
        with suppress(OSError):
            while not self.server.is_closing.wait(pause_s):  # type: ignore[attr-defined]
                self.wfile.write(content[:drop])
                content = content[drop:] or content

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
    """Opens plain connections to the server on this machine, and notes which hosts they replace."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.hosts: list[str] = []

    def __call__(self, address: SplitResult) -> Connections:
        self.hosts.append(address.netloc)
        here = urlsplit(f"http://127.0.0.1:{self.port}")
        return Connections(here, monotonic=monotonic, largest_body=LARGEST_CHAIN_BYTES)


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
        ("endless.pem", "larger than"),
        ("no-http.pem", "BadStatusLine"),
        ("hung-up.pem", "RemoteDisconnected"),
    ],
    ids=[
        "a file that is not there",
        "a redirect, even to a good address",
        "a file that is too large",
        "a file without an end",
        "an answer that is not HTTP",
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
    with pytest.raises(DownloadFailed, match="timed out"):
        download_chain(FOLDER + name, connect=connect, timeout_s=0.2)


def test_nothing_is_connected_to_for_an_address_that_is_not_amazons(connect: Connector) -> None:
    for url in ("https://evil.test/echo.api/chain.pem", "file:///etc/passwd", FOLDER + "../x"):
        with pytest.raises(RequestRefused):
            download_chain(url, connect=connect)
    assert connect.hosts == []


def test_nobody_listening_is_an_os_error() -> None:
    with pytest.raises(OSError, match="ConnectionRefusedError"):
        download_chain(FOLDER + "chain.pem", connect=Connector(1))


def test_the_file_is_returned_as_it_is(connect: Connector) -> None:
    assert download_chain(FOLDER + "chain.pem", connect=connect) == b"PEM"
    assert connect.hosts == ["s3.amazonaws.com"]


def test_a_file_of_just_the_allowed_size_is_returned(connect: Connector) -> None:
    largest = download_chain(FOLDER + "largest.pem", connect=connect)
    assert len(largest) == LARGEST_CHAIN_BYTES


def test_a_server_is_believed_only_with_a_certificate_of_a_public_authority(
    tmp_path: Path,
) -> None:
    tls = trusted_by_nobody(tmp_path / "certificate.pem")
    with (
        answering(raw(b"PEM"), tls=tls) as server,
        pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        connections_to(urlsplit(server.url)).exchange("GET", "/", b"", {}, within_s=30)
    assert server.asked == []
