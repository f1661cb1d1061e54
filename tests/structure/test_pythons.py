"""The Pythons that the README names: the same in pyproject.toml, found by CI, and content."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import pytest

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
CLASSIFIER = "Programming Language :: Python :: "


def test_readme_and_classifiers_name_the_same_pythons() -> None:
    (named,) = re.findall(
        r"Run\s+with\s+Python\s+([\d., and]+),", Path("README.md").read_text(encoding="utf-8")
    )
    classified = [
        each.removeprefix(CLASSIFIER) for each in PROJECT["classifiers"] if CLASSIFIER in each
    ]

    assert re.findall(r"\d\.\d+", named) == classified
    assert PROJECT["requires-python"] == f">={classified[0]}"


def test_our_own_files_compile_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for folder in ("skill", "lambda", "tests", ".deploy"):
            for path in Path(folder).rglob("*.py"):
                compile(path.read_bytes(), str(path), "exec")


def test_ci_finds_each_python_from_3_11_on_once_in_the_path_or_pyenv(tmp_path: Path) -> None:
    path, pyenv = tmp_path / "bin", tmp_path / "pyenv/versions/x/bin"
    for folder in (path, pyenv):
        folder.mkdir(parents=True)
    for folder, name, version in (
        (path, "python3.10", (3, 10)),
        (path, "python3.97", (3, 97)),
        (path, "python3.97-config", (3, 97)),
        (path, "python3.98", None),
        (pyenv, "python3.97", (3, 97)),
        (pyenv, "python3.99", (3, 99)),
    ):
        fake = folder / name
        told = f"import sys; sys.version_info = {version}; sys.executable = '{fake}'"
        does = f'exec {sys.executable} -c "{told}\n$2"' if version else "exit 127"
        fake.write_text(f"#!/bin/sh\n{does}\n")
        fake.chmod(0o755)

    found = subprocess.run(
        [".ci/pythons"],
        env={"PATH": f"{path}:/usr/bin:/bin", "PYENV_ROOT": str(tmp_path / "pyenv")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    mine = [line for line in found if str(tmp_path) in line]
    assert mine == [f"3.97 {path / 'python3.97'}", f"3.99 {pyenv / 'python3.99'}"]
    assert os.access(".ci/run", os.X_OK)


@pytest.mark.parametrize(
    ("change", "cure"),
    [
        ("sys.version_info = (3, 9)", "must be Python 3.11 or newer"),
        ("sys.modules['venv'] = None", "sudo apt install python3-venv"),
        ("sys.modules['ensurepip'] = None", "sudo apt install python3-venv"),
    ],
    ids=["an old one", "no venv", "no ensurepip"],
)
def test_what_a_python_lacks_for_the_two_commands_is_said_in_one_line(
    change: str, cure: str, tmp_path: Path
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "import sys; {change}\n$2"\n')
    python.chmod(0o755)

    made = subprocess.run(
        ["make", "--no-print-directory", "setup", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 2
    (line,) = made.stdout.splitlines()
    assert cure in line
    assert not (tmp_path / "venv").exists()
