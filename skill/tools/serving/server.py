"""Serves the app with waitress, unless that would be unsafe."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from socket import socket
from threading import Thread
from typing import Any

from flask import Flask

from skill.tools.serving.listening import listen, once_answered
from skill.tools.serving.loopback import is_loopback
from skill.web.app import endpoint_of
from skill.web.connections import OPTIONS, Opened, open_server

Listen = Callable[[str, int], list[socket]]
Run = Callable[..., None]


class UnsafeToServe(ValueError):
    """Anybody could talk to the skill; the text names the cure."""


def run_server(app: Flask, **options: Any) -> None:
    """Serve an app until the process ends; `options` are waitress's."""
    logging.basicConfig()
    opened: Opened = {}
    server, _ = open_server(app, opened, **options)
    server.print_listen("Serving on http://{}:{}")
    server.run()


def serve(
    app: Flask,
    host: str,
    port: int,
    unsigned: bool,
    *,
    answering: Callable[[int], None] | None = None,
    listen: Listen = listen,
    run: Run = run_server,
) -> None:
    """Serve an app made by `create_app` until the process ends, at a port or the next free one.

    `unsigned` accepts requests without Alexa's signature. It must agree with the app's verifier, so
    that a mistake in one of them does not open the skill to the internet. `answering` is called
    with the port, in a thread, once the server answers.

    Raises UnsafeToServe if they disagree or other machines could send unsigned requests, and
    CannotListen.
    """
    _refuse_what_is_unsafe(app, host, unsigned)
    with ExitStack() as closing:
        sockets = [closing.enter_context(each) for each in listen(host, port)]
        if answering is not None:
            Thread(target=once_answered, args=(sockets[0], answering), daemon=True).start()
        most = endpoint_of(app).max_body_bytes
        run(app, sockets=sockets, max_request_body_size=most, **OPTIONS)


def _refuse_what_is_unsafe(app: Flask, host: str, unsigned: bool) -> None:
    endpoint = endpoint_of(app)
    if unsigned == endpoint.verifier.is_signed:
        asked, made = ("unsigned", "signed") if unsigned else ("signed", "unsigned")
        raise UnsafeToServe(
            f"unsigned: {asked} requests are asked for but the app was made for {made} ones; "
            f"make it with {'UnsignedOnLoopback()' if unsigned else 'signed_by_alexa(clock)'}."
        )
    if unsigned:
        refuse_other_machines(host)


def refuse_other_machines(host: str) -> None:
    """Raise UnsafeToServe unless the host is loopback."""
    if not is_loopback(host):
        raise UnsafeToServe(
            f"--host: {host!r} isn't this machine alone, and nobody else may send unsigned "
            "requests; use 127.0.0.1, ::1 or localhost, or serve signed with a skill id."
        )
