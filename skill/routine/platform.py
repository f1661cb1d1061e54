"""Reads Alexa's limits from platform.toml."""

from __future__ import annotations

from skill.routine.content import Content
from skill.routine.model import Fixed, Platform
from skill.routine.numbers import fixed
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
    platform = Platform(
        audio_seconds=fixed(file, "audio_seconds", low=60, high=240, unit="seconds"),
        spare_seconds=fixed(file, "spare_seconds", low=0, high=60, unit="seconds"),
        audio_files=fixed(file, "audio_files", low=1, high=15, unit="files"),
        reprompt_seconds=fixed(file, "reprompt_seconds", low=10, high=90, unit="seconds"),
        break_seconds=fixed(file, "break_seconds", low=1, high=10, unit="seconds"),
        speech_characters=fixed(file, "speech_characters", low=1000, high=8000, unit="characters"),
        response_bytes=fixed(file, "response_bytes", low=24_576, high=122_880, unit="bytes"),
        microphone_seconds=fixed(file, "microphone_seconds", low=1, high=60, unit="seconds"),
        model_characters=fixed(
            file, "model_characters", low=100_000, high=1_500_000, unit="characters"
        ),
        device_start_ms=fixed(file, "device_start_ms", low=0, high=5000, unit="ms"),
        speaking_ms=fixed(file, "speaking_ms", low=0, high=5000, unit="ms"),
        plain_after_amazon=_minutes(file, "plain_after_amazon"),
        plain_after_document=_minutes(file, "plain_after_document"),
        plain_after_break=_minutes(file, "plain_after_break"),
        waiting_sound_seconds=fixed(
            file, "waiting_sound_seconds", low=60, high=3600, unit="seconds"
        ),
        longest_wait_minutes=_minutes(file, "longest_wait_minutes"),
        longest_countdown_minutes=_minutes(file, "longest_countdown_minutes"),
        clip_kilobits=fixed(file, "clip_kilobits", low=16, high=160, unit="kilobits"),
        hours_ahead={entry.text("locale"): _hours_ahead(entry) for entry in file.tables("clock")},
    )
    file.done()
    return platform


def _hours_ahead(entry: Table) -> Fixed:
    hours = fixed(entry, "hours_ahead", low=-12, high=14, unit="hours")
    entry.done()
    return hours


def _minutes(file: Table, field: str) -> Fixed:
    return fixed(file, field, low=1, high=10_080, unit="minutes")
