"""The doctor: every kind of trouble is found, said in one line with its cure, and counted."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import certifi
import pytest

from skill.operations.doctor import KNOWN, Finding, Machine, examine
from skill.stores.sqlite import SqliteStore
from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.web.app import create_app
from skill.wiring import skill_from

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MACHINE = Machine(
    python=(3, 11, 2),
    now=NOW,
    installed=NOW - timedelta(days=9),
    synchronised=True,
    free_bytes=lambda folder: 10**9,
    roots=Path(certifi.where()).read_bytes(),
)
ID = "amzn1.ask.skill.0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """Those of a server in good health, whose file is there."""
    file = tmp_path / "progress.db"
    with closing(SqliteStore(file)) as store:
        store.save("a runner", "progress", after=0)
    file.chmod(0o600)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return {
        "HAMSTRING_COACH_SKILL_ID": ID,
        "HAMSTRING_COACH_STORE": f"sqlite:{file}",
        "HAMSTRING_COACH_BIND": f"127.0.0.1:{port}",
    }


def wrong(settings: dict[str, str], machine: Machine = MACHINE) -> list[Finding]:
    return [finding for finding in examine(settings, machine) if not finding.fine]


def told(settings: dict[str, str], machine: Machine = MACHINE) -> str:
    """What the one thing is that is wrong, and its line's cure."""
    (finding,) = wrong(settings, machine)
    assert "\n" not in str(finding)
    assert str(finding).startswith("WRONG ")
    return f"{finding.about}: {finding.told}"


def test_a_server_in_good_health_has_nothing_wrong(settings: dict[str, str]) -> None:
    assert wrong(settings) == []
    file = Path(settings["HAMSTRING_COACH_STORE"].removeprefix("sqlite:"))
    with closing(SqliteStore(file)) as store:
        assert store.load("a runner"), "the doctor took something away"


def test_every_setting_that_the_project_reads_is_known() -> None:
    read = {
        name
        for folder in ("skill", ".deploy")
        for path in Path(folder).rglob("*.py")
        for name in re.findall(r"HAMSTRING_COACH_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }

    assert read == KNOWN


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"HAMSTRING_COACH_SKILL_ID": ""}, "skill id: is missing: set HAMSTRING_COACH_SKILL_ID"),
        (
            {"HAMSTRING_COACH_SKILL_ID": "my skill"},
            "skill id: 'my skill' is not a skill id: copy it",
        ),
        ({"HAMSTRING_COACH_STOR": "x"}, "STOR is not known: did you mean HAMSTRING_COACH_STORE"),
        ({"HAMSTRING_COACH_QQQQQQQQQQQQQQQQ": "x"}, "is not known: remove it"),
        ({"HAMSTRING_COACH_WORKERS": "many"}, "WORKERS is 'many': set it to a number"),
        ({"HAMSTRING_COACH_WORKERS": "0"}, "WORKERS is '0': set it to a number"),
        (
            {"HAMSTRING_COACH_BIND": "8000"},
            "port: '8000' is not an address: set HAMSTRING_COACH_BIND",
        ),
        ({"HAMSTRING_COACH_BIND": "127.0.0.1:99999"}, "port: '127.0.0.1:99999' is not an address"),
        ({"HAMSTRING_COACH_BIND": "192.0.2.1:8000"}, "port: 192.0.2.1:8000 is not available"),
        ({"HAMSTRING_COACH_ROUTINE": "yoga"}, "data: library.toml: file: routine: is yoga"),
        ({"HAMSTRING_COACH_CONTENT": "/nowhere"}, "data: library.toml: file: path: does not"),
        ({"HAMSTRING_COACH_STORE": "postgres:x"}, "store: HAMSTRING_COACH_STORE is 'postgres:x'"),
        ({"HAMSTRING_COACH_STORE": "sqlite:/dev/null/x.db"}, "cannot be created in /dev/null: let"),
    ],
)
def test_a_wrong_setting_is_named_with_its_cure(
    change: dict[str, str], complaint: str, settings: dict[str, str]
) -> None:
    assert complaint in told(settings | change)


