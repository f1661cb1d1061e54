"""Nothing is so long that nobody reads it, and a file's name says which of all it is."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SAME_EVERYWHERE = {"__init__.py", "__main__.py"}
ROOMS = ("skill", "lambda", "tests")


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_longer_than_anybody_reads_at_a_go(room: str) -> None:
    lengths = {
        str(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in Path(room).rglob("*.py")
    }

    assert {path for path, length in lengths.items() if length > LONGEST_FILE} == set()


def length_of(function: ast.FunctionDef) -> int:
    """The lines of a function, its docstring aside."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    docstring = function.body[0] if ast.get_docstring(function) else None
    return lines - ((docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0)


def has_a_reason(text: str, function: ast.FunctionDef) -> bool:
    return text.splitlines()[function.lineno - 2].strip().startswith("# long because ")


def test_no_function_of_the_skill_is_longer_than_a_screen_without_a_reason_beside_it() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in Path("skill").rglob("*.py")}
    long = {
        f"{path}: {node.name}"
        for path, text in texts.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
        and length_of(node) > LONGEST_FUNCTION
        and not has_a_reason(text, node)
    }

    assert long == set()


def test_no_two_files_of_the_skill_have_one_name() -> None:
    names = Counter(path.name for path in Path("skill").rglob("*.py"))

    assert {name for name, times in names.items() if times > 1} <= SAME_EVERYWHERE
