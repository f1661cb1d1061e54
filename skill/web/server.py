"""Serving the app with waitress, and refusing to do it where that would not be safe."""

from collections.abc import Callable

import waitress
from flask import Flask

from skill.web.app import endpoint_of
from skill.web.loopback import is_loopback

Run = Callable[..., None]


class UnsafeToServe(ValueError):
    """Serving like this would let anybody talk to the skill; the text names the cure."""


def serve(app: Flask, host: str, port: int, unsigned: bool, *, run: Run = waitress.serve) -> None:
    """Serve an app made by `create_app` until the process ends.

    `unsigned` says that requests without Alexa's signature are wanted. It must agree with the
    app's verifier, so that neither a slip there nor here opens the skill to the internet.

    Raises UnsafeToServe where the two disagree, or where unsigned requests would be accepted from
    another machine.
    """
    endpoint = endpoint_of(app)
    if unsigned == endpoint.verifier.is_signed:
        asked, made = ("unsigned", "signed") if unsigned else ("signed", "unsigned")
        raise UnsafeToServe(
            f"unsigned: {asked} requests are asked for but the app was made for {made} ones; "
            f"make it with {'UnsignedOnLoopback()' if unsigned else 'signed_by_alexa(clock)'}."
        )
    if unsigned and not is_loopback(host):
        raise UnsafeToServe(
            f"host: {host!r} can be reached from other machines, and unsigned requests would be "
            "answered there; use 127.0.0.1, ::1 or localhost, or serve signed with a skill id."
        )
    run(
        app,
        host=host,
        threads=8,  # a browser opens six connections at once
        port=port,
        ident=None,
        max_request_body_size=endpoint.max_body_bytes,
        # Kept, so that UnsignedOnLoopback sees when a tunnel passed a request on. Nothing trusts
        # them.
        clear_untrusted_proxy_headers=False,
    )
