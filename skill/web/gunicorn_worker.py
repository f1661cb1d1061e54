"""A gunicorn worker with the connections of skill/web/connections.py.

gunicorn's own workers read a request on the thread that answers it, so a handful of silent clients
would block all threads.
"""

from __future__ import annotations

import os
from time import monotonic

from gunicorn.workers.base import Worker  # type: ignore[import-untyped]
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from skill.web.app import endpoint_of
from skill.web.connections import OPTIONS, Channel, Opened, open_server

LONGEST_WAIT_S = 1.0
"""The longest time between heartbeats, and until a signal is obeyed, in seconds."""

LONGEST_LINGER_S = 2.0
"""How long a worker that is ending still accepts requests on open connections, in seconds."""


class PatientWorker(Worker):  # type: ignore[misc]
    """Serves an app of `create_app`."""

    def run(self) -> None:
        """Answer requests until told to stop, then finish those under way."""
        opened: Opened = {}
        options = {
            **OPTIONS,
            "sockets": [listener.sock for listener in self.sockets],
            "threads": self.cfg.threads,
            "backlog": self.cfg.backlog,
            "max_request_body_size": endpoint_of(self.wsgi).max_body_bytes,
        }
        server, reception = open_server(self.wsgi, opened, **options)
        while self.alive and self.ppid == os.getppid():
            self._go_on(opened, LONGEST_WAIT_S)
        reception.is_closing = True
        for each in list(opened.values()):
            if isinstance(each, BaseWSGIServer):
                wasyncore.dispatcher.close(each)
        self._finish(opened)
        server.task_dispatcher.shutdown(timeout=LONGEST_WAIT_S)

    def _finish(self, opened: Opened) -> None:
        """Finish requests under way, and for a moment those that arrive on open connections."""
        began = monotonic()
        while monotonic() < began + self.cfg.graceful_timeout:
            channels = [each for each in opened.values() if isinstance(each, Channel)]
            is_young = monotonic() < began + LONGEST_LINGER_S
            if not channels or not (is_young or any(each.is_busy for each in channels)):
                return
            self._go_on(opened, LONGEST_WAIT_S / 10)

    def _go_on(self, opened: Opened, longest_s: float) -> None:
        self.notify()
        wasyncore.loop(timeout=longest_s, use_poll=True, map=opened, count=1)
