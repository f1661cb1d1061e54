"""`python -m skill check`: all mistakes in the content, each with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from skill.operations.content_check import all_mistakes, mistakes_of
from skill.routine.content import Content, language_for
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.speech.catalogue import load_catalogue
from skill.tools.language_model.generate import Read, Sources
from skill.tools.language_model.manifest import build_manifest
from skill.tools.language_model.offered import check_offers
from skill.tools.language_model.sentences import Intent


def mistakes(sources: Sources, read: Read) -> list[str]:
    """Every mistake in the content once, a line each."""
    found = all_mistakes(sources.content) + sentence_mistakes(sources, read)
    if not found:
        found += offer_mistakes(load_routine(sources.content), sources.content, read)
    return list(dict.fromkeys(found))


def sentence_mistakes(sources: Sources, read: Read) -> list[str]:
    """The mistakes in the sentences and store listings of all languages."""
    return list(_sentence_mistakes(sources, read))


def offer_mistakes(routine: Routine, content: Content, read: Read) -> list[str]:
    """What the coach invites runners to say but is not understood, if all else is right."""
    found: list[str] = []
    for language in content.understood:
        spoken = language_for(language, content.languages)
        catalogue = load_catalogue(content, routine, spoken)
        intents, types = read(language)
        folder = content.language_folder(spoken)
        found += mistakes_of(partial(check_offers, catalogue, intents, types), folder)
    return found


def listing_mistakes(
    sources: Sources, language: str, intents: tuple[Intent, ...] = ()
) -> list[str]:
    """The mistakes in a store listing; its examples are checked against `intents` if given."""
    return list(
        mistakes_of(lambda: sources.listing(language).check(intents), sources.folder(language))
    )


def _sentence_mistakes(sources: Sources, read: Read) -> Iterator[str]:
    spoken: dict[str, tuple[Intent, ...]] = {}
    for language in sources.content.understood:
        folders = (
            sources.folder(language),
            sources.exercises(language).parent,
            sources.clinic(language).parent,
            sources.answers(language).parent,
        )
        yield from mistakes_of(partial(_read_into, spoken, read, language), *folders)
        yield from listing_mistakes(sources, language, spoken.get(language, ()))
    if len(spoken) == len(sources.content.understood):
        build = partial(build_manifest, spoken, sources.listing)
        yield from mistakes_of(build, *map(sources.folder, spoken))


def _read_into(spoken: dict[str, tuple[Intent, ...]], read: Read, language: str) -> None:
    spoken[language], _ = read(language)
