"""Backs up and restores the progress in a SQLite file, including its write-ahead log.

A plain copy of the file would lack what is still in the log, so both use SQLite's own backup. The
result is one checked file that only its owner can read.
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
"""How long to wait for another program's lock, in seconds."""
BESIDE = ("-wal", "-shm", "-journal")
"""The suffixes of the files that SQLite keeps beside a database in use, or after a crash."""


class BackupError(ValueError):
    """A backup or a restore was refused or failed; the text names the file and the cure."""


def back_up(store: Path, backup: Path, *, overwrite: bool = False) -> int:
    """Copy the progress in `store` into one file; the server may be running.

    Returns the number of runners in it. Raises BackupError.
    """
    _must_exist(store, "name the server's file in HAMSTRING_COACH_STORE")
    with _new_file(backup, store, overwrite) as unfinished:
        _copy(store, unfinished)
        runners, _ = _checked(unfinished, store)
    return runners


def restore(backup: Path, store: Path, *, overwrite: bool = False) -> int:
    """Put the progress in a backup where the server looks for it; the server must be stopped.

    Returns the number of runners in it. Raises BackupError.
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
        raise BackupError(f"{path} is not a file: {cure}.")


@contextmanager
def _new_file(target: Path, source: Path, overwrite: bool) -> Iterator[Path]:
    """A file to write to, which becomes `target` if all goes well."""
    if not target.absolute().parent.is_dir():
        raise BackupError(f"{target.absolute().parent} is not a folder: make it first.")
    if target.exists():
        if target.samefile(source):
            raise BackupError(f"{target} is the file to read from: name another one.")
        if not overwrite:
            raise BackupError(
                f"{target} exists and was left as it is: name another file, or add --overwrite."
            )
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.absolute().parent)
    os.close(number)  # only its owner can read it
    unfinished = Path(name)
    try:
        yield unfinished
        _belong_as(target if target.exists() else target.absolute().parent, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        for each in BESIDE:  # they belong to the old file
            Path(f"{target}{each}").unlink(missing_ok=True)
        unfinished.replace(target)
    except sqlite3.Error as error:
        raise BackupError(f"{source}: {error}. Nothing was changed.") from error
    finally:
        for each in ("", *BESIDE):
            Path(f"{unfinished}{each}").unlink(missing_ok=True)


def _belong_as(pattern: Path, path: Path) -> None:
    """If run as root, give the file to the owner of `pattern`, so that the server can write it."""
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
        new.execute("PRAGMA journal_mode = DELETE").fetchall()  # leaves no files beside it


def _checked(copy: Path, source: Path) -> tuple[int, int]:
    """The number of runners in a copy, and its layout; raises BackupError if it is damaged."""
    with _connected(copy) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise BackupError(f"{source} is not a Hamstring Coach database. Nothing was changed.")
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise BackupError(f"{source} is damaged ({found}). Nothing was changed.")
        layout = connection.execute("PRAGMA user_version").fetchone()[0]
        runners = connection.execute("SELECT count(DISTINCT runner) FROM document").fetchone()[0]
    return runners, layout


def _take_out_of_use(store: Path) -> None:
    """Fold the log into the file that is to be replaced; fails if the file is in use."""
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
        # A damaged file is what a restore is for; it has nothing to fold in.
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
