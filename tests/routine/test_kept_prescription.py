"""The prescription of the tests: no change of the clinic's makes their conversations untrue."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from skill.routine.loader import load_routine
from skill.routine.model import Routine
from tests.support.changed_data import write_toml
from tests.support.content import SHIPPED, copied, file_in
from tests.support.facts import filled
from tests.support.household import routine
from tests.support.prescription import KEPT, KEPT_PROGRESSION, laid_over

Fields = dict[str, Any]
TODAY: Fields = tomllib.loads(file_in(SHIPPED, "routine.toml").read_text(encoding="utf-8"))
PRESCRIPTION: Fields = tomllib.loads(KEPT.read_text(encoding="utf-8"))


def of_the_tests(shipped: Fields, folder: Path) -> Routine:
    """The routine of the tests, if the clinic prescribed this."""
    content = copied(folder)
    write_toml(file_in(content, "routine.toml"), laid_over(shipped, PRESCRIPTION))
    file_in(content, "progression.toml").write_bytes(KEPT_PROGRESSION.read_bytes())
    return load_routine(content)


def test_every_number_that_the_clinic_may_change_is_kept_for_the_conversations(
    tmp_path: Path,
) -> None:
    shipped = copy.deepcopy(TODAY)
    forms = [form for entry in shipped["exercise"] for form in (entry, *entry.get("variation", ()))]
    tables = [shipped["defaults"], *forms]
    for table in tables:
        for dose in (value for value in table.values() if isinstance(value, dict)):
            if "start" in dose:
                dose["start"] += 1
            for phase in dose.get("phases", ()):
                phase["seconds"] += 1

    changed, kept = of_the_tests(shipped, tmp_path), len(PRESCRIPTION["exercise"])

    assert replace(changed, exercises=changed.exercises[:kept]) == replace(
        routine(), exercises=routine().exercises[:kept]
    )


def test_a_further_exercise_comes_last_and_another_order_changes_nothing(tmp_path: Path) -> None:
    shipped = copy.deepcopy(TODAY)
    shipped["exercise"] = list(reversed(shipped["exercise"]))
    shipped["exercise"].insert(1, shipped["exercise"][0] | {"id": "walkout"})

    kept = len(PRESCRIPTION["exercise"])
    exercises = of_the_tests(shipped, tmp_path).exercises

    assert exercises[:kept] == routine().exercises[:kept]
    assert "walkout" in [exercise.id for exercise in exercises[kept:]]


def test_a_placeholder_that_does_not_exist_is_named() -> None:
    assert filled("{glute_bridge}: {glute_bridge.sets}") == "glute bridge: three"
    with pytest.raises(AssertionError, match=r"\{fax\} in 'Ask by \{fax\}' is none of total"):
        filled("Ask by {fax}")
