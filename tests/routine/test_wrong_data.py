"""Wrong data stops the start, and the complaint says where it is and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.loader import load_routine
from skill.routine.table import DataError
from tests.support.changed_data import WrongData, read_wrong_data
from tests.support.content import SHIPPED, changed_content, copied, file_in

CASES = read_wrong_data(Path(__file__).parent / "wrong_data.toml")


@pytest.mark.parametrize("wrong", CASES, ids=lambda wrong: f"{wrong.file}: {wrong.title}")
def test_wrong_data_is_refused_with_its_place_and_cure(wrong: WrongData, tmp_path: Path) -> None:
    content = changed_content(tmp_path, wrong.file, wrong.set, wrong.remove)

    with pytest.raises(DataError) as refused:
        load_routine(content)

    wrong.check(refused.value)


def test_a_short_version_without_any_exercise_is_refused(tmp_path: Path) -> None:
    everything = [exercise.id for exercise in load_routine(SHIPPED).exercises]
    content = changed_content(tmp_path, "routine.toml", {"short/leave_out": everything})

    with pytest.raises(DataError, match=r"short: leave_out: .*keep at least one"):
        load_routine(content)


@pytest.mark.parametrize("file", ["routine.toml", "clinic.toml", "platform.toml"])
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    file_in(content, file).unlink()

    with pytest.raises(DataError, match=rf"{file}: file: path: does not exist; restore it"):
        load_routine(content)


@pytest.mark.parametrize("file", ["routine.toml", "clinic.toml", "platform.toml"])
def test_a_file_that_is_no_toml_is_named(file: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    file_in(content, file).write_bytes(b"name = = 1")

    with pytest.raises(DataError, match=rf"{file}: file: TOML: cannot be read .* mend it"):
        load_routine(content)


def test_a_copy_without_changes_is_the_shipped_routine(tmp_path: Path) -> None:
    content = changed_content(tmp_path, "routine.toml", {})

    assert load_routine(content) == load_routine(SHIPPED)


def test_a_phone_number_may_have_the_same_group_twice(tmp_path: Path) -> None:
    number = {"phone": "555 0100 555", "phone_groups": ["555", "0100", "555"]}
    content = changed_content(tmp_path, "clinic.toml", number)

    assert load_routine(content).clinic.phone_groups == ("555", "0100", "555")
