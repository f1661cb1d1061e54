"""A store for tests and trials: everything is gone when the program ends."""

from threading import Lock

from msgspec import Struct

from skill.service.ports import RevisionConflict, Saved


class Aside(Struct, frozen=True):
    """A document that was set aside, and why."""

    body: str
    reason: str

    def __repr__(self) -> str:
        return f"Aside({self.reason}, the rest is private)"


class MemoryStore:
    """Progress in this process's memory. See `ProgressStore` for what the methods promise."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._current: dict[str, Saved] = {}
        self._aside: dict[str, list[Aside]] = {}
        # One count for all runners: a forgotten runner's own would start again.
        self._last_revision = 0

    def load(self, runner_id: str) -> Saved | None:
        with self._lock:
            return self._current.get(runner_id)

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        with self._lock:
            current = self._current.get(runner_id)
            if after != (current.revision if current else 0):
                raise RevisionConflict(f"the document changed since revision {after} was read")
            self._last_revision += 1
            self._current[runner_id] = Saved(body, self._last_revision)
            return self._last_revision

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        with self._lock:
            current = self._current.get(runner_id)
            if current is not None and current.revision == after:
                del self._current[runner_id]
                self._aside.setdefault(runner_id, []).append(Aside(current.body, reason))

    def copies_set_aside(self, runner_id: str) -> list[Aside]:
        """The copies set aside for a runner, oldest first."""
        with self._lock:
            return list(self._aside.get(runner_id, []))

    def forget(self, runner_id: str) -> None:
        with self._lock:
            self._current.pop(runner_id, None)
            self._aside.pop(runner_id, None)

    def check(self) -> None:
        """Memory can always be used."""

    def close(self) -> None:
        """There is nothing to close."""
