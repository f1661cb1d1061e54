"""Following a guide of GUIDES.md to the letter, in a copy of the project."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_COPIED = re.compile(r"\.(?!ci|deploy)|.*\.db")
"""What a clone does not have: the set-up and its caches."""
LEARNED = Path(".cache/recogniser")
"""What the desk's recogniser learned, by the sentences that it was learned from."""
HUNK = re.compile(r"((?:^-.*\n)+)((?:^\+.*\n)+)", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)[ ]?(.*)\n((?:.*\n)*?)^```$", re.MULTILINE)

PLAYER = """
import json, os, sys
from skill.alexa.entry import answer
from skill.wiring import skill_from
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import REACTION_MS, SmartSpeaker
package = os.environ.get("HAMSTRING_COACH_PACKAGE") or "interaction_model"
locale = sys.argv[1]
model = json.load(open(f"{package}/interactionModels/custom/{locale}.json"))
skill = skill_from({**os.environ, "HAMSTRING_COACH_STORE": "memory:"})
speaker = SmartSpeaker(
    lambda e: answer(skill, e, None), Recogniser(model), now_ms=1767600000000, locale=locale
)
for said in json.load(sys.stdin):
    speaker.listen()
    speaker.listen(REACTION_MS)
    exchange = speaker.open() if said == "open" else speaker.say(said)
    print(json.dumps(exchange.heard.text))
"""


@dataclass(frozen=True)
class Step:
    """One block of a guide: its kind, what stands beside the kind, and its text."""

    kind: str
    about: str
    text: str


def guides(text: str) -> dict[str, list[Step]]:
    """The steps of every guide, by its heading."""
    found = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title = section.partition("\n")[0]
        found[title] = [Step(*match) for match in BLOCK.findall(section)]
    return found


def copy_of_the_project(folder: Path) -> Path:
    """A copy with everything a guide may change."""
    absent = shutil.ignore_patterns("__pycache__", "node_modules", ".mypy_cache", ".ruff_cache")
    for path in Path().iterdir():
        if NOT_COPIED.match(path.name):
            continue
        if path.is_dir():
            shutil.copytree(path, folder / path.name, ignore=absent)
        else:
            shutil.copy(path, folder / path.name)
    if LEARNED.exists():  # what was learned of the same sentences need not be learned again
        shutil.copytree(LEARNED, folder / LEARNED, dirs_exist_ok=True)
    return folder


class Follower:
    """Does what the steps say, in one copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings: dict[str, str] = {}

    def follow(self, step: Step) -> None:
        """Do one step; fails if it cannot be done as it stands."""
        actions = {
            "diff": self._change,
            "toml": self._write,
            "csv": self._write,
            "sh": self._run,
            "settings": self._set,
            "conversation": self._talk,
        }
        actions[step.kind](step)

    def _change(self, step: Step) -> None:
        path = self._folder / step.about
        assert not HUNK.sub("", step.text), f"a line without its + or -: {step}"
        text = path.read_text(encoding="utf-8")
        for minus, plus in HUNK.findall(step.text):
            old, new = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (minus, plus))
            if old not in text:  # a part of a line
                old, new = old.removesuffix("\n"), new.removesuffix("\n")
            if new in text and (old in new or old not in text):  # followed before
                continue
            assert text.count(old) == 1, f"{step.about} has {text.count(old)} times: {old}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")

    def _write(self, step: Step) -> None:
        how, name = step.about.split()
        path = self._folder / name
        if path.exists() and step.text in path.read_text(encoding="utf-8"):  # followed before
            return
        assert (how == "append") == path.exists(), f"{name}: {how}"
        with path.open("a", encoding="utf-8") as file:
            file.write(step.text)

    def _run(self, step: Step) -> None:
        self._python(["bash", "-euc", step.text], None)

    def _set(self, step: Step) -> None:
        self._settings |= dict(line.split("=", 1) for line in step.text.splitlines())

    def _talk(self, step: Step) -> None:
        turns = list(_turns(step.text))
        said = json.dumps([words for words, _ in turns])
        told = self._python(
            [sys.executable, "-c", PLAYER, step.about or "en-US"], said
        ).splitlines()
        for (words, wanted), heard in zip(turns, told, strict=True):
            rest = json.loads(heard)
            for line in wanted:
                _, found, rest = rest.partition(line)
                assert found, f"after {words!r} nobody hears {line!r} in {json.loads(heard)}"

    def passes(self, *module: str) -> None:
        """Run a module of Python in the copy; fails unless it ends well."""
        self._python([sys.executable, "-m", *module], None)

    def _python(self, command: list[str], given: str | None) -> str:
        """Run a command in the copy, with this very Python as `python`."""
        shims = self._folder / ".bin"
        shims.mkdir(exist_ok=True)
        shim = shims / "python"
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        shim.chmod(0o755)
        outside = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
        environment = outside | self._settings
        environment |= {"PATH": f"{shims}:{os.environ['PATH']}", "PYTHONPATH": str(self._folder)}
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def _turns(text: str) -> Iterator[tuple[str, list[str]]]:
    for turn in re.split(r"^> ", text, flags=re.MULTILINE)[1:]:
        said, *told = [line for line in turn.splitlines() if line]
        yield said, told
