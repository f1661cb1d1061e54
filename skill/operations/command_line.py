"""What all commands share: a mistake is told in one line, and they end quietly."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

WRONG = 2
INTERRUPTED = 130
"""What a shell reports of a program that Ctrl-C ended."""
PIPE_CLOSED = 141
"""What a shell reports of a program that wrote to a reader who had left, such as `head`."""


class Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        """Tell it, and end the program."""
        self.exit(WRONG, f"{self.prog}: {message} ({self.prog} --help tells more)\n")


def run(
    command: Callable[[], int], told: tuple[type[Exception], ...] = (ValueError, OSError)
) -> int:
    """Run a command; its exit code.

    The errors that are `told` are told in one line on standard error. Ctrl-C and a reader who
    reads no further end it without a word.
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
    except told as error:
        print(f"hamstring coach: {_line(error)}", file=sys.stderr)
        return WRONG


def _forget_standard_output() -> None:
    """Python flushes once more at its end, which would fail again, and be told."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return str(error)
