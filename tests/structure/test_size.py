"""Nothing is so long that nobody reads it, and a file's name says which of all it is."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
TO_BE_SPLIT = {
    "skill/coach/messages.py",
    "skill/tools/desk/page/desk.py",
    "skill/tools/cli/developer_commands.py",
    "skill/coach/standing.py: standing",
    "skill/screen/figures.py: _figures",
    "skill/tools/cli/developer_commands.py: add_commands",
    "skill/tools/cli/developer_commands.py: _serve",
    "skill/tools/language_model/manifest.py: build_manifest",
}
"""Nothing may be added here."""
SAME_EVERYWHERE = {"__init__.py", "__main__.py"}
ROOMS = ("skill", "lambda", "tests")


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_longer_than_anybody_reads_at_a_go(room: str) -> None:
    lengths = {
        str(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in Path(room).rglob("*.py")
    }

    assert {path for path, length in lengths.items() if length > LONGEST_FILE} <= TO_BE_SPLIT


def length_of(function: ast.FunctionDef) -> int:
    """The lines of a function, its docstring aside."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    docstring = function.body[0] if ast.get_docstring(function) else None
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def test_no_function_of_the_skill_is_longer_than_a_screen() -> None:
    functions = {
        f"{path}: {node.name}": length_of(node)
        for path in Path("skill").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }

    assert {name for name, length in functions.items() if length > LONGEST_FUNCTION} <= TO_BE_SPLIT


def test_no_two_files_of_the_skill_have_one_name() -> None:
    names = Counter(path.name for path in Path("skill").rglob("*.py"))

    assert {name for name, times in names.items() if times > 1} <= SAME_EVERYWHERE
