"""The routine that ships keeps to what the clinic prescribes, whatever that is today."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from skill.routine.loader import load_routine
from skill.routine.toml_file import read_toml
from tests.support.content import SHIPPED, file_in

ROUTINE = load_routine(SHIPPED)
FILES = (
    SHIPPED.routine_folder / "routine.toml",
    SHIPPED.routine_folder / "progression.toml",
    SHIPPED.clinic_folder / "clinic.toml",
    SHIPPED.platform,
)
WRITTEN = tomllib.loads(file_in(SHIPPED, "routine.toml").read_text(encoding="utf-8"))


def prescribed() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every number that the clinic gave a range for."""
    for exercise in WRITTEN["exercise"]:
        for form in (exercise, *exercise.get("variation", ())):
            for name, dose in form.items():
                if isinstance(dose, dict) and "clinic" in dose:
                    yield f"{exercise['id']}, {form['id']}: {name}", dose


def test_a_runner_starts_within_what_the_clinic_prescribes_and_may_ask_for_all_of_it() -> None:
    assert list(prescribed())
    for where, dose in prescribed():
        least, most = dose["clinic"]
        assert dose["low"] <= least <= dose["start"] <= most <= dose["high"], where


def test_what_the_clinic_prescribes_says_that_it_does() -> None:
    for where, dose in prescribed():
        assert dose["source"].startswith("Clinic"), where


def test_every_number_says_whether_the_clinic_or_the_project_chose_it() -> None:
    sources = [each for file in FILES for each in _sources(read_toml(file), file.name)]

    assert len(sources) > 50
    for where, source in sources:
        assert re.match(r"(The )?clinic\b|Project default|Amazon:", source, re.IGNORECASE), where


def test_the_short_version_asks_for_no_more_than_the_whole_one() -> None:
    assert set(ROUTINE.short.leave_out) < set(ROUTINE.by_id)
    assert all(ROUTINE.short.sets <= e.form().sets.start for e in ROUTINE.exercises)


def _sources(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _sources(entry, f"{where}[{place}]")
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name == "source":
                yield where, entry
            else:
                yield from _sources(entry, f"{where}.{name}")
