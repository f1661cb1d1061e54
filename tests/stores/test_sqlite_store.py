"""What only the store in a file has: other programs, other processes, crashes, damage."""

import gc
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from skill.service.ports import RevisionConflict, Saved, StoreUnavailable
from skill.stores.sqlite import SqliteStore
from tests.stores.sqlite_files import NEIGHBOUR, RUNNER, output, start
from tests.stores.stores import Copy, copies_in_file

LAYOUT_1 = """
    CREATE TABLE document (
        revision INTEGER PRIMARY KEY AUTOINCREMENT,
        runner TEXT NOT NULL,
        body TEXT NOT NULL,
        set_aside_because TEXT
    );
    CREATE INDEX document_by_runner ON document (runner);
    CREATE UNIQUE INDEX one_current_document_per_runner ON document (runner)
    WHERE set_aside_because IS NULL;
    PRAGMA application_id = 0x48435052;
    PRAGMA user_version = 1;
    PRAGMA journal_mode = WAL;
"""
"""A file as it was made before a row kept its place."""


def refusal(store: SqliteStore) -> str:
    """What is said if the store cannot be used, the same for every call."""
    said = set()
    for ask in (
        store.check,
        lambda: store.load(RUNNER),
        lambda: store.save(RUNNER, "new", after=0),
        lambda: store.set_aside(RUNNER, "a reason", after=1),
        lambda: store.forget(RUNNER),
    ):
        with pytest.raises(StoreUnavailable) as refused:
            ask()
        said.add(str(refused.value))
    store.close()
    (text,) = said
    return text


