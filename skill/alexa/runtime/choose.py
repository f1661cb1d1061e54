"""The choice between the direct way and the stock SDK: one setting, one log line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

logger = logging.getLogger(__name__)

STOCK_SETTING = "HAMSTRING_COACH_STOCK_SDK"
VERIFIED_VERSIONS: Mapping[str, str] = MappingProxyType(
    {"ask_sdk_core": "1.19.0", "ask_sdk_model": "1.82.0", "ask_sdk_runtime": "1.19.0"}
)
"""The versions whose every answer was compared with the direct way's."""


def is_direct(environ: Mapping[str, str]) -> bool:
    """Whether to take the direct way: not if the setting says so or a version is untested."""
    if environ.get(STOCK_SETTING, "") not in ("", "0"):
        logger.info("running on the stock Alexa SDK, as %s asks", STOCK_SETTING)
        return False
    return are_checked(VERIFIED_VERSIONS)


def are_checked(checked: Mapping[str, str]) -> bool:
    """Whether the installed libraries are those in `checked`; logs any that differ."""
    for library, version in checked.items():
        found = installed_version(library)
        if found != version:
            logger.warning(
                "running on the stock Alexa SDK: %s is %s, the direct way was checked with %s",
                library,
                found or "unknown",
                version,
            )
            return False
    return True


def installed_version(library: str) -> str | None:
    """The version a library states in its `__version__.py`, read without importing it.

    None if there is no such file, or no version in it.
    """
    for folder in sys.path:
        try:
            text = Path(folder, library, "__version__.py").read_text(encoding="utf-8")
        except OSError:
            continue
        _, stated, rest = text.partition("\n__version__ = '")
        return rest.partition("'")[0] if stated else None
    return None
