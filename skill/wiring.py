"""The one wiring place: everything the skill needs is handed in, and the skill comes out."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from functools import partial

from skill import __version__
from skill.alexa.handlers import Clock, SorryHandler, handlers
from skill.alexa.request_log import Logged, RequestLog
from skill.alexa.request_log import logger as request_logger
from skill.alexa.runtime.choose import is_direct
from skill.alexa.runtime.direct import AnySkill, DirectSkill, RequestHandler
from skill.audio.library import AUDIO_SETTING, ClipLibrary, audio_place, open_library
from skill.routine.content import Content, content_from
from skill.service.languages import Languages, Library, library_in
from skill.service.ports import AudioLibrary, ProgressStore, Stores
from skill.stores.memory import MemoryStore
from skill.stores.open_store import LONGEST_CALL_S, NETWORK, open_store
from skill.stores.resilient import (
    Directly,
    Means,
    OnThreads,
    ResilientStore,
    Within,
    for_one_request,
)

STORE_SETTING = "HAMSTRING_COACH_STORE"
SKILL_ID_SETTING = "HAMSTRING_COACH_SKILL_ID"
DEFAULT_STORE = "sqlite:hamstring-coach.db"


def build_skill(
    *,
    libraries: Mapping[str, Library],
    store: ProgressStore | ResilientStore,
    clock: Clock,
    skill_id: str | None,
    log: RequestLog | None = None,
    direct: bool = True,
    audio: AudioLibrary | None = None,
) -> AnySkill:
    """The skill.

    The `libraries` hold the routines in each language, by its name; the first language is for all
    other locales. `clock` gives ms since 1970 for requests without a time of their own. With a
    `skill_id`, requests meant for another skill are refused. `log` notes every request. Unless it
    is `direct` it runs on the stock SDK. The `audio` are the clips for devices with a player;
    without them no player is used.
    """
    languages = Languages(libraries)
    stores = Stores(partial(for_one_request, store), MemoryStore)
    asked: list[RequestHandler] = [
        Logged(handler, log) if log else handler
        for handler in handlers(languages, stores, clock, audio)
    ]
    if direct:
        return DirectSkill(asked, SorryHandler(languages), skill_id)
    from skill.alexa.runtime.stock_sdk import stock_skill

    return stock_skill(asked, SorryHandler(languages), skill_id)


def skill_from(environ: Mapping[str, str], default_store: str = DEFAULT_STORE) -> AnySkill:
    """The skill as the settings ask for it.

    HAMSTRING_COACH_STORE chooses the store (sqlite:PATH, memory: or dynamodb:TABLE),
    HAMSTRING_COACH_SKILL_ID is the skill's id, HAMSTRING_COACH_AUDIO says where clips are, and
    `content_from` names the settings of the content. Raises DataError for wrong data and
    ValueError for a wrong setting.
    """
    request_logger.setLevel(logging.INFO)
    request_logger.info('{"skill": "Hamstring Coach", "version": "%s"}', __version__)
    kept = environ.get(STORE_SETTING) or default_store
    store = open_store(kept, clock=time.time)
    within: Within = OnThreads() if kept.startswith(NETWORK) else Directly(LONGEST_CALL_S)
    means = Means(time.monotonic, time.sleep, _chance, within)
    return build_skill(
        libraries=libraries_in(content_from(environ)),
        store=ResilientStore(store, means),
        clock=lambda: round(time.time() * 1000),
        skill_id=environ.get(SKILL_ID_SETTING) or None,
        direct=is_direct(environ),
        log=RequestLog(time.perf_counter, request_logger.info),
        audio=audio_from(environ),
    )


def libraries_in(content: Content) -> dict[str, Library]:
    """The library of each language of the content; the first one's own routine is loaded at once.

    Raises DataError if its files are wrong.
    """
    libraries = {language: library_in(content, language) for language in content.languages}
    next(iter(libraries.values()))(content.routine, content.clinic)
    return libraries


def audio_from(environ: Mapping[str, str]) -> ClipLibrary | None:
    """The clips that HAMSTRING_COACH_AUDIO names; None without it. Raises ValueError."""
    place = audio_place(environ.get(AUDIO_SETTING) or "")
    return None if place is None else open_library(place, time.monotonic)


def warn_without_skill_id(environ: Mapping[str, str]) -> None:
    """Say so in the log if requests meant for other skills would be answered, too."""
    if not environ.get(SKILL_ID_SETTING):
        logging.getLogger(__name__).warning(
            "%s is not set: whoever may invoke this function is answered, for any skill; set it "
            "to the id that the developer console shows (amzn1.ask.skill. and so on)",
            SKILL_ID_SETTING,
        )


def _chance() -> float:
    from random import SystemRandom

    return SystemRandom().random()
