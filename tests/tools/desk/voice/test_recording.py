"""Played conversations as one sound, and the command that writes them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from skill.tools.apla_render.sound import read_wav
from skill.tools.desk.recording import Turn, conversation, write_recording
from skill.tools.desk.render_command import add_render_command
from skill.tools.desk.script import Cue, parse_line
from tests.support.household import MODEL, Household
from tests.tools.apla_render.beeper import Beeper


def turns_of(*cues: Cue, household: Household | None = None) -> list[Turn]:
    device = (household or Household()).device()
    return list(conversation(device, cues, Beeper()))


def parsed(line: str) -> Cue:
    cue = parse_line(line)
    assert cue is not None
    return cue


def command(*arguments: object) -> int:
    parser = argparse.ArgumentParser()
    add_render_command(parser.add_subparsers(required=True), MODEL.parent)
    options = parser.parse_args(["render", *map(str, arguments)])
    return int(options.run(options))


# ---------------------------------------------------------------- what cannot be written


def test_a_turn_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no turn 3; the script has 1"):
        write_recording(turns_of(Cue("open")), Beeper(), tmp_path / "x.wav", 3)


def test_a_wav_stays_as_it_was_if_no_other_can_be_written(tmp_path: Path) -> None:
    kept = tmp_path / "x.wav"
    kept.write_bytes(b"of last week")

    with pytest.raises(ValueError, match="no turn 3"):
        write_recording(turns_of(Cue("open")), Beeper(), kept, 3)

    assert kept.read_bytes() == b"of last week"
    assert list(tmp_path.iterdir()) == [kept]


def test_no_cues_make_no_turns() -> None:
    assert turns_of() == []


def test_a_timeline_does_not_take_the_place_of_its_wav(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("open\n", encoding="utf-8")

    with pytest.raises(ValueError, match="give the WAV another name"):
        command(script, tmp_path / "out.json")


def test_a_response_file_is_not_written_over_by_its_own_timeline(tmp_path: Path) -> None:
    response = tmp_path / "turn.json"
    response.write_text("{}", encoding="utf-8")

    with pytest.raises(ValueError, match="would be overwritten"):
        command(response, tmp_path / "turn.wav")

    assert response.read_text(encoding="utf-8") == "{}"


def test_a_file_that_holds_no_response_is_an_error(tmp_path: Path) -> None:
    response = tmp_path / "turn.json"
    response.write_text("[]", encoding="utf-8")

    with pytest.raises(ValueError, match="not a response"):
        command(response, tmp_path / "other.wav")


# ---------------------------------------------------------------- what is heard


def test_an_answer_is_heard_out_and_then_the_runner_thinks() -> None:
    welcome, _ = turns_of(Cue("open"), Cue("start"))

    assert welcome.sound.marks[0].text == "Welcome to Hamstring Coach."
    assert (welcome.broken_off, welcome.quiet_ms) == (False, 2000)


def test_a_turn_that_is_broken_in_on_ends_there_and_the_coach_knows_where(
    household: Household,
) -> None:
    cues = (Cue("open"), Cue("start"), Cue("next"), Cue("pause", after_ms=15_000))

    *_, hold, paused = turns_of(*cues, household=household)

    assert hold.broken_off
    assert hold.length_ms == hold.sound.length_ms == 15_000
    assert hold.sound.marks[-1].end_ms <= 15_000
    counted = [mark.text for mark in hold.sound.marks if mark.end_ms <= 15_000]
    assert paused.sound.marks[0].text == "Paused."
    assert household.workout().done > 0
    assert counted[-1] in ("five", "six", "seven", "eight")


def test_words_said_long_after_an_answer_leave_silence_between() -> None:
    welcome, _ = turns_of(Cue("open"), Cue("start", after_ms=60_000))

    assert not welcome.broken_off
    assert welcome.length_ms == 60_000


def test_hours_that_pass_are_no_words_and_the_session_is_over_after_them() -> None:
    welcome, again = turns_of(Cue("open"), parsed("+3h"), Cue("open"))

    assert (welcome.said, again.said) == ("open", "open")
    assert again.sound.marks


def test_silence_lets_the_reprompt_be_heard_and_then_ends_the_session(household: Household) -> None:

    welcome, reprompt, end = turns_of(Cue("open"), Cue("..."), Cue("..."), household=household)

    assert welcome.quiet_ms == reprompt.quiet_ms == 8000
    assert reprompt.sound.marks
    assert end.sound.length_ms == 0
    assert not household.device().session_open


def test_a_recording_is_its_turns_in_a_row_and_its_timeline_tells_when(tmp_path: Path) -> None:
    turns = turns_of(Cue("open"), Cue("start"), Cue("next"))

    timeline = write_recording(turns, Beeper(), tmp_path / "x.wav", None)
    samples, rate = read_wav((tmp_path / "x.wav").read_bytes())

    assert 1000 * len(samples) // rate == timeline["length_ms"] == sum(t.length_ms for t in turns)
    assert [turn["said"] for turn in timeline["turns"]] == ["open", "start", "next"]
    second = timeline["turns"][1]
    assert second["start_ms"] == turns[0].length_ms
    for mark in all_marks(timeline):
        assert samples[(mark["start_ms"] + mark["end_ms"]) // 2 * rate // 1000] > 0


def test_one_turn_of_a_script_can_be_written_alone(tmp_path: Path) -> None:
    turns = turns_of(Cue("open"), Cue("start"))

    timeline = write_recording(turns, Beeper(), tmp_path / "x.wav", 2)

    assert [turn["turn"] for turn in timeline["turns"]] == [2]
    assert timeline["turns"][0]["start_ms"] == 0


def all_marks(timeline: dict[str, Any]) -> list[dict[str, Any]]:
    marks = [mark for turn in timeline["turns"] for mark in turn["marks"]]
    assert marks
    return marks


# ---------------------------------------------------------------- the command, with a real voice


@pytest.mark.audio
def test_the_command_writes_a_response_and_its_timeline(tmp_path: Path) -> None:
    response = tmp_path / "response.json"
    body = {"outputSpeech": {"type": "SSML", "ssml": "<speak>Say next.</speak>"}}
    response.write_text(json.dumps({"version": "1.0", "response": body}), encoding="utf-8")

    assert command(response, tmp_path / "turn.wav", "--engine", "espeak-ng") == 0

    timeline = json.loads((tmp_path / "turn.json").read_text(encoding="utf-8"))
    assert all_marks(timeline)[0]["text"] == "Say next."
    assert read_wav((tmp_path / "turn.wav").read_bytes())[0].max() > 0.1


@pytest.mark.audio
def test_the_command_plays_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "script.txt"
    script.write_text("open\nstart\n@5 stop\n", encoding="utf-8")
    monkeypatch.delenv("HAMSTRING_COACH_STORE", raising=False)

    assert command(script, tmp_path / "out.wav", "--engine", "espeak-ng") == 0

    timeline = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [turn["broken_off"] for turn in timeline["turns"]] == [False, True, False]
