"""Backup and restore of the progress in a SQLite file, its write-ahead log included.

A copy of the file alone lacks whatever is still in the log beside it, so both go through
SQLite's own backup. The result is one file, checked, and readable by its owner only.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from skill.stores.sqlite import APPLICATION_ID, SCHEMA_VERSION

WAIT_S = 5.0
"""Seconds to wait for another program's lock."""
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database while it is in use, or after a crash."""


class BackupError(ValueError):
    """A backup or a restore was refused or failed; the text names the file and the cure."""


def back_up(store: Path, backup: Path, *, overwrite: bool = False) -> int:
    """Copy the progress in `store` into one file, while the server runs or not.

    Returns how many runners' progress is in it. Raises BackupError.
    """
    _must_exist(store, "name the file of the server in HAMSTRING_COACH_STORE")
    with _new_file(backup, store, overwrite) as unfinished:
        _copy(store, unfinished)
        runners, _ = _checked(unfinished, store)
    return runners


def restore(backup: Path, store: Path, *, overwrite: bool = False) -> int:
    """Put the progress in a backup where the server looks for it; the server must be stopped.

    Returns how many runners' progress is in it. Raises BackupError.
    """
    _must_exist(backup, "name a file that `backup` made")
    with _new_file(store, backup, overwrite) as unfinished:
        _copy(backup, unfinished)
        runners, layout = _checked(unfinished, backup)
        if layout > SCHEMA_VERSION:
            raise BackupError(
                f"{backup} was made by a newer Hamstring Coach (layout {layout}, this one knows "
                f"{SCHEMA_VERSION}): update this one first. Nothing was changed."
            )
        with _connected(unfinished) as copy:
            copy.execute("PRAGMA journal_mode = WAL").fetchall()
        if store.exists():
            _take_out_of_use(store)
    return runners


def _must_exist(path: Path, cure: str) -> None:
    if not path.is_file():
        raise BackupError(f"{path} is no file: {cure}.")


@contextmanager
def _new_file(target: Path, source: Path, overwrite: bool) -> Iterator[Path]:
    """A file to write into, which becomes `target` once all went well."""
    if not target.absolute().parent.is_dir():
        raise BackupError(f"{target.absolute().parent} is no folder: make it first.")
    if target.exists():
        if target.samefile(source):
            raise BackupError(f"{target} is the very file to read: name another one.")
        if not overwrite:
            raise BackupError(
                f"{target} exists and was left as it is: name another file, or add --overwrite."
            )
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.absolute().parent)
    os.close(number)  # made for its owner only, before there is anything in it
    unfinished = Path(name)
    try:
        yield unfinished
        _belong_as(target if target.exists() else target.absolute().parent, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        for each in BESIDE:  # of the file that is replaced: they would be taken for the new one's
            Path(f"{target}{each}").unlink(missing_ok=True)
        unfinished.replace(target)
    except sqlite3.Error as error:
        raise BackupError(f"{source}: {error}. Nothing was changed.") from error
    finally:
        for each in ("", *BESIDE):
            Path(f"{unfinished}{each}").unlink(missing_ok=True)


def _belong_as(pattern: Path, path: Path) -> None:
    """Give the file to the owner of `pattern`, if run as root: the server must be able to write."""
    if os.geteuid() == 0:
        owner = pattern.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=WAIT_S, isolation_level=None)
    with closing(connection):
        yield connection


def _copy(source: Path, target: Path) -> None:
    with _connected(source) as old, _connected(target) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, with none beside it


def _checked(copy: Path, source: Path) -> tuple[int, int]:
    """How many runners have a document in a copy, and its layout; raises BackupError if damaged."""
    with _connected(copy) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise BackupError(f"{source} is no database of Hamstring Coach. Nothing was changed.")
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise BackupError(f"{source} is damaged ({found}). Nothing was changed.")
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        runners = connection.execute("SELECT count(DISTINCT runner) FROM document").fetchone()[0]
    return runners, layout


def _take_out_of_use(store: Path) -> None:
    """Fold the log into the file that is about to be replaced, which fails while it is in use."""
    try:
        with _connected(store) as old:
            old.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        raise BackupError(
            f"{store} is in use: stop the server, restore, then start it. Nothing was changed."
        ) from error
    except sqlite3.DatabaseError as error:
        # What is damaged is what a restore is for, and holds nothing that could be folded in.
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
