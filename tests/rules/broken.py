"""Breaking the rules of rules.toml, one at a time, each in a copy of the project.

python -m tests.rules.broken              all of them, as `make rules` does
python -m tests.rules.broken leg history  those whose sentence has such a word
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.release.guides import copy_of_the_project

RULES = Path(__file__).parent / "rules.toml"
TESTS_FAILED = 1
"""What pytest ends with if a test failed; anything else is no verdict."""


@dataclass(frozen=True)
class Rule:
    """One rule of the coach."""

    says: str
    """The rule, as a sentence."""
    file: str
    line: str
    """What is in the file, once: the rule's own line or lines."""
    broken: str
    """What breaks the rule in their place."""
    tests: tuple[str, ...]
    """The tests that must fail then."""

    def broken_in(self, text: str) -> str:
        """The file's text with the rule broken; raises ValueError if its line isn't there once."""
        if text.count(self.line) != 1:
            raise ValueError(f"{self.file} has {text.count(self.line)} times: {self.line!r}")
        return text.replace(self.line, self.broken)


def read_rules(path: Path = RULES) -> list[Rule]:
    """Every rule of the file."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Rule(**{**rule, "tests": tuple(rule["tests"])}) for rule in data["rule"]]


def is_noticed(rule: Rule, folder: Path) -> bool:
    """Whether a test of the rule fails once it is broken in the copy in `folder`.

    The copy is mended again. Raises RuntimeError if the tests could not be run.
    """
    path = folder / rule.file
    text = path.read_text(encoding="utf-8")
    path.write_text(rule.broken_in(text), encoding="utf-8")
    try:
        tested = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", "-q", "-x", *rule.tests],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.write_text(text, encoding="utf-8")
    if tested.returncode not in (0, TESTS_FAILED):
        raise RuntimeError(f"{rule.says}: the tests do not run:\n{tested.stdout}{tested.stderr}")
    return tested.returncode == TESTS_FAILED


def main(words: Sequence[str]) -> int:
    """Break the rules, say what became of each; 1 if one was broken and nobody noticed."""
    rules = [rule for rule in read_rules() if not words or any(w in rule.says for w in words)]
    unnoticed = []
    with tempfile.TemporaryDirectory() as name:
        folder = copy_of_the_project(Path(name))
        for rule in rules:
            noticed = is_noticed(rule, folder)
            print("noticed  " if noticed else "UNNOTICED", rule.says, flush=True)
            unnoticed += [] if noticed else [rule.says]
    print(f"{len(rules) - len(unnoticed)} of {len(rules)} broken rules were noticed.")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
