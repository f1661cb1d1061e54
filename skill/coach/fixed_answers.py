"""One-line answers, each a content row: the same for every runner, anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from skill.coach.messages import Message, Value
from skill.routine.model import Routine


class FixedAnswer(Struct, frozen=True):
    """The settings of an answer besides its words; the defaults are safe for any answer."""

    in_passing: bool = False
    """Whether a counted set goes on after it. Not if it is long or needs the runner's hands or
    mind; nor if it is about the body: what is stored of a set that went on shows how long the
    answer was."""
    card: bool = False
    """Whether it comes with a card that has the clinic's number and address."""
    once: bool = False
    """Whether "repeat" goes back to the place instead of saying it again."""
    logged: bool = False
    """Whether the log may name the question: never one about the body."""
    brief: bool = False
    """Whether it has a shorter line for a breathless runner."""


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
"""The values that an answer's words can use."""
BRIEFLY = "_briefly"
FAMILY = "answers"
"""The prefix of these answers' message keys; none of them is declared in Python."""


def message_of(name: str, routine: Routine, *, briefly: bool = False) -> Message:
    """The line of an answer, or its shorter one."""
    facts = tuple((fact, value_of(routine)) for fact, value_of in FACTS.items())
    return Message(f"{FAMILY}.{name}{BRIEFLY if briefly else ''}", facts)
