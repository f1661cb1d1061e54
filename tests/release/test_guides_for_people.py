"""DEPLOYING.md and CONTRIBUTING.md tell the truth."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from skill.audio.library import AUDIO_SETTING
from skill.routine.content import CLINIC_SETTING, CONTENT_SETTING, ROUTINE_SETTING
from skill.wiring import SKILL_ID_SETTING, STORE_SETTING
from skill.wsgi import METRICS_SETTING
from tests.support.household import recogniser

PAGES = {
    name: Path(name).read_text(encoding="utf-8")
    for name in ("DEPLOYING.md", "CONTRIBUTING.md", "GUIDES.md", "PRIVACY.md", "TERMS.md")
}
DEPLOYING = PAGES["DEPLOYING.md"]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", PAGES[page]):
        file, _, heading = target.partition("#")
        text = PAGES[file or page] if heading else ""
        assert not file or Path(file).exists(), target
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        anchors = {title.lower().replace(" ", "-") for title in headings}
        assert not heading or heading in anchors, target


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_is_there(page: str) -> None:
    for name in re.findall(
        r"`((?:skill|tests|lambda|interaction_model|\.deploy)/[\w./]*\w)", PAGES[page]
    ):
        assert Path(name).exists() or "/de" in name or "gentle" in name, name


def test_every_setting_of_the_server_is_told_and_no_other() -> None:
    told = set(re.findall(r"^\| `(HAMSTRING_COACH_\w+)`", DEPLOYING, re.MULTILINE))
    conf = Path(".deploy/gunicorn.conf.py").read_text(encoding="utf-8")
    used = {
        *(SKILL_ID_SETTING, STORE_SETTING, METRICS_SETTING),
        *(CONTENT_SETTING, ROUTINE_SETTING, CLINIC_SETTING, AUDIO_SETTING),
    }

    assert told == used | set(re.findall(r'"(HAMSTRING_COACH_(?:BIND|WORKERS))"', conf))


def test_every_parameter_of_the_stack_that_is_ours_is_told() -> None:
    profile = json.loads(Path("ask-resources.json").read_text())["profiles"]["default"]

    for name in profile["skillInfrastructure"]["userConfig"]["cfn"]["parameters"]:
        assert f"`{name}`" in DEPLOYING, name


def test_the_settings_of_the_stack_stand_where_the_page_says() -> None:
    profile = json.loads(Path("ask-resources.json").read_text())["profiles"]["default"]
    settings = DEPLOYING.partition("Settings are in `ask-resources.json`")[2].partition("\n\n")[0]

    told = set(re.findall(r"`([A-Z][A-Za-z]+)`", settings))

    assert told == set(profile["skillInfrastructure"]["userConfig"]["cfn"]["parameters"])


def test_whoever_deploys_is_told_to_switch_the_skill_on_in_either_way() -> None:
    sections = {part.partition("\n")[0]: part for part in DEPLOYING.split("\n## ")}

    assert "set-skill-enablement --skill-id" in sections["Switch it on"]
    for way in ("On AWS Lambda", "On a server of your own"):
        assert "(#switch-it-on)" in sections[way], way


def test_every_smapi_command_names_its_skill() -> None:
    commands = re.findall(r"ask smapi [a-z].*", DEPLOYING)

    assert len(commands) == 7
    assert all("--skill-id amzn1.ask.skill" in command for command in commands)


def test_what_make_needs_is_told_where_make_is_first_run() -> None:
    readme = Path("README.md").read_text(encoding="utf-8")

    for text in (readme, DEPLOYING):
        assert 0 < text.find("`sudo apt install make python3-venv`") < text.find("\nmake ")


def test_what_the_privacy_policy_says_can_be_said_is_understood() -> None:
    said = re.findall(r'"Alexa, ask hamstring coach (?:to )?([^"]+)"', PAGES["PRIVACY.md"])
    meant = [recogniser().recognise(phrase) for phrase in said]

    assert [taken.intent for taken in meant] == ["WhatYouKnowIntent", "ForgetMeIntent"]
    assert all(taken.score > 0.9 for taken in meant)


def test_the_privacy_policy_gives_the_times_after_which_things_are_deleted() -> None:
    template = Path(".deploy/stack.yaml").read_text(encoding="utf-8")
    days = re.search(r"LogDays:\s+Type: Number\s+Default: (\d+)", template)

    assert days is not None
    assert f"deleted after {days[1]} days" in PAGES["PRIVACY.md"]
    assert "one year after" in PAGES["PRIVACY.md"]
