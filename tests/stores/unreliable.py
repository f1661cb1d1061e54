"""Networks and tables that misbehave, in front of a DynamoDB server that does not."""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from skill.stores.dynamodb import Client


@contextmanager
def losing_one_answer(server: str, operation: str) -> Iterator[str]:
    """Give the URL of a proxy to `server` that carries out the first such operation, and hangs up
    instead of answering."""
    lost = threading.Event()

    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            request = urllib.request.Request(server, body, dict(self.headers))
            try:
                with urllib.request.urlopen(request) as answer:
                    status, content, headers = answer.status, answer.read(), answer.headers
            except urllib.error.HTTPError as refusal:
                with refusal:
                    status, content, headers = refusal.code, refusal.read(), refusal.headers
            if self.headers["X-Amz-Target"].endswith(f".{operation}") and not lost.is_set():
                lost.set()
                self.close_connection = True
                return
            self.send_response(status)
            for name in ("Content-Type", "Content-Length", "x-amz-crc32"):
                self.send_header(name, headers[name])
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Test output stays clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{proxy.server_port}"
        finally:
            proxy.shutdown()
            thread.join()
    assert lost.is_set(), f"nothing asked for {operation}"


class Interrupted:
    """A DynamoDB client to which something happens, once, right before it does `operation`."""

    def __init__(self, client: Client, operation: str, happening: Callable[[], object]) -> None:
        self._client = client
        self._operation = operation
        self._happening: Callable[[], object] | None = happening

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if operation == self._operation and self._happening:
            happening, self._happening = self._happening, None
            happening()
        return self._client.call(operation, arguments)

    def close(self) -> None:
        self._client.close()


class Busy:
    """A DynamoDB client that leaves all but one deletion of a batch undone, `times` times."""

    def __init__(self, client: Client, times: int) -> None:
        self._client = client
        self._times = times

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        if operation != "BatchWriteItem" or not self._times:
            return self._client.call(operation, arguments)
        self._times -= 1
        ((table, requests),) = arguments["RequestItems"].items()
        self._client.call(operation, {"RequestItems": {table: requests[:1]}})
        return {"UnprocessedItems": {table: requests[1:]} if requests[1:] else {}}

    def close(self) -> None:
        self._client.close()
