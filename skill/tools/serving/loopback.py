"""Accepts unsigned requests from this machine only."""

import re
from collections.abc import Mapping
from ipaddress import ip_address

from skill.web.refusal import RequestRefused
from skill.web.verification import IncomingRequest

_HOST_HEADER = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:]+)\]|(?P<name>[A-Za-z0-9.-]+))(?::\d{1,5})?")
_FORWARDED_HEADERS = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own: localhost, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class UnsignedOnLoopback:
    """Accepts unsigned requests from this machine, and no others.

    Web pages open on this machine are kept out by their Origin, by the Host if their name points to
    127.0.0.1, and by the content type, which forms cannot send. Tunnels from the internet are kept
    out by their Host and the headers they add.
    """

    is_signed = False

    def verify_headers(self, request: IncomingRequest) -> None:
        """Check that sender, Host and Origin are all this machine."""
        headers = request.headers
        if not is_loopback(request.remote_address or ""):
            raise RequestRefused("an unsigned request came from another machine")
        host = headers.get("Host", "")
        match = _HOST_HEADER.fullmatch(host)
        if match is None or not is_loopback(match["ipv6"] or match["name"]):
            raise RequestRefused("an unsigned request has a Host that is not this machine")
        origin = headers.get("Origin")
        if origin is not None and origin.lower() != f"http://{host}".lower():
            raise RequestRefused("an unsigned request comes from a page of another origin")
        if any(name in headers for name in _FORWARDED_HEADERS):
            raise RequestRefused("an unsigned request was passed on by a proxy or a tunnel")

    def verify_sender(self, request: IncomingRequest) -> None:
        """The same, as the body doesn't matter."""
        self.verify_headers(request)

    def verify_envelope(self, envelope: Mapping[str, object], *, skill_id: str | None) -> None:
        """Accept any timestamp and skill id."""
