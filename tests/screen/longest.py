"""The fullest screens there are: for every text of every template the turns with most of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from skill.coach.commands import Command, Meaning
from skill.coach.runner import Preference
from skill.screen.screens import Screen
from tests.coach.moments import Played, moments, opened
from tests.screen.plays import screen_of
from tests.support.household import routine

CODES = ("template", "side")
"""What is no text."""
EACH = 1
"""How many turns are kept for each text."""


@cache
def fullest() -> list[tuple[str, Screen]]:
    """Screens by a name that tells how they came about, each once."""
    ranked: dict[tuple[str, str], list[tuple[int, str, Screen]]] = defaultdict(list)
    for name, played in turns():
        screen = screen_of(played)
        letters = {text: n for text, n in screen.data["letters"].items() if text not in CODES}
        texts = {**letters, "all": sum(letters.values()), "touches": _touches(screen)}
        for text, count in texts.items():
            ranked[screen.template, text].append((count, name, screen))
    found: dict[str, tuple[str, Screen]] = {}
    for (template, text), entries in ranked.items():
        distinct = {str(screen.data): (count, name, screen) for count, name, screen in entries}
        for count, name, screen in sorted(distinct.values(), key=lambda e: (-e[0], e[1]))[:EACH]:
            if count:
                found.setdefault(str(screen.data), (f"{template}: {text}: {name}", screen))
    return list(found.values())


def _touches(screen: Screen) -> int:
    return sum(3 + len(touch["label"]) for touch in screen.data["touch"])


def turns() -> Iterator[tuple[str, Played]]:
    """Every meaning in every moment, and every form of every exercise, introduced and worked."""
    for name, played in moments().items():
        yield name, played
        for meaning in Meaning:
            yield f"{name}, {meaning}", played.told(meaning)
    for exercise in routine().exercises:
        for form in exercise.forms:
            start = opened()
            runner = start.runner.prefer(exercise.id, Preference(form=form))
            played = Played(runner, start.now_ms, start.turn, start.session)
            played = played.told(Command(Meaning.CHOOSE, exercise=exercise.id))
            yield f"{exercise.id} {form}", played
            yield f"{exercise.id} {form}, next", played.heard_out().told(Meaning.NEXT)
