"""Finds what keeps a server from working, and says what to do: `python -m skill doctor`.

Each check prints one line. Nothing changes for good: the store is tried with the document of a
runner who does not exist, which is deleted again.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from skill.routine.content import SKILL, content_from
from skill.routine.table import DataError
from skill.service.languages import library_in
from skill.service.ports import StoreError
from skill.stores.open_store import open_store
from skill.wiring import DEFAULT_STORE, SKILL_ID_SETTING, STORE_SETTING

OLDEST_PYTHON = (3, 11)
PREFIX = "HAMSTRING_COACH_"
NAMES = "AUDIO BIND CLINIC CONTENT METRICS PACKAGE ROUTINE SKILL_ID STOCK_SDK STORE WORKERS".split()
KNOWN = frozenset(PREFIX + name for name in NAMES)
"""Every setting there is."""
SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DEFAULT_BIND = "127.0.0.1:8000"
LEAST_FREE_BYTES = 100 * 1024 * 1024
"""With less, a busy day's progress and log may fill the disk."""
NOBODY = "doctor"
"""A runner who does not exist: real ones are stored under 64 hexadecimal digits."""


@dataclass(frozen=True)
class Finding:
    """The result of one check."""

    about: str
    fine: bool
    told: str
    """The state or, if it is not fine, what to do."""

    def __str__(self) -> str:
        return f"{'ok   ' if self.fine else 'WRONG'} {self.about}: {self.told}"


@dataclass(frozen=True)
class Machine:
    """What the doctor knows about its machine."""

    python: Sequence[int]
    now: datetime
    installed: datetime
    """When the skill's files were installed: the clock can't be earlier."""
    synchronised: bool | None
    """Whether the system says its clock is synchronized; None if it doesn't say."""
    free_bytes: Callable[[Path], int]
    """The bytes that a user may still write to a folder's disk."""
    roots: bytes
    """The root certificates, PEM."""


def here() -> Machine:
    """This machine."""
    import certifi

    return Machine(
        python=sys.version_info[:3],
        now=datetime.now(UTC),
        installed=datetime.fromtimestamp((SKILL / "__init__.py").stat().st_mtime, UTC),
        synchronised=_synchronised(),
        free_bytes=lambda folder: shutil.disk_usage(folder).free,
        roots=Path(certifi.where()).read_bytes(),
    )


def examine(environ: Mapping[str, str], machine: Machine) -> Iterator[Finding]:
    """Run every check; one failure doesn't keep the others from running."""
    yield _python(machine)
    yield from _settings(environ)
    yield _skill_id(environ)
    yield from _data(environ)
    yield from _store(environ.get(STORE_SETTING) or DEFAULT_STORE, machine)
    yield _certificates(machine)
    yield _clock(machine)
    yield _port(environ)


def _python(machine: Machine) -> Finding:
    version = ".".join(map(str, machine.python))
    if tuple(machine.python) < OLDEST_PYTHON:
        return Finding(
            "Python", False, f"is {version}; install 3.11 or newer, and make .venv with it"
        )
    return Finding("Python", True, version)


def _settings(environ: Mapping[str, str]) -> Iterator[Finding]:
    unknown = sorted(name for name in environ if name.startswith(PREFIX) and name not in KNOWN)
    for name in unknown:
        meant = get_close_matches(name.removeprefix(PREFIX), NAMES, 1)
        cure = f"did you mean {PREFIX}{meant[0]}?" if meant else "remove it"
        yield Finding("settings", False, f"{name} is not known: {cure}")
    workers = environ.get("HAMSTRING_COACH_WORKERS") or "2"
    if not (workers.isascii() and workers.isdigit() and 1 <= int(workers[:4]) <= 64):
        cure = "set it to a number of processes from 1 to 64"
        yield Finding("settings", False, f"HAMSTRING_COACH_WORKERS is {workers!r}: {cure}")
    elif not unknown:
        yield Finding("settings", True, f"{sum(name in KNOWN for name in environ)} set, all known")


def _skill_id(environ: Mapping[str, str]) -> Finding:
    skill_id = environ.get(SKILL_ID_SETTING, "")
    if not skill_id:
        cure = f"set {SKILL_ID_SETTING} to the id that the developer console shows"
        return Finding("skill id", False, f"is missing: {cure}")
    if not SKILL_ID.fullmatch(skill_id):
        cure = "copy it from the developer console, amzn1.ask.skill. and 36 more characters"
        return Finding("skill id", False, f"{skill_id!r} is not a skill id: {cure}")
    return Finding("skill id", True, skill_id)


def _data(environ: Mapping[str, str]) -> Iterator[Finding]:
    try:
        content = content_from(environ)
        for language in content.languages:
            library_in(content, language)(content.routine, content.clinic).screens()
    except DataError as error:
        rest = f" And {len(error.more)} more: run `python -m skill check`." if error.more else ""
        yield Finding("data", False, f"{error.own_text}{rest}")
    except (ValueError, OSError) as error:
        yield Finding("data", False, str(error))
    else:
        yield Finding(
            "data", True, f"routine and words ({', '.join(content.languages)}) are in order"
        )


