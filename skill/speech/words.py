"""All words of one language, as the rest of the skill sees them: frozen and checked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.coach.fixed_answers import FixedAnswer

Texts = Mapping[str, str]


class Piece(Struct, frozen=True):
    """A stretch of a template: literal text, then perhaps a value with its helper."""

    literal: str
    value: str | None
    helper: str
    argument: str


Template = tuple[Piece, ...]


class ExerciseWords(Struct, frozen=True):
    """What is said of one exercise."""

    texts: Texts
    """name, why, tip, feel and, for an advanced one, caution."""
    called: tuple[str, ...]
    """Everything a runner may call it."""
    forms: Mapping[str, Texts]
    """Name and remarks of each form but the clinic's own."""
    steps: Mapping[str, Texts]
    """The sentence of each step, by form."""


class Catalogue(Struct, frozen=True):
    """All words of one language."""

    lines: Mapping[str, tuple[Template, ...]]
    """Each line's templates; if there are several they take turns."""
    tables: Mapping[str, Texts]
    """Words for a value, such as a leg."""
    nouns: Mapping[str, tuple[str, ...]]
    """The forms of each noun: in English singular and plural."""
    plural: tuple[tuple[int, ...], ...]
    """The numbers that go with each form but the last, which goes with all others."""
    numbers: tuple[str, ...]
    """The words for zero to ninety-nine."""
    pace: Mapping[str, int]
    """How long a slow voice needs, in ms: start_ms, letter_ms, digit_ms and pause_ms."""
    ordinals: tuple[str, ...]
    """The words for zeroth to tenth."""
    exercises: Mapping[str, ExerciseWords]
    longest_break_ms: int
    """The longest silence in SSML that Alexa takes."""
    clinic: Texts
    """name, email, country, place and about, as they are said."""
    offers: Mapping[str, tuple[Template, ...]]
    """What each line, or text of a table, invites the runner to say: the words in its brackets."""
    fixed_answers: Mapping[str, FixedAnswer]
    """The answers of one line that are in content as a whole, by name."""
    cycle: int
    """After so many turns every line has the variant again that it had."""
    moves: Mapping[str, Texts] = {}
    """Name and line of each move of the warm-up, by its id."""
