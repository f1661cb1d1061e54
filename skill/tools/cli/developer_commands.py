"""The developer's commands: talk to the coach, serve it, check its content, write its model."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from skill.alexa.runtime.unknown_values import is_known_request
from skill.operations.command_line import Parser
from skill.routine.content import content_from, package_folder
from skill.routine.loader import load_routine
from skill.speech.catalogue import load_catalogue
from skill.tools.apla_render.engines import EngineError
from skill.tools.cli import option_types
from skill.tools.cli.option_types import HOST, LAST_PORT, PORT
from skill.tools.desk.render_command import add_render_command
from skill.tools.desk.voices import BEST, ENGINES
from skill.wiring import (
    DEFAULT_STORE,
    SKILL_ID_SETTING,
    STORE_SETTING,
    audio_from,
    build_skill,
    libraries_in,
    skill_from,
)

if TYPE_CHECKING:
    from flask import Flask

    from skill.alexa.runtime.direct import AnySkill
    from skill.operations.operator_commands import Commands
    from skill.routine.model import Routine
    from skill.service.ports import ProgressStore
    from skill.speech.words import Catalogue
    from skill.tools.desk.script import Cue

PROJECT = Path(__file__).parents[3]
DEMO = PROJECT / "skill" / "tools" / "desk" / "demo.txt"
ERRORS = (EngineError,)
"""Errors to report in one line, besides ValueError and OSError."""
UNHEARD_SPEED = 1000.0
"""Played without waiting, as nobody can type."""
FOR_BOTH = frozenset({"locale"})
"""The terminal's options that the page has too."""


def add_commands(commands: Commands) -> None:
    """Add the commands; each has a `run` that takes the options and returns an exit code."""
    spoken, served = _talk_options(), _serve_options()

    either = commands.add_parser(
        "run",
        parents=[served, spoken],
        help="open the desk's page in a browser, or the terminal if there is no display",
    )
    either.set_defaults(run=_page_or_terminal, page_only=served, terminal_only=spoken)

    talk = commands.add_parser("talk", parents=[spoken], help="talk to the coach in this terminal")
    talk.set_defaults(run=_talk)

    serve = commands.add_parser(
        "serve", parents=[served], help="answer Alexa's requests at POST /alexa"
    )
    serve.add_argument(
        "--unsigned",
        action="store_true",
        help="answer unsigned requests, from this machine only, and serve the desk's page",
    )
    serve.add_argument("--open", action="store_true", help="open the desk's page in a browser")
    serve.set_defaults(run=_serve)

    add_render_command(commands, _models())

    _add_prerender(commands)
    _add_check(commands)

    model = commands.add_parser("model", help="write the language model")
    model.set_defaults(run=_write_model)


def _add_prerender(commands: Commands) -> None:
    prerender = commands.add_parser(
        "prerender", help="render the clips that a device plays without a session"
    )
    prerender.add_argument(
        "folder",
        type=Path,
        help="an empty folder, or one with clips, for HAMSTRING_COACH_AUDIO",
    )
    prerender.add_argument(
        "--sets",
        action="store_true",
        help="also render every set at the standard doses, so that a workout needs no session",
    )
    engines = [BEST, *ENGINES]
    prerender.add_argument("--engine", choices=engines, default=BEST, help="the voice")
    prerender.set_defaults(run=_prerender)


def _add_check(commands: Commands) -> None:
    check = commands.add_parser("check", help="check the content and the language model")
    check.add_argument(
        "--publish",
        action="store_true",
        help="fail if the publisher has something to fill in",
    )
    check.add_argument(
        "--weeks",
        type=option_types.weeks,
        help="print what a runner who trains twice a week would hear over this many weeks",
    )
    check.set_defaults(run=_check)


def _talk_options() -> argparse.ArgumentParser:
    options = Parser(add_help=False)
    options.add_argument(
        "--speed",
        type=option_types.speed,
        help="times faster than real time, such as 20",
    )
    options.add_argument("--script", type=Path, help="a file of lines to play")
    options.add_argument("--locale", help="the locale to listen in, such as en-GB")
    return options


