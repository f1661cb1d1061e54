"""The desk as it is served, with a memory of its own."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from flask import Flask

from skill.alexa.runtime.direct import AnySkill
from skill.alexa.runtime.unknown_values import is_known_request
from skill.service.ports import AudioLibrary, ProgressStore
from skill.stores.memory import MemoryStore
from skill.tools.apla_render.engines import EspeakNg
from skill.tools.apla_render.renderer import Stream
from skill.tools.apla_render.sound_clips import KeptClips
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.models import model_of
from skill.tools.desk.page.desk import Desk, add_page
from skill.tools.desk.page.set_up import desk_for
from skill.tools.desk.recogniser import Recogniser
from skill.tools.serving.loopback import UnsignedOnLoopback
from skill.tools.serving.server import serve
from skill.web.app import create_app
from skill.wiring import build_skill
from tests.support.household import MODEL, catalogue, libraries, recogniser
from tests.tools.desk.page.small_screen import with_small_screen
from tests.tools.desk.page.small_sound import Beeps

CACHE = Path(".cache")


def desk_app(
    store: MemoryStore,
    *,
    clock_ms: int | None = None,
    changed: Callable[[Desk], Desk] = lambda desk: desk,
    real_voice: bool = False,
    audio: AudioLibrary | None = None,
    player: Callable[[], DevicePlayer | None] = lambda: None,
) -> Flask:
    """The app with the page; `clock_ms` stops its clock there, `changed` changes its parts. With
    `audio` and a `player` its device plays clips."""

    def clock() -> int:
        return round(time.time() * 1000) if clock_ms is None else clock_ms

    def build(kept: ProgressStore) -> AnySkill:
        return build_skill(
            libraries=libraries(), store=kept, clock=clock, skill_id=None, audio=audio
        )

    desk = desk_for(
        build,
        store,
        recogniser=recogniser(),
        others={
            "en-GB": cache(lambda: Recogniser(model_of(MODEL.parent, "en-GB")[1], locale="en-GB"))
        },
        catalogue=catalogue(),
        clock=clock,
        cache=CACHE,
        with_voice=real_voice,
        player=player,
    )
    app = create_app(
        build(store), skill_id=None, verifier=UnsignedOnLoopback(), knows=is_known_request
    )
    add_page(app, changed(desk))
    return app


def same(desk: Desk) -> Desk:
    """The desk as it is."""
    return desk


def beeping(desk: Desk) -> Desk:
    """The desk with a voice that beeps."""
    return replace(desk, render=Beeps, voice="beeps")


def speaking(desk: Desk) -> Desk:
    """The desk with espeak-ng, which renders faster than anyone listens."""
    engine = KeptClips(EspeakNg())
    return replace(desk, render=lambda output: Stream(output, engine), voice=engine.name)


def showing(desk: Desk) -> Desk:
    """The desk with a small screen wherever the skill shows none of its own."""
    return replace(desk, ask=with_small_screen(desk.ask))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5050)
    parser.add_argument("--voice", choices=("beeps", "espeak", "best", "none"), default="best")
    options = parser.parse_args()
    voices: Mapping[str, Callable[[Desk], Desk]] = {"beeps": beeping, "espeak": speaking}
    voiced = voices.get(options.voice, same)
    app = desk_app(
        MemoryStore(),
        changed=lambda desk: showing(voiced(desk)),
        real_voice=options.voice == "best",
    )
    serve(app, "127.0.0.1", options.port, unsigned=True)