@pytest.mark.parametrize("content", [b"hello", b"just a long diary\n" * 1000], ids=["few", "many"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    text = refusal(SqliteStore(path))
    assert str(path) in text
    assert "is not an SQLite database" in text
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    content = path.read_bytes()
    assert "another program's database" in refusal(SqliteStore(path))
    assert path.read_bytes() == content


def test_a_file_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "first", after=0)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 3")
    content = path.read_bytes()
    text = refusal(SqliteStore(path))
    assert "newer Hamstring Coach (layout 3, this one knows 2)" in text
    assert path.read_bytes() == content


def in_layout_1(path: Path, *rows: tuple[str, str, str | None]) -> None:
    """Make a file of layout 1 with such runners, bodies and reasons to set them aside."""
    with closing(sqlite3.connect(path)) as older:
        older.executescript(LAYOUT_1)
        older.executemany(
            "INSERT INTO document (runner, body, set_aside_because) VALUES (?, ?, ?)", rows
        )
        older.commit()


def test_a_file_of_layout_1_is_taken_over_with_all_that_is_in_it(path: Path) -> None:
    in_layout_1(path, (RUNNER, "aside", "a reason"), (RUNNER, "mine", None), (NEIGHBOUR, "", None))
    with closing(SqliteStore(path)) as store:
        saved = store.load(RUNNER)
        assert saved is not None
        assert saved.body == "mine"
        assert saved.revision > 3  # a number that layout 1 gave to nothing
        revision = store.save(RUNNER, "mine and a set more", after=saved.revision)
        assert store.load(RUNNER) == Saved("mine and a set more", revision)
        assert copies_in_file(path, RUNNER) == [Copy("aside", "a reason")]
        assert store.load(NEIGHBOUR) is not None


def test_a_program_that_knows_layout_1_only_cannot_overlook_a_save(path: Path) -> None:
    """It may have the file open: while the skill is replaced, both answer."""
    in_layout_1(path, (RUNNER, "mine", None))
    with closing(sqlite3.connect(path)) as older:
        older.execute("SELECT body, revision FROM document").fetchall()
        with closing(SqliteStore(path)) as store:
            store.check()
        with pytest.raises(sqlite3.OperationalError, match="no such column: revision"):
            older.execute("SELECT body, revision FROM document")


def test_a_damaged_database_is_refused_and_kept(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "x" * 100_000, after=0)
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with closing(SqliteStore(path)) as store, pytest.raises(StoreUnavailable, match="damaged"):
        store.load(RUNNER)
    assert path.stat().st_size == size


def test_a_folder_in_place_of_the_file_is_refused(path: Path) -> None:
    path.mkdir()
    assert "check that it is a file" in refusal(SqliteStore(path))


def test_a_file_in_place_of_the_folder_is_refused(path: Path) -> None:
    path.write_text("in the way")
    assert "cannot be opened" in refusal(SqliteStore(path / "deep" / "progress.db"))
    assert path.read_text() == "in the way"


def test_a_locked_file_is_refused_for_writing_and_can_still_be_read(path: Path) -> None:
    with closing(SqliteStore(path, wait_s=0)) as store, closing(sqlite3.connect(path)) as other:
        revision = store.save(RUNNER, "first", after=0)
        other.execute("BEGIN IMMEDIATE")
        for write in (
            lambda: store.save(RUNNER, "second", after=revision),
            lambda: store.set_aside(RUNNER, "a reason", after=1),
            lambda: store.forget(RUNNER),
            store.check,
        ):
            with pytest.raises(StoreUnavailable, match="locked by another program") as refused:
                write()
            assert isinstance(refused.value.__cause__, sqlite3.OperationalError)
        assert store.load(RUNNER) == Saved("first", revision)
        other.execute("ROLLBACK")
        assert store.save(RUNNER, "second", after=revision) > revision


def test_a_file_locked_before_it_was_ever_used_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in refusal(SqliteStore(path, wait_s=0))


def test_nothing_touches_the_disk_before_the_first_call(path: Path) -> None:
    SqliteStore(path / "progress.db").close()
    assert not path.exists()


def test_the_first_call_makes_folder_and_file(path: Path) -> None:
    with closing(SqliteStore(path / "deep" / "progress.db")) as store:
        store.check()
    assert (path / "deep" / "progress.db").is_file()


def test_an_empty_file_is_taken_as_a_new_one(path: Path) -> None:
    path.touch()
    with closing(SqliteStore(path)) as store:
        revision = store.save(RUNNER, "first", after=0)
        assert store.load(RUNNER) == Saved("first", revision)


def test_a_document_is_there_after_closing_and_opening_again(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        revision = store.save(RUNNER, "first", after=0)
    with closing(SqliteStore(path)) as store:
        assert store.load(RUNNER) == Saved("first", revision)


def test_a_revision_never_comes_back_after_closing_and_opening_again(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        stale = store.save(RUNNER, "old", after=0)
        store.forget(RUNNER)
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "new", after=0)
        with pytest.raises(RevisionConflict):
            store.save(RUNNER, "old and a set more", after=stale)


def test_a_saved_document_survives_a_killed_process(path: Path) -> None:
    killed = start(
        f"print(store.save({RUNNER!r}, 'first', after=0), flush=True)\nos.kill(os.getpid(), 9)",
        path,
    )
    revision = int(output(killed))
    assert killed.returncode != 0
    with closing(SqliteStore(path)) as store:
        assert store.load(RUNNER) == Saved("first", revision)


def test_a_save_writes_one_page_of_the_file(path: Path) -> None:
    with closing(SqliteStore(path)) as store:
        revisions = {f"{count:064}": 0 for count in range(20)}
        for runner in revisions:
            revisions[runner] = store.save(runner, "x" * 800, after=0)
        with store._connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        for runner, revision in revisions.items():
            store.save(runner, "y" * 800, after=revision)
        frames = (path.with_name("progress.db-wal").stat().st_size - 32) / (24 + 4096)
    assert frames == len(revisions)


def test_a_save_does_not_wait_for_the_disk_and_does_not_stop_readers(path: Path) -> None:
    with closing(SqliteStore(path)) as store, store._connection() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (1,)  # NORMAL
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("is_older", [False, True], ids=["no file", "a file of layout 1"])
def test_processes_writing_at_the_same_time_lose_no_update(path: Path, is_older: bool) -> None:
    """They also make the file, or change its layout, at the same time."""
    if is_older:
        in_layout_1(path)
    count_to_fifteen = f"""
print("ready", flush=True)
sys.stdin.readline()
left = 15
while left:
    saved = store.load({RUNNER!r})
    count, after = (int(saved.body), saved.revision) if saved else (0, 0)
    try:
        store.save({RUNNER!r}, str(count + 1), after=after)
    except RevisionConflict:
        continue
    left -= 1
"""
    devices = [start(count_to_fifteen, path) for _ in range(4)]
    for device in devices:
        assert device.stdout is not None
        device.stdout.readline()
    for device in devices:
        assert device.stdin is not None
        device.stdin.write("go\n")
        device.stdin.flush()
    for device in devices:
        output(device)
    with closing(SqliteStore(path)) as store:
        loaded = store.load(RUNNER)
    assert loaded is not None
    assert loaded.body == "60"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_does_not_write_through_its_parents_connection(path: Path) -> None:
    """The parent closes the file behind the child's back: a write through what the child
    inherited would go to a log that is deleted already."""
    out = output(
        start(
            f"""
revision = store.save({RUNNER!r}, "by the parent", after=0)
parent_closed, closed = os.pipe()
child = os.fork()
if child == 0:
    os.read(parent_closed, 1)
    print(store.save({RUNNER!r}, "by the child", after=revision), flush=True)
    os._exit(0)
store.close()
os.write(closed, b".")
os.waitpid(child, 0)
""",
            path,
        )
    )
    with closing(SqliteStore(path)) as store:
        assert store.load(RUNNER) == Saved("by the child", int(out))


def test_a_file_that_was_deleted_is_noticed(path: Path) -> None:
    """A document saved to the deleted file would be answered for, and lost."""
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "old", after=0)
        for name in ("progress.db", "progress.db-wal", "progress.db-shm"):
            path.with_name(name).unlink()
        assert store.load(RUNNER) is None
        revision = store.save(RUNNER, "new", after=0)
    with closing(SqliteStore(path)) as store:
        assert store.load(RUNNER) == Saved("new", revision)


def test_a_backup_put_in_place_of_the_file_is_noticed(path: Path) -> None:
    backup = path.with_name("backup.db")
    with closing(SqliteStore(backup)) as store:
        revision = store.save(RUNNER, "from the backup", after=0)
    with closing(SqliteStore(path)) as store:
        store.save(RUNNER, "old", after=0)
        for name in ("progress.db-wal", "progress.db-shm"):
            path.with_name(name).unlink()
        backup.replace(path)
        assert store.load(RUNNER) == Saved("from the backup", revision)


def test_a_store_that_nobody_has_any_more_has_closed_its_connections(path: Path) -> None:
    store = SqliteStore(path)
    store.check()
    with store._connection() as connection:
        pass
    del store
    gc.collect()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
