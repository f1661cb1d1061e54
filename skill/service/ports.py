"""The ports: how any store keeps a runner's progress, and which clips exist.

A document is an opaque string to a store. The runner id is stored as given, so the caller hashes
it. A revision is a positive integer that a store hands out once and never again, even after its
document was forgotten or set aside, so that a writer never mistakes a newer document for the one it
read.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct


class StoreError(Exception):
    """The store failed. Its text is for operators, never for runners."""


class RevisionConflict(StoreError):
    """Another writer came first: load again and decide again."""


class StoreUnavailable(StoreError):
    """The store is locked, unreachable, damaged or too slow.

    Whether a write that failed like this was kept is unknown: only the next `load` tells.
    """


def cause_of(error: Exception, *private: str) -> str:
    """An exception for the log: its type and, if it comes from a store, its text on one line.

    Other texts may quote the runner. Any `private` strings are removed from the text.
    """
    if not isinstance(error, StoreError):
        return type(error).__name__
    text = " ".join(str(error).split())
    for each in filter(None, private):
        text = text.replace(each, "...")
    return f"{type(error).__name__}: {text}"


class Saved(Struct, frozen=True):
    """A document, and the revision to hand back when replacing it."""

    body: str
    revision: int

    def __repr__(self) -> str:
        # the body is private: not for logs or tracebacks
        return f"Saved(revision={self.revision})"


class ProgressStore(Protocol):
    """Keeps one current document per runner. Every store is safe to use from many threads."""

    def load(self, runner_id: str) -> Saved | None:
        """The runner's current document; None if there is none. Raises StoreUnavailable."""

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        """Replace the document read as revision `after` (0 if there was none).

        Returns the new revision. From then on the document survives a crash of the program, except
        in `memory:`. Raises RevisionConflict if the current revision is no longer `after`,
        StoreError if the document is too big for the store, and StoreUnavailable.
        """

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        """Move the document read as revision `after` aside, unchanged.

        The runner then has no current document. Nothing happens if another writer has replaced,
        moved or forgotten it. The `reason`, nothing personal, is stored for operators.
        Raises StoreUnavailable.
        """

    def forget(self, runner_id: str) -> None:
        """Delete everything of this runner, including copies set aside, and of no one else.

        Raises StoreUnavailable; then some may be left, and another call finishes it.
        """

    def check(self) -> None:
        """Raise StoreUnavailable unless the store can be used now."""

    def close(self) -> None:
        """Close connections; the store is not used afterwards. Closing twice is harmless."""


class Stores(Struct, frozen=True):
    """The store for each kind of caller."""

    for_a_request: Callable[[], ProgressStore]
    """The store, with one request's time budget."""
    for_nobody: Callable[[], ProgressStore]
    """An empty one, for a request that names no user."""


class AudioLibrary(Protocol):
    """The clips that a device's player can fetch."""

    @property
    def speaker(self) -> str:
        """The voice of the clips; part of every clip's name."""

    @property
    def has_sets(self) -> bool:
        """Whether sets are among the clips."""

    def address_of(self, name: str) -> str | None:
        """The address of the clip with that name; None if there is none."""

    @property
    def picture(self) -> str | None:
        """The address of the picture that a screen shows meanwhile; None if there is none."""
