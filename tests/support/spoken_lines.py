"""Every line the coach can say, with values that stand for all it can be said with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from skill.coach.fixed_answers import message_of
from skill.coach.hard_days import WEEK
from skill.coach.message_keys import MESSAGES
from skill.coach.messages import Message, Value
from skill.coach.workout import Phase
from skill.routine.model import STANDARD, Reps, Routine
from skill.speech.catalogue import load_catalogue
from skill.speech.words import Catalogue
from tests.support.content import SHIPPED
from tests.support.warm_up_moves import WORDS

NUMBERS = (1, 2, 17, 77)
"""One, the plural, a teen and one of the longest words; all numbers of a line are the same one."""
SECONDS = (1, 45, 60, 90, 177)
WEIGHTS = ("0 kilo", "2 kilo", "15 kilo", "440 pound")
WRITTEN = frozenset({"card.title", "card.contact", "player.exercise", "player.set", "work.beats"})
"""Lines for the eye only."""


def spoken_lines(routine: Routine, *, combined: bool = True) -> Iterator[Message]:
    """Every spoken line with every representative choice of its values; or, if they are not to be
    combined, with so many that each value of each is in one of them."""
    words = load_catalogue(SHIPPED, routine)
    for key, names in MESSAGES.items():
        if key not in WRITTEN:
            values = _in_tables(words, key) | _values(routine, key)
            yield from _filled(key, names, values, combined=combined)
    for name, answer in words.fixed_answers.items():
        yield message_of(name, routine)
        if answer.brief:
            yield message_of(name, routine, briefly=True)


def _filled(
    key: str, names: Sequence[str], values: Mapping[str, Sequence[Value]], *, combined: bool
) -> Iterator[Message]:
    numbers = [name for name in names if name not in values]
    others = [name for name in names if name in values]
    columns = [*(values[name] for name in others), NUMBERS if numbers else (0,)]
    for *chosen, number in product(*columns) if combined else _side_by_side(columns):
        given = dict(zip(others, chosen, strict=True))
        yield Message.of(key, **(given | dict.fromkeys(numbers, number)))


def _side_by_side(columns: Sequence[Sequence[Value]]) -> Iterator[tuple[Value, ...]]:
    """As many rows as the longest column has; the shorter ones start over."""
    for row in range(max(map(len, columns))):
        yield tuple(column[row % len(column)] for column in columns)


def _in_tables(words: Catalogue, key: str) -> dict[str, Sequence[Value]]:
    """The values of a line that a table has words for."""
    return {
        piece.value: tuple(words.tables[piece.argument])
        for template in words.lines[key]
        for piece in template
        if piece.value and piece.helper == "of"
    }


def _values(routine: Routine, key: str) -> dict[str, Sequence[Value]]:
    """What a value of that line can be; the values that are not here are whole numbers."""
    ids = [exercise.id for exercise in routine.exercises]
    forms = [
        (exercise.id, form) for exercise in routine.exercises for form in exercise.forms.values()
    ]
    needs = [form.needs for _, form in forms if form.needs]
    every_need = tuple(dict.fromkeys(need for entry in needs for need in entry))
    values: dict[str, Sequence[Value]] = {
        "exercise": ids,
        "next": ids,
        "exercises": (ids[0], " ".join(ids[:2]), " ".join(ids)),
        "form": [f"{exercise}/{form.id}" for exercise, form in forms if form.id != STANDARD],
        "step": [f"{exercise}/{form.id}/{s.id}" for exercise, form in forms for s in form.steps],
        "needs": [" ".join(entry) for entry in dict.fromkeys((*needs, every_need))],
        "seconds": SECONDS,
        "weekdays": (WEEK[1], " ".join(WEEK[:2]), " ".join(WEEK)),
        "weight": WEIGHTS,
        "leg": ("left", "right", "both"),
        "each": ("each", "both"),
        "more": ("other_leg", "nothing"),
        "phase": list(Phase),
        "phone": (" ".join(routine.clinic.phone_groups),),
        "tempo": [f"{way}:3" for way in routine.tempo.ways] + ["down:6 up:1 top:1"],
        "move": tuple(WORDS),
        "moves": ("leg_swings", " ".join(WORDS)),
        "email": (routine.clinic.email,),
        "clinic": (routine.clinic.name,),
    }
    if key == "weight.range":
        values |= {"low": WEIGHTS, "high": WEIGHTS}
    if key == "intro.caution":
        values["exercise"] = [exercise.id for exercise in routine.exercises if exercise.advanced]
    if key == "work.phase":
        reps = [form.work for _, form in forms if isinstance(form.work, Reps)]
        values["phase"] = list({phase.cue: 1 for work in reps for phase in work.tempo.phases})
    if key == "dose.rest":
        values["n"] = SECONDS
    if key in ("intro.dose_hold", "where.target_hold"):
        values["target"] = SECONDS
    if key.startswith("habit.last"):
        values["days"] = (0, 1, 2, 99, 365)
    return values
