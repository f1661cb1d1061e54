"""The certification rehearsal: the skill passes it, and what would fail certification fails it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skill.tools.desk.speaker import Transport
from skill.tools.rehearsal.__main__ import main, rehearse, report, skill_with
from skill.tools.rehearsal.checklist import ChecklistError, Row, open_points, written_rows
from skill.tools.rehearsal.play import Played, play
from tests.support.household import MONDAY_MORNING_MS, recogniser

Json = dict[str, Any]
PROMPT = "Say start when you're ready."


def answering(speech: str = PROMPT, reprompt: str | None = PROMPT, **body: Any) -> Transport:
    """A skill that always gives one answer."""
    response: Json = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{speech}</speak>"}}
    if reprompt is not None:
        again = {"type": "SSML", "ssml": f"<speak>{reprompt}</speak>"}
        response["reprompt"] = {"outputSpeech": again}
        response["shouldEndSession"] = False
    return lambda envelope: {"version": "1.0", "response": {**response, **body}}


def played(transport: Transport, *turns: Mapping[str, Any], device: str = "speaker") -> Played:
    row = Row("A row", "anything", turns, device=device)
    return play(row, lambda store: transport, recogniser(), MONDAY_MORNING_MS)


@pytest.mark.parametrize(
    ("skill", "problem"),
    [
        (answering("Hello."), "the answer ends without a prompt: 'Hello.'"),
        (answering(reprompt="Well."), "the reprompt ends without a prompt: 'Well.'"),
        (answering("Start? Or stop?"), "the answer asks more than one question"),
        (answering("Say Alexa, ask hamstring coach to start."), "prompts for a one-shot"),
        (answering(shouldEndSession=True), "the session ends, and yet there is a reprompt"),
        (answering("", None, shouldEndSession=True), "nothing is said"),
        (answering("a <b> c", None, shouldEndSession=True), "open: ParseError"),
        (answering("Say it. " * 1200), "outputSpeech has 9615 characters"),
        (answering("one <break time='9s'/>" * 30 + PROMPT), "the answer lasts"),
        (
            answering(directives=[{"type": "Alexa.Presentation.APL.RenderDocument"}]),
            "Alexa.Presentation.APL.RenderDocument goes to a device without Alexa.Presentation.APL",
        ),
    ],
)
def test_an_answer_that_certification_refuses_fails(skill: Transport, problem: str) -> None:
    assert problem in "\n".join(played(skill, {"open": True}).problems)


def test_a_screen_directive_may_go_to_a_device_with_a_screen() -> None:
    skill = answering(directives=[{"type": "Alexa.Presentation.APL.RenderDocument"}])

    assert not played(skill, {"open": True}, device="show").problems


def test_a_crash_fails_the_row_and_not_the_rehearsal() -> None:
    def crash(envelope: Json) -> Mapping[str, Any]:
        raise RuntimeError("out of breath")

    assert played(crash, {"open": True}).problems == ["open: RuntimeError: out of breath"]


def test_speech_after_the_session_ended_fails() -> None:
    row = played(answering(), {"open": True}, {"end": "USER_INITIATED"})

    assert "SessionEndedRequest is answered, which nobody hears" in row.problems[0]


@pytest.mark.parametrize(
    ("turn", "problem"),
    [
        ({"say": "stop", "session": "over"}, "stop: the session is open"),
        ({"say": "help", "hear": ["You can"]}, "help: nobody hears 'You can'"),
        ({"say": "help", "never": ["start"]}, "help: 'start' is heard"),
        ({"say": "help", "intent": "AMAZON.StopIntent"}, "help: it is taken for AMAZON.HelpIntent"),
        ({"say": "help", "card": "619"}, "help: '619' is on no card"),
        ({"say": "wibble wobble", "understood": True}, "wibble wobble: it is not understood"),
    ],
)
def test_what_is_not_as_the_row_wants_it_fails(turn: Json, problem: str) -> None:
    assert played(answering(), {"open": True}, turn).problems == [problem]


def test_a_reprompt_that_does_not_come_is_told() -> None:
    row = played(answering("Goodbye.", None, shouldEndSession=True), {"open": True})

    assert row.lines[-1] == "  (the session is over)"


@pytest.mark.parametrize(
    ("turn", "complaint"),
    [("{ shout = 'hey' }", "give each turn one of"), ("{ say = 'a', heer = [] }", "heer: no such")],
)
def test_a_slip_in_the_checklist_is_named(turn: str, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / "checklist.toml"
    file.write_text(f"[[row]]\ntitle = 'Help'\nasks = 'It helps.'\nturn = [{turn}]\n")

    with pytest.raises(ChecklistError, match=f"Help: .*{complaint}"):
        written_rows({}, file)


@pytest.fixture(scope="module")
def rows() -> list[Played]:
    return rehearse()


def test_the_skill_passes_every_row(rows: list[Played]) -> None:
    assert not [problem for row in rows for problem in row.problems]


def test_the_report_shows_every_conversation_and_what_is_left_to_fill_in(
    rows: list[Played],
) -> None:
    text = report(rows, ["PRIVACY.md: [date]"], brief=False)

    for row in rows:
        assert f"pass  {row.row.title}" in text
        assert "\n".join(row.lines) in text
    assert "  PRIVACY.md: [date]" in text
    assert text.endswith(f"{len(rows)} rows, {len(rows)} pass, 0 fail.\n")


@pytest.mark.parametrize(
    "subject",
    "First launch,returning,One-shot,Help,Stop,Cancel,Exit,Silence,Nonsense,Example phrase,"
    "without a screen,store is out of order,testing instructions,Pain,deletes".split(","),
)
def test_the_checklist_covers(subject: str, rows: list[Played]) -> None:
    assert [row for row in rows if subject.lower() in row.row.title.lower()]


def test_every_intent_is_tried_as_the_first_thing_said(rows: list[Played]) -> None:
    model = json.loads(Path("interaction_model/interactionModels/custom/en-US.json").read_text())
    tried = {row.row.title.removeprefix("One-shot of ") for row in rows}

    for intent in model["interactionModel"]["languageModel"]["intents"]:
        plain = [sample for sample in intent["samples"] if "{" not in sample]
        assert not plain or intent["name"] in tried, intent["name"]


def test_what_is_left_to_fill_in_is_found_and_links_are_not() -> None:
    manifest = {
        "publishingInformation": {"testingInstructions": "Say it. [who signed it]"},
        "privacyAndCompliance": {
            "locales": {
                "en-US": {
                    "privacyPolicyUrl": "https://example.com/p",
                    "termsOfUseUrl": "https://clinic.org/t",
                }
            }
        },
    }
    texts = {"TERMS.md": "Effective since: [date]. See [the notice](https://clinic.org/n)."}

    assert list(open_points(manifest, texts)) == [
        "store.toml: privacy_policy: example.com",
        "store.toml: testing: [who signed it]",
        "TERMS.md: [date]",
    ]


def test_the_command_writes_its_report_and_ends_with_one_only_where_a_row_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.txt"

    assert main(["--brief", "--report", str(file)]) == 0

    assert "Welcome to Hamstring Coach" in file.read_text(encoding="utf-8")
    assert "0 fail." in capsys.readouterr().out


def test_the_rehearsal_finds_a_skill_that_will_not_stop() -> None:
    def deaf(store: str) -> Transport:
        ask = skill_with(store)

        def transport(envelope: Json) -> Mapping[str, Any]:
            name = (envelope["request"].get("intent") or {}).get("name")
            if name == "AMAZON.StopIntent":
                return answering()(envelope)
            return ask(envelope)

        return transport

    failing = [row.row.title for row in rehearse(open_skill=deaf) if row.problems]

    assert "Stop after the welcome" in failing
    assert "Stop in the middle of a count" in failing
