"""The languages that the skill speaks: each has its words, a conversation in them, and screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from skill.routine.folders import language_for
from skill.service.conversation import Conversation
from skill.speech.wording import Voice

if TYPE_CHECKING:
    from skill.screen.screens import Screens

LOCALES_KEPT = 32
"""Alexa speaks some twenty."""

GetScreens = Callable[[], "Screens"]
"""The screens, loaded when the first device with a screen asks."""


@dataclass(frozen=True, slots=True)
class Language:
    """What answers in one language."""

    conversation: Conversation
    voice: Voice
    screens: GetScreens


class Languages:
    """Each language by its name, loaded when first spoken; the first one is for all others."""

    def __init__(self, loaders: Mapping[str, Callable[[], Language]]) -> None:
        self._loaders = {name: cache(load) for name, load in loaders.items()}
        self.of = lru_cache(LOCALES_KEPT)(self._of)
        """The language for a request's locale; raises DataError where its words are wrong."""

    def _of(self, locale: str | None) -> Language:
        return self._loaders[language_for(locale, self._loaders)]()
