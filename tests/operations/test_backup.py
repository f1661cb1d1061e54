"""Backup and restore: one command each, the write-ahead log included, nothing lost on the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from skill.operations.backup import BackupError, back_up, restore
from skill.operations.operator_commands import main
from skill.stores.sqlite import SqliteStore
from tests.stores.test_sqlite_store import in_layout_1

RUNNERS = [f"runner {number}" for number in range(50)]
IN_USE = """
import sys
from pathlib import Path
from skill.stores.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]))
store.load("runner 0")
print("open", flush=True)
sys.stdin.read()
"""


def fill(path: Path) -> SqliteStore:
    store = SqliteStore(path)
    for runner in RUNNERS:
        store.save(runner, f"progress of {runner}", after=0)
    return store


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Path]:
    """A file that is in use, and whose documents are all still in its write-ahead log."""
    path = tmp_path / "progress.db"
    with closing(fill(path)):
        yield path


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of fifty runners."""
    with closing(fill(tmp_path / "old.db")):
        back_up(tmp_path / "old.db", tmp_path / "backup.db")
    return tmp_path / "backup.db"


def documents(path: Path) -> list[str]:
    with closing(SqliteStore(path)) as store:
        return [saved.body for runner in RUNNERS if (saved := store.load(runner))]


def test_a_copy_of_the_file_alone_lacks_what_a_backup_has(busy: Path, tmp_path: Path) -> None:
    shutil.copy(busy, tmp_path / "copied.db")
    runners = back_up(busy, tmp_path / "backup.db")

    assert documents(tmp_path / "copied.db") == []
    assert runners == len(RUNNERS)
    assert documents(tmp_path / "backup.db") == [f"progress of {runner}" for runner in RUNNERS]


