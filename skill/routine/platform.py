"""Reads Alexa's limits from platform.toml."""

from __future__ import annotations

from skill.routine.content import Content
from skill.routine.model import Limits, Platform
from skill.routine.numbers import fixed, numbers_of
from skill.routine.table import Complaints, Table
from skill.routine.toml_file import read_file


def load_platform(content: Content) -> Platform:
    """Alexa's limits; raises DataError."""
    complaints = Complaints()
    platform = read_platform(read_file(content.platform, complaints))
    complaints.finish()
    return platform


def read_platform(file: Table) -> Platform:
    """The limits in the file; the table collects complaints."""
    clocks = {entry.text("locale"): _hours_ahead(entry) for entry in file.tables("clock")}
    platform = Platform(**numbers_of(Platform, file), hours_ahead=clocks)
    file.done()
    return platform


def _hours_ahead(entry: Table) -> int:
    hours = fixed(entry, "hours_ahead", Limits(-12, 14, "hours"))
    entry.done()
    return hours
