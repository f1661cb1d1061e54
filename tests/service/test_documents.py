"""What a store keeps of a runner, and what a session's attributes carry: written, read, bounded."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from msgspec.structs import fields, replace

from skill.coach.commands import Meaning
from skill.coach.history import History, LoggedExercise
from skill.coach.runner import Runner
from skill.coach.session import Session, Stopped
from skill.service.documents import (
    LARGEST_TEXT,
    DocumentError,
    read_runner,
    read_session,
    runner_text,
    session_attribute,
)
from tests.coach.moments import moments
from tests.support.documents import runner_document


@pytest.mark.parametrize("name", sorted(moments()))
def test_runner_and_session_are_read_back_as_they_were(name: str) -> None:
    played = moments()[name].told(Meaning.WHERE_AM_I)

    assert read_runner(runner_text(played.runner)) == played.runner
    carried = json.loads(json.dumps(session_attribute(played.session)))
    assert read_session(carried) == played.session


def test_a_document_says_of_which_version_routine_clinic_and_runner_it_is() -> None:
    document = runner_document(Runner())

    assert list(document)[:4] == ["version", "routine", "clinic", "runner"]
    assert set(document) == {
        "version",
        "routine",
        "clinic",
        "runner",
        *(field.name for field in fields(Runner)),
    }


def test_a_document_has_no_field_of_a_session() -> None:
    document = runner_document(moments()["asked whether it was misheard"].runner)

    assert not {field.name for field in fields(Session)} & set(document)


@pytest.mark.parametrize("nonsense", ["", "no json", "{}", "[]", "null", '{"version": 99}', "7"])
def test_a_text_that_is_no_document_is_refused(nonsense: str) -> None:
    with pytest.raises(DocumentError):
        read_runner(nonsense)


@pytest.mark.parametrize("huge", ["[" * 100_000, " " * (LARGEST_TEXT + 1), '{"version": 1%s}'])
def test_a_text_that_is_too_deep_or_too_large_is_refused(huge: str) -> None:
    with pytest.raises(DocumentError):
        read_runner(huge.replace("%s", "0" * 4_300))


OUT_OF_BOUNDS: dict[str, Any] = {
    "turn": [-1, 1.5, "1", None, 10**300, True],
    "met": [7, ["x" * 65], ["x"] * 501],
    "preferences": [{"x": {"pace": 100_000}}, {"x": {"reps": -1}}, {"x": 7}],
    "count_mode": ["loudly"],
    "tempo": [7, {"down": 0}, {"down": 1.5}, {"down": 1001}, {"x" * 65: 3}, {"down": None}],
    "answered": [["not hex"], "0a"],
    "history": [{"past": [[1, 2]]}, {"weeks": [7]}, {"log": [[1, "x", "y", 1, [1] * 501]]}],
    "workout": [
        {},
        {"started_ms": 1, "plan": []},
        {"started_ms": 1, "plan": ["x"], "index": 1},
        {"started_ms": 1, "plan": ["x"], "phase": "hurt"},
        {"started_ms": 1, "plan": ["x"], "playback": {"started_ms": 1, "spans": []}},
        {"started_ms": 1, "plan": ["x"], "set_number": 0},
        {"started_ms": 1, "plan": ["x"], "playback": {"started_ms": 1, "spans": [["rest", 9, 2]]}},
        {
            "started_ms": 1,
            "plan": ["x"],
            "playback": {"started_ms": 1, "spans": [["ready", 1, 2, None, 0]]},
        },
    ],
}


@pytest.mark.parametrize("field", sorted(OUT_OF_BOUNDS))
def test_a_document_with_a_value_out_of_bounds_is_refused(field: str) -> None:
    for value in OUT_OF_BOUNDS[field]:
        with pytest.raises(DocumentError):
            read_runner(json.dumps({**runner_document(Runner()), field: value}))


@pytest.mark.parametrize("nonsense", [None, 7, "x", [], {"question": "why"}, {"misses": -1}])
def test_a_session_that_cannot_be_read_is_an_empty_one(nonsense: object) -> None:
    assert read_session(nonsense) == Session()


@pytest.mark.parametrize("stopped", Stopped)
def test_what_was_stopped_stays_stopped_in_a_session_that_cannot_be_read(stopped: Stopped) -> None:
    read = read_session({"stopped": stopped, "before": {"workout": "nonsense"}})

    assert (read.stopped, read.subdued, read.before) == (stopped, True, None)


def test_no_type_of_a_session_stands_in_a_runner() -> None:
    schema = json.dumps(msgspec.json.schema(Runner))

    for kept_from_stores in ("Session", "Undo", "Before", "Question", "Stopped", "Command"):
        assert f'"{kept_from_stores}"' not in schema


def test_a_workout_that_ended_is_in_the_log_exercise_by_exercise() -> None:
    from skill.coach.workout import SetRecord, Workout

    sets = (
        SetRecord("bridge", 1, True, 12, "standard", 12),
        SetRecord("bridge", 2, False, 7, "standard", 12),
        SetRecord("nordic", 1, True, 5, "short_range", 5),
    )
    runner = Runner(workout=Workout(0, ("bridge", "nordic"), log=sets))

    history = runner.archived(3 * 86_400_000, finished=True).history

    assert history.log == (
        LoggedExercise(3, "bridge", "standard", 12, (12, 7)),
        LoggedExercise(3, "nordic", "short_range", 5, (5,)),
    )
    assert [entry.completed for entry in history.log] == [1, 1]
    assert replace(history, log=(), past=()) == History()
