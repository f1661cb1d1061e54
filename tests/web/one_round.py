"""The real server for as long as one visitor needs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from flask import Flask
from waitress import wasyncore

from skill.web.connections import USUAL, Limits, Opened, open_server

Answer = TypeVar("Answer")


class OneRound(Generic[Answer]):
    """Runs the server while `visit`, given its port, is under way on a thread of its own."""

    answer: Answer

    def __init__(self, visit: Callable[[int], Answer], limits: Limits = USUAL) -> None:
        self._visit = visit
        self._limits = limits

    def __call__(self, app: Flask, **options: Any) -> None:
        opened: Opened = {}
        options = {**options, "threads": 2}
        server, _ = open_server(app, opened, limits=self._limits, **options)
        with ThreadPoolExecutor(1) as thread:
            visit = thread.submit(self._visit, server.effective_port)
            # The visitor's own connection wakes the loop; the pause only bounds a round.
            while not visit.done():
                wasyncore.loop(timeout=0.02, use_poll=True, map=opened, count=1)
        server.task_dispatcher.shutdown()
        for each in list(opened.values()):
            each.handle_close()
        self.answer = visit.result()
