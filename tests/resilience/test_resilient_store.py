"""One request's calls to a store end in time, are tried again, and spare a store that is down."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TypeVar

import pytest
from msgspec.structs import replace

from skill.service.ports import RevisionConflict, Saved, StoreError, StoreUnavailable
from skill.stores.memory import MemoryStore
from skill.stores.resilient import (
    ATTEMPTS,
    BUDGET_S,
    FAILURES_BEFORE_REST,
    Breaker,
    Directly,
    Means,
    OnThreads,
    ResilientStore,
    circuit_breaker,
)

Answer = TypeVar("Answer")
RUNNER = "5f1c0d"


class World:
    """A clock, pauses and chance, in none of which any time passes."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.pauses: list[float] = []
        self.chances = 0.5
        self.breakers: list[Breaker] = []

    def means(self) -> Means:
        return Means(
            clock=lambda: self.now_s,
            pause=self.pause,
            chance=lambda: self.chances,
            within=self.within,
            breaker=self.breaker,
        )

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds

    def within(self, call: Callable[[], Answer], seconds: float) -> Answer:
        """A call takes as long as it moves the clock, and is given up once that is too long."""
        ends = self.now_s + seconds
        try:
            return call()
        finally:
            if self.now_s > ends:
                self.now_s = ends
                raise TimeoutError

    def breaker(self) -> Breaker:
        self.breakers.append(circuit_breaker())
        return self.breakers[-1]


class Failing(MemoryStore):
    """A memory store whose calls take some seconds, and fail so many times first."""

    def __init__(self, world: World, *, failures: int = 0, takes_s: float = 0.0) -> None:
        super().__init__()
        self.world = world
        self.failures = failures
        self.takes_s = takes_s
        self.error: type[Exception] = StoreUnavailable
        self.calls: list[str] = []
        self.keeps_what_fails = False

    def _call(self, name: str) -> None:
        self.calls.append(name)
        self.world.now_s += self.takes_s
        if self.failures:
            self.failures -= 1
            raise self.error(name)

    def load(self, runner_id: str) -> Saved | None:
        self._call("load")
        return super().load(runner_id)

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        if self.keeps_what_fails and self.failures:
            super().save(runner_id, body, after=after)
        self._call("save")
        return super().save(runner_id, body, after=after)

    def forget(self, runner_id: str) -> None:
        self._call("forget")
        super().forget(runner_id)


def test_what_fails_for_a_moment_is_tried_again_and_succeeds() -> None:
    world = World()
    store = Failing(world, failures=ATTEMPTS - 1)
    resilient = ResilientStore(store, world.means())

    assert resilient.for_one_request().save(RUNNER, "first", after=0) > 0

    assert store.calls == ["save"] * ATTEMPTS


def test_the_pauses_between_attempts_are_a_random_part_of_ever_longer_ones() -> None:
    pauses = {}
    for chance in (0.0, 0.5, 1.0):
        world = World()
        world.chances = chance
        ResilientStore(Failing(world, failures=ATTEMPTS - 1), world.means()).for_one_request().load(
            RUNNER
        )
        pauses[chance] = world.pauses

    longest = pauses[1.0]
    assert longest == sorted(longest)
    assert longest[0] > 0
    assert pauses[0.5] == [each / 2 for each in longest]
    assert pauses[0.0] == [0.0] * len(longest)


def test_what_keeps_failing_is_unavailable_after_the_last_attempt() -> None:
    world = World()
    store = Failing(world, failures=100)

    with pytest.raises(StoreUnavailable):
        ResilientStore(store, world.means()).for_one_request().load(RUNNER)

    assert len(store.calls) == ATTEMPTS


def test_a_file_that_stays_locked_holds_no_request_beyond_its_budget() -> None:
    world = World()
    store = Failing(world, failures=100, takes_s=0.8)
    resilient = ResilientStore(
        store, replace(world.means(), within=Directly(0.8))
    ).for_one_request()
    began = world.now_s

    for call in (resilient.load, resilient.forget):
        with pytest.raises(StoreUnavailable):
            call(RUNNER)

    assert world.now_s - began <= BUDGET_S
    assert store.calls == ["load", "load"]


def test_a_store_on_this_machine_is_asked_as_long_as_there_is_time_for_a_call() -> None:
    world = World()
    store = Failing(world, failures=1, takes_s=0.8)
    resilient = ResilientStore(store, replace(world.means(), within=Directly(0.8)))

    assert resilient.for_one_request().load(RUNNER) is None
    assert store.calls == ["load", "load"]


def test_a_call_that_hangs_is_given_up_when_the_budget_is_used_up() -> None:
    world = World()
    store = Failing(world, takes_s=3600)
    began = world.now_s

    with pytest.raises(StoreUnavailable, match="no answer within"):
        ResilientStore(store, world.means()).for_one_request().load(RUNNER)

    assert world.now_s - began <= BUDGET_S
    assert store.calls == ["load"]


