"""What is installed where something runs is pinned, all of it, and the same everywhere."""

from __future__ import annotations

import re
from importlib.metadata import distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path("requirements.lock").read_text(encoding="utf-8")


def pins(text: str) -> dict[str, str]:
    """The version of each package that a file pins, by the package's name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", text, re.MULTILINE)
    return {canonicalize_name(name): number for name, number in found}


def pinned_in(*files: str) -> dict[str, str]:
    texts = (Path(file).read_text(encoding="utf-8") for file in files)
    return pins("\n".join(texts))


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


def test_every_entry_of_the_lock_has_one_version_and_hashes() -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", LOCK) if not entry.startswith("#")]

    assert len(entries) == len(pins(LOCK)) > 30
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_the_lock_holds_what_is_asked_for_directly() -> None:
    asked = pinned_in("requirements.txt", ".deploy/requirements-server.txt")

    assert asked.items() <= pins(LOCK).items()


def test_the_lock_holds_all_that_comes_along_and_nothing_else() -> None:
    asked = pinned_in("requirements.txt", ".deploy/requirements-server.txt")

    assert brought_along(set(asked)) == set(pins(LOCK))


@pytest.mark.parametrize("name", pins(LOCK))
def test_what_is_tested_here_is_what_the_server_runs(name: str) -> None:
    assert version(name) == pins(LOCK)[name]


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
    pin = r"""[a-z0-9-]+==[a-z0-9.]+(; sys_platform == "win32")?"""
    assert all(re.fullmatch(pin, line) for line in given[1:])
