"""`python -m skill`: nonsense is refused in one line, and every command ends quietly."""

from __future__ import annotations

import argparse
import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from skill.operations import operator_commands as operator
from skill.tools.cli.developer_commands import ERRORS, add_commands, has_display
from skill.tools.language_model.manifest import PUBLISHER
from tests.support.household import MODEL

NONSENSE = (
    *("", " ", "nonsense", "-1", "0", "nan", "inf", "1e999", "1e-999", "½", "٣", "0x10"),
    *("65536", "9" * 30, "a" * 300, "/nowhere/at/all", "../en-US", "203.0.113.1"),
)
NOT_REFUSED = {
    ("run", "host"),  # `serve` has it, the terminal no use for it
    ("prerender", "folder"),  # any name is that of a folder to make
}
WITH = {"serve": ["--unsigned"]}
"""What a command needs, to come as far as to look at the option."""
HELPFUL = (
    *("talk", "serve", "run", "render", "prerender", "check", "model"),
    *("doctor", "backup", "restore"),
)


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    (found,) = [
        action.choices
        for action in operator.build_parser(add_commands)._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(found)


def wrong() -> Iterator[list[str]]:
    """Every option and argument of every command, with every nonsense."""
    for name, parser in commands().items():
        positionals = [action for action in parser._actions if not action.option_strings]
        for action in parser._actions:
            if action.nargs == 0:  # a switch, or --help
                continue
            if (name, action.dest) in NOT_REFUSED:
                continue
            for nonsense in NONSENSE:
                given = ["nonsense" for _ in positionals]
                if action.option_strings:
                    option = f"{action.option_strings[0]}={nonsense}"
                    yield [name, *WITH.get(name, []), option, *given]
                elif not nonsense.startswith("-"):
                    given[positionals.index(action)] = nonsense
                    yield [name, *given]
        yield [name, "--no-such-option", *("nonsense" for _ in positionals)]
        yield [name, *("nonsense" for _ in positionals), "one too many"]


def main(arguments: list[str]) -> int:
    return operator.main(arguments, also=add_commands, errors=ERRORS)


def code_of(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        return ended.code


def test_every_option_of_every_command_refuses_nonsense_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAMSTRING_COACH_STORE", "memory:")
    asked = [*wrong(), [], ["nonsense"], ["serve", "--open"]]
    assert len({arguments[0] for arguments in asked if arguments}) > len(commands())

    for arguments in asked:
        code = code_of(arguments)
        told = capsys.readouterr()
        assert code == 2, arguments
        assert len(told.err.splitlines()) == 1, (arguments, told.err)


def test_an_unknown_locale_is_told_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["talk", "--locale", "fr-FR"]) == 2
    locales = sorted(path.stem for path in MODEL.parent.glob("*.json"))
    assert {"en-AU", "en-GB", "en-US"} <= set(locales)
    assert f"choose from {', '.join(locales)}\n" in capsys.readouterr().err


def test_a_server_without_a_skill_id_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HAMSTRING_COACH_SKILL_ID", raising=False)
    monkeypatch.setenv("HAMSTRING_COACH_STORE", "memory:")

    assert main(["serve"]) == 2
    assert capsys.readouterr().err.startswith("hamstring coach: skill id: is missing")


NO_RESPONSES = (
    *("", "nonsense", "[]", "5", '{"response": 5}', '{"response": null}', '{"directives": 3}'),
    *('{"directives": [3]}', '{"outputSpeech": 5}', '{"outputSpeech": {"type": "SSML"}}'),
)


def test_a_file_that_is_no_response_is_not_rendered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "response.json"
    for text in NO_RESPONSES:
        file.write_text(text, encoding="utf-8")
        assert main(["render", "--engine=flite", str(file), str(tmp_path / "out.wav")]) == 2, text
        assert len(capsys.readouterr().err.splitlines()) == 1, text


def test_a_script_that_is_no_text_or_waits_for_ever_is_not_played(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    for written in (b"open\n\xff\xfe\n", b"open\n@99999999999999999999999 pause\n"):
        script.write_bytes(written)
        assert main(["talk", "--script", str(script)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_script_without_a_line_to_say_is_told_how_to_write_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("# nothing yet\n", encoding="utf-8")

    for command in (["talk", "--script", script], ["render", script, tmp_path / "out.wav"]):
        assert main([str(argument) for argument in command]) == 2
        expected = f"hamstring coach: {script}: has no lines to say; write some, such as: open\n"
        assert capsys.readouterr().err == expected


def test_help_and_readme_tell_host_and_port() -> None:
    readme = Path("README.md").read_text(encoding="utf-8")

    for option in ("--host", "--port"):
        assert option in commands()["serve"].format_help()
        assert f"`{option}" in readme


@pytest.mark.parametrize(
    ("environ", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
    ],
)
def test_a_browser_needs_a_display(environ: dict[str, str], platform: str, shown: bool) -> None:
    assert has_display(environ, platform) is shown


PYTHON = sys.executable
QUIET = {
    name: value
    for name, value in os.environ.items()
    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "HAMSTRING_COACH_SKILL_ID")
} | {"HAMSTRING_COACH_STORE": "memory:", "PYTHONUNBUFFERED": "1"}


def ran(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """A command with lines piped into it."""
    return subprocess.run(
        [PYTHON, "-m", *arguments],
        input=typed,
        env=QUIET,
        capture_output=True,
        text=True,
        check=False,
    )


ASKED_WITHOUT = {
    "msgspec": ["skill", "doctor"],
    "rapidfuzz": ["skill", "talk"],
    "waitress": ["skill", "serve", "--unsigned"],
    "hassil": ["skill", "check"],
    "lameenc": ["skill", "prerender", "clips"],
    "sklearn": ["skill.tools.language_model.measure", "--spelling", "said.csv"],
}


@pytest.mark.parametrize("package", ASKED_WITHOUT)
def test_a_package_that_is_not_installed_is_told_in_one_line_with_the_cure(
    package: str, tmp_path: Path
) -> None:
    hidden = f"import sys\nsys.modules[{package!r}] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    (tmp_path / "clips").mkdir()
    (tmp_path / "said.csv").write_text("utterance,intent\nnext,AMAZON.NextIntent\n", "utf-8")
    told = subprocess.run(
        [PYTHON, "-m", *ASKED_WITHOUT[package]],
        cwd=tmp_path,
        env={**QUIET, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path.cwd()}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2, told.stderr
    assert told.stderr.startswith(f"hamstring coach: {package}: this Python lacks the package; use")
    assert len(told.stderr.splitlines()) == 1


def test_the_gallery_tells_what_to_install_without_a_browser(tmp_path: Path) -> None:
    told = subprocess.run(
        [PYTHON, "-m", "skill.tools.gallery.gallery", tmp_path / "out", "--only", "welcome"],
        env={**QUIET, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (told.returncode, told.stderr) == (
        2,
        "hamstring coach: chromium is not installed: apt-get install chromium\n",
    )


@pytest.mark.parametrize("tool", ["generate", "measure"])
def test_a_slip_in_an_option_writes_and_measures_nothing(tool: str) -> None:
    told = ran(f"skill.tools.language_model.{tool}", "--chekc")

    assert (told.returncode, told.stdout) == (2, "")
    assert len(told.stderr.splitlines()) == 1


def test_piped_lines_are_said() -> None:
    told = ran("skill", "talk", typed="# a comment\nopen\n\nstart\n")

    assert (told.returncode, told.stderr) == (0, "")
    assert re.findall(r"^> (.*?)  ", told.stdout, re.MULTILINE) == ["open", "start"]
    assert "Warm up first" in told.stdout


def test_without_a_terminal_and_without_lines_the_demonstration_is_played() -> None:
    assert "playing demo.txt" in ran("skill", "run").stdout


def test_the_terminal_takes_what_fits_of_the_options_for_both() -> None:
    told = ran("skill", "run", "--port", "8000", "--locale", "en-GB", typed="open\n")

    assert told.stdout.startswith("--port is for the page; this is the terminal.\n")
    assert "Welcome to Hamstring Coach" in told.stdout


def test_what_a_runner_is_told_over_weeks_is_printed_after_what_the_publisher_has_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--weeks", "2"]) == 0

    told = capsys.readouterr().out
    assert all(f"en/store.toml: {field}: is" in told for field in (*PUBLISHER, "endpoint"))
    assert "Week 1, day 1: workout 1" in told
    assert "Week 2, day 4: workout 4" in told
    assert "Shall we go to three sets?\n  > yes\n" in told
    assert code_of(["check", "--weeks", "0"]) == 2
    assert "number of weeks from 1" in capsys.readouterr().err


LEFT = [
    ["skill", "talk"],
    ["skill", "check"],
    *(["skill", name, "--help"] for name in HELPFUL),
    ["skill.tools.rehearsal", "--help"],
    ["skill.tools.gallery.gallery", "--help"],
    ["skill.operations.log_report"],
    ["skill", "doctor"],
]


@pytest.mark.parametrize("arguments", LEFT, ids=" ".join)
def test_a_reader_who_reads_no_further_ends_a_command_quietly(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        told = subprocess.run(
            [PYTHON, "-m", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=write,
            stderr=subprocess.PIPE,
            env={**QUIET, "PYTHONUNBUFFERED": ""},
            text=True,
            check=False,
        )
    finally:
        os.close(write)
    quiet = (0, 141) if "--help" in arguments else (141,)  # argparse itself may pass over it
    assert (told.returncode in quiet, told.stderr) == (True, "")


def test_every_command_has_a_reader_who_leaves() -> None:
    assert set(commands()) == set(HELPFUL)


@contextmanager
def typed_into(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A command with a terminal to type into, and its words in a pipe."""
    # a shell's job in the background ignores Ctrl-C, and so would the command started from it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        [PYTHON, "-m", "skill", *arguments],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**QUIET, **environ},
        text=True,
    )
    os.close(terminal)
    with process:
        try:
            yield process
        finally:
            process.kill()
            os.close(keyboard)


def lines_until(process: subprocess.Popen[str], last: str) -> list[str]:
    """What a command says, up to a line that holds those words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if last in line:
            return lines
    assert process.stderr is not None
    pytest.fail(f"nobody said {last!r}: {lines}, {process.stderr.read()}")


def interrupted(process: subprocess.Popen[str]) -> str:
    """What a command says of Ctrl-C."""
    process.send_signal(signal.SIGINT)
    return process.communicate()[1]


def test_ctrl_c_ends_a_conversation_quietly() -> None:
    with typed_into("talk") as process:
        lines_until(process, "Welcome")

        assert interrupted(process) == ""
        assert process.returncode == 130


BROWSER = """
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1]) as answer:
    print("the browser sees", answer.status, sys.argv[1], flush=True)
"""


def test_a_taken_port_is_told_and_the_browser_opened_once_the_next_one_answers(
    tmp_path: Path,
) -> None:
    browser = tmp_path / "browser.py"
    browser.write_text(BROWSER, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with typed_into(
            *("run", "--port", str(taken), "--speed", "20"),
            DISPLAY=":0",
            BROWSER=f"{PYTHON} {browser} %s",
        ) as process:
            told = lines_until(process, "the browser sees")

            assert interrupted(process) == ""
    free = told[-1].rsplit(":", 1)[1].removesuffix("/desk/")
    assert int(free) > taken
    assert told == [
        "--speed is for the terminal; this is the page.",
        f"Port {taken} is taken, so this is at port {free}.",
        f"Answering at http://127.0.0.1:{free}/alexa",
        f"A smart speaker to talk to: http://127.0.0.1:{free}/desk/",
        f"the browser sees 200 http://127.0.0.1:{free}/desk/",
    ]
