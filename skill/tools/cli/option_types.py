"""The types of command line options, with their error messages."""

from __future__ import annotations

import argparse
import math

SPEEDS = (0.1, 1_000_000)
HOST, PORT = "127.0.0.1", 5000
LAST_PORT = 65_535
MOST_WEEKS = 52


def speed(text: str) -> float:
    """How many times faster than real time to play."""
    least, most = SPEEDS
    try:
        speed = float(text)
    except ValueError:
        speed = math.nan
    if not least <= speed <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a speed; give a number from {least} up")
    return speed


def host(text: str) -> str:
    """The address to listen at."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"is empty; give an address, such as {HOST}")
    return text


def port(text: str) -> int:
    """The port to listen at."""
    port = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if not 1 <= port <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give one from 1 to {LAST_PORT}")
    return port


def weeks(text: str) -> int:
    """How many weeks to play."""
    weeks = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= weeks <= MOST_WEEKS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of weeks from 1 to {MOST_WEEKS}"
        )
    return weeks
