"""The page's speaker, whatever comes late: every order is forced, none is waited for."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.desk.page.chromium import BROWSER, tool

pytestmark = pytest.mark.browser

STATIC = Path("skill/tools/desk/page/static")
STAGES = ("begun", "said", "sound", "strip", "reprompt")
CHANGES = ("begin", "later")
NEW = "Alexa, open the new"


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What was seen, for each stage of the former answer, each change and both orders."""
    folder = tmp_path_factory.mktemp("speaker")
    for script in STATIC.glob("*.js"):
        shutil.copy(script, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    node = subprocess.run(
        [tool("node"), str(BROWSER / "orders.mjs"), str(folder / "speaker.js")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert node.returncode == 0, node.stderr
    seen: list[dict[str, Any]] = json.loads(node.stdout)
    return seen


def test_every_order_was_played(orders: list[dict[str, Any]]) -> None:
    played = {(each["stage"], each["change"], each["formerFirst"]) for each in orders}

    assert played == {
        (stage, change, first) for stage in STAGES for change in CHANGES for first in (True, False)
    }


def test_nothing_of_the_former_conversation_is_seen_or_heard(orders: list[dict[str, Any]]) -> None:
    for each in orders:
        assert each["state"] == "asleep", each
        assert each["seen"] == [f"turn: {NEW}", f"sounds: {NEW}", f"drawn: {NEW}"], each
        assert len(each["played"]) == 1, each


def test_words_said_at_once_wait_for_the_change_and_reach_the_new_conversation(
    orders: list[dict[str, Any]],
) -> None:
    for each in orders:
        talk = "/talk2" if each["change"] == "begin" else "/talk1"
        changed = "" if each["change"] == "begin" else f"{talk}/later"
        waits = each["stage"] == "begun" and each["change"] == "later"  # for its own beginning
        assert each["atOnce"] == (0 if waits else 1), each
        assert each["asked"][:2] == [changed, f"{talk}/say {NEW}"], each
        assert all(path.startswith(f"{talk}/turns/0/") for path in each["asked"][2:]), each
