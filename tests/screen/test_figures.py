"""The pictures: every form has one, wrong data are named, and limbs stay joined."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from skill.routine.table import DataError
from skill.screen.figures import FLOOR, WIDTH
from skill.screen.figures_file import load_figures
from skill.screen.pose import (
    PARAMETERS,
    SHIN,
    THIGH,
    Limb,
    along,
    between,
    eased,
    frame_of,
    reach,
)
from skill.screen.words_file import load_screen_words
from tests.support.content import SHIPPED, file_in
from tests.support.household import routine

FILE, WORDS = file_in(SHIPPED, "figures.toml"), file_in(SHIPPED, "screen.toml")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[figure.glute_bridge.single_leg]", "[figure.glute_bridge.one_leg]", "is not a form"),
        ("[figure.nordic_curl.slow_lower]\nlike", "[figure.nordic_curl.slow_lower]\nas", "known"),
        ("moves = { raise = 1, lower = 0 }", "moves = { raise = 1 }", "must name lower, raise"),
        ("moves = { raise = 1, lower = 0 }", "moves = { raise = 7, lower = 0 }", "from 0 to 1"),
        ('props = ["mat", "sofa"]', 'props = ["mat", "bed"]', "choose from"),
        ('poses = ["lying", "leg_raised"]', 'poses = ["lying", "flying"]', "is not a pose"),
        (
            '[pose.lying]\nroot = "pelvis"',
            '[pose.lying]\nroot = "nose"',
            "give pelvis or shoulder or knee",
        ),
        ("zoom = 1.4", "zoom = 14", "0.5 to 2"),
        ('like = "standard"', 'like = "slower"', "give standard"),
        ("schema = 1\n", "schema = 1\nextra = 2\n", "known field"),
    ],
)
def test_wrong_figures_are_named_with_entry_and_cure(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "figures.toml"
    wrong.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(DataError, match=complaint):
        load_figures(routine(), wrong)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('hold = "Hold"\n', "", "hold: is missing"),
        ('hold = "Hold"\n', 'hold = "Hold"\nshout = "Go"\n', "shout: is not a known field"),
        ("Set {n} of {total}", "Set {number} of {total}", "uses number"),
        ("Set {n} of {total}", "Set {n of {total}", "braces"),
        ('pause = ["Pause", "Pause and keep the place"]', 'pause = ["Pause"]', "two texts"),
        ('"yes" = ["Yes", "Yes"]', '"yes" = "Yes"', "two texts"),
    ],
)
def test_wrong_words_are_named_with_entry_and_cure(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    text = WORDS.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "screen.toml"
    wrong.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(DataError, match=complaint):
        load_screen_words(wrong)


def test_every_exercise_and_form_has_a_picture_that_moves() -> None:
    figures = load_figures(routine(), file_in(SHIPPED, "figures.toml"))

    for exercise in routine().exercises:
        for form in exercise.forms.values():
            figure = figures[exercise.id, form.id]
            assert figure.frame(0) != figure.frame(1), (exercise.id, form.id)


def test_forms_that_look_different_have_different_pictures() -> None:
    figures = load_figures(routine(), file_in(SHIPPED, "figures.toml"))
    alike = {"slow_lower", "pause_at_the_top", "under_the_sofa"}

    for exercise in routine().exercises:
        seen: dict[object, str] = {}
        for form in exercise.forms.values():
            if form.id not in alike:
                figure = figures[exercise.id, form.id]
                look = (figure.poses, figure.props)
                assert look not in seen, (exercise.id, form.id, seen.get(look))
                seen[look] = form.id


def test_a_planted_foot_stays_where_it_is_through_the_whole_movement() -> None:
    figure = load_figures(routine(), file_in(SHIPPED, "figures.toml"))["glute_bridge", "standard"]
    start, end = figure.poses

    for step in range(11):
        frame = dict(zip(PARAMETERS, frame_of(between(start, end, step / 10)), strict=True))
        knee = along((frame["px"], frame["py"]), frame["nearThigh"], THIGH)
        ankle = along(knee, frame["nearThigh"] + frame["nearShin"], SHIN)
        assert math.dist(ankle, (168, 172)) < 0.5


def test_no_figure_leaves_the_picture_or_sinks_into_the_floor() -> None:
    for key, figure in load_figures(routine(), file_in(SHIPPED, "figures.toml")).items():
        for pose in range(len(figure.poses)):
            frame = dict(zip(PARAMETERS, figure.frame(pose), strict=True))
            hip = frame["px"], frame["py"]
            knee = along(hip, frame["nearThigh"], THIGH)
            ankle = along(knee, frame["nearThigh"] + frame["nearShin"], SHIN)
            for x, y in (hip, knee, ankle):
                assert 0 < WIDTH / 2 + figure.zoom * (x - figure.centre) < WIDTH, key
                assert y < FLOOR + 2, key


def test_a_limb_that_is_too_short_points_at_its_end() -> None:
    first, second = reach((0, 0), Limb(end=(500, 0)), THIGH, SHIN)

    assert abs(first) < 2
    assert abs(second) < 2


def test_a_movement_begins_and_ends_slowly() -> None:
    assert eased(0) == 0
    assert eased(1) == 1
    assert eased(0.1) < 0.05
