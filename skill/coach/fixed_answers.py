"""Answers of one line, each a row of content: the same for every runner, wherever it is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from skill.coach.messages import Message, Value
from skill.routine.model import Routine


class FixedAnswer(Struct, frozen=True):
    """What a row says of its answer besides the words; by default what is safe for any answer."""

    in_passing: bool = False
    """Whether a counted set goes on after it. Not if it is long, or needs the runner's hands or
    mind; nor if it is of the body: what is stored of a set that went on tells how long it was."""
    card: bool = False
    """Whether the clinic's number and address go to the phone app with it."""
    once: bool = False
    """Whether "repeat" leads back to the place instead of saying it again."""
    logged: bool = False
    """Whether the log may name the question: never one that tells of a body."""
    brief: bool = False
    """Whether it has a shorter line for a runner who is out of breath."""


FACTS: Mapping[str, Callable[[Routine], Value]] = MappingProxyType(
    {
        "total": lambda routine: len(routine.exercises),
        "days_low": lambda routine: routine.days_a_week.low,
        "days_high": lambda routine: routine.days_a_week.high,
        "clinic": lambda routine: routine.clinic.id,
        "phone": lambda routine: " ".join(routine.clinic.phone_groups),
        "email": lambda routine: routine.clinic.email,
    }
)
"""What an answer can name, besides its own words."""
BRIEFLY = "_briefly"
FAMILY = "answers"
"""The messages of these answers are called so; none of them is declared in Python."""


def message_of(name: str, routine: Routine, *, briefly: bool = False) -> Message:
    """The line of an answer, or its shorter one."""
    facts = tuple((fact, value_of(routine)) for fact, value_of in FACTS.items())
    return Message(f"{FAMILY}.{name}{BRIEFLY if briefly else ''}", facts)
