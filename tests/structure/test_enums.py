"""Enumerations of texts behave as those of the standard library."""

from __future__ import annotations

import copy
import enum
import json
import pickle
from typing import Any

import pytest

from skill.coach.timeline import Side
from skill.enums import StrEnum


class Theirs(enum.StrEnum):
    LEFT = "left"
    RIGHT = "right"


def test_a_text_that_is_no_member_is_refused_as_by_the_standard_library() -> None:
    values: tuple[Any, ...] = ("middle", "LEFT", "", None, 1, ["left"])
    for value in values:
        with pytest.raises(ValueError, match="is not a valid Theirs"):
            Theirs(value)
        with pytest.raises(ValueError, match="is not a valid Side"):
            Side(value)


def test_two_members_of_one_text_or_one_without_a_text_are_refused() -> None:
    with pytest.raises(TypeError, match="Twice"):

        class Twice(StrEnum):
            ONE = "one"
            AGAIN = "one"

    with pytest.raises(TypeError, match="Number"):

        class Number(StrEnum):
            ONE = 1


def test_members_are_what_the_standard_library_makes_of_them() -> None:
    for ours, theirs in zip(Side, Theirs, strict=True):
        assert (ours.name, ours.value, str(ours), f"{ours:>6}") == (
            theirs.name,
            theirs.value,
            str(theirs),
            f"{theirs:>6}",
        )
        assert type(ours.value) is type(theirs.value) is str
        assert repr(ours) == repr(theirs).replace("Theirs", "Side")
        assert ours == theirs.value and hash(ours) == hash(theirs.value)
        assert json.dumps({ours: ours}) == json.dumps({theirs: theirs})
        assert ours in Side
        assert Side(ours.value) is Side[ours.name] is Side(ours) is ours
    assert len(Side) == len(Theirs)
    assert list(Side.__members__) == list(Theirs.__members__)


def test_a_copy_of_a_member_is_the_member() -> None:
    assert copy.copy(Side.LEFT) is copy.deepcopy(Side.LEFT) is Side.LEFT
    assert pickle.loads(pickle.dumps(Side.LEFT)) is Side.LEFT