def _serve_options() -> argparse.ArgumentParser:
    options = Parser(add_help=False)
    options.add_argument(
        "--host",
        type=option_types.host,
        help=f"the name or address to listen at; {HOST} by default, which no other machine can "
        "reach",
    )
    options.add_argument(
        "--port",
        type=option_types.port,
        help=f"the port to listen at, from 1 to {LAST_PORT}; {PORT} by default, or the next one "
        "that is free",
    )
    return options


def _page_or_terminal(options: argparse.Namespace) -> int:
    if _is_typed_into() and has_display(os.environ, sys.platform):
        _tell_unused(options, options.terminal_only, "the terminal; this is the page")
        options.unsigned = options.open = True
        return _serve(options)
    _tell_unused(options, options.page_only, "the page; this is the terminal")
    return _talk(options)


def has_display(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a browser can open a window here."""
    if platform in ("darwin", "win32"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _tell_unused(options: argparse.Namespace, unused: argparse.ArgumentParser, place: str) -> None:
    for action in unused._actions:  # argparse has no public list of them
        if action.dest not in FOR_BOTH and getattr(options, action.dest) is not None:
            _write(f"{action.option_strings[0]} is for {place}.")


def _is_typed_into() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _talk(options: argparse.Namespace) -> int:
    from skill.tools.desk.device import speaker_from
    from skill.tools.desk.script import read_script
    from skill.tools.desk.terminal import Pace, play_script, talk

    # first, as the speaker takes a moment
    script = None if options.script is None else read_script(options.script)
    speaker = speaker_from(os.environ, _models(), options.locale)
    cues, speed = _script(script)
    pace = Pace(options.speed or speed, time.sleep, time.monotonic)
    if cues is not None:
        play_script(speaker, cues, _write, pace)
        return 0
    _write("Type what you would say. Enter alone is silence; Ctrl-D ends.")
    talk(speaker, _keyboard(), _write, pace)
    return 0


def _script(script: Iterable[Cue] | None) -> tuple[Iterator[Cue] | None, float]:
    """The cues to play and their speed: the script, piped lines, or the demonstration.

    None if there is a keyboard. Raises OSError or ValueError if they cannot be read.
    """
    from skill.tools.desk.script import cues_in, read_script

    if script is not None:
        return iter(script), 1.0
    if _is_typed_into():
        return None, 1.0
    lines = cues_in(sys.stdin or (), "standard input")
    first = next(lines, None)
    if first is None:
        _write(f"There is no terminal to type into: playing {DEMO.name} without waiting.")
        return iter(read_script(DEMO)), UNHEARD_SPEED
    _write("Playing the piped lines without waiting; --speed 1 plays them in real time.")
    return chain([first], lines), UNHEARD_SPEED


def _write(text: str) -> None:
    print(text, flush=True)


def _keyboard() -> Queue[str | None]:
    """The lines as they are typed; None at the end."""
    lines: Queue[str | None] = Queue()

    def read() -> None:
        # not sys.stdin: Python crashes at exit if a thread still reads from it
        with open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False) as typed:
            for line in typed:
                lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    return lines


def _prerender(options: argparse.Namespace) -> int:
    from skill.tools.prerender.command import prerender  # numpy is slow to load

    return prerender(options.folder, options.engine, with_sets=options.sets)


def _serve(options: argparse.Namespace) -> int:
    from skill.tools.serving.loopback import UnsignedOnLoopback
    from skill.tools.serving.server import refuse_other_machines, serve
    from skill.web.app import create_app
    from skill.web.clip_server import serve_clips
    from skill.web.verification import signed_by_alexa

    if options.open and not options.unsigned:
        raise ValueError("--open: add --unsigned, which serves the page")
    host, wanted = options.host or HOST, options.port or PORT
    settings = dict(os.environ)
    if options.unsigned:
        refuse_other_machines(host)
        settings.pop(SKILL_ID_SETTING, None)  # the desk's requests have another id
    verifier = UnsignedOnLoopback() if options.unsigned else signed_by_alexa(_now)
    app = create_app(
        skill_from(settings),
        skill_id=settings.get(SKILL_ID_SETTING) or None,
        verifier=verifier,
        knows=is_known_request,
    )
    serve_clips(app, settings)
    if options.unsigned:
        _add_page(app, settings, getattr(options, "locale", None))
    # it would warn that the first request waited for a thread
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    answering = partial(_tell_address, options, host, wanted)
    serve(app, host, wanted, options.unsigned, answering=answering)
    return 0


def _tell_address(options: argparse.Namespace, host: str, wanted: int, port: int) -> None:
    from skill.tools.serving.listening import url

    address = url(host, port)
    with suppress(BrokenPipeError):  # the server goes on without a reader
        if port != wanted:
            _write(f"Port {wanted} is taken, so this is at port {port}.")
        _write(f"Answering at {address}/alexa")
        if options.unsigned:
            _write(f"A smart speaker to talk to: {address}/desk/")
    if options.open:
        webbrowser.open(f"{address}/desk/")


def _add_page(app: Flask, settings: Mapping[str, str], wanted: str | None) -> None:
    """Add the desk's page, with the same store as /alexa."""
    from skill.stores.open_store import open_store
    from skill.tools.desk.device import player_from
    from skill.tools.desk.page.desk import add_page
    from skill.tools.desk.page.set_up import desk_for, listening_in

    content = content_from(os.environ)
    libraries = libraries_in(content)
    catalogue = load_catalogue(content, load_routine(content), content.languages[0])

    def clock() -> int:
        return round(time.time() * 1000)

    def build(store: ProgressStore) -> AnySkill:
        return build_skill(
            libraries=libraries, store=store, clock=clock, skill_id=None, audio=audio_from(settings)
        )

    usual, others = listening_in(_models(), wanted)
    store = open_store(settings.get(STORE_SETTING) or DEFAULT_STORE, clock=time.time)
    desk = desk_for(
        build,
        store,
        recogniser=usual,
        others=others,
        catalogue=catalogue,
        clock=clock,
        cache=PROJECT / ".cache",
        player=lambda: player_from(settings),
    )
    add_page(app, desk)


def _now() -> datetime:
    return datetime.now(UTC)


def _models() -> Path:
    """The folder of the language models, one for each locale."""
    return package_folder(os.environ) / "interactionModels" / "custom"


def _check(options: argparse.Namespace) -> int:
    from skill.tools.language_model.generate import outdated, reader, sources_from, to_fill_in
    from skill.tools.language_model.review import mistakes

    sources = sources_from(os.environ)
    read = reader(sources)
    found = mistakes(sources, read)
    for mistake in found:
        print(f"hamstring coach: {mistake}", file=sys.stderr)
    if found:
        return 2
    content = sources.content
    routine = load_routine(content)
    catalogue = load_catalogue(content, routine, content.languages[0])
    old = outdated(sources, read)
    for file in old:
        _write(f"{file}: is out of date; run `python -m skill model`.")
    left = to_fill_in(sources)
    if left:
        _write("Before the skill is published, fill in:")
    for entry in left:
        _write(f"  {entry}")
    if old or (left and options.publish):
        return 1
    if options.weeks:
        _tell_weeks(routine, catalogue, options.weeks)
        return 0
    _write(
        f"Routine ({len(routine.exercises)} exercises), words ({', '.join(content.languages)}; "
        f"{len(catalogue.lines)} lines), pictures and language model are in order."
    )
    return 0


def _tell_weeks(routine: Routine, catalogue: Catalogue, weeks: int) -> None:
    from skill.speech.wording import Voice
    from skill.tools.weeks.habits import twice_a_week
    from skill.tools.weeks.play_weeks import Account
    from skill.tools.weeks.report import page

    habits = twice_a_week(weeks)
    for line in page(habits, Account(routine, Voice(catalogue)).weeks(habits)):
        _write(line)


def _write_model(options: argparse.Namespace) -> int:
    del options
    from skill.tools.language_model.generate import sources_from, write_all

    write_all(sources_from(os.environ))
    return 0
