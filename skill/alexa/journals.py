"""Journals as text: what a store keeps, and what a session carries."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from operator import attrgetter

from skill.coach.commands import Command
from skill.coach.journal import (
    HISTORY,
    STANDING,
    VERSION,
    Journal,
    JournalError,
)
from skill.coach.talk import Question, Talk
from skill.plain_json import ENCODER

JOURNALS_KEPT = 64
"""Of a few kB each."""
TALKS_KEPT = 256
"""Of some hundred bytes each: most turns leave one of a few."""


class JournalTexts:
    """Reads and writes journals, and remembers the last ones.

    Those that were written need no reading: as a rule they come back at once. And what a turn did
    not change of a journal is not put into text anew, above all its history.
    """

    def __init__(self, kept: int = JOURNALS_KEPT) -> None:
        self._room = kept
        self._read: dict[str, Journal] = {}
        self._standing = Unchanged(STANDING, Journal.standing_json, kept)
        self._history = Unchanged(HISTORY, Journal.history_json, kept)

    def read(self, text: str) -> Journal:
        """The journal in a text; raises JournalError or ValueError where there is none."""
        kept = self._read.get(text)
        return Journal.from_json(json.loads(text)) if kept is None else kept

    def write(self, journal: Journal) -> str:
        """The journal as text: compact JSON of `Journal.to_json`."""
        return f"{{{_turn(journal)},{self._standing(journal)},{self._history(journal)}}}"

    def keep(self, text: str, journal: Journal) -> None:
        """Remember what was written: without what is never saved, as it would be read."""
        if len(self._read) >= self._room:
            self._read.clear()
        self._read[text] = journal.calm() if journal.talk.subdued else journal

    def __len__(self) -> int:
        return len(self._read)

    def clear(self) -> None:
        """Remember nothing of any runner."""
        self._read.clear()
        self._standing.clear()
        self._history.clear()


class Unchanged:
    """The text of some fields of journals, made by `to_json` only where they changed."""

    def __init__(
        self, names: tuple[str, ...], to_json: Callable[[Journal], dict[str, object]], kept: int
    ) -> None:
        self._fields = attrgetter(*names)
        self._to_json = to_json
        self._room = kept
        self._texts: dict[int, tuple[tuple[object, ...], str]] = {}

    def __call__(self, journal: Journal) -> str:
        """The entries of a JSON table, without its braces."""
        fields = self._fields(journal)
        # the first field, which is kept and so keeps its identity, tells the runners apart
        kept = self._texts.get(id(fields[0]))
        if kept is not None and kept[0] == fields:
            return kept[1]
        if len(self._texts) >= self._room:
            self._texts.clear()
        text = _entries(self._to_json(journal))
        self._texts[id(fields[0])] = fields, text
        return text

    def clear(self) -> None:
        """Remember nothing."""
        self._texts.clear()


def _entries(table: dict[str, object]) -> str:
    return ENCODER.encode(table)[1:-1]


def _turn(journal: Journal) -> str:
    """The entries of `Journal.turn_json`."""
    answered = '","'.join(journal.answered)  # digits and letters: see Journal.answered
    answered = f'"{answered}"' if answered else ""
    return (
        f'"version":{VERSION},"turn":{journal.turn},"talk":{_talk(journal.talk)},'
        f'"request_id":{encode_basestring_ascii(journal.request_id)},"answered":[{answered}]'
    )


def _talk(talk: Talk) -> str:
    if talk.undo is None and talk.pending is None:
        return _short_talk(talk.question, talk.returning, talk.last, talk.misses)
    return ENCODER.encode(talk.to_json())


@lru_cache(TALKS_KEPT)
def _short_talk(
    question: Question | None, returning: bool, last: Command | None, misses: int
) -> str:
    talk = Talk(question=question, returning=returning, last=last, misses=misses)
    return ENCODER.encode(talk.to_json())


def carried(value: object) -> Journal:
    """The journal that a session carries; raises JournalError where it carries none.

    A session that began before the skill was last deployed may carry a table in place of text.
    """
    if not isinstance(value, str):
        return Journal.from_json(value)
    try:
        return Journal.from_json(json.loads(value))
    except JournalError:
        raise
    except (ValueError, RecursionError) as error:
        raise JournalError("the session carries no JSON that can be read") from error
