"""Reads what is said of the exercises and of the warm-up's moves."""

from __future__ import annotations

from skill.routine.model import STANDARD, Exercise, Routine
from skill.routine.table import Table
from skill.speech.words import ExerciseWords, Texts

EXERCISE_TEXTS = {"name", "why", "tip", "feel"}
CAUTION = "caution"
"""The additional text of advanced exercises."""
MOVE_TEXTS = ("name", "line")


def read_exercises(file: Table, routine: Routine) -> dict[str, ExerciseWords]:
    """The words of every exercise of the routine, by its id."""
    tables = {each.id: file.table(each.id) for each in routine.exercises}
    found = {each.id: _exercise(tables[each.id], each) for each in routine.exercises}
    file.done("is not an exercise of the routine; remove it.")
    owner: dict[str, str] = {}
    for exercise_id, words in found.items():
        for name in words.called:
            if name in owner:
                cure = f"lists {name!r}, which {owner[name]} has already; keep it at one of them."
                tables[exercise_id].wrong("called", cure)
            owner[name] = exercise_id
    return found


def _exercise(table: Table, exercise: Exercise) -> ExerciseWords:
    wanted = sorted(EXERCISE_TEXTS | ({CAUTION} if exercise.advanced else set()))
    texts = {name: table.text(name) for name in wanted}
    called = table.texts("called")
    if not called and table.has("called"):
        table.wrong("called", "is empty; list what runners call it.")
    forms, steps = {}, {}
    for form in exercise.forms.values():
        entry = table.table(form.id)
        named = form.id != STANDARD or entry.has("name")
        forms[form.id] = {"name": entry.text("name")} if named else {}
        said = entry.table("steps")
        steps[form.id] = {step.id: said.text(step.id) for step in form.steps}
        said.done("is not a step of this form; remove it.")
        entry.done("is never said; remove it.")
    table.done("is not a form of this exercise, and never said; remove it.")
    return ExerciseWords(texts, called, forms, steps)


def read_moves(file: Table, routine: Routine) -> dict[str, Texts]:
    """Name and line of each move of the warm-up, by its id."""
    found: dict[str, Texts] = {}
    for move in routine.led.moves:
        table = file.table(move.id)
        found[move.id] = {name: table.text(name) for name in MOVE_TEXTS}
        table.done()
    file.done()
    return found
