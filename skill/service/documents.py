"""Runners as text for a store, and sessions as session attributes."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Struct

from skill.coach.runner import Runner
from skill.coach.session import Session, Stopped
from skill.service.migrations import migrated

VERSION = 5
"""The current version of a document."""
HEAD = f'{{"version":{VERSION},'
"""What a document that is written now begins with."""
LARGEST_TEXT = 200_000
"""In characters; DynamoDB accepts 400 kB, and this skill writes far less than either."""


class DocumentError(ValueError):
    """A saved document that cannot be read."""


class NewerDocument(DocumentError):
    """A document written by a newer version of the skill; to be left as it is."""


class Versioned(Struct, frozen=True):
    """The part of a document that says how to read the rest."""

    version: Annotated[int, msgspec.Meta(ge=1)]


def runner_text(runner: Runner) -> str:
    """The runner as the text of a document: compact JSON."""
    return HEAD + msgspec.json.encode(runner).decode()[1:]


def read_runner(text: str) -> Runner:
    """The runner in the text of a document of any version.

    Raises NewerDocument or DocumentError if it cannot be read.
    """
    if len(text) > LARGEST_TEXT:
        raise DocumentError("the document is larger than any that this skill writes")
    try:
        if text.startswith(HEAD):
            return msgspec.json.decode(text, type=Runner)
        version = msgspec.json.decode(text, type=Versioned).version
        if version == VERSION:
            return msgspec.json.decode(text, type=Runner)
        if version > VERSION:
            raise NewerDocument(f"the document has version {version}; this skill knows {VERSION}")
        return msgspec.convert(migrated(msgspec.json.decode(text), version, VERSION), Runner)
    except DocumentError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError("the document does not have the shape of its version") from error


def session_attribute(session: Session) -> dict[str, Any]:
    """The session as plain JSON."""
    carried: dict[str, Any] = msgspec.to_builtins(session)
    return {name: value for name, value in carried.items() if value not in (None, False, 0)}


def read_session(data: object) -> Session:
    """The session in the attributes; an empty one if they hold none that can be read.

    If in doubt, what was stopped stays stopped, with no way back.
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
