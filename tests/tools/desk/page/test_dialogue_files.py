"""Conversations on the desk as the project's dialogue files: what is written passes as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from skill.tools.desk.page.dialogue_file import DialogueError, read
from tests.support.dialogue import play, read_dialogues
from tests.support.household import Household
from tests.tools.desk.page.conftest import Act

WRONG = {
    "no TOML": ("title = ", "this is not TOML"),
    "no turn": ('title = "A"', "at least one"),
    "no title": ('[[turn]]\nsay = "next"', "a title"),
    "a turn that is none": ('title = "A"\nturn = ["next"]', r"turn 1: write it as"),
    "an unknown field": ('title = "A"\n[[turn]]\nsay = "next"\nhears = []', "turn 1: hears"),
    "nothing done": ('title = "A"\n[[turn]]\nhear = ["x"]', "turn 1: write one of say"),
    "two things done": ('title = "A"\n[[turn]]\nsay = "x"\nopen = true', "turn 1: write one of"),
    "a time that is a text": ('title = "A"\n[[turn]]\nsay = "x"\nafter = "3"', "after: write"),
    "words that are a number": ('title = "A"\n[[turn]]\nsay = 3', "say: must be a str"),
}


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_a_file_that_is_no_dialogue_is_told_with_its_turn(
    page: FlaskClient, text: str, reason: str
) -> None:
    with pytest.raises(DialogueError, match=reason):
        read(text)
    answer = page.post("/desk/dialogues", json={"text": text})
    assert answer.status_code == 400


def test_a_dialogue_that_is_no_text_is_told(page: FlaskClient) -> None:
    assert page.post("/desk/dialogues", json={"text": 3}).status_code == 400


@pytest.mark.parametrize(
    "path", sorted(Path("tests/dialogues/en").glob("*.toml")), ids=lambda p: p.stem
)
def test_every_dialogue_of_the_project_can_be_read(path: Path) -> None:
    assert read(path.read_text(encoding="utf-8")).lines


def saved(page: FlaskClient, talk: str, title: str) -> dict[str, Any]:
    written: dict[str, Any] = page.post(f"{talk}/dialogue", json={"title": title}).get_json()
    return written


def passes(text: str, folder: Path) -> None:
    (folder / "saved.toml").write_text(text, encoding="utf-8")
    (dialogue,) = read_dialogues(folder)
    play(dialogue, Household())


def test_a_saved_conversation_passes_as_a_test(
    page: FlaskClient, talk: str, act: Act, tmp_path: Path
) -> None:
    act("say", words="Alexa, open hamstring coach")
    act("say", 11_300, words="start")
    act("say", 52_000, words="next")
    act("say", 26_000, words="Alexa, pause")
    act("silence", 9_000)
    act("silence", 70_000)
    act("later", days=1)
    act("say", words="Alexa, open hamstring coach")
    act("say", 9_000, words="yes")
    act("end", 5_000, reason="USER_INITIATED")
    written = saved(page, talk, 'A pause, "overnight"')
    assert "second seventeen of thirty" in written["text"]
    assert 'intent = "AMAZON.PauseIntent"' in written["text"]
    assert written["differs"] == []
    passes(written["text"], tmp_path)


def test_a_saved_dialogue_that_expects_other_words_fails(
    page: FlaskClient, talk: str, act: Act, tmp_path: Path
) -> None:
    act("say", words="Alexa, open hamstring coach")
    text = saved(page, talk, "Opening")["text"]
    with pytest.raises(AssertionError, match="did not hear"):
        passes(text.replace("Welcome", "Farewell"), tmp_path)


def test_a_conversation_that_began_in_the_middle_brings_its_place_along(
    page: FlaskClient, act: Act, tmp_path: Path
) -> None:
    act("say", words="ask hamstring coach to do the bridges")
    name = page.post("/desk/conversations", json={"device": "dot"}).get_json()["name"]
    talk = f"/desk/conversations/{name}"
    page.post(f"{talk}/say", json={"words": "open hamstring coach"})
    written = saved(page, talk, "Coming back to the bridges")
    assert "saved = " in written["text"]
    assert written["differs"] == []
    passes(written["text"], tmp_path)


def test_a_request_of_any_type_is_written_and_read_again(
    page: FlaskClient, talk: str, act: Act, tmp_path: Path
) -> None:
    act("say", words="Alexa, open hamstring coach")
    failed = {
        "type": "Alexa.Presentation.APLA.RuntimeError",
        "token": "t",
        "errors": [{"type": "RENDER_ERROR", "reason": "UNKNOWN_ERROR", "message": 'it\'s \\ "so"'}],
    }
    act("send", 3_000, event=failed)
    text = saved(page, talk, "A device that cannot play it")["text"]
    assert read(text).lines[1]["request"] == failed
    passes(text, tmp_path)
