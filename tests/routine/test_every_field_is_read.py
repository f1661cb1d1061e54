"""No field of the data is there for nothing: the skill reads each."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import fields

from skill.routine import model


@cache
def read_by_the_skill() -> set[str]:
    """Every attribute that code outside of the loader reads."""
    files = [path for path in Path("skill").rglob("*.py") if path.name != "loader.py"]
    return {
        node.attr
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }


@pytest.mark.parametrize(
    "kind",
    [
        value
        for value in vars(model).values()
        if isinstance(value, type) and issubclass(value, Struct) and value is not Struct
    ],
    ids=lambda kind: kind.__name__,
)
def test_the_skill_reads_every_field_of_the_data(kind: type) -> None:
    names = {field.name for field in fields(kind)}

    assert names <= read_by_the_skill()
