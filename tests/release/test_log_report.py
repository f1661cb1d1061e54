"""The report on the log: read from the very lines the skill and the server write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.alexa.entry import answer
from skill.alexa.request_log import RequestLog
from skill.alexa.runtime.request import AUDIO_FAILED
from skill.operations.log_report import WARNINGS, main, percentile, report, summarise
from skill.stores.memory import MemoryStore
from skill.tools.desk.speaker import SmartSpeaker
from skill.wiring import build_skill
from tests.support.household import (
    MONDAY_MORNING_MS,
    SKILL_ID,
    libraries,
    recogniser,
)


def line(
    intent: str = "ReadyIntent", ms: int = 10, result: str = "answered", **more: object
) -> str:
    return json.dumps({"request": "r", "intent": intent, "ms": ms, "result": result, **more})


def test_a_log_without_requests_says_so() -> None:
    assert report(summarise(["Listening at: http://127.0.0.1"])).startswith("No line of this log")


@pytest.mark.parametrize(
    "broken",
    [
        '{"request": "r"',
        '{"request": "r"}',
        '{"request": "r", "intent": "I", "result": "x", "ms": "y"}',
        '{"request": "r", "intent": "I", "result": "x", "ms": 1, "sets": "y"}',
    ],
)
def test_a_line_that_is_cut_off_or_foreign_is_passed_over(broken: str) -> None:
    assert summarise([broken, line()]).requests == 1


@pytest.mark.parametrize(
    "before",
    [
        "",
        "2026-01-05 08:00:00,000 skill.alexa.request_log INFO ",
        "[INFO]\t2026-01-05T08:00:00Z\tid\t",
    ],
)
def test_a_line_is_found_behind_whatever_a_logger_puts_before_it(before: str) -> None:
    assert summarise([before + line("YesIntent")]).intents == {"YesIntent": 1}


@pytest.mark.parametrize(("percent", "value"), [(50, 2), (95, 4), (100, 4), (1, 1)])
def test_a_percentile_is_a_value_that_occurred(percent: int, value: int) -> None:
    assert percentile([1, 2, 3, 4], percent) == value


def test_the_report_tells_times_misses_results_and_trouble() -> None:
    lines = [line(ms=ms) for ms in range(1, 20)]
    lines += [line("AMAZON.FallbackIntent", 500), line("LaunchRequest", result="unsaved")]
    lines += ["WARNING progress not saved: StoreUnavailable", line(AUDIO_FAILED)]

    text = report(summarise(lines))

    assert "Requests         22" in text
    assert "longest 500" in text
    assert "Not understood   1 of 20 sentences (5.0 %)" in text
    assert "Audio failed     1" in text
    assert "        1  unsaved" in text
    assert "        1  store: progress not saved" in text


def test_the_report_tells_where_runners_are_not_understood_and_what_they_did() -> None:
    lines = [line(phase="working", sets=1)] * 3 + [line("AMAZON.FallbackIntent", phase="working")]
    lines += [
        line("LaunchRequest", phase="opened", sets=2),
        line("AMAZON.HelpIntent", phase="opened"),
    ]
    lines += [line("SessionEndedRequest.ERROR"), line(store="unsaved"), line(store="unread")]
    lines += [line("-", phase="waiting", store="unread")]

    text = report(summarise(lines))

    assert "        1  of 4 working (25.0 %)" in text
    assert "        0  of 1 opened (0.0 %)" in text
    assert "        0  of 1 waiting (0.0 %)" in text
    assert "Sets finished    5" in text
    assert "Sessions broken  1" in text
    assert "Store trouble    3\n        2  unread\n        1  unsaved" in text


def test_the_skills_own_lines_are_understood() -> None:
    lines: list[str] = []
    skill = build_skill(
        libraries=libraries(),
        store=MemoryStore(),
        clock=lambda: MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
        log=RequestLog(lambda: 0.0, lines.append),
    )
    speaker = SmartSpeaker(
        lambda envelope: answer(skill, envelope, None),
        recogniser(),
        now_ms=MONDAY_MORNING_MS,
        skill_id=SKILL_ID,
    )

    speaker.open()
    speaker.say("start my routine")
    speaker.say("wibble wobble")

    summary = summarise(lines)
    assert summary.requests == len(lines) == 3
    assert summary.intents["AMAZON.FallbackIntent"] == summary.intents["LaunchRequest"] == 1
    assert summary.missed == {"opened": 0, "waiting": 1}


@pytest.mark.parametrize("text", WARNINGS)
def test_what_is_looked_for_is_what_the_code_writes(text: str) -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("service", "alexa", "web")
        for path in Path("skill", room).glob("*.py")
    )

    assert f'"{text}' in code


def test_the_command_reads_files_and_names_one_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "skill.log"
    log.write_text(line() + "\n")

    assert main([str(log)]) == 0
    assert "Requests         1" in capsys.readouterr().out
    assert main([str(tmp_path / "missing.log")]) == 2
    assert "missing.log" in capsys.readouterr().err
