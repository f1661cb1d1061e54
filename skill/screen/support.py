"""Whether a device can show these documents."""

from __future__ import annotations

import re
from functools import lru_cache

from skill.screen.colours import VERSION

SHAPE = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.\d{1,6})?")
VERSIONS_KEPT = 64
"""There are about a dozen in the world."""


@lru_cache(VERSIONS_KEPT)
def supports(max_version: str | None) -> bool:
    """Whether a device that reports this highest APL version shows the documents.

    It is `runtime.maxVersion` of the interface Alexa.Presentation.APL; None where the device has
    no such interface. Sending APL there would make the whole response invalid.

    >>> supports("2024.3"), supports("1.4"), supports("1.3"), supports(None)
    (True, True, False, False)
    """
    match = SHAPE.fullmatch(max_version or "")
    if match is None:
        return False
    needed = tuple(int(part) for part in VERSION.split("."))
    return (int(match[1]), int(match[2])) >= needed
