"""The one wiring place: everything the skill needs is handed in, and the skill comes out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from skill import __version__
from skill.alexa.handlers import Clock, SorryHandler, handlers
from skill.alexa.request_log import Logged, RequestLog, to_logging
from skill.alexa.runtime.choose import is_direct
from skill.alexa.runtime.direct import AnySkill, DirectSkill, RequestHandler
from skill.routine.folders import DEFAULT_LANGUAGE, routine_folder, word_folders
from skill.routine.model import Routine
from skill.service.conversation import Conversation
from skill.service.data import Data, load_data
from skill.service.languages import GetScreens, Language, Languages
from skill.service.ports import ProgressStore
from skill.speech.wording import Voice
from skill.speech.words import Catalogue
from skill.stores.open_store import LONGEST_CALL_S, NETWORK, open_store
from skill.stores.resilient import Directly, Means, OnThreads, ResilientStore, Within

if TYPE_CHECKING:
    from skill.screen.screens import Screens

STORE_SETTING = "HAMSTRING_COACH_STORE"
SKILL_ID_SETTING = "HAMSTRING_COACH_SKILL_ID"
DEFAULT_STORE = "sqlite:hamstring-coach.db"


def build_skill(
    *,
    routine: Routine,
    catalogue: Catalogue,
    store: ProgressStore,
    clock: Clock,
    skill_id: str | None,
    log: RequestLog | None = None,
    direct: bool = True,
    screens: GetScreens | None = None,
    language: str = DEFAULT_LANGUAGE,
    others: Mapping[str, Callable[[], Data]] = MappingProxyType({}),
) -> AnySkill:
    """The skill.

    `clock` gives ms since 1970 for requests without a time of their own. With a `skill_id`,
    requests meant for another skill are refused. `log` notes every request. Unless it is
    `direct` it runs on the stock SDK. Without `screens`
    they are loaded from their files once a device has one. The `catalogue` is of a `language`, and
    for all locales but those of the `others`, which are loaded when they are first spoken.
    """

    def speaking(words: Catalogue, shown: GetScreens) -> Language:
        voice = Voice(words, routine.clinic)
        return Language(Conversation(routine, voice, store), voice, cache(shown))

    def loading(load: Callable[[], Data]) -> Language:
        data = load()
        return speaking(data.catalogue, data.screens)

    first = speaking(catalogue, screens or partial(_loaded_screens, routine, catalogue))
    more = {name: partial(loading, load) for name, load in others.items()}
    languages = Languages({language: lambda: first, **more})
    asked: list[RequestHandler] = [
        Logged(handler, log) if log else handler for handler in handlers(languages, routine, clock)
    ]
    if direct:
        return DirectSkill(asked, SorryHandler(languages), skill_id)
    from skill.alexa.runtime.stock_sdk import stock_skill

    return stock_skill(asked, SorryHandler(languages), skill_id)


def skill_from(environ: Mapping[str, str], default_store: str = DEFAULT_STORE) -> AnySkill:
    """The skill as the settings ask for it.

    HAMSTRING_COACH_STORE chooses the store (sqlite:PATH, memory: or dynamodb:TABLE),
    HAMSTRING_COACH_SKILL_ID is the skill's id, HAMSTRING_COACH_ROUTINE and HAMSTRING_COACH_WORDS
    choose the folders of the routine and of the words' languages. Raises DataError for wrong data
    and ValueError for a wrong setting.
    """
    to_logging(f'{{"skill": "Hamstring Coach", "version": "{__version__}"}}')
    folder, words = routine_folder(environ), word_folders(environ)
    language, *others = words
    data = load_data(folder, words[language])
    kept = environ.get(STORE_SETTING) or default_store
    store = open_store(kept, clock=time.time)
    within: Within = OnThreads() if kept.startswith(NETWORK) else Directly(LONGEST_CALL_S)
    means = Means(time.monotonic, time.sleep, _chance, within)
    return build_skill(
        routine=data.routine,
        catalogue=data.catalogue,
        screens=data.screens,
        language=language,
        others={name: partial(load_data, folder, words[name]) for name in others},
        store=ResilientStore(store, means),
        clock=lambda: round(time.time() * 1000),
        skill_id=environ.get(SKILL_ID_SETTING) or None,
        direct=is_direct(environ),
        log=RequestLog(time.perf_counter, to_logging),
    )


def warn_without_skill_id(environ: Mapping[str, str]) -> None:
    """Say so in the log if requests meant for other skills would be answered, too."""
    if not environ.get(SKILL_ID_SETTING):
        logging.getLogger(__name__).warning(
            "%s is not set: whoever may invoke this function is answered, for any skill; set it "
            "to the id that the developer console shows (amzn1.ask.skill. and so on)",
            SKILL_ID_SETTING,
        )


def _loaded_screens(routine: Routine, catalogue: Catalogue) -> Screens:
    from skill.screen.loading import load_screens

    return load_screens(routine, catalogue)


def _chance() -> float:
    from random import SystemRandom

    return SystemRandom().random()
