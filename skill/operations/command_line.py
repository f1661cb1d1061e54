"""What all commands share: errors in one line, and a quiet end."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

WRONG = 2
INTERRUPTED = 130
"""A shell's exit code for a program ended by Ctrl-C."""
PIPE_CLOSED = 141
"""A shell's exit code for a program whose reader, such as `head`, has gone."""
PACKAGE_MISSING = (
    "this Python lacks the package; use .venv/bin/python, which `make setup` fills "
    "(`make setup-slow` for measuring)"
)


class Parser(argparse.ArgumentParser):
    """Reports wrong arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """Report the error and end the program."""
        self.exit(WRONG, f"{self.prog}: {message} (see {self.prog} --help)\n")


def run(
    command: Callable[[], int], told: tuple[type[Exception], ...] = (ValueError, OSError)
) -> int:
    """Run a command; its exit code.

    `told` errors, and a package that is not installed, are reported in one line on standard error.
    Ctrl-C, or a reader that has gone, ends it without a word.
    """
    try:
        try:
            return command()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        _forget_standard_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        package = (error.name or "skill").partition(".")[0]
        if package == "skill":
            raise
        print(f"hamstring coach: {package}: {PACKAGE_MISSING}", file=sys.stderr)
        return WRONG
    except told as error:
        print(f"hamstring coach: {_line(error)}", file=sys.stderr)
        return WRONG


def _forget_standard_output() -> None:
    """Keep Python's final flush from failing again and being reported."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)
