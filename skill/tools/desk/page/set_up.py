"""Sets up the desk: the skill, its store, and the best voice on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from threading import Thread
from typing import Any

from skill.alexa.entry import answer
from skill.alexa.runtime.direct import AnySkill
from skill.service.conversation import runner_id_of
from skill.service.ports import ProgressStore
from skill.speech.words import Catalogue
from skill.stores.memory import MemoryStore
from skill.tools.apla_render.renderer import Stream
from skill.tools.apla_render.sound_clips import KeptClips, warm
from skill.tools.desk.device_player import DevicePlayer
from skill.tools.desk.models import model_of
from skill.tools.desk.page.apl_renderer import Renderer
from skill.tools.desk.page.desk import Desk
from skill.tools.desk.page.page_conversation import Clock
from skill.tools.desk.page.sounds import Render
from skill.tools.desk.recogniser import Recogniser
from skill.tools.desk.speaker import Transport
from skill.tools.desk.voices import HOW_TO_GET_ONE, best_engine, words_of_work
from skill.tools.prerender.beat import beats_at

RENDERER = Path("viewhost") / "node_modules"
CLIPS = Path("clips")


def desk_for(
    build: Callable[[ProgressStore], AnySkill],
    store: ProgressStore,
    *,
    recogniser: Recogniser,
    catalogue: Catalogue,
    clock: Clock,
    cache: Path,
    with_voice: bool = True,
    player: Callable[[], DevicePlayer | None] = lambda: None,
    others: Mapping[str, Callable[[], Recogniser]] | None = None,
) -> Desk:
    """The desk of the skill that `build` makes with a store, here with `store`.

    `cache` is the folder of Amazon's renderer and of the voice's short clips. Each device gets its
    own `player`, if there are clips. `others` are the recognisers of other locales.
    """
    skill = build(store)

    def ask(envelope: dict[str, Any]) -> Mapping[str, Any]:
        return answer(skill, envelope, None)

    def saved(user_id: str) -> str | None:
        kept = store.load(runner_id_of(user_id))
        return kept.body if kept else None

    render, voice = voice_of(catalogue, cache / CLIPS) if with_voice else (None, HOW_TO_GET_ONE)
    return Desk(
        ask=ask,
        recogniser=recogniser,
        clock=clock,
        saved=saved,
        rehearsal=partial(_rehearsal, build),
        renderer=Renderer(cache / RENDERER),
        render=render,
        voice=voice,
        player=player,
        others=others or {},
    )


def listening_in(
    folder: Path, wanted: str | None
) -> tuple[Recogniser, Mapping[str, Callable[[], Recogniser]]]:
    """The recogniser of the wanted locale, and those of the others, loaded when first needed.

    Raises ValueError, see model_of.
    """

    def listening(locale: str | None) -> Recogniser:
        found, model = model_of(folder, locale)
        return Recogniser(model, locale=found)

    usual = listening(wanted)
    locales = [file.stem for file in sorted(folder.glob("*.json"))]
    others = {each: cache(partial(listening, each)) for each in locales if each != usual.locale}
    return usual, others


def _rehearsal(
    build: Callable[[ProgressStore], AnySkill], before: str | None, user_id: str
) -> Transport:
    memory = MemoryStore()
    if before is not None:
        memory.save(runner_id_of(user_id), before, after=0)
    fresh = build(memory)
    return lambda envelope: answer(fresh, envelope, None)


def voice_of(catalogue: Catalogue, clips: Path) -> tuple[Render | None, str]:
    """The best voice installed and its name; or None, and how to get one.

    A thread renders the words of a count ahead of time and keeps them in `clips`.
    """
    engine = best_engine()
    if engine is None:
        return None, HOW_TO_GET_ONE
    kept = KeptClips(engine, clips)
    Thread(target=warm, args=(kept, words_of_work(catalogue)), daemon=True).start()
    return lambda output: Stream(output, kept, sounds=beats_at), engine.name
