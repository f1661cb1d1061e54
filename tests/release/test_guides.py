"""The guides are true: each is followed to the letter in a copy, and then the coach is heard."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.release.guides import Follower, Step, copy_of_the_project, guides

TEXT = Path("GUIDES.md").read_text(encoding="utf-8")
GUIDES = guides(TEXT)


SLOW = "audio or dynamodb or understanding or browser or shipping or trials"
ONE_AFTER_THE_OTHER = (
    "A second routine",
    "A one-line answer",
    "Change a dose",
    "Add an exercise",
    "Another clinic",
    "A new language",
)
"""Copies of words are made last or stand apart, so that none lacks what another guide adds."""
OF_ONE_GUIDE = ("conversation", "settings")
"""What is heard after each guide by itself, and set for that alone."""
WRITTEN_OR_CHECKED = re.compile(r"^python -m (skill|pytest) .*\n", re.MULTILINE)
"""What needs doing only once, after the last guide."""


def test_a_guide_that_is_no_longer_true_fails(tmp_path: Path) -> None:
    follower = Follower(copy_of_the_project(tmp_path))

    with pytest.raises(AssertionError, match=r"has 0 times"):
        follower.follow(
            Step(
                "diff",
                "skill/content/clinics/innovative_physical_therapy/clinic.toml",
                "-name = 'Nobody'\n+name = 'X'\n",
            )
        )
    with pytest.raises(AssertionError, match=r"nobody hears 'Welcome to Yoga'"):
        follower.follow(Step("conversation", "", "> open\nWelcome to Yoga\n"))
    with pytest.raises(AssertionError, match=r"exit 3"):
        follower.follow(Step("sh", "", "exit 3\n"))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Follows a guide by its title, in a copy of its own, and tells where; each of them once."""

    @cache
    def follow(title: str) -> Path:
        folder = copy_of_the_project(tmp_path_factory.mktemp("copy"))
        follower = Follower(folder)
        for step in GUIDES[title]:
            follower.follow(step)
        return folder

    return follow


@pytest.mark.shipping
@pytest.mark.parametrize("title", GUIDES)
def test_the_guide_leads_where_it_says(title: str, followed: Callable[[str], Path]) -> None:
    followed(title)


def test_a_step_that_was_followed_before_changes_nothing(tmp_path: Path) -> None:
    follower = Follower(copy_of_the_project(tmp_path))
    steps = [step for step in GUIDES["Add an exercise"] if step.kind in ("diff", "toml")]
    for step in steps:
        follower.follow(step)
    files = [tmp_path / step.about.split()[-1] for step in steps]
    once = [file.read_text(encoding="utf-8") for file in files]

    for step in steps:
        follower.follow(step)

    assert [file.read_text(encoding="utf-8") for file in files] == once


@pytest.mark.shipping
def test_after_all_guides_one_after_the_other_every_check_of_every_day_passes(
    tmp_path: Path,
) -> None:
    follower = Follower(copy_of_the_project(tmp_path))
    assert set(ONE_AFTER_THE_OTHER) == set(GUIDES)
    for title in ONE_AFTER_THE_OTHER:
        for step in GUIDES[title]:
            if step.kind not in OF_ONE_GUIDE:
                follower.follow(replace(step, text=WRITTEN_OR_CHECKED.sub("", step.text)))

    # lint looks at Python alone, which no guide touches
    follower.passes("skill", "model")
    follower.passes("skill", "check")
    follower.passes("pytest", "-q", "-n", "2", "-m", f"not ({SLOW})")


@pytest.mark.parametrize("title", GUIDES)
def test_every_guide_ends_in_a_conversation(title: str) -> None:
    assert GUIDES[title][-1].kind == "conversation"


def test_an_answer_of_one_line_costs_one_file() -> None:
    (added,) = [step for step in GUIDES["A one-line answer"] if step.kind in ("diff", "toml")]

    assert added.about.startswith("new ")


@pytest.mark.parametrize("title", GUIDES)
def test_no_guide_touches_python(title: str) -> None:
    changed = [s.about.split()[-1] for s in GUIDES[title] if s.kind in ("diff", "toml")]
    commands = "".join(step.text for step in GUIDES[title] if step.kind == "sh")

    assert all(name.endswith((".toml", ".json", ".md")) for name in changed)
    assert not [word for word in commands.split() if word.endswith(".py")]


@pytest.mark.parametrize("title", GUIDES)
def test_no_command_edits_with_sed_which_differs_between_linux_and_macos(title: str) -> None:
    commands = "".join(step.text for step in GUIDES[title] if step.kind == "sh")

    assert not [word for word in commands.split() if word in ("sed", "perl", "awk")]


@pytest.mark.shipping
def test_another_clinic_says_nothing_that_the_old_one_said_of_itself(
    followed: Callable[[str], Path],
) -> None:
    copy = followed("Another clinic")

    content = copy / "skill/content"
    told = [
        *(content / "clinics").rglob("*.toml"),
        *(content / "routines").rglob("*.toml"),
        *(content / "language").rglob("*.toml"),
        content / "understanding/en/store.toml",
        copy / "interaction_model/skill.json",
    ]
    assert {path.name for path in told} >= {"clinic.toml", "lines.toml", "exercises.toml"}
    for said in ("looks for the cause", "thirty years", "innovative p", "San Diego", "260-0750"):
        left = [path for path in told if said.lower() in path.read_text(encoding="utf-8").lower()]
        assert not left, f"{said!r} is left in {left}"


@pytest.mark.shipping
def test_the_exercise_that_was_added_can_be_drawn(tmp_path: Path) -> None:
    follower = Follower(copy_of_the_project(tmp_path))
    for step in GUIDES["Add an exercise"]:
        if step.kind in ("diff", "toml"):
            follower.follow(step)

    drawn = subprocess.run(
        [
            sys.executable,
            "-c",
            "from skill.routine.content import content_from\n"
            "from skill.routine.loader import load_routine\n"
            "from skill.screen.figures_file import load_figures\n"
            "chosen = content_from({})\n"
            "drawn = load_figures(load_routine(chosen), chosen.routine_folder / 'figures.toml')\n"
            "assert ('bridge_walkout', 'standard') in drawn",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert drawn.returncode == 0, drawn.stderr


def test_the_contents_list_every_guide() -> None:
    for title in GUIDES:
        assert f"[{title}](#{title.lower().replace(' ', '-')})" in TEXT
