"""`.deploy/coach`: an operator's command with the settings of the systemd unit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from skill.operations.operator_commands import main
from skill.stores.sqlite import SqliteStore


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An installed project, as on a server, and the settings of its unit."""
    folder = tmp_path / "hamstring-coach"
    (folder / ".deploy").mkdir(parents=True)
    (folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(".deploy/coach", folder / ".deploy")
    (folder / "skill").symlink_to(Path("skill").resolve())
    python = folder / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    (tmp_path / "settings.env").write_text(
        f"HAMSTRING_COACH_SKILL_ID=x\nHAMSTRING_COACH_STORE=sqlite:{tmp_path / 'progress.db'}\n"
    )
    return folder


def coach(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(project / ".deploy" / "coach"), *command],
        cwd=project.parent,
        env={"PATH": "/usr/bin:/bin", "SETTINGS": str(project.parent / "settings.env")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_backs_up_the_file_of_the_units_settings_to_where_the_operator_is(
    project: Path, tmp_path: Path
) -> None:
    with closing(SqliteStore(tmp_path / "progress.db")) as store:
        store.save("a runner", "progress", after=0)
        done = coach(project, "backup", "backup.db")

    assert done.returncode == 0, done.stderr
    with closing(SqliteStore(tmp_path / "backup.db")) as copied:
        assert copied.load("a runner")


def test_it_hands_on_that_a_command_failed(project: Path) -> None:
    done = coach(project, "backup", "nowhere/backup.db")

    assert done.returncode == 2
    assert done.stderr.startswith("hamstring coach: ")


def test_it_takes_the_units_own_file_unless_a_setting_names_another() -> None:
    unit = Path(".deploy/hamstring-coach.service").read_text(encoding="utf-8")
    script = Path(".deploy/coach").read_text(encoding="utf-8")

    (store,) = re.findall(r"HAMSTRING_COACH_STORE=(\S+)", unit)
    (settings,) = re.findall(r"EnvironmentFile=(\S+)", unit)
    assert f"HAMSTRING_COACH_STORE={store}\n" in script
    assert f":-{settings}}}" in script


def test_every_operators_command_in_the_guide_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    guide = Path("DEPLOYING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:\.deploy/coach|skill\.operations) ([a-z]+)", guide))

    assert named == {"doctor", "backup", "restore"}
    for command in named:
        with pytest.raises(SystemExit) as done:
            main([command, "--help"])
        assert done.value.code == 0
    assert "--overwrite" in capsys.readouterr().out
