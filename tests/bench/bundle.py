"""What the Lambda bundle weighs: the skill, and what its requirements bring along."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import distribution
from pathlib import Path

ROOTS = ("ask-sdk-core", "ask-sdk-model", "ask-sdk-runtime")
NOT_LOADED = {"requests", "urllib3", "certifi", "idna", "charset-normalizer"}
"""Brought along by ask-sdk-core for its API client, which this skill has none of."""
SHIPPED = (".py", ".toml", ".json", ".txt")


def bundle_lines() -> list[str]:
    """Kilobytes of each part, largest first, and of all."""
    sizes = Counter({"skill and lambda": _own_bytes()})
    for name in _with_requirements(ROOTS):
        files = distribution(name).files or []
        sizes[name] = sum(
            path.stat().st_size
            for path in (Path(str(file.locate())) for file in files)
            if path.suffix != ".pyc" and path.is_file()
        )
    lines = [
        f"  {size / 1024:8.0f} kB  {name}{'  (never loaded)' if name in NOT_LOADED else ''}"
        for name, size in sizes.most_common()
    ]
    return [*lines, f"  {sizes.total() / 1024:8.0f} kB  in all"]


def _own_bytes() -> int:
    rooms = ("routine", "coach", "speech", "progress", "alexa", "screen", "sdk", "prepared")
    folders = [Path("lambda"), *(Path("skill") / room for room in rooms)]
    return sum(
        path.stat().st_size
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in SHIPPED
    )


def _with_requirements(names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.append(name)
        for requirement in distribution(name).requires or []:
            if "extra ==" not in requirement and "python_version" not in requirement:
                bare = requirement.replace("(", " ").replace(";", " ").split()[0]
                for sign in "<>=!~[":
                    bare = bare.split(sign)[0]
                waiting.append(bare.lower().replace("_", "-"))
    return found
