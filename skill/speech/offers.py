"""Offers: the bracketed phrases in a sentence that a runner is invited to say.

`Say [next] when you're in position.` is spoken without the brackets; their content must be a sample
of the language model, or `skill check` complains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skill.speech.literals import VALUE

MARK = re.compile(r"\[([^\[\]]*)\]")
SIGNS = re.compile(r"[\[\]]")


def marks_of(text: str) -> list[str]:
    """The phrases that a text offers.

    >>> marks_of("Say [next] to go on, or [stop] for today.")
    ['next', 'stop']
    """
    return [mark for mark in MARK.findall(text) if mark.strip()]


def without_marks(text: str) -> str:
    """The text as it is spoken.

    >>> without_marks("Say [next] when you're in position.")
    "Say next when you're in position."
    """
    return MARK.sub(r"\1", text)


def offer_faults(text: str, inviting: Sequence[str]) -> Iterator[str]:
    """A cure for each wrong bracket, and for each invitation without a bracketed phrase.

    `inviting` are the words that invite the runner to say something, such as "say" and "ask for",
    at the start of a sentence or of a part of one.
    """
    if SIGNS.search(MARK.sub("", text)) or any(not mark.strip() for mark in MARK.findall(text)):
        yield "has brackets that do not match, or hold nothing; write [next] around what is said."
        return
    for part in re.split(r"[.?!:;]", VALUE.sub("", text)):
        if MARK.search(part) is None and _invites(part, inviting):
            yield (
                f"invites to say something in {part.strip()!r}; put what is said in brackets, "
                "as in Say [next]."
            )


def _invites(part: str, inviting: Sequence[str]) -> bool:
    beginnings = [clause.strip().lower() for clause in part.split(",")]
    return any(
        clause == words or clause.startswith(f"{words} ")
        for clause in beginnings
        for words in inviting
    )
