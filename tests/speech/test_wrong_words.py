"""A slip in the catalogue stops the start, and the complaint says where and how to mend it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.routine.table import DataError
from skill.speech.catalogue import load_catalogue
from skill.speech.catalogue_checks import NOUNS_OF_HELPERS, TABLES_OF_HELPERS
from tests.support.changed_data import WrongData, read_wrong_data
from tests.support.content import SHIPPED, changed_content, copied, file_in

CASES = read_wrong_data(Path(__file__).parent / "wrong_words.toml")
ROUTINE = load_routine(SHIPPED)
FILES = ("lines.toml", "words.toml", "exercises.toml", "en.toml")


@pytest.mark.parametrize("wrong", CASES, ids=lambda wrong: f"{wrong.file}: {wrong.title}")
def test_wrong_words_are_refused_with_their_place_and_cure(
    wrong: WrongData, tmp_path: Path
) -> None:
    content = changed_content(tmp_path, wrong.file, wrong.set, wrong.remove)

    with pytest.raises(DataError) as refused:
        load_catalogue(content, ROUTINE)

    wrong.check(refused.value)


def test_a_new_form_without_words_is_refused() -> None:
    with pytest.raises(DataError, match=r"glute_bridge: floating: is missing; give a table"):
        load_catalogue(SHIPPED, with_floating_bridge())


@pytest.mark.parametrize("name", [{}, {"name": 7}])
def test_a_new_form_without_a_name_is_refused(name: dict[str, object], tmp_path: Path) -> None:
    floating = {"glute_bridge/floating": {**name, "steps": {"rise": "Rise."}}}
    content = changed_content(tmp_path, "exercises.toml", floating)

    with pytest.raises(DataError, match=r"glute_bridge\.floating: name: is .*give a text"):
        load_catalogue(content, with_floating_bridge())


def with_floating_bridge() -> Routine:
    """The routine with a form of the bridge that nobody has words for yet."""
    bridge = ROUTINE.exercise("glute_bridge")
    rise = replace(bridge.form().steps[0], id="rise")
    floating = replace(bridge.form(), id="floating", level=3, steps=(rise,))
    changed = replace(bridge, forms={**bridge.forms, "floating": floating})
    others = tuple(changed if e.id == bridge.id else e for e in ROUTINE.exercises)
    return replace(ROUTINE, exercises=others)


@pytest.mark.parametrize(
    ("table", "word"),
    [
        *(("nouns", noun) for noun in NOUNS_OF_HELPERS),
        *(
            (f"tables.{table}", each)
            for table, words in TABLES_OF_HELPERS.items()
            for each in words
        ),
    ],
)
def test_a_word_that_a_helper_needs_is_missed_before_anybody_hears_of_it(
    table: str, word: str, tmp_path: Path
) -> None:
    path = f"{table.replace('.', '/')}/{word}"
    content = changed_content(tmp_path, "words.toml", {}, [path])

    with pytest.raises(DataError, match=rf"words\.toml: {table}: {word}: is missing; write it"):
        load_catalogue(content, ROUTINE)


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(file: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    file_in(content, file).unlink()

    with pytest.raises(DataError, match=rf"{file}: file: path: does not exist; restore it"):
        load_catalogue(content, ROUTINE)


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_no_toml_is_named(file: str, tmp_path: Path) -> None:
    content = copied(tmp_path)
    file_in(content, file).write_bytes(b"name = = 1")

    with pytest.raises(DataError, match=rf"{file}: file: TOML: cannot be read .* mend it"):
        load_catalogue(content, ROUTINE)


@pytest.mark.parametrize("file", FILES)
def test_a_copy_without_changes_is_the_shipped_catalogue(file: str, tmp_path: Path) -> None:
    content = changed_content(tmp_path, file, {})

    assert load_catalogue(content, ROUTINE) == load_catalogue(SHIPPED, ROUTINE)


def test_a_cue_that_only_another_routine_of_the_content_has_is_no_mistake(tmp_path: Path) -> None:
    content = copied(tmp_path)
    words = content.language_folder("en") / "words.toml"
    text = words.read_text(encoding="utf-8").replace("[tables.cue]", '[tables.cue]\nleap = "Leap"')
    words.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"leap: is not a phase's cue"):
        load_catalogue(content, load_routine(content))

    other = content.root / "routines" / "other"
    shutil.copytree(content.routine_folder, other)
    routine = other / "routine.toml"
    routine.write_text(
        routine.read_text(encoding="utf-8").replace("roll_out", "leap"), encoding="utf-8"
    )

    load_catalogue(content, load_routine(content))
