"""The list of the coach's rules is true: `make rules` breaks each of them by its line."""

from __future__ import annotations

from pathlib import Path

from tests.rules.broken import read_rules

LEAST_RULES = 24


def test_every_rule_stands_where_the_list_says() -> None:
    rules = read_rules()

    for rule in rules:
        changed = rule.broken_in(Path(rule.file).read_text(encoding="utf-8"))
        compile(changed, rule.file, "exec")
    assert len({rule.says for rule in rules}) == len(rules) >= LEAST_RULES


def test_every_rule_names_tests_that_there_are() -> None:
    for rule in read_rules():
        for test in rule.tests:
            file, _, name = test.partition("::")
            text = Path(file).read_text(encoding="utf-8")
            function, _, case = name.partition("[")
            assert f"def {function}" in text, test
            if file == "tests/dialogues/test_dialogues.py":
                assert Path(f"tests/dialogues/en/{case.rstrip(']')}.toml").exists(), test
