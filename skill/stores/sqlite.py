"""A store in one SQLite file, for any number of processes on one machine."""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple, cast
from weakref import finalize

from skill.service.ports import RevisionConflict, Saved, StoreUnavailable

SCHEMA_VERSION = 2
"""The `PRAGMA user_version` of a file with this layout."""

APPLICATION_ID = 0x48_43_50_52
"""The `PRAGMA application_id` of our files ("HCPR"), so that no other program's database is taken
for one."""

# With AUTOINCREMENT, SQLite never reuses a number, even if its row is long gone. A save only counts
# up in the same row, so it changes one page of the file, not six or seven.
_REVISION = "number << 32 | saves"
_SCHEMA = (
    """
    CREATE TABLE document (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        runner TEXT NOT NULL,
        body TEXT NOT NULL,
        set_aside_because TEXT,
        saves INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX document_by_runner ON document (runner)",
    """
    CREATE UNIQUE INDEX one_current_document_per_runner ON document (runner)
    WHERE set_aside_because IS NULL
    """,
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

# In layout 1 every save made a new row, whose number was the revision. Renaming that column keeps a
# program that knows only layout 1 from writing: it would overlook a save.
_FROM_LAYOUT_1 = (
    "ALTER TABLE document RENAME COLUMN revision TO number",
    "ALTER TABLE document ADD COLUMN saves INTEGER NOT NULL DEFAULT 0",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

_SYNCHRONOUS = "PRAGMA synchronous = NORMAL"
"""A COMMIT returns once the operating system has the data, so it survives any end of this program.
If power fails, the file stays intact, but what had not been written yet is lost."""

_CAUSES = {
    sqlite3.SQLITE_BUSY: "stayed locked by another program for {wait_s} s; try again",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database. It was left untouched: move it away, or "
    "name another file in HAMSTRING_COACH_STORE",
    sqlite3.SQLITE_CORRUPT: "is a damaged SQLite database. It was left as it is: restore a backup, "
    "or move it away to start again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that it is a file, and that this user may "
    "read and write it and its folder",
    sqlite3.SQLITE_READONLY: "can be read but not written: check this user's permissions on the "
    "file and its folder",
    sqlite3.SQLITE_FULL: "cannot grow because the disk is full: make room",
}


_PAUSE_S = 0.01
"""The pause between two attempts if SQLite itself does not wait, in seconds."""

_OTHERS = 0o077
"""The permissions of everyone but the owner."""


LARGEST_BODY = 4_000_000
"""In bytes. A larger document is read as an empty one, to save memory; that is not a document."""

_BODY = (
    f"CASE WHEN length(CAST(body AS BLOB)) <= {LARGEST_BODY} THEN CAST(body AS TEXT) ELSE '' END"
)


def _text(stored: bytes) -> str:
    """A text in the file; empty, which is not a document, if it isn't UTF-8."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return ""


class _Connection(NamedTuple):
    """An open connection, with the process and the file it belongs to."""

    sqlite: sqlite3.Connection
    opened_on: tuple[int, int, int]


def _close(idle: list[_Connection]) -> None:
    """Close what this process opened; SQLite forbids closing connections inherited by a fork."""
    for connection in tuple(idle):
        if connection.opened_on[0] == os.getpid():
            idle.remove(connection)
            connection.sqlite.close()


class SqliteStore:
    """Progress in one SQLite file. See `ProgressStore` for what the methods promise.

    The first call creates the folder and the file. `wait_s` is how long a call waits for another
    writer before it raises StoreUnavailable, in seconds. Connections are closed by close(), when
    the store is garbage-collected, or when the program ends.
    """

    def __init__(self, path: Path, *, wait_s: float = 0.8) -> None:
        self._path = path.absolute()
        self._wait_s = wait_s
        self._lock = Lock()
        self._idle: list[_Connection] = []
        self._inherited: list[_Connection] = []
        finalize(self, _close, self._idle)

    def load(self, runner_id: str) -> Saved | None:
        with self._connection() as connection:
            row = connection.execute(
                f"SELECT {_BODY}, {_REVISION} FROM document"
                " WHERE runner = ? AND set_aside_because IS NULL",
                (runner_id,),
            ).fetchone()
        return Saved(body=row[0], revision=row[1]) if row else None

    def save(self, runner_id: str, body: str, *, after: int) -> int:
        # A single statement is a transaction.
        with self._connection() as connection:
            if after:
                saved = connection.execute(
                    "UPDATE document SET body = ?, saves = saves + 1"
                    f" WHERE runner = ? AND set_aside_because IS NULL AND {_REVISION} = ?",
                    (body, runner_id, after),
                )
            else:
                saved = connection.execute(
                    "INSERT INTO document (runner, body) VALUES (?, ?)"
                    " ON CONFLICT (runner) WHERE set_aside_because IS NULL DO NOTHING",
                    (runner_id, body),
                )
        if not saved.rowcount:
            raise RevisionConflict(f"the document changed since revision {after} was read")
        return after + 1 if after else cast("int", saved.lastrowid) << 32

    def set_aside(self, runner_id: str, reason: str, *, after: int) -> None:
        with self._writing() as connection:
            connection.execute(
                "UPDATE document SET set_aside_because = ?"
                f" WHERE runner = ? AND set_aside_because IS NULL AND {_REVISION} = ?",
                (reason, runner_id, after),
            )

    def forget(self, runner_id: str) -> None:
        until = time.monotonic() + self._wait_s
        with self._connection() as connection:
            # Data that someone was told is gone must not come back after a power failure.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("DELETE FROM document WHERE runner = ?", (runner_id,))
            self._empty_log(connection, until)
            connection.execute(_SYNCHRONOUS)

    def _empty_log(self, connection: sqlite3.Connection, until: float) -> None:
        """Empty the write-ahead log, which still contains the deleted text.

        Raises StoreUnavailable if other programs keep reading until `until`.
        """
        while True:
            left_s = max(0.0, until - time.monotonic())
            connection.execute(f"PRAGMA busy_timeout = {round(1000 * left_s)}").fetchall()
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not is_busy:
                break
            if not left_s:
                raise StoreUnavailable(
                    f"{self._path}-wal still holds what was deleted, as another program has been "
                    f"reading {self._path} for {self._wait_s} s; end it"
                )
            time.sleep(min(left_s, _PAUSE_S))
        connection.execute(f"PRAGMA busy_timeout = {round(1000 * self._wait_s)}").fetchall()

    def check(self) -> None:
        with self._writing():
            pass

    def close(self) -> None:
        with self._lock:
            _close(self._idle)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            # A reader that becomes a writer would be refused without waiting.
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._take()
            try:
                yield connection.sqlite
            except BaseException:
                connection.sqlite.close()  # which also rolls back
                raise
            with self._lock:
                self._idle.append(connection)
        except (sqlite3.Error, OSError) as problem:
            raise StoreUnavailable(self._explain(problem)) from problem

    def _take(self) -> _Connection:
        here = self._where()
        with self._lock:
            while self._idle:
                connection = self._idle.pop()
                if connection.opened_on == here:
                    return connection
                if connection.opened_on[0] == here[0]:
                    connection.sqlite.close()  # the file was replaced since
                else:
                    # Inherited by a fork: SQLite forbids using it, and closing it.
                    self._inherited.append(connection)
        return self._open()

    def _where(self) -> tuple[int, int, int]:
        try:
            file = self._path.stat()
        except FileNotFoundError:
            return os.getpid(), 0, 0
        return os.getpid(), file.st_dev, file.st_ino

    def _open(self) -> _Connection:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path,
            timeout=self._wait_s,
            isolation_level=None,  # transactions are explicit
            check_same_thread=False,  # only the thread that took it uses it
        )
        connection.text_factory = _text
        try:
            layout = self._layout(connection)
            self._keep_private()  # before it has data; the log inherits the file's permissions
            if layout == 0:
                self._create(connection)
            elif layout < SCHEMA_VERSION:
                self._change(connection, layout, _FROM_LAYOUT_1)
            connection.execute(_SYNCHRONOUS)
            # Forgotten data must not linger in free pages.
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            return _Connection(connection, self._where())
        except BaseException:
            connection.close()
            raise

    def _keep_private(self) -> None:
        """Revoke others' permissions on the file, unless it is someone else's."""
        for suffix in ("", "-wal", "-shm"):
            path = Path(f"{self._path}{suffix}")
            with suppress(FileNotFoundError, PermissionError):
                mode = path.stat().st_mode
                if mode & _OTHERS:
                    path.chmod(mode & ~_OTHERS & 0o777)

    def _layout(self, connection: sqlite3.Connection) -> int:
        """The file's layout; 0 if it is empty."""
        connection.execute("BEGIN")  # so that all three see the same state of the file
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        entries = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        connection.execute("COMMIT")
        if application == version == entries == 0:
            return 0
        if application != APPLICATION_ID:
            raise StoreUnavailable(
                f"{self._path} is another program's database. It was left untouched: name "
                "another file in HAMSTRING_COACH_STORE"
            )
        if version > SCHEMA_VERSION:
            raise StoreUnavailable(
                f"{self._path} was written by a newer Hamstring Coach (layout {version}, this one "
                f"knows {SCHEMA_VERSION}). It was left untouched: update this one, or name "
                "another file in HAMSTRING_COACH_STORE"
            )
        return int(version)

    def _create(self, connection: sqlite3.Connection) -> None:
        for _ in range(100):
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                break
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
            # Another process is creating it, too. The PRAGMA doesn't wait for that; a
            # transaction does, and raises once wait_s is over.
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        self._change(connection, 0, _SCHEMA)

    def _change(self, connection: sqlite3.Connection, layout: int, how: Iterable[str]) -> None:
        """Change the layout, unless another process has done so meanwhile."""
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] == layout:
            for statement in how:
                connection.execute(statement)
        connection.execute("COMMIT")

    def _explain(self, problem: sqlite3.Error | OSError) -> str:
        code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CANTOPEN) & 0xFF
        name = getattr(problem, "sqlite_errorname", type(problem).__name__)
        cause = _CAUSES.get(code, f"could not be used ({name}): look at the disk and its log")
        return f"{self._path} {cause.format(wait_s=self._wait_s)}"
