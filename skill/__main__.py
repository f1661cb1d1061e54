"""`python -m skill`: talk to the coach, serve it, check its data, or write its language model."""

from __future__ import annotations

import argparse
import json
import os
import queue
import sys
import threading
import time
import webbrowser
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skill.alexa.entry import answer
from skill.alexa.skill import (
    DEFAULT_STORE,
    SKILL_ID_SETTING,
    STORE_SETTING,
    build_skill,
    skill_from,
)
from skill.operations.commands import add_operations_commands
from skill.routine.folders import package_folder, routine_folder, word_folders
from skill.routine.loader import load_routine
from skill.routine.table import DataError
from skill.sdk.news import is_known_request
from skill.simulator.render_command import add_render_command
from skill.speech.catalogue import load_catalogue
from skill.tools.apla_render.engines import EngineError

if TYPE_CHECKING:
    from flask import Flask

    from skill.progress.port import ProgressStore
    from skill.sdk.skill import AnySkill

PROJECT = Path(__file__).parent.parent
DEMO = Path(__file__).parent / "simulator" / "demo.txt"
DEMO_SPEED = 1000.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (DataError, ValueError, OSError, EngineError) as error:
        print(f"hamstring coach: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m skill", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    talk = commands.add_parser("talk", help="type what you would say, read what you would hear")
    talk.add_argument("--speed", type=_speed, default=1.0, help="20 plays 20 seconds in one")
    talk.add_argument("--script", type=Path, help="a file of lines to play, then end")
    talk.add_argument("--locale", help="the language to speak, such as en-GB")
    talk.set_defaults(run=_talk)

    serve = commands.add_parser("serve", help="answer Alexa's requests over HTTP, at POST /alexa")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=5000)
    serve.add_argument(
        "--unsigned", action="store_true", help="answer unsigned requests, on this machine only"
    )
    serve.add_argument("--open", action="store_true", help="open the desk's page in a browser")
    serve.set_defaults(run=_serve)

    add_render_command(commands, _models())

    check = commands.add_parser("check", help="check routine, words, pictures and language model")
    check.add_argument(
        "--publish", action="store_true", help="fail on what the publisher has still to fill in"
    )
    check.set_defaults(run=_check)

    model = commands.add_parser("model", help="write the language model")
    model.set_defaults(run=_write_model)

    add_operations_commands(commands)
    return parser


def _speed(text: str) -> float:
    speed = float(text)
    if speed <= 0:
        raise argparse.ArgumentTypeError("a speed is above zero")
    return speed


def _talk(options: argparse.Namespace) -> int:
    from skill.simulator.recogniser import Recogniser
    from skill.simulator.script import read_script
    from skill.simulator.speaker import SmartSpeaker
    from skill.simulator.terminal import Pace, QueuedLines, play_script, talk

    skill = skill_from({**os.environ, SKILL_ID_SETTING: ""}, default_store="memory:")
    locale = options.locale or _first_locale()
    model = _model_of(locale)

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        return answer(skill, envelope, None)

    now_ms = round(time.time() * 1000)
    speaker = SmartSpeaker(ask, Recogniser(model), now_ms=now_ms, locale=locale)
    pace = Pace(options.speed, time.sleep, time.monotonic)
    if options.script is not None or not sys.stdin.isatty():
        script = options.script or DEMO
        if options.script is None:
            pace = Pace(DEMO_SPEED, time.sleep, time.monotonic)
            print(f"No terminal to type into: playing {script.name}, much faster than spoken.")
        play_script(speaker, read_script(script), _write, pace)
        return 0
    _write("Type what you would say. Enter alone is silence; Ctrl-D ends.")
    talk(speaker, QueuedLines(_keyboard()), _write, pace)
    return 0


def _write(text: str) -> None:
    print(text, flush=True)


