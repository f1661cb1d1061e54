"""Amazon's rules for invocation names, and Alexa's locales.

Sources: "Choose the Invocation Name for a Custom Skill" and "Develop Skills in Multiple Languages"
of the Alexa Skills Kit. The word lists are its English ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LOCALES = frozenset(
    "ar-SA de-DE en-AU en-CA en-GB en-IN en-US es-ES es-MX es-US fr-CA fr-FR hi-IN it-IT ja-JP "
    "nl-NL pt-BR".split()
)
"""The locales of custom skills."""

LETTERS = r"[^\W\d_]"
NAME = re.compile(rf"{LETTERS}+(?:['.]{LETTERS}*)*(?: {LETTERS}+(?:['.]{LETTERS}*)*)*")
WAKE_WORDS = frozenset({"alexa", "amazon", "echo", "computer", "skill", "app"})
LAUNCH_WORDS = frozenset("launch ask tell load begin enable open start run play resume use".split())
CONNECTING_WORDS = frozenset("to from in using with about for that by if and whether".split())
LITTLE_WORDS = frozenset("a an the of at on as".split()) | CONNECTING_WORDS


def invocation_faults(name: str, locales: Sequence[str]) -> Iterator[str]:
    """Why Amazon would refuse an invocation name in these locales, each with a cure.

    In German a compound of two words is enough.
    """
    words = [word.removesuffix("'s") for word in name.lower().split()]
    if not NAME.fullmatch(name) or name != name.lower():
        yield f"is {name!r}; write small letters, spaces, apostrophes and full stops only."
    compound = all(locale.startswith("de") for locale in locales)
    if len(words) < 2 and not compound:
        yield f"is {name!r}, one word, which Amazon keeps for brands; take two or more."
    elif len(words) == 2 and LITTLE_WORDS & set(words):
        yield f"is {name!r}, one word and an article or a preposition; take two that tell more."
    for word in words:
        if word in WAKE_WORDS:
            yield f"has the word {word!r}, which is Amazon's own; take another."
        elif word in LAUNCH_WORDS:
            yield f"has the word {word!r}, which opens skills; take another."
        elif word in CONNECTING_WORDS and len(words) > 2:
            yield f"has the word {word!r}, which joins a name to a request; take another."
