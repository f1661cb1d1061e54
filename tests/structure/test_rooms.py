"""The house: which room may import which, read from the imports themselves."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SKILL = Path("skill")

ORDER = (
    ("routine",),
    ("coach",),
    ("speech", "screen", "audio"),
    ("service",),
    ("stores", "alexa", "operations"),
    ("web",),
    ("wiring",),
    ("wsgi", "__main__", "tools"),
)
"""The rooms, and the files of skill/ itself, from the innermost to the outermost: each may import
those before it, and none beside it or after it."""
EXCEPT = {
    ("screen", "speech"),  # the screen writes the coach's sentences, too
    ("audio", "speech"),  # a clip is named by its words
    ("operations", "web"),  # the doctor looks at the web server's roots and port,
    ("operations", "wiring"),  # and says which settings there are
    ("operations", "stores"),
    ("operations", "alexa"),
    ("__main__", "tools"),  # their commands, if they are there
}
LIBRARIES = {
    "routine": {"msgspec"},
    "coach": {"msgspec"},
    "speech": {"msgspec"},
    "screen": {"msgspec"},
    "audio": {"msgspec"},
    "service": {"msgspec"},
    "stores": {"msgspec", "aws_sdk_signers", "circuitbreaker"},
    "alexa": {"msgspec", "ask_sdk_core", "ask_sdk_model", "ask_sdk_runtime"},
    "operations": {"certifi"},
    "web": {
        "msgspec",
        *("flask", "flask_ask_sdk", "werkzeug", "waitress", "gunicorn", "prometheus_client"),
        *("ask_sdk_core", "ask_sdk_model", "ask_sdk_webservice_support"),
        *("cryptography", "certifi", "cachetools", "certvalidator"),
    },
    "wiring": set(),
    "wsgi": {"flask"},
    "__main__": set(),
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


def rooms() -> dict[str, list[Path]]:
    """The files of each room; a file of skill/ itself is a room of its own."""
    found: dict[str, list[Path]] = {}
    for path in SKILL.rglob("*.py"):
        room = path.relative_to(SKILL).parts[0].removesuffix(".py")
        if room != "__init__":
            found.setdefault(room, []).append(path)
    return found


ROOMS = rooms()
PLACE = {room: place for place, beside in enumerate(ORDER) for room in beside}


def test_every_room_has_its_place() -> None:
    assert set(ROOMS) == set(PLACE)
    assert set(ROOMS) == {*LIBRARIES, "tools"}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_no_room_imports_one_that_is_farther_out_or_beside_it(room: str) -> None:
    for path in ROOMS[room]:
        for name in imports(path):
            reached = room_of(name)
            if reached in PLACE and reached != room:
                inward = PLACE[reached] < PLACE[room]
                assert inward or (room, reached) in EXCEPT, f"{path} imports {name}"


@pytest.mark.parametrize("room", sorted(LIBRARIES))
def test_no_room_imports_a_library_that_is_not_its_own(room: str) -> None:
    allowed = {None, "skill", *PLACE, *LIBRARIES[room]}

    for path in ROOMS[room]:
        for name in imports(path):
            assert room_of(name) in allowed, f"{path} imports {name}"


def test_no_two_modules_import_each_other() -> None:
    files = [path for paths in ROOMS.values() for path in paths]
    known = {".".join(path.with_suffix("").parts): path for path in files}
    reached = {
        module: {name for name in imported(path) if name in known} for module, path in known.items()
    }

    assert list(TopologicalSorter(reached).static_order())


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports while it loads: not those for types, nor within functions."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("room", ["coach", "routine", "speech"])
def test_the_inner_rooms_know_no_clock_no_network_and_no_chance(room: str) -> None:
    for path in (SKILL / room).rglob("*.py"):
        for name in imports(path):
            assert name.split(".")[0] not in CLOCKS, f"{path} imports {name}"


def test_lambda_loads_neither_flask_nor_the_verifier_nor_the_simulator() -> None:
    entry = set(imports(Path("lambda/lambda_function.py")))

    assert {room_of(name) for name in entry} == {None, "alexa", "wiring"}
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


@pytest.mark.parametrize("room", ["routine", "coach", "speech", "screen", "alexa"])
def test_frozen_types_are_structs_which_are_made_and_replaced_fast(room: str) -> None:
    """And `dataclasses.replace`, which mypy would let pass, fails for a Struct."""
    for path in ROOMS[room]:
        assert "dataclasses" not in imports(path), path
