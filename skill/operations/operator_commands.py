"""The operator's commands of `python -m skill`: `doctor`, `backup FILE` and `restore FILE`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from skill import __version__
from skill.operations.backup import BackupError, back_up, restore
from skill.operations.command_line import Parser, run
from skill.routine.content import content_from
from skill.wiring import DEFAULT_STORE, STORE_SETTING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    """What `add_subparsers` returns."""


def add_operations_commands(commands: Commands) -> None:
    """Add the operator's commands; each has a `run` that takes the options and returns a code."""
    doctor = commands.add_parser("doctor", help="find what keeps the server from working")
    doctor.set_defaults(run=_doctor)

    backup = commands.add_parser("backup", help="copy all progress (SQLite) into one checked file")
    backup.add_argument("file", type=Path, help="the file to create")
    backup.add_argument("--overwrite", action="store_true", help="replace a file that exists")
    backup.set_defaults(run=_back_up)

    bring_back = commands.add_parser("restore", help="restore what `backup` copied")
    bring_back.add_argument("file", type=Path, help="a file created by `backup`")
    bring_back.add_argument(
        "--overwrite", action="store_true", help="replace the progress that is there now"
    )
    bring_back.set_defaults(run=_restore)


def add_check(commands: Commands) -> None:
    """Add `check` for places without the tools: it checks what ships."""
    check = commands.add_parser("check", help="check routine, words and pictures")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from skill.operations.content_check import all_mistakes

    del options
    found = all_mistakes(content_from(os.environ))
    for mistake in found:
        print(f"hamstring coach: {mistake}", file=sys.stderr)
    if not found:
        print("Routines, clinics, words and pictures are in order.")
    return 2 if found else 0


def _doctor(options: argparse.Namespace) -> int:
    from skill.operations.doctor import examine, here

    del options
    findings = list(examine(os.environ, here()))
    for finding in findings:
        print(finding)
    wrong = sum(not finding.fine for finding in findings)
    print(f"{wrong} wrong" if wrong else "All is well.")
    return 1 if wrong else 0


def _back_up(options: argparse.Namespace) -> int:
    store = sqlite_file(os.environ)
    runners = back_up(store, options.file, overwrite=options.overwrite)
    print(f"{options.file}: the progress of {runners} runners in {store}, checked")
    return 0


def _restore(options: argparse.Namespace) -> int:
    store = sqlite_file(os.environ)
    runners = restore(options.file, store, overwrite=options.overwrite)
    print(f"{store}: the progress of {runners} runners from {options.file}, checked")
    return 0


def sqlite_file(environ: Mapping[str, str]) -> Path:
    """The file of progress that the settings name; raises BackupError if they name none."""
    setting = environ.get(STORE_SETTING) or DEFAULT_STORE
    kind, _, place = setting.partition(":")
    if kind == "sqlite" and place:
        return Path(place).expanduser()
    cure = f"set {STORE_SETTING} to the server's sqlite:PATH"
    if kind == "dynamodb":
        cure = f"AWS does it (aws dynamodb create-backup --table-name {place}): see DEPLOYING.md"
    raise BackupError(f"{STORE_SETTING} is {setting!r}, and this copies SQLite files only: {cure}.")


def main(
    arguments: Sequence[str] | None = None,
    *,
    also: Callable[[Commands], None] = add_check,
    errors: tuple[type[Exception], ...] = (),
) -> int:
    """Run one command; its exit code is 2 if it could not be done.

    `also` adds commands, whose `errors` are reported in one line.
    """

    def command() -> int:
        options = build_parser(also).parse_args(arguments)
        return int(options.run(options))

    return run(command, (ValueError, OSError, *errors))


def build_parser(also: Callable[[Commands], None]) -> argparse.ArgumentParser:
    """The commands and their options."""
    parser: argparse.ArgumentParser = Parser(
        prog="python -m skill", description="Hamstring Coach, an Alexa skill."
    )
    parser.add_argument("--version", action="version", version=f"Hamstring Coach {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_operations_commands(commands)
    also(commands)
    return parser
