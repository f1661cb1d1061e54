"""What the tests say of the routine and the clinic, as {placeholders} in their conversations."""

from __future__ import annotations

import re
from functools import cache

from skill.routine.model import Exercise, Hold
from skill.speech.wording import number
from tests.support.household import catalogue, routine

PLACEHOLDER = re.compile(r"\{([a-z_.]+)\}")


def filled(words: str) -> str:
    """The words with each placeholder filled; fails at one that does not exist.

    {total}             exercises in the routine, as a word
    {last}              the id of the last one, and {last_name} what it is called
    {glute_bridge}      what an exercise is called, by its id; {glute_bridge.number} its place
    {glute_bridge.reps} its dose, as a word: sets, reps, hold or rest
    {clinic}            the clinic's name; {phone} its number as it is spoken, {phone.written} as it
                        is written; {email}
    """

    def fact(match: re.Match[str]) -> str:
        known = _facts()
        assert match[1] in known, f"{match[0]} in {words!r} is none of {', '.join(known)}"
        return known[match[1]]

    return PLACEHOLDER.sub(fact, words)


@cache
def _facts() -> dict[str, str]:
    clinic, exercises = routine().clinic, routine().exercises
    facts = {
        "total": _word(len(exercises)),
        "last": exercises[-1].id,
        "last_name": _name(exercises[-1]),
        "clinic": clinic.name,
        "phone": ", ".join(clinic.phone_groups),
        "phone.written": clinic.phone,
        "email": clinic.email,
    }
    for place, exercise in enumerate(exercises, start=1):
        facts[exercise.id] = _name(exercise)
        facts[f"{exercise.id}.number"] = _word(place)
        facts |= {f"{exercise.id}.{dose}": _word(n) for dose, n in _doses(exercise).items()}
    return facts


def _doses(exercise: Exercise) -> dict[str, int]:
    form = exercise.forms["standard"]
    work = (
        {"hold": form.work.seconds.start}
        if isinstance(form.work, Hold)
        else {"reps": form.work.count.start}
    )
    return {"sets": form.sets.start, "rest": form.rest.start, **work}


def _name(exercise: Exercise) -> str:
    return catalogue().exercises[exercise.id].texts["name"]


def _word(value: int) -> str:
    return number(catalogue(), value)
