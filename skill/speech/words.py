"""All words of one language as the rest of the skill sees them: frozen and checked."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from skill.coach.fixed_answers import FixedAnswer

Texts = Mapping[str, str]


class Piece(Struct, frozen=True):
    """Part of a template: literal text, then perhaps a value with its helper."""

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
    """Everything that runners may call it."""
    forms: Mapping[str, Texts]
    """Name and remarks of each form except the clinic's own."""
    steps: Mapping[str, Texts]
    """The sentence of each step, by form."""


class ValueWords(Struct, frozen=True):
    """The words of one language that stand for values, and how long speech takes."""

    tables: Mapping[str, Texts]
    """Words for a value, such as a leg."""
    nouns: Mapping[str, tuple[str, ...]]
    """The forms of each noun: in English singular and plural."""
    plural: tuple[tuple[int, ...], ...]
    """The numbers for each form except the last, which is for all others."""
    numbers: tuple[str, ...]
    """The words for zero to ninety-nine."""
    ordinals: tuple[str, ...]
    """The words for zeroth to tenth."""
    pace: Mapping[str, int]
    """How long a slow voice needs, in ms: start_ms, letter_ms, digit_ms and pause_ms."""


class Catalogue(ValueWords, frozen=True):
    """All words of one language."""

    lines: Mapping[str, tuple[Template, ...]]
    """Each line's templates; several take turns."""
    exercises: Mapping[str, ExerciseWords]
    longest_break_ms: int
    """The longest silence in SSML that Alexa takes."""
    clinic: Texts
    """name, email, country, place and about, as they are said."""
    offers: Mapping[str, tuple[Template, ...]]
    """The bracketed invitations of each line or table text."""
    fixed_answers: Mapping[str, FixedAnswer]
    """The one-line answers, by name."""
    cycle: int
    """The number of turns after which all variants repeat."""
    moves: Mapping[str, Texts]
    """Name and line of each move of the warm-up, by its id."""
