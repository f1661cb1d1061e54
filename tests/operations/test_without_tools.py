"""What ships works without the tools: in the container, and in the Lambda bundle."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.content import SHIPPED


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A folder with the rooms that the container has."""
    left = shutil.ignore_patterns("tools", "understanding", "__pycache__")
    shutil.copytree("skill", tmp_path / "skill", ignore=left)
    return tmp_path


def told_by(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "skill", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_check_looks_at_the_content_that_ships(shipped: Path) -> None:
    fine = told_by(shipped, "check")
    (file,) = shipped.rglob(f"{SHIPPED.routine}/routine.toml")
    wrong = file.read_text(encoding="utf-8").replace("warm_up_seconds", "warm_up_minutes")
    file.write_text(wrong, encoding="utf-8")

    refused = told_by(shipped, "check")

    assert (fine.returncode, fine.stderr) == (0, "")
    assert refused.returncode == 2
    assert "routine.toml" in refused.stderr
    assert "warm_up_minutes: is not a known field" in refused.stderr


def test_the_commands_of_the_tools_are_not_offered(shipped: Path) -> None:
    told = told_by(shipped, "--help").stdout

    assert all(command in told for command in ("check", "doctor", "backup", "restore"))
    assert "talk" not in told
