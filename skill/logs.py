"""Loggers that load `logging` when there is something to say: it is 7 ms of a cold start.

Where nobody has loaded it, nobody has set it up either, and Python then shows warnings and errors
only; so what is less than a warning need not load it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging


class Log:
    """What is used of a logger of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._logger: logging.Logger | None = None

    def debug(self, message: str, *values: object) -> None:
        """Log where anybody listens."""
        if "logging" in sys.modules:
            self.logger().debug(message, *values, stacklevel=2)

    def info(self, message: str, *values: object) -> None:
        """Log where anybody listens."""
        if "logging" in sys.modules:
            self.logger().info(message, *values, stacklevel=2)

    def warning(self, message: str, *values: object) -> None:
        """Log."""
        self.logger().warning(message, *values, stacklevel=2)

    def error(self, message: str, *values: object) -> None:
        """Log."""
        self.logger().error(message, *values, stacklevel=2)

    def logger(self) -> logging.Logger:
        """The logger itself."""
        if self._logger is None:
            import logging

            self._logger = logging.getLogger(self.name)
        return self._logger