def test_a_backup_is_one_file_for_its_owner_only(busy: Path, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    back_up(busy, tmp_path / "backups" / "backup.db")

    (made,) = (tmp_path / "backups").iterdir()
    assert made.stat().st_mode & 0o777 == 0o600


def test_what_is_restored_is_what_was_saved_and_can_be_saved_on(
    backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.db"

    assert restore(backup, there) == len(RUNNERS)

    assert documents(there) == [f"progress of {runner}" for runner in RUNNERS]
    with closing(SqliteStore(there)) as store:
        saved = store.load("runner 7")
        assert saved
        assert store.save("runner 7", "more", after=saved.revision) > saved.revision
        assert Path(f"{there}-wal").exists(), "the server's own journal mode is back"


def test_a_restore_in_place_leaves_nothing_of_what_was_there(backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    with closing(SqliteStore(there)) as store:
        store.save("runner 0", "later progress", after=0)
        store.save("somebody new", "later progress", after=0)
        for each in ("", "-wal", "-shm"):  # as a machine that lost its power leaves it
            shutil.copy(f"{there}{each}", tmp_path / f"crashed.db{each}")

    restore(backup, tmp_path / "crashed.db", overwrite=True)

    assert documents(tmp_path / "crashed.db") == [f"progress of {runner}" for runner in RUNNERS]
    with closing(SqliteStore(tmp_path / "crashed.db")) as store:
        assert store.load("somebody new") is None


@pytest.mark.parametrize("damage", [b"not a database at all" * 500, b"", None])
def test_what_is_damaged_or_gone_can_be_replaced_and_its_log_with_it(
    damage: bytes | None, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.db"
    fill(tmp_path / "busy.db").close()
    with closing(SqliteStore(tmp_path / "busy.db")) as store:
        saved = store.load("runner 3")
        assert saved
        store.save("runner 3", "later progress", after=saved.revision)
        shutil.copy(tmp_path / "busy.db-wal", f"{there}-wal")  # a page or two, and not the first
    if damage is not None:
        there.write_bytes(damage)

    restore(backup, there, overwrite=True)

    assert not Path(f"{there}-wal").exists()

    assert documents(there) == [f"progress of {runner}" for runner in RUNNERS]


def test_nothing_is_overwritten_unless_that_is_asked_for(backup: Path, busy: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(BackupError, match="exists and was left as it is.*--overwrite"):
        back_up(busy, backup)
    with pytest.raises(BackupError, match="exists and was left as it is.*--overwrite"):
        restore(backup, busy)

    assert backup.read_bytes() == before
    assert back_up(busy, backup, overwrite=True) == len(RUNNERS)


def test_a_restore_while_a_server_runs_is_refused_and_changes_nothing(
    backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.db"
    with closing(SqliteStore(there)) as store:
        store.save("runner 0", "later progress", after=0)
    with subprocess.Popen(
        [sys.executable, "-c", IN_USE, str(there)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        server.stdout.readline()
        with pytest.raises(BackupError, match="is in use: stop the server"):
            restore(backup, there, overwrite=True)
        server.communicate("")

    assert documents(there) == ["later progress"]


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def altered(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"runner 7", b"walker 7", 1))  # in the table, or in its index


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE cookies (name)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (damaged, "damaged|malformed"),
        (altered, "is damaged .row .* missing from index"),
        (foreign, "is not a Hamstring Coach database"),
        (newer, "made by a newer Hamstring Coach .layout 99"),
        (Path.unlink, "is not a file"),
        (lambda path: path.write_text("hello " * 1000), "not a database"),
    ],
    ids=["damaged", "altered", "another program's", "newer", "missing", "text"],
)
def test_only_a_whole_backup_of_ours_is_restored(
    spoil: object, complaint: str, backup: Path, tmp_path: Path
) -> None:
    assert callable(spoil)
    spoil(backup)
    there = tmp_path / "there.db"
    with closing(SqliteStore(there)) as store:
        store.save("runner 0", "later progress", after=0)

    with pytest.raises(BackupError, match=complaint):
        restore(backup, there, overwrite=True)

    assert documents(there) == ["later progress"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")], "a leftover"


def test_a_backup_of_an_older_layout_is_restored_and_brought_up_to_date(tmp_path: Path) -> None:
    in_layout_1(tmp_path / "old.db", ("runner 0", "progress of old", None))

    back_up(tmp_path / "old.db", tmp_path / "backup.db")
    restore(tmp_path / "backup.db", tmp_path / "there.db")

    assert documents(tmp_path / "there.db") == ["progress of old"]


def test_a_file_cannot_be_its_own_backup(busy: Path) -> None:
    with pytest.raises(BackupError, match="is the file to read from"):
        back_up(busy, busy, overwrite=True)


def test_the_commands_take_the_store_from_its_setting(
    busy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HAMSTRING_COACH_STORE", f"sqlite:{busy}")
    assert main(["backup", str(tmp_path / "backup.db")]) == 0
    monkeypatch.setenv("HAMSTRING_COACH_STORE", f"sqlite:{tmp_path / 'there.db'}")
    assert main(["restore", str(tmp_path / "backup.db")]) == 0
    assert "the progress of 50 runners" in capsys.readouterr().out

    assert main(["restore", str(tmp_path / "backup.db")]) == 2
    assert main(["backup", str(tmp_path / "nowhere" / "backup.db")]) == 2
    for other, cure in (("dynamodb:table", "aws dynamodb create-backup"), ("memory:", "sqlite:")):
        monkeypatch.setenv("HAMSTRING_COACH_STORE", other)
        assert main(["backup", str(tmp_path / "other.db")]) == 2
        assert cure in capsys.readouterr().err


def test_what_is_restored_belongs_to_the_servers_user(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    if os.geteuid() == 0:  # as an operator runs it; only root may give files away
        os.chown(folder, 10001, 10001)

    restore(backup, folder / "progress.db")

    assert (folder / "progress.db").stat().st_uid == folder.stat().st_uid