def _store(setting: str, machine: Machine) -> Iterator[Finding]:
    kind, _, place = setting.partition(":")
    try:
        store = open_store(setting, clock=time.time)
    except ValueError as error:
        yield Finding("store", False, str(error))
        return
    file = Path(place).expanduser().absolute() if kind == "sqlite" else None
    if file is not None:
        yield _disk(file, machine)
    if file is not None and not file.exists():
        yield _place_for(file)
        return  # the server's first request creates it, not the doctor
    if file is not None:
        yield _mode(file)
    with closing(store):
        try:
            saved = store.load(NOBODY)
            revision = store.save(NOBODY, "{}", after=saved.revision if saved else 0)
            store.set_aside(NOBODY, "doctor", after=revision)
            store.forget(NOBODY)
        except StoreError as error:
            yield Finding("store", False, str(error))
        else:
            yield Finding("store", True, f"{setting} can be read, written and deleted from")


def _disk(file: Path, machine: Machine) -> Finding:
    folder = next(folder for folder in file.parents if folder.is_dir())
    free = machine.free_bytes(folder)
    if free < LEAST_FREE_BYTES:
        cure = "make room, or name a file on another disk in HAMSTRING_COACH_STORE"
        return Finding("disk", False, f"{free // 1024**2} MB are free at {folder}: {cure}")
    return Finding("disk", True, f"{free // 1024**2} MB are free at {folder}")


def _place_for(file: Path) -> Finding:
    folder = next(folder for folder in file.parents if folder.exists())
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        cure = "let this user write there, or name another file"
        return Finding("store", False, f"{file} cannot be created in {folder}: {cure}")
    return Finding("store", True, f"{file} does not exist yet; the first request creates it")


def _mode(file: Path) -> Finding:
    mode = stat.S_IMODE(file.stat().st_mode)
    folder = stat.S_IMODE(file.parent.stat().st_mode)
    if mode & 0o077 and folder & 0o077:
        told = f"{file} is open to other users (mode {mode:o}): chmod 600 {file}*"
        return Finding("file mode", False, told)
    return Finding("file mode", True, f"{file} is for its owner only")


def _certificates(machine: Machine) -> Finding:
    from skill.web.certificates import roots_in

    roots = roots_in(machine.roots)
    usable = [root for root in roots if root.not_valid_after_utc > machine.now]
    if not usable:
        cure = "install certifi again (pip install --force-reinstall -r requirements.lock)"
        return Finding("certificates", False, f"none of {len(roots)} roots is valid now: {cure}")
    return Finding("certificates", True, f"{len(usable)} roots for checking Alexa's signature")


def _clock(machine: Machine) -> Finding:
    shown = f"{machine.now:%Y-%m-%d %H:%M:%S} UTC"
    cure = "switch network time on (timedatectl set-ntp true); Alexa allows 150 s"
    if machine.now < machine.installed:
        before = f"{machine.installed:%Y-%m-%d %H:%M:%S}"
        return Finding(
            "clock", False, f"{shown} is before these files were installed ({before}): {cure}"
        )
    if machine.synchronised is False:
        return Finding("clock", False, f"{shown} is not synchronized over the network: {cure}")
    kept = "synchronized" if machine.synchronised else "compare it: Alexa allows 150 s"
    return Finding("clock", True, f"{shown}, {kept}")


def _synchronised() -> bool | None:
    command = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=5)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(told.stdout.strip())


def _port(environ: Mapping[str, str]) -> Finding:
    bind = environ.get("HAMSTRING_COACH_BIND") or DEFAULT_BIND
    host, _, number = bind.rpartition(":")
    host = host.strip("[]")
    if not (host and number.isascii() and number.isdigit() and 0 < int(number[:6]) < 65536):
        cure = f"set HAMSTRING_COACH_BIND to an address and a port, such as {DEFAULT_BIND}"
        return Finding("port", False, f"{bind!r} is not an address: {cure}")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, int(number)), family=family):
            return Finding("port", True, f"{bind} is free")
    except OSError as error:
        if _is_ours(host, number):
            return Finding("port", True, f"{bind} is this skill's own server, which is running")
        cure = "stop the program that has it, or set HAMSTRING_COACH_BIND to another"
        return Finding("port", False, f"{bind} is not available ({error.strerror}): {cure}")


def _is_ours(host: str, number: str) -> bool:
    """Whether a server of this skill answers at that address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    address = (
        f"http://[{host}]:{number}/healthz" if ":" in host else f"http://{host}:{number}/healthz"
    )
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return b'"status"' in answer.read(1000)
    except (OSError, ValueError):
        return False
