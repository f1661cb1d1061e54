"""What was prepared is what reading and checking the files would give, and never older."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skill.alexa.skill import skill_from
from skill.coach.dose import dose_of
from skill.coach.journal import Preference
from skill.prepared import load, make
from skill.prepared.load import ROUTINE_FOLDER, WORDS_FOLDER, Data, load_data
from skill.routine.loader import load_routine
from skill.routine.table import DataError
from skill.screen.documents import FACES, face
from skill.screen.loading import load_pictures, load_screens
from skill.screen.pictures import Kind, Pictures
from skill.speech.catalogue import load_catalogue
from tests.support.own_process import told_by


def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the routine's folder and of the words'."""
    routine, words = tmp_path / "routine", tmp_path / "words"
    shutil.copytree(ROUTINE_FOLDER, routine)
    shutil.copytree(WORDS_FOLDER, words)
    return routine, words


def is_prepared(data: Data) -> bool:
    return isinstance(data.catalogue.lines, load.OnDemand)


def test_the_prepared_files_are_as_they_would_be_made_now() -> None:
    assert make.stale() == [], "run `python -m skill model`"


def test_prepared_objects_equal_those_that_are_read_and_checked() -> None:
    data = load_data()
    routine = load_routine()

    assert is_prepared(data)
    assert data.routine == routine
    assert repr(data.routine) == repr(routine)
    assert data.catalogue == load_catalogue(routine)
    assert load_catalogue(routine) == data.catalogue


def test_an_edit_is_heard_at_once(tmp_path: Path) -> None:
    routine, words = folders(tmp_path)
    assert is_prepared(load_data(str(routine), str(words)))
    lines = words / "lines.toml"
    text = lines.read_text(encoding="utf-8")
    lines.write_text(text.replace("Take your time", "Take all your time"), encoding="utf-8")

    data = load_data(str(routine), str(words))

    assert not is_prepared(data)
    assert "Take all your time" in data.catalogue.lines["wait.take_your_time"][0][0].literal


def test_a_wrong_edit_stops_the_start_as_ever(tmp_path: Path) -> None:
    routine, words = folders(tmp_path)
    file = routine / "hamstrings.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\nnonsense = 1\n", encoding="utf-8")

    with pytest.raises(DataError, match="nonsense"):
        load_data(str(routine), str(words))


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"checksum": 0}', "no json"])
def test_without_a_usable_prepared_file_the_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    for name in ("DATA_FILE", "SCREENS_FILE"):
        file = tmp_path / name
        if content is not None:
            file.write_text(content, encoding="utf-8")
        monkeypatch.setattr(load, name, str(file))

    data = load_data()

    assert data.routine == load_routine()
    assert data.screens() is not None
    assert skill_from({"HAMSTRING_COACH_STORE": "memory:"}) is not None


def test_prepared_pictures_are_those_that_would_be_drawn() -> None:
    def never(kind: Kind, dose: object) -> dict[str, object]:
        raise AssertionError(f"{kind} of {dose} was not drawn ahead")

    routine = load_routine()
    fresh = load_pictures(routine)
    fresh_file = load._fresh(load.SCREENS_FILE, load.SCREEN_SOURCES)
    assert fresh_file is not None
    prepared, lines = fresh_file
    ready = Pictures(never, dict(zip(prepared["pictures"], lines[len(FACES) :], strict=False)))
    for exercise in routine.exercises:
        for form in exercise.forms.values():
            dose = dose_of(exercise, Preference(form=form.id))
            for kind in Kind:
                assert ready.of(kind, dose) == fresh.of(kind, dose)
                assert list(ready.of(kind, dose)) == list(fresh.of(kind, dose))


def test_prepared_screens_have_the_same_words_and_documents() -> None:
    data = load_data()
    prepared, read = data.screens(), load_screens(data.routine, data.catalogue)

    assert prepared._words == read._words
    assert {name: prepared._face(name) for name in FACES} == {name: face(name) for name in FACES}


def test_a_pace_that_was_not_prepared_is_drawn_when_it_is_asked_for() -> None:
    data = load_data()
    exercise = data.routine.exercise("glute_bridge")
    slow = dose_of(exercise, Preference(pace=125))

    assert data.screens()._pictures.of(Kind.WORK, slow) == load_pictures(data.routine).of(
        Kind.WORK, slow
    )


def test_what_cannot_be_packed_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be packed"):
        make.packed({1, 2})
    with pytest.raises(TypeError, match="KINDS"):
        make.packed(Kind.WORK)


def test_a_cold_start_reads_no_toml() -> None:
    program = """
import os
os.environ["HAMSTRING_COACH_STORE"] = "memory:"
import json, sys, lambda_function
print(json.dumps(sorted(sys.modules)))
"""

    assert {"tomllib", "skill.routine.loader", "skill.speech.catalogue"}.isdisjoint(
        told_by(program)
    )
