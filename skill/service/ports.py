"""The ports: how a runner's progress is kept, whatever keeps it, and which clips there are.

The document is an opaque string: no store looks inside. The runner id is stored as given, so it
is the caller who hashes it. A revision is a positive whole number that a store hands out once and
never again, not even after the document it stood for was forgotten or set aside. So a writer that
read an old document can never take a newer one for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class StoreError(Exception):
    """The store could not do what was asked. Its text is for operators, never for runners."""


class RevisionConflict(StoreError):
    """Somebody else wrote since the document was read: load again and decide again."""


class StoreUnavailable(StoreError):
    """The store is locked, unreachable, damaged or too slow.

    Whether a write that ended so was kept is unknown: only the next `load` tells.
    """


def cause_of(error: Exception, *private: str) -> str:
    """What the log says of an exception: its type and, if a store wrote it, its text in a line.

    Other texts may quote what a runner said. `private` is left out wherever it is in the text.
    """
    if not isinstance(error, StoreError):
        return type(error).__name__
    text = " ".join(str(error).split())
    for each in filter(None, private):
        text = text.replace(each, "...")
    return f"{type(error).__name__}: {text}"


@dataclass(frozen=True, slots=True)
class Saved:
    """A document as it was read, and the revision to hand back when writing after it."""

    body: str = field(repr=False)  # a runner's own affairs: not for logs or tracebacks
    revision: int


class ProgressStore(Protocol):
    """Keeps one current document per runner. Every store is safe to use from many threads."""

    def load(self, runner_id: str) -> Saved | None:
        """Return the runner's current document, None when there is none.

        Raises StoreUnavailable.
        """

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        """Replace the document read as revision `after` (0: there was none) and return its new
        revision. Once this has returned, the document survives a crash of the program (except in
        `memory:`).

        Raises RevisionConflict when the current revision is no longer `after`, StoreError when
        the document is too big for the store, StoreUnavailable.
        """

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        """Keep the document read as revision `after`, untouched, in a place of its own and leave
        the runner with none. Nothing happens when that very document is no longer the current
        one: somebody else replaced it, set it aside or had it forgotten.

        `reason` is stored with the copy for whoever looks at it later: no personal text.
        Raises StoreUnavailable.
        """

    def forget(self, runner_id: str) -> None:
        """Delete everything of this runner, copies set aside too, and nothing of anyone else.

        Raises StoreUnavailable: then some may be left, and calling again finishes it.
        """

    def check(self) -> None:
        """Return when the store can be used now, raise StoreUnavailable when it can not."""

    def close(self) -> None:
        """Give connections back. The store is not used afterwards; closing twice is harmless."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Where progress is kept, by who asks."""

    for_a_request: Callable[[], ProgressStore]
    """The store, with the time that one request may take of it."""
    for_nobody: Callable[[], ProgressStore]
    """An empty one, for a request that names no user."""


class AudioLibrary(Protocol):
    """The clips that a device's player can fetch."""

    @property
    def speaker(self) -> str:
        """Whoever lent the clips' voice; part of every clip's name."""

    @property
    def has_sets(self) -> bool:
        """Whether sets are among the clips."""

    def address_of(self, name: str) -> str | None:
        """Where the clip of that name is; None if there is none."""

    @property
    def picture(self) -> str | None:
        """Where the picture is that a screen shows meanwhile; None if there is none."""