@pytest.mark.parametrize(
    ("machine", "complaint"),
    [
        (replace(MACHINE, python=(3, 10, 13)), "Python: is 3.10.13; install 3.11 or newer"),
        (replace(MACHINE, free_bytes=lambda folder: 10**6), "disk: 0 MB are free at"),
        (replace(MACHINE, roots=b"nothing"), "certificates: none of 0 roots is valid now"),
        (
            replace(MACHINE, synchronised=False),
            "clock: .* is not synchronized over the network: switch",
        ),
        (
            replace(MACHINE, now=NOW - timedelta(days=10)),
            "clock: .* before these files were installed",
        ),
    ],
)
def test_a_machine_that_is_wrong_is_told_with_its_cure(
    machine: Machine, complaint: str, settings: dict[str, str]
) -> None:
    assert re.search(complaint, told(settings, machine))


def test_a_python_that_is_too_old_to_load_the_skill_is_told_in_one_line() -> None:
    older = (
        "import runpy, sys\nsys.hexversion, sys.version_info = 0x030A0DF0, (3, 10, 13)\n"
        "runpy.run_module('skill', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", older, "doctor"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("WRONG Python: is 3.10.13; install 3.11 or newer")


def test_a_clock_far_ahead_finds_every_root_expired(settings: dict[str, str]) -> None:
    assert "roots is valid now" in told(settings, replace(MACHINE, now=NOW.replace(year=2222)))


def open_to_others(file: Path) -> None:
    file.parent.chmod(0o755)
    file.chmod(0o644)


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE cookies (name)")
    file.chmod(0o600)


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as later:
        later.execute("PRAGMA user_version = 99")


def text(file: Path) -> None:
    file.write_text("hello " * 1000)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (open_to_others, "is open to other users (mode 644): chmod 600"),
        (foreign, "is another program's database"),
        (newer, "was written by a newer Hamstring Coach"),
        (text, "is not an SQLite database"),
    ],
    ids=["mode", "another program's", "newer", "text"],
)
def test_a_file_that_is_wrong_is_told_with_its_cure(
    spoil: object, complaint: str, settings: dict[str, str], tmp_path: Path
) -> None:
    assert callable(spoil)
    spoil(tmp_path / "progress.db")

    assert complaint in told(settings)


def test_a_file_that_another_program_keeps_locked_is_told(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "progress.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        finding = told(settings)

    assert "stayed locked by another program for 0.8 s; try again" in finding


def test_a_file_that_others_read_is_shut_off_by_its_folder(
    settings: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "progress.db").chmod(0o644)
    tmp_path.chmod(0o700)

    assert wrong(settings) == []


def test_a_file_that_is_not_there_yet_is_fine_and_is_not_made(
    settings: dict[str, str], tmp_path: Path
) -> None:
    there = tmp_path / "new" / "progress.db"

    assert wrong(settings | {"HAMSTRING_COACH_STORE": f"sqlite:{there}"}) == []
    assert not there.parent.exists()


def test_a_table_that_cannot_be_reached_is_told_with_its_cause(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9",
    }.items():
        monkeypatch.setenv(name, value)

    finding = told(settings | {"HAMSTRING_COACH_STORE": "dynamodb:hamstring-coach"})

    if sys.version_info >= (3, 12):
        assert "hamstring-coach could not be reached" in finding
        assert "check network, region, endpoint and credentials" in finding
    else:
        assert "which needs Python 3.12 or newer" in finding


def test_a_port_that_another_program_has_is_told(settings: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        bind = f"127.0.0.1:{taken.getsockname()[1]}"
        assert f"port: {bind} is not available" in told(settings | {"HAMSTRING_COACH_BIND": bind})


class Quiet(WSGIRequestHandler):
    """Writes no log of its own."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def running() -> Iterator[str]:
    """The address of a server of this skill."""
    skill = skill_from({"HAMSTRING_COACH_STORE": "memory:"})
    app = create_app(skill, skill_id=None, verifier=UnsignedOnLoopback(), knows=lambda _: True)
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_port_that_the_skills_own_server_has_is_fine(
    settings: dict[str, str], running: str
) -> None:
    assert wrong(settings | {"HAMSTRING_COACH_BIND": running}) == []


@pytest.mark.parametrize("module", ["skill", "skill"])
def test_the_command_says_one_line_for_each_check_and_fails_if_anything_is_wrong(
    module: str, settings: dict[str, str], tmp_path: Path
) -> None:
    def run(more: dict[str, str]) -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, "-m", module, "doctor"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | settings | more,
        )
        return done.returncode, done.stdout.splitlines()

    code, lines = run({"HAMSTRING_COACH_SKILL_ID": ""})

    assert code == 1
    assert lines[-1] == "1 wrong"
    assert [line for line in lines if line.startswith("WRONG")] == [lines[2]]
    assert len(lines) == 11
    assert run({})[0] == 0
