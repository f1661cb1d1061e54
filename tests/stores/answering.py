"""A server on loopback that answers with what it is told to, byte for byte."""

import ipaddress
import json
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

JSON_1_0 = "application/x-amz-json-1.0"
LARGEST = 1 << 20
HANG_UP = b""
"""In place of an answer: the connection is closed without one."""


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    connection: int
    """Which of the connections, in order, it came through."""
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Answering:
    """What was asked, and where to ask."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0


def raw(
    body: bytes,
    *,
    status: int = 200,
    kind: str = JSON_1_0,
    checksum: str | None = "right",
    length: int | None = None,
    more: Sequence[str] = (),
) -> bytes:
    """An answer of HTTP, by default as DynamoDB's are."""
    lines = [
        f"HTTP/1.1 {status} Told",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    lines += [f"Content-Type: {kind}"] if kind else []
    if checksum is not None:
        lines.append(f"x-amz-crc32: {zlib.crc32(body) if checksum == 'right' else checksum}")
    return "\r\n".join([*lines, *more, "", ""]).encode() + body


def ok(content: object) -> bytes:
    """What DynamoDB did."""
    return raw(json.dumps(content).encode())


def refusal(code: str, status: int = 400) -> bytes:
    """What DynamoDB refuses."""
    return raw(
        json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}).encode(), status=status
    )


@contextmanager
def answering(
    *answers: bytes,
    closes_after: int | None = None,
    tls: ssl.SSLContext | None = None,
    drips: bool = False,
    vanishing: int = 0,
) -> Iterator[Answering]:
    """Give the answers in order, whatever is asked, the last one for ever. A connection is closed
    after `closes_after` answers, without a word before. If it `drips`, a byte comes at a time.
    That many first connections are `vanishing`: they get one answer each, all at once, and no more.
    """
    told = Answering()
    left = list(answers)
    open_ones: list[socket.socket] = []
    stopped = threading.Event()
    all_there = threading.Barrier(max(vanishing, 1))

    def serve(number: int, connection: socket.socket) -> None:
        count = 0
        with suppress(OSError), connection:
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            with connection.makefile("rb") as read, connection:
                while request := read.readline():
                    headers = {}
                    while line := read.readline().strip().decode():
                        name, _, value = line.partition(":")
                        headers[name.lower()] = value.strip()
                    body = read.read(int(headers.get("content-length", 0)))
                    told.asked.append(Asked(number, request.decode().split()[1], headers, body))
                    if number <= vanishing:
                        if count:
                            stopped.wait()
                            return
                        all_there.wait()
                    answer = left.pop(0) if len(left) > 1 else left[0]
                    for start in range(0, len(answer), 1 if drips else LARGEST):
                        connection.sendall(answer[start:][: 1 if drips else LARGEST])
                        if drips:
                            stopped.wait(0.01)
                    count += 1
                    if answer == HANG_UP or count == closes_after:
                        return

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                told.connections += 1
                open_ones.append(connection)
                threading.Thread(
                    target=serve, args=(told.connections, connection), daemon=True
                ).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        scheme = "http" if tls is None else "https"
        told.url = f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield told
        finally:
            stopped.set()
            listening.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for connection in open_ones:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()


def trusted_by_nobody(file: Path) -> ssl.SSLContext:
    """TLS for a server at 127.0.0.1, with a certificate of today that is its own authority.

    The file gets the certificate and its key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(certificate.public_bytes(pem) + secret)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    return tls
