"""A routine of a clinic with its words in one language, and its screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from skill.routine.content import Content, language_for
from skill.routine.model import Routine
from skill.service.prepared import screens_in, words_in
from skill.speech.wording import Voice

if TYPE_CHECKING:
    from skill.screen.screens import Screens

LOCALES_KEPT = 32
"""Alexa speaks some twenty."""

CHOICES_KEPT = 256
"""Pairs of routine and clinic ids that documents may name, including ids that are gone."""

GetScreens = Callable[[], "Screens"]
"""The screens, loaded when the first device with a screen needs them."""


class Coaching(Struct, frozen=True):
    """A routine of a clinic, in one language."""

    routine: Routine
    voice: Voice
    screens: GetScreens


Library = Callable[[str, str], Coaching]
"""By ids of routine and clinic; unknown ids get the defaults for a new runner.

Raises DataError if their files are wrong.
"""


def library_in(content: Content, language: str) -> Library:
    """Every routine and clinic of the content in one language, each loaded when needed."""

    @cache
    def load(chosen: Content) -> Coaching:
        routine, catalogue = words = words_in(chosen, language)
        screens = cache(lambda: screens_in(chosen, language, words))
        return Coaching(routine, Voice(catalogue), screens)

    # listing the folders in every turn took a sixth of its time
    chosen = lru_cache(CHOICES_KEPT)(content.choosing)
    return lambda routine, clinic: load(chosen(routine, clinic))


class Languages:
    """Every language by name, loaded when first spoken; the first is for all other locales."""

    def __init__(self, libraries: Mapping[str, Library]) -> None:
        self._libraries = libraries
        self.of = lru_cache(LOCALES_KEPT)(self._of)
        """The library for a request's locale."""

    def _of(self, locale: str | None) -> Library:
        return self._libraries[language_for(locale, self._libraries)]
