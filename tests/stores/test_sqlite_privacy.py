"""What is forgotten is gone from the disk, and nobody else may read what is there."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from skill.service.ports import StoreUnavailable
from skill.stores.sqlite import SqliteStore
from tests.stores.sqlite_files import NEIGHBOUR, RUNNER, somebody_writing_before, start


def test_nothing_that_was_forgotten_is_left_in_any_file(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        revision = store.save(RUNNER, "forget-me " * 1000, after=0)
        revision = store.save(RUNNER, "forget-me too " * 10, after=revision)
        store.set_aside(RUNNER, "a reason", after=revision)
        store.save(RUNNER, "forget-me as well", after=0)
        store.save("neighbour", "keep-me", after=0)
        store.forget(RUNNER)
        content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"keep-me" in content
    assert b"forget-me" not in content
    assert RUNNER.encode() not in content


@contextmanager
def somebody_reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a read."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM document").fetchone() != (0,)
        yield reader


def files_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_while_somebody_reads_nothing_is_said_to_be_forgotten_and_asking_again_finishes_it(
    path: Path,
) -> None:
    with closing(SqliteStore(path, wait_s=0.05)) as store:
        store.save(RUNNER, "forget-me " * 1000, after=0)
        with somebody_reading(path):
            for _ in range(2):
                with pytest.raises(StoreUnavailable, match="still holds what was deleted"):
                    store.forget(RUNNER)
            assert b"forget-me" in files_beside(path)
            assert store.load(RUNNER) is None
            store.save(NEIGHBOUR, "keep-me", after=0)

        store.forget(RUNNER)

        assert b"forget-me" not in files_beside(path)
        assert store.load(NEIGHBOUR) is not None


def test_forgetting_waits_for_a_read_that_ends_in_time(path: Path) -> None:
    with closing(SqliteStore(path, wait_s=30)) as store, ThreadPoolExecutor(1) as thread:
        store.save(RUNNER, "forget-me " * 1000, after=0)
        with somebody_reading(path) as reader:
            forgetting = thread.submit(store.forget, RUNNER)
            with pytest.raises(TimeoutError):
                forgetting.result(0.1)
            reader.execute("COMMIT")
            forgetting.result(30)
            assert b"forget-me" not in files_beside(path)


def test_forgetting_is_finished_while_others_save_without_a_pause(path: Path) -> None:
    saving = """
revision = 0
print("saving", flush=True)
while True:
    revision = store.save("neighbour" + sys.argv[2], "keep-me " * 100, after=revision)
"""
    with closing(SqliteStore(path, wait_s=30)) as store:
        store.save(RUNNER, "forget-me " * 1000, after=0)
        neighbours = [start(saving, path, str(number)) for number in range(2)]
        try:
            for each in neighbours:
                assert each.stdout is not None
                assert each.stdout.readline() == "saving\n"
            store.forget(RUNNER)
        finally:
            for each in neighbours:
                each.kill()
                each.communicate()
        assert b"forget-me" not in files_beside(path)


def test_forgetting_waits_for_the_disk(path: Path) -> None:
    heard: list[str] = []
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "mine", after=0)
        with store._connection() as connection:
            connection.set_trace_callback(heard.append)
        store.forget(RUNNER)
        with store._connection() as connection:
            assert connection.execute("PRAGMA synchronous").fetchone() == (1,)  # again
    full, forgotten, *_ = heard
    assert full == "PRAGMA synchronous = FULL"
    assert forgotten.startswith("DELETE")


def rights(path: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_nobody_else_may_read_the_file_or_its_log(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "folder" / "progress.db"
    before = os.umask(umask)
    try:
        with closing(SqliteStore(path)) as store:
            store.save(RUNNER, "mine", after=0)
            assert len(list(path.parent.iterdir())) == 3
            assert rights(path) == {0o600}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_others_might_read_so_far_they_no_longer_may(path: Path) -> None:
    with closing(SqliteStore(path)) as store, somebody_writing_before(path):
        for file in path.parent.iterdir():
            file.chmod(0o664)
        assert store.load(RUNNER) is not None
        assert rights(path) == {0o600}
