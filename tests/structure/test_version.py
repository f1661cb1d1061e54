"""One version, in one place, and told by everything that runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from skill import __version__
from skill.wiring import STORE_SETTING, skill_from


def test_the_version_is_the_last_release_of_the_changelog() -> None:
    changelog = Path("CHANGELOG.md").read_text(encoding="utf-8")
    (last, *_) = re.findall(r"^## \[([\d.]+)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)

    assert last == __version__


def test_the_version_is_told_on_the_command_line() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "skill", "--version"], capture_output=True, text=True, check=True
    )

    assert told.stdout == f"Hamstring Coach {__version__}\n"


def test_the_version_is_the_first_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    skill_from({STORE_SETTING: "memory:"})

    assert caplog.messages[0] == f'{{"skill": "Hamstring Coach", "version": "{__version__}"}}'


def test_the_license_is_named_and_whole() -> None:
    text = Path("LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "clinic.toml" in text
    assert "](LICENSE)" in Path("README.md").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in Path("pyproject.toml").read_text(encoding="utf-8")
