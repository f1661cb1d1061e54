"""What runners call exercises, equipment, legs and clinic matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.loader import load_routine
from skill.routine.table import DataError
from skill.tools.language_model.overlaps import without_overlaps
from skill.tools.language_model.sentences import Intent
from skill.tools.language_model.slot_types import Value, read_slot_types
from tests.support.content import SHIPPED
from tests.tools.language_model.sources import types


def types_of(folder: Path, types: str, exercises: str) -> dict[str, tuple[Value, ...]]:
    (folder / "slot_types.toml").write_text(types, encoding="utf-8")
    (folder / "exercises.toml").write_text(exercises, encoding="utf-8")
    return read_slot_types(folder, folder / "exercises.toml")


def intent(name: str, *samples: str) -> Intent:
    slots = {"exercise": "EXERCISE"} if any("{" in sample for sample in samples) else {}
    return Intent(name, "flow", slots, samples, frozenset(samples))


BRIDGE = {"EXERCISE": (Value("glute_bridge", "glute bridge", ("bridge", "other one")),)}


@pytest.mark.parametrize(
    ("types", "exercises", "complaint"),
    [
        ("LEG = 1", "", "LEG: values: is not a table"),
        ("[LEG]\nleft = 1", "", "LEG: left: is 1; give a list of texts"),
        ('[LEG]\nleft = ["left"]\nright = ["Left"]', "", "right: 'Left' also means left"),
        ('[LEG]\nleft = ["left", "left"]', "", "left: has a name twice"),
        ('[LEG]\nleft = ["leg 1"]', "", "'leg 1' holds what Alexa refuses"),
        ("", '[a]\nname = "a"', "exercises.toml: a: called: is None"),
        ("", '[a]\nname = 1\ncalled = ["b"]', "exercises.toml: a: name"),
        ("", '[a]\nname = "a"\ncalled = ["c"]\n[b]\nname = "b"\ncalled = ["c"]', "also means a"),
    ],
)
def test_wrong_values_are_refused(
    tmp_path: Path, types: str, exercises: str, complaint: str
) -> None:
    with pytest.raises(DataError) as refused:
        types_of(tmp_path, types, exercises)
    assert complaint in str(refused.value)


def test_a_sample_that_another_intents_sample_becomes_is_refused() -> None:
    intents = (intent("Choose", "the {exercise}"), intent("Correction", "the other one"))
    with pytest.raises(DataError, match=r"becomes 'the other one' of Correction"):
        without_overlaps(intents, BRIDGE)


def test_two_intents_may_not_share_a_sample_with_a_slot_of_one_type() -> None:
    other = Intent("Skip", "flow", {"move": "EXERCISE"}, ("a {move}",), frozenset({"a {move}"}))
    with pytest.raises(DataError, match=r"'a \{move\}': is also in Choose"):
        without_overlaps((intent("Choose", "a {exercise}"), other), BRIDGE)


def test_a_sample_that_leaves_out_a_value_of_its_own_intent_is_dropped() -> None:
    longer = intent("Longer", "hold the bridge longer", "hold the {exercise} longer", "longer")

    assert without_overlaps((longer,), BRIDGE)[0].samples == (
        "hold the {exercise} longer",
        "longer",
    )


def test_exercises_and_equipment_have_the_ids_of_the_routine() -> None:
    known = types()

    assert [value.id for value in known["EXERCISE"]] == [
        exercise.id for exercise in load_routine(SHIPPED).exercises
    ]
    assert {value.id for value in known["EQUIPMENT"]} == {
        need
        for exercise in load_routine(SHIPPED).exercises
        for f in exercise.forms.values()
        for need in f.needs
    }
    assert [value.id for value in known["LEG"]] == ["left", "right", "other"]


@pytest.mark.parametrize(
    ("called", "id"),
    [
        ("are dee ells", "romanian_deadlift"),
        ("rdls", "romanian_deadlift"),
        ("nordic girls", "nordic_curl"),
        ("one where you fall forwards", "nordic_curl"),
        ("bum lifts", "glute_bridge"),
        ("hammy stretch", "standing_hamstring_stretch"),
        ("swiss ball curls", "stability_ball_curl"),
        ("leg lifts", "lying_leg_raise"),
    ],
)
def test_nicknames_and_mishearings_are_known(called: str, id: str) -> None:
    exercise = next(value for value in types()["EXERCISE"] if value.id == id)

    assert called in exercise.spoken
