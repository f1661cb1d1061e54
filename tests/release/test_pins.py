"""What is installed where something runs is pinned, all of it, and the same everywhere."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = {
    lock: (Path(lock).read_text(encoding="utf-8"), Path(asked))
    for lock, asked in (
        ("requirements.lock", "requirements.txt"),
        (".deploy/requirements-server.lock", ".deploy/requirements-server.txt"),
    )
}
"""What is installed here and on a server, and the file that asks for it."""
LOCK, SERVER = (text for text, _ in LOCKS.values())


def pins(text: str) -> dict[str, str]:
    """The version of each package that a file pins for this Python, by the package's name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)(?: ?; ([^\\\n]*))?", text, re.MULTILINE)
    return {
        canonicalize_name(name): number
        for name, number, marker in found
        if "python_" not in marker or Marker(marker.strip()).evaluate()
    }


def pinned_in(*files: str) -> dict[str, str]:
    texts = (Path(file).read_text(encoding="utf-8") for file in files)
    return pins("\n".join(texts))


def asked_for(file: Path) -> set[str]:
    """The packages that a file asks for on this Python, with a version or without."""
    lines = file.read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line[:1].isalpha()]
    return {
        canonicalize_name(each.name) for each in asked if not each.marker or each.marker.evaluate()
    }


def imported_while_loading(path: Path) -> Iterator[str]:
    """The top-level names that a module imports outside of its functions and classes."""
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            yield statement.module.partition(".")[0]


def brought_along(names: set[str]) -> set[str]:
    """The packages and all that they ask for, as they are installed here."""
    found: set[str] = set()
    left = set(names)
    while left:
        name = left.pop()
        found.add(name)
        asked = map(Requirement, distribution(name).requires or ())
        needed = {
            canonicalize_name(each.name)
            for each in asked
            if each.marker is None or each.marker.evaluate({"extra": ""})
        }
        left |= needed - found
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_has_one_version_and_hashes(lock: str) -> None:
    text, _ = LOCKS[lock]
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]

    assert len(entries) == len({entry.partition("==")[0] for entry in entries}) > 30
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_is_asked_for_and_comes_along_and_nothing_else(lock: str) -> None:
    text, asking = LOCKS[lock]

    assert pinned_in(str(asking)).items() <= pins(text).items()
    assert brought_along(asked_for(asking)) == set(pins(text))


def test_a_server_gets_the_versions_that_run_here_and_nothing_of_the_desk() -> None:
    here, server = pins(LOCK), pins(SERVER)
    alone = {"gunicorn", "prometheus-client", "packaging"}

    assert {name: number for name, number in server.items() if name not in alone}.items() <= (
        here.items()
    )
    asked_here, asked_there = (asked_for(asking) for _, asking in LOCKS.values())
    assert asked_here - asked_there == {"hassil", "lameenc", "numpy", "rapidfuzz", "text2num"}


@pytest.mark.parametrize("name", pins(LOCK) | pins(SERVER))
def test_what_is_tested_here_is_what_runs_here_and_on_a_server(name: str) -> None:
    assert version(name) == (pins(LOCK) | pins(SERVER))[name]


def test_lambda_gets_all_that_its_rooms_import_while_they_load() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    left = project["tool"]["hatch"]["build"]["targets"]["wheel"]["exclude"]
    files = [
        path
        for path in Path("skill").rglob("*.py")
        if not any(path.is_relative_to(room) for room in left)
    ]
    packages = packages_distributions()
    imported = {
        canonicalize_name(packages[name][0])
        for path in files
        for name in imported_while_loading(path)
        if name in packages
    }

    assert "ask-sdk-model" in imported
    assert imported <= set(pinned_in("lambda/requirements.txt"))


def test_lambda_pins_all_that_comes_along_at_the_versions_that_are_tested() -> None:
    pinned = pinned_in("lambda/requirements.txt")

    assert pinned.items() <= pins(LOCK).items()
    assert brought_along(set(pinned)) == set(pinned)


def test_what_windows_alone_is_given_is_what_the_api_client_asks_for() -> None:
    lines = Path("lambda/requirements.txt").read_text(encoding="utf-8").splitlines()
    only_there = {line.split("==")[0] for line in lines if "win32" in line}

    assert only_there == brought_along({"requests"})


def test_every_line_for_lambda_is_the_project_itself_or_a_pin() -> None:
    lines = Path("lambda/requirements.txt").read_text(encoding="utf-8").splitlines()
    given = [line for line in lines if line and not line.startswith("#")]

    assert given[0] == "../.."
    where = r"""; (sys_platform == "win32"|python_version >= "3\.12")"""
    pin = rf"[a-z0-9-]+==[a-z0-9.]+({where})?"
    assert all(re.fullmatch(pin, line) for line in given[1:])


def test_what_builds_the_wheel_is_pinned_by_hash_as_pyproject_asks_for_it() -> None:
    lock = Path(".deploy/requirements-build.lock").read_text(encoding="utf-8")
    (asked,) = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["build-system"][
        "requires"
    ]

    entries = re.split(r"\n(?=\S)", lock)
    assert asked in lock
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)
    assert Path(".deploy/requirements-build.txt").read_text(encoding="utf-8").endswith(f"{asked}\n")