def _keyboard() -> queue.Queue[str | None]:
    """Lines as they are typed; None at the end."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _serve(options: argparse.Namespace) -> int:
    from skill.web.app import create_app
    from skill.web.loopback import UnsignedOnLoopback
    from skill.web.server import serve
    from skill.web.verification import signed_by_alexa

    settings = dict(os.environ)
    if options.unsigned:
        settings.pop(SKILL_ID_SETTING, None)  # on the desk, requests carry any id
    verifier = UnsignedOnLoopback() if options.unsigned else signed_by_alexa(_now)
    app = create_app(
        skill_from(settings),
        skill_id=settings.get(SKILL_ID_SETTING) or None,
        verifier=verifier,
        knows=is_known_request,
    )
    _write(f"Answering at http://{options.host}:{options.port}/alexa")
    if options.unsigned:
        _add_page(app, settings)
        address = f"http://{options.host}:{options.port}/desk/"
        _write(f"A smart speaker to talk to: {address}")
    if options.unsigned and options.open:
        threading.Timer(1, webbrowser.open, (address,)).start()
    serve(app, options.host, options.port, options.unsigned)
    return 0


def _add_page(app: Flask, settings: Mapping[str, str]) -> None:
    """Add the desk's page: a smart speaker with a screen, over the same store as /alexa."""
    from skill.progress.opening import open_store
    from skill.simulator.page.desk import add_page
    from skill.simulator.page.wiring import desk_for
    from skill.simulator.recogniser import Recogniser

    routine = load_routine(Path(routine_folder(os.environ)))
    words = next(iter(word_folders(os.environ).values()))
    catalogue = load_catalogue(routine, Path(words))

    def clock() -> int:
        return round(time.time() * 1000)

    def build(store: ProgressStore) -> AnySkill:
        return build_skill(
            routine=routine, catalogue=catalogue, store=store, clock=clock, skill_id=None
        )

    model = _model_of(_first_locale())
    store = open_store(settings.get(STORE_SETTING) or DEFAULT_STORE, clock=time.time)
    desk = desk_for(
        build,
        store,
        recogniser=Recogniser(model),
        catalogue=catalogue,
        clock=clock,
        cache=PROJECT / ".cache",
    )
    add_page(app, desk)


def _now() -> datetime:
    return datetime.now(UTC)


def _models() -> Path:
    """The folder of the language models, one for each locale."""
    return package_folder(os.environ) / "interactionModels" / "custom"


def _first_locale() -> str:
    """American English where the skill speaks it, or else the first locale that it has."""
    locales = sorted(path.stem for path in _models().glob("*.json"))
    return "en-US" if "en-US" in locales or not locales else locales[0]


def _model_of(locale: str) -> dict[str, Any]:
    model: dict[str, Any] = json.loads((_models() / f"{locale}.json").read_text(encoding="utf-8"))
    return model


def _check(options: argparse.Namespace) -> int:
    from skill.language_model.generate import outdated, sources_from, to_fill_in
    from skill.screen.loading import load_screens

    folder = routine_folder(os.environ)
    routine = load_routine(folder)
    languages = word_folders(os.environ)
    for words in languages.values():
        catalogue = load_catalogue(routine, words)
        load_screens(routine, catalogue, folder, words)
    sources = sources_from(os.environ)
    old = outdated(sources)
    for file in old:
        _write(f"{file}: is older than what it is made from; run `python -m skill model`.")
    left = to_fill_in(sources)
    if left:
        _write("Before the skill is published, fill in:")
    for entry in left:
        _write(f"  {entry}")
    if old or (left and options.publish):
        return 1
    _write(
        f"Routine ({len(routine.exercises)} exercises), words ({', '.join(languages)}; "
        f"{len(catalogue.lines)} lines), pictures and language model are in order."
    )
    return 0


def _write_model(options: argparse.Namespace) -> int:
    del options
    from skill.language_model.generate import sources_from, write_all

    write_all(sources_from(os.environ))
    return 0


if __name__ == "__main__":
    sys.exit(main())
