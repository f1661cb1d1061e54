"""`python -m skill render`: writes a response or a conversation as WAV and timeline."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skill.tools.apla_render.engines import Engine
from skill.tools.desk.voices import BEST, HOW_TO_GET_ONE, LOCAL, engine_named

if TYPE_CHECKING:
    from skill.tools.desk.recording import Turn

Rendered = Callable[[Engine], Iterator["Turn"]]

Commands = argparse._SubParsersAction


def add_render_command(commands: Commands[argparse.ArgumentParser], models: Path) -> None:
    """Add the command; `models` is the folder of the language models, one for each locale."""
    render = commands.add_parser(
        "render", help="write a conversation or a response as a WAV, with a timeline"
    )
    render.add_argument(
        "file", type=Path, help="a script of lines to play, or a response in a .json file"
    )
    render.add_argument(
        "wav", type=Path, help="the WAV to write; its timeline goes beside it, as .json"
    )
    render.add_argument("--turn", type=_turn, help="only this turn of the script, counted from 1")
    render.add_argument("--engine", choices=[BEST, *LOCAL], default=BEST, help="the voice")
    render.add_argument("--locale", help="the locale to listen in, such as en-GB")
    render.set_defaults(run=_render, models=models)


def _turn(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a turn; they count from 1")
    return int(text)


def _render(options: argparse.Namespace) -> int:
    from skill.tools.desk.recording import write_recording

    timeline_file = options.wav.with_suffix(".json")
    if options.wav == timeline_file:
        raise ValueError(f"{options.wav} is where the timeline goes; give the WAV another name")
    for written in (options.wav, timeline_file):
        if written.resolve() == options.file.resolve():
            raise ValueError(f"{written} would be overwritten; give the WAV another name")
    render = _response(options) if options.file.suffix == ".json" else _script(options)
    engine = engine_named(options.engine)  # loading may take a second, so only for valid input
    if engine is None:
        raise ValueError(HOW_TO_GET_ONE)
    timeline = write_recording(render(engine), engine, options.wav, options.turn)
    timeline_file.write_text(json.dumps(timeline, indent=1) + "\n", encoding="utf-8")
    seconds = timeline["length_ms"] / 1000
    print(f"{options.wav}: {seconds:.1f} s in the voice {engine.name}; timeline: {timeline_file}")
    return 0


def _response(options: argparse.Namespace) -> Rendered:
    from skill.tools.apla_render.renderer import LOCALE, render
    from skill.tools.desk.recording import Turn

    body = _body(options.file)
    locale = options.locale or LOCALE

    def turns(engine: Engine) -> Iterator[Turn]:
        yield Turn("", render(body, engine, locale=locale), broken_off=False, quiet_ms=0)

    return turns


def _body(file: Path) -> dict[str, Any]:
    """The body of the response in a file; raises ValueError if it holds anything else."""
    try:
        response = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: isn't JSON: {error}") from error
    body = response.get("response", response) if isinstance(response, dict) else response
    if not isinstance(body, dict):
        raise ValueError(f"{file}: is not a response: not an object")
    if not isinstance(body.get("outputSpeech") or {}, dict):
        raise ValueError(f"{file}: outputSpeech: is not an object")
    directives = body.get("directives") or []
    if not isinstance(directives, list) or not all(isinstance(one, dict) for one in directives):
        raise ValueError(f"{file}: directives: is not a list of objects")
    return body


def _script(options: argparse.Namespace) -> Rendered:
    from skill.tools.desk.device import speaker_from
    from skill.tools.desk.recording import conversation
    from skill.tools.desk.script import read_script

    cues = read_script(options.file)
    speaker = speaker_from(os.environ, options.models, options.locale)
    return lambda engine: conversation(speaker, cues, engine)
