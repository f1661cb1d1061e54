"""Stores that misbehave the way real ones do. Each is a memory store underneath."""

from __future__ import annotations

from collections.abc import Callable

from skill.service.ports import Saved, StoreUnavailable
from skill.stores.memory import MemoryStore

DOWN_TEXT = "connection to 10.0.0.7 refused for runner"
"""What a store's complaint may hold: for the log, the runner aside, and never for runners."""


class UnsteadyStore(MemoryStore):
    """A store of which some operations are down for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.down: set[str] = set()
        """The names of the operations that fail now."""

    def load(self, runner_id: str) -> Saved | None:
        self._fail("load", runner_id)
        return super().load(runner_id)

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        self._fail("save", runner_id)
        return super().save(runner_id, body, after=after)

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        self._fail("set_aside", runner_id)
        super().set_aside(runner_id, reason, after=after)

    def forget(self, runner_id: str) -> None:
        self._fail("forget", runner_id)
        super().forget(runner_id)

    def _fail(self, operation: str, runner_id: str) -> None:
        if operation in self.down:
            raise StoreUnavailable(f"{operation}: {DOWN_TEXT} {runner_id}")


class SilentStore(MemoryStore):
    """A store that keeps what is saved, but whose answer gets lost while it is `deaf`."""

    def __init__(self) -> None:
        super().__init__()
        self.deaf = False

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        revision = super().save(runner_id, body, after=after)
        if self.deaf:
            raise StoreUnavailable(f"save: no answer for {runner_id}")
        return revision


class RacedStore(MemoryStore):
    """A store in which something else is saved right before a save, once for each happening."""

    def __init__(self) -> None:
        super().__init__()
        self.happenings: list[Callable[[], object]] = []

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        if self.happenings:
            happening, *later = self.happenings
            self.happenings = []  # what happens saves, too, and nothing comes before that
            happening()
            self.happenings = later
        return super().save(runner_id, body, after=after)


class BrokenStore(MemoryStore):
    """A store with a bug: it raises what no store should, with a runner's affairs in its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def load(self, runner_id: str) -> Saved | None:
        raise RuntimeError(self.text)
