"""A turn says what kind of turn it is: no logic depends on how a message happens to be called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from skill.coach.message_keys import MESSAGES

SKILL = Path("skill")
READS_KEYS = {"speech", "tools"}
"""The rooms that look a message's words up, and the workshop, which is never shipped."""
MAKES_MESSAGES = {"coach", *READS_KEYS}


def shipped(but: set[str]) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of every shipped file, except in some rooms."""
    for path in SKILL.rglob("*.py"):
        if path.relative_to(SKILL).parts[0] not in but:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                yield path, node


def test_only_speech_and_the_declaration_of_messages_read_a_messages_key() -> None:
    readers = {
        path
        for path, node in shipped(READS_KEYS)
        if isinstance(node, ast.Attribute) and node.attr == "key"
    }

    assert readers == {SKILL / "coach" / "messages.py"}


def test_outside_coach_and_speech_a_key_only_makes_a_message() -> None:
    made = [
        node.args[0]
        for _, node in shipped(MAKES_MESSAGES)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Message.of"
    ]
    places = {(ast.dump(key), key.lineno, key.col_offset) for key in made}

    for path, node in shipped(MAKES_MESSAGES):
        if isinstance(node, ast.Constant) and node.value in MESSAGES:
            at = (ast.dump(node), node.lineno, node.col_offset)
            assert at in places, f"{path}:{node.lineno} knows the message {node.value!r}"


def test_the_coach_compares_no_message_keys() -> None:
    for path, node in shipped(READS_KEYS):
        if isinstance(node, ast.Compare):
            for part in ast.walk(node):
                known = isinstance(part, ast.Constant) and part.value in MESSAGES
                assert not known or path.parent.name == "moves", f"{path}:{node.lineno}"
