"""The rules of the coach are guarded: whoever breaks one by a line sees a test fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.broken import Rule, is_noticed, read_rules
from tests.shipping.guides import copy_of_the_project

pytestmark = pytest.mark.trials

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
                assert Path(f"tests/dialogues/{case.rstrip(']')}.toml").exists(), test


@pytest.mark.parametrize("rule", read_rules(), ids=lambda rule: rule.says)
def test_a_rule_that_is_broken_is_noticed(rule: Rule, tmp_path: Path) -> None:
    assert is_noticed(rule, copy_of_the_project(tmp_path))
