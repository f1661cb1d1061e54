"""A store that answers in time, whatever the store behind it does.

Alexa waits 8 s for an answer, so all calls of one request share a time budget. Within it a failed
call is repeated after a random pause; a store that keeps failing is left alone for a while, and
callers get StoreUnavailable at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from msgspec import Struct

from skill.service.ports import ProgressStore, RevisionConflict, Saved, StoreUnavailable

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Answer = TypeVar("Answer")

BUDGET_S = 1.8
"""The time for all calls of one request, in seconds; with the skill's own time, an answer leaves
within 2 s."""

ATTEMPTS = 3
"""The most times a call is made if the store is unavailable."""

FIRST_PAUSE_S = 0.05
"""The longest pause before the second attempt, in seconds; it doubles with each one. The actual
pause is a random fraction of it, so that callers that failed together don't return together."""

FAILURES_BEFORE_REST = 5
"""The number of failures in a row, for any runners, after which the store is left alone."""

REST_S = 10
"""How long a failing store is left alone, in seconds."""

THREADS = 16
"""The most calls under way at once. If all of them hang, others still don't wait any longer."""


class Within(Protocol):
    """Makes a call with a time limit."""

    def __call__(self, call: Callable[[], Answer], seconds: float) -> Answer:
        """What the call returned or raised; TimeoutError if it takes longer than `seconds`."""


class Breaker(AbstractContextManager[object], Protocol):
    """The part of a circuit breaker that we use; as a context, it counts failures."""

    @property
    def opened(self) -> bool:
        """Whether no calls are made for now."""

    def reset(self) -> None:
        """Forget past failures."""


class Directly:
    """Makes calls directly, for a store on this machine, whose calls end by themselves.

    `longest_s` is how long one of its calls may take, in seconds. A call is not begun with less
    than that left, so the budget holds without threads.
    """

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s

    def __call__(self, call: Callable[[], Answer], seconds: float) -> Answer:
        """See Within."""
        if seconds < self._longest_s:
            raise TimeoutError
        return call()


class OnThreads:
    """Makes calls on other threads, so that one that hangs can be abandoned."""

    def __init__(self, threads: int = THREADS) -> None:
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0

    def __call__(self, call: Callable[[], Answer], seconds: float) -> Answer:
        """See Within. An abandoned call goes on; the next load shows whether it succeeded."""
        waiting = self._pool_here().submit(call)
        try:
            return waiting.result(seconds)
        except TimeoutError:
            waiting.cancel()
            raise

    def _pool_here(self) -> ThreadPoolExecutor:
        # A forked process has the pool but none of its threads.
        if self._pool is None or self._process != os.getpid():
            from concurrent.futures import ThreadPoolExecutor

            self._process = os.getpid()
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="store")
        return self._pool


def circuit_breaker() -> Breaker:
    """The breaker for a store; its library is loaded at the first failure."""
    from circuitbreaker import CircuitBreaker  # type: ignore[import-untyped]

    breaker = CircuitBreaker(FAILURES_BEFORE_REST, REST_S, StoreUnavailable, "store")
    return cast("Breaker", breaker)


class Means(Struct, frozen=True):
    """What a resilient store needs from the outside."""

    clock: Callable[[], float]
    """Monotonic seconds."""
    pause: Callable[[float], None]
    """Waits for a number of seconds."""
    chance: Callable[[], float]
    """A random number from 0 to 1."""
    within: Within
    breaker: Callable[[], Breaker] = circuit_breaker


class ResilientStore:
    """A store whose calls for one request share a time budget.

    A call beyond it raises StoreUnavailable.
    """

    def __init__(self, store: ProgressStore, means: Means) -> None:
        self._store = store
        self._means = means
        self._breaker: Breaker | None = None
        self._last_failure = ""

    def for_one_request(self) -> ProgressStore:
        """The store for the calls of one request, whose budget starts now."""
        return _OneRequest(self, self._store, self._means.clock() + BUDGET_S)

    def ask(self, call: Callable[[], Answer], deadline: float) -> Answer:
        """Make a call, repeated until the deadline if the store is unavailable."""
        longest_pause_s = FIRST_PAUSE_S
        for _ in range(ATTEMPTS - 1):
            try:
                return self._ask_once(call, deadline)
            except StoreUnavailable:
                pause_s = self._means.chance() * longest_pause_s
                if self._means.clock() + pause_s >= deadline or self._resting:
                    raise
            self._means.pause(pause_s)
            longest_pause_s *= 2
        return self._ask_once(call, deadline)

    @property
    def _resting(self) -> bool:
        return self._breaker is not None and self._breaker.opened

    def _ask_once(self, call: Callable[[], Answer], deadline: float) -> Answer:
        if self._resting:
            raise StoreUnavailable(
                f"the store kept failing: left alone for {REST_S} s; last: {self._last_failure}"
            )
        left_s = deadline - self._means.clock()
        if left_s <= 0:
            raise StoreUnavailable(f"nothing is left of the {BUDGET_S} s for one request")
        try:
            answer = self._means.within(call, left_s)
        except RevisionConflict:
            self._worked()
            raise
        except (StoreUnavailable, TimeoutError) as failure:
            self._last_failure = str(failure) or f"no answer within {BUDGET_S} s"
            with self._counting():
                if isinstance(failure, StoreUnavailable):
                    raise
                raise StoreUnavailable(f"no answer within {BUDGET_S} s") from failure
        self._worked()
        return answer

    def _worked(self) -> None:
        if self._breaker is not None:
            self._breaker.reset()

    def _counting(self) -> Breaker:
        if self._breaker is None:
            self._breaker = self._means.breaker()
        return self._breaker


class _OneRequest:
    """A resilient store's calls for one request: they share the time until its deadline."""

    def __init__(self, resilient: ResilientStore, store: ProgressStore, deadline: float) -> None:
        self._resilient = resilient
        self._store = store
        self._deadline = deadline

    def load(self, runner_id: str) -> Saved | None:
        return self._ask(lambda: self._store.load(runner_id))

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        attempts = 0

        def save() -> int:
            nonlocal attempts
            attempts += 1
            try:
                return self._store.save(runner_id, body, after=after)
            except RevisionConflict:
                # An attempt that seemed to fail may have been kept: then this is no conflict.
                now = self._store.load(runner_id) if attempts > 1 else None
                if now is None or now.body != body:
                    raise
                return now.revision

        return self._ask(save)

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        self._ask(lambda: self._store.set_aside(runner_id, reason, after=after))

    def forget(self, runner_id: str) -> None:
        self._ask(lambda: self._store.forget(runner_id))

    def check(self) -> None:
        self._ask(self._store.check)

    def close(self) -> None:
        self._store.close()

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        return self._resilient.ask(call, self._deadline)


def for_one_request(store: ProgressStore | ResilientStore) -> ProgressStore:
    """The store for the calls of one request, with one budget for them all if it has any."""
    return store.for_one_request() if isinstance(store, ResilientStore) else store
