"""Debian's chromium, driven by playwright-core, which is installed once into the cache."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

CACHE = Path(".cache")
BROWSER = Path("tests/tools/desk/page/browser")
VIEWHOST = Path("skill/tools/desk/page/viewhost")
LONGEST_S = 900

CURE = (
    "The page is tested in Debian's chromium with node: install chromium, nodejs (20 or later), "
    'npm and espeak-ng, or leave these tests out with -m "not browser".'
)


def play(url: str, pictures: Path, script: str = "play.mjs") -> dict[str, Any]:
    """Everything that was seen while the conversations of a script were played."""
    browser = tool("chromium")
    modules = installed(BROWSER, CACHE / "browser-tests")
    node = subprocess.run(
        [tool("node"), str(BROWSER / script), url, str(modules), browser, str(pictures)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
    )
    if node.returncode != 0:
        pytest.fail(f"The browser could not be driven. {CURE}\n{node.stderr}")
    seen: dict[str, Any] = json.loads(node.stdout)
    return seen


def tool(name: str) -> str:
    """The path of a program; the test fails if it is missing."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} was not found. {CURE}")
    return path


def installed(package: Path, folder: Path) -> Path:
    """The folder into which npm installed what a package-lock.json names."""
    lock = (package / "package-lock.json").read_bytes()
    ready = folder / ".ready"
    if ready.is_file() and ready.read_bytes() == lock:
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(package / name, folder / name)
    npm = subprocess.run(
        [tool("npm"), "ci", f"--prefix={folder}", "--ignore-scripts", "--no-audit", "--no-fund"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if npm.returncode != 0:
        pytest.fail(f"npm could not install {package}. {CURE}\n{npm.stdout}")
    ready.write_bytes(lock)
    return folder
