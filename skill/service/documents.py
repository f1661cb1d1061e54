"""A runner as the text that a store keeps, and a session as what its attributes carry."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from skill.coach.runner import Runner
from skill.coach.session import Session, Stopped
from skill.service.migrations import migrated

VERSION = 4
"""The version of a document that is written now."""
ROUTINE, CLINIC, PROFILE = "hamstrings", "innovative_physical_therapy", "1"
LARGEST_TEXT = 200_000
"""Characters; DynamoDB takes 400 kB, and what this skill writes is far below either."""


class DocumentError(ValueError):
    """A saved document that cannot be read."""


class NewerDocument(DocumentError):
    """A document written by a newer version of the skill; to be left as it is."""


def runner_text(runner: Runner) -> str:
    """The runner as the text of a document: compact JSON."""
    return json.dumps(runner_document(runner), separators=(",", ":"))


def runner_document(runner: Runner) -> dict[str, Any]:
    """The runner as plain JSON."""
    kept: dict[str, Any] = msgspec.to_builtins(runner)
    return {"version": VERSION, "routine": ROUTINE, "clinic": CLINIC, "runner": PROFILE, **kept}


def read_runner(text: str) -> Runner:
    """The runner in the text of a document.

    Raises NewerDocument or DocumentError if it cannot be read.
    """
    if len(text) > LARGEST_TEXT:
        raise DocumentError("the document is larger than any that this skill writes")
    try:
        return runner_of(json.loads(text))
    except DocumentError:
        raise
    except (ValueError, RecursionError) as error:
        raise DocumentError("the document is no JSON that can be read") from error


def runner_of(data: object) -> Runner:
    """The runner in a document of any version; raises NewerDocument or DocumentError."""
    if not isinstance(data, dict):
        raise DocumentError("a document is a table")
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise DocumentError("a document has a version, counted from one")
    if version > VERSION:
        raise NewerDocument(f"the document has version {version}; this skill knows {VERSION}")
    try:
        return msgspec.convert(migrated(data, version, VERSION), Runner)
    except (msgspec.ValidationError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise DocumentError("the document does not have the shape of its version") from error


def session_attribute(session: Session) -> dict[str, Any]:
    """The session as plain JSON."""
    carried: dict[str, Any] = msgspec.to_builtins(session)
    return {name: value for name, value in carried.items() if value not in (None, False, 0)}


def read_session(data: object) -> Session:
    """The session that attributes carry: an empty one if they carry none that can be read.

    In doubt, what was stopped stays stopped, without a way back.
    """
    if not isinstance(data, dict):
        return Session()
    try:
        session = msgspec.convert(data, Session)
    except (msgspec.ValidationError, ValueError, RecursionError):
        stopped = data.get("stopped")
        if stopped not in list(Stopped):
            return Session()
        return Session(subdued=True, stopped=Stopped(stopped))
    return session
