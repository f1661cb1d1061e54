"""Whether a device can show the screens."""

from __future__ import annotations

VERSION = (1, 4)
"""The version of APL that the document is written in."""
LONGEST_NUMBER = 6
"""The most digits in a part of a version; anything longer is nonsense."""


def supports(max_version: str | None) -> bool:
    """Whether a device with this highest APL version can show the document.

    It is `runtime.maxVersion` of the interface Alexa.Presentation.APL; None if the device has no
    such interface. Sending APL there would make the whole response invalid.

    >>> supports("2024.3"), supports("1.4"), supports("1.3"), supports(None)
    (True, True, False, False)
    """
    parts = (max_version or "").split(".")
    if len(parts) not in (2, 3) or not all(map(_is_number, parts)):
        return False
    return (int(parts[0]), int(parts[1])) >= VERSION


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_NUMBER