def test_all_calls_of_one_request_share_one_budget() -> None:
    world = World()
    store = Failing(world, takes_s=BUDGET_S * 0.6)
    began = world.now_s
    request = ResilientStore(store, world.means()).for_one_request()

    request.load(RUNNER)
    for _ in range(5):
        with pytest.raises(StoreUnavailable):
            request.save(RUNNER, "first", after=0)

    assert world.now_s - began <= BUDGET_S <= 2
    assert store.calls == ["load", "save"], "nothing is asked once no time is left"


def test_the_next_request_has_a_budget_of_its_own() -> None:
    world = World()
    resilient = ResilientStore(Failing(world, takes_s=BUDGET_S * 0.9), world.means())

    for _ in range(3):
        assert resilient.for_one_request().load(RUNNER) is None


def test_a_conflict_is_never_tried_again_and_never_counted_as_a_failure() -> None:
    world = World()
    store = Failing(world)
    resilient = ResilientStore(store, world.means())
    resilient.for_one_request().save(RUNNER, "kitchen", after=0)
    store.calls.clear()

    for _ in range(3 * FAILURES_BEFORE_REST):
        with pytest.raises(RevisionConflict):
            resilient.for_one_request().save(RUNNER, "garage", after=0)

    assert store.calls == ["save"] * 3 * FAILURES_BEFORE_REST
    assert world.breakers == []


def test_a_document_the_store_refuses_for_good_is_not_tried_again() -> None:
    world = World()
    store = Failing(world, failures=1)
    store.error = StoreError

    with pytest.raises(StoreError):
        ResilientStore(store, world.means()).for_one_request().save(RUNNER, "too big", after=0)

    assert store.calls == ["save"]


def test_an_attempt_that_was_kept_though_it_failed_is_no_conflict() -> None:
    world = World()
    store = Failing(world, failures=1)
    store.keeps_what_fails = True

    revision = ResilientStore(store, world.means()).for_one_request().save(RUNNER, "first", after=0)

    assert MemoryStore.load(store, RUNNER) == Saved("first", revision)


def test_a_conflict_with_another_writer_after_a_failed_attempt_is_still_one() -> None:
    world = World()
    store = Failing(world, failures=1)
    MemoryStore.save(store, RUNNER, "kitchen", after=0)

    with pytest.raises(RevisionConflict):
        ResilientStore(store, world.means()).for_one_request().save(RUNNER, "garage", after=0)


def failing_until_it_rests(world: World, store: Failing) -> ResilientStore:
    store.failures = 1000
    resilient = ResilientStore(store, world.means())
    for _ in range(FAILURES_BEFORE_REST):
        with pytest.raises(StoreUnavailable):
            resilient.for_one_request().load(RUNNER)
    return resilient


def test_a_store_that_keeps_failing_is_left_alone() -> None:
    world = World()
    store = Failing(world)
    resilient = failing_until_it_rests(world, store)
    assert len(store.calls) == FAILURES_BEFORE_REST
    store.failures = 0

    with pytest.raises(StoreUnavailable, match="left alone"):
        resilient.for_one_request().save(RUNNER, "first", after=0)

    assert len(store.calls) == FAILURES_BEFORE_REST


class Rested:
    """A breaker that has been open for long enough: the next call is a trial."""

    def __init__(self) -> None:
        self.opened = False
        self.failures = 0
        self.was_reset = 0

    def __enter__(self) -> None:
        """Nothing happens before the call."""

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.failures += 1
        self.opened = True

    def reset(self) -> None:
        self.was_reset += 1


def test_after_the_rest_one_call_tries_and_success_ends_the_rest() -> None:
    world = World()
    breaker = Rested()
    store = Failing(world, failures=1)
    resilient = ResilientStore(
        store, Means(lambda: world.now_s, world.pause, lambda: 0.0, world.within, lambda: breaker)
    )
    with pytest.raises(StoreUnavailable):
        resilient.for_one_request().load(RUNNER)
    assert breaker.failures == 1

    breaker.opened = False  # the rest is over
    assert resilient.for_one_request().load(RUNNER) is None
    assert breaker.was_reset == 1


def test_the_library_is_not_loaded_before_the_first_failure() -> None:
    world = World()
    resilient = ResilientStore(Failing(world), world.means())

    resilient.for_one_request().save(RUNNER, "first", after=0)
    resilient.for_one_request().load(RUNNER)

    assert world.breakers == []


class Hanging(MemoryStore):
    """A store that answers once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = Event()

    def load(self, runner_id: str) -> Saved | None:
        assert self.let_go.wait(60), "was never let go"
        return super().load(runner_id)


def test_a_store_that_really_hangs_is_left_behind_on_its_thread() -> None:
    store = Hanging()
    calls = OnThreads(threads=1)
    try:
        with pytest.raises(TimeoutError):
            calls(lambda: store.load(RUNNER), 0.01)
        with pytest.raises(TimeoutError):
            calls(lambda: store.load(RUNNER), 0.01)  # even if all threads hang
    finally:
        store.let_go.set()
    assert calls(lambda: 7, 60) == 7


def test_a_call_on_a_thread_returns_and_raises_what_the_call_did() -> None:
    calls = OnThreads()

    assert calls(lambda: 7, 60) == 7
    with pytest.raises(RevisionConflict):
        calls(conflict, 60)


def conflict() -> None:
    raise RevisionConflict("the document changed")
