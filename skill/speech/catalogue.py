"""The catalogue: every sentence a runner hears in one language, read from its files.

Strict both ways: messages without words, words without a message, values that the message does not
have, unknown helpers or tables, and missing words for an exercise, form, step or phase all stop the
start, naming file, entry, field and cure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from math import lcm
from pathlib import Path
from string import Formatter

from msgspec.structs import replace

from skill.coach.fixed_answers import FACTS
from skill.coach.message_keys import MESSAGES
from skill.routine.content import DEFAULT_LANGUAGE, Content
from skill.routine.loader import load_routine
from skill.routine.model import STANDARD, Exercise, Routine
from skill.routine.table import Complaints, DataError, Table
from skill.routine.toml_file import read_toml
from skill.speech.answer_rows import AnswerRows
from skill.speech.catalogue_checks import (
    CAUTION,
    CLINIC_TEXTS,
    EXERCISE_TEXTS,
    check_against,
    check_words,
    cues_of,
    flat,
)
from skill.speech.move_words import read_move_words
from skill.speech.offers import marks_of, without_marks
from skill.speech.value_words import read_words
from skill.speech.wording import count
from skill.speech.words import Catalogue, ExerciseWords, Piece, Template

HELPERS = {
    "number": False,
    "ordinal": False,
    "count": True,
    "duration": False,
    "ago": False,
    "weight": False,
    "of": True,
    "list": True,
    "exercise": True,
    "exercises": False,
    "clinic": True,
    "form": True,
    "step": False,
    "move": True,
    "moves": False,
    "tempo": False,
    "telephone": False,
    "email": False,
    "text": False,
}
"""The helpers a template may use, and whether each takes an argument."""


YEARS = "{years}"
"""The value in the clinic's words for its years in business."""


# long because every kind of words has a line
def load_catalogue(
    content: Content, routine: Routine, language: str = DEFAULT_LANGUAGE
) -> Catalogue:
    """The words of a language, checked against the coach's messages and the routine.

    Raises DataError naming file, entry, field and cure.
    """
    complaints = Complaints()
    folder = content.language_folder(language)
    words_data = _read(folder / "words.toml", complaints)
    words = read_words(words_data, complaints)
    in_order = not complaints
    lines_data = _read(folder / "lines.toml", complaints)
    exercises_data = _read(content.exercise_words(language) / "exercises.toml", complaints)
    moves, move_texts = read_move_words(content.exercise_words(language), routine, complaints)
    clinic_file = content.clinic_words(language)
    clinic_data = _read(clinic_file, complaints)
    rows = AnswerRows(folder, complaints)
    lines = {**_lines(lines_data, complaints), **_answers(rows, complaints)}
    catalogue = Catalogue(
        lines=lines,
        tables={name: _spoken(table) for name, table in words.tables.items()},
        nouns=words.nouns,
        plural=words.plural,
        numbers=words.numbers,
        pace=words.pace,
        ordinals=words.ordinals,
        exercises=_exercises(exercises_data, routine, complaints),
        longest_break_ms=1000 * routine.platform.break_seconds.start,
        clinic={},
        offers=_offers(lines_data, words.tables, rows),
        fixed_answers=rows.answers,
        cycle=lcm(*map(len, lines.values())),
        moves=moves,
    )
    catalogue = _with_clinic(catalogue, clinic_file.name, clinic_data, routine, complaints)
    texts: dict[str, Mapping[str, object]] = {**move_texts, "lines.toml": lines_data}
    texts |= {"exercises.toml": exercises_data, clinic_file.name: clinic_data}
    check_words(texts, rows, words_data, words.tables, catalogue, complaints)
    if in_order and all(texts.values()):
        others = partial(_cues_of_others, content, routine, complaints)
        check_against(routine, catalogue, rows.places, complaints, others)
    complaints.finish()
    return catalogue


def _cues_of_others(content: Content, routine: Routine, complaints: Complaints) -> set[str]:
    """The cues of the other routines' phases, as all routines share these words."""
    cues: set[str] = set()
    for other in content.routines:
        if other != routine.id:
            with complaints.gather():
                cues |= cues_of(load_routine(content.choosing(other, content.clinic)))
    return cues


def _with_clinic(
    catalogue: Catalogue,
    file: str,
    data: Mapping[str, object],
    routine: Routine,
    complaints: Complaints,
) -> Catalogue:
    if not data:
        return catalogue
    table = Table(data, file=file, entry="file", complaints=complaints)
    table.number("schema", low=1, high=1)
    texts = {field: table.text(field) for field in CLINIC_TEXTS}
    for field in ("called", "around"):  # what runners say, for the language model
        table.texts(field)
    table.done()
    if catalogue.numbers and catalogue.nouns:
        years = count(catalogue, routine.clinic.years, "year")
        texts["about"] = texts["about"].replace(YEARS, years)
    return replace(catalogue, clinic={"name": routine.clinic.name, **texts})


def _spoken(table: Mapping[str, str]) -> dict[str, str]:
    return {key: without_marks(text) for key, text in table.items()}


def _read(path: Path, complaints: Complaints) -> dict[str, object]:
    try:
        return read_toml(path)
    except DataError as error:
        complaints.add(error)
    return {}


def _lines(data: Mapping[str, object], complaints: Complaints) -> dict[str, tuple[Template, ...]]:
    file = "lines.toml"
    found: dict[str, tuple[Template, ...]] = {}
    if not data:
        return found  # the missing file was already reported
    for key, text in flat(data):
        with complaints.gather():
            if key not in MESSAGES:
                cure = "is said by nobody; take it out or mend its key."
                raise DataError(file, key, "line", cure)
            found[key] = _variants(file, key, "line", text, MESSAGES[key])
    known = {*found, *(error.entry for error in complaints if error.file == file)}
    for key in MESSAGES:
        if key not in known:
            complaints.wrong(file, key, "line", "has no words; write its sentence.")
    return found


def _answers(rows: AnswerRows, complaints: Complaints) -> dict[str, tuple[Template, ...]]:
    found: dict[str, tuple[Template, ...]] = {}
    for message, place in rows.places.items():
        with complaints.gather():
            found[message] = _variants(*place, rows.text(message), FACTS)
    return found


def _variants(
    file: str, entry: str, field: str, text: object, values: Collection[str]
) -> tuple[Template, ...]:
    given = text if isinstance(text, list) else [text]
    variants = [variant for variant in given if isinstance(variant, str) and variant.strip()]
    if not given or len(variants) < len(given):
        raise DataError(file, entry, field, "is no text; give a sentence or a list of them.")
    if len(set(variants)) != len(variants):
        raise DataError(file, entry, field, "has a variant twice; keep each once.")
    return tuple(_template(file, entry, without_marks(variant), values) for variant in variants)


def _offers(
    lines: Mapping[str, object], tables: Mapping[str, Mapping[str, str]], rows: AnswerRows
) -> dict[str, tuple[Template, ...]]:
    """The bracketed phrases of each line and table text, in all variants."""
    found = {}
    answers = {message: rows.text(message) for message in rows.places}
    for key, given in flat({**lines, "tables": tables, **answers}):
        texts = given if isinstance(given, list) else [given]
        marked = [mark for text in texts if isinstance(text, str) for mark in marks_of(text)]
        declared = key in MESSAGES or key in answers or key.startswith("tables.")
        if marked and declared:
            values = MESSAGES.get(key, tuple(FACTS) if key in answers else ())
            marks = dict.fromkeys(marked)
            found[key] = tuple(_template("lines.toml", key, mark, values) for mark in marks)
    return found


def _template(file: str, key: str, text: str, values: Collection[str]) -> Template:
    pieces = []
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise DataError(file, key, "braces", f"do not match ({error}); mend them.") from error
    for literal, value, spec, _ in parsed:
        helper, _, argument = (spec or "").partition(" ")
        if value is not None:
            if value not in values:
                known = ", ".join(values) or "none"
                raise DataError(file, key, value, f"is no value of this line; it has {known}.")
            if helper not in HELPERS or HELPERS[helper] is not bool(argument):
                raise DataError(file, key, value, f"has no such helper: {spec!r}; see HELPERS.")
        pieces.append(Piece(literal, value, helper, argument))
    return tuple(pieces)


def _exercises(
    data: Mapping[str, object], routine: Routine, complaints: Complaints
) -> dict[str, ExerciseWords]:
    file = Table(data, file="exercises.toml", entry="file", complaints=complaints, missing=not data)
    found = {each.id: _exercise(file.table(each.id), each) for each in routine.exercises}
    file.done("is no exercise of the routine; take it out.")
    _check_called(file.file, found, complaints)
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
        said.done("is no step of this form; take it out.")
        entry.done("is never said; take it out.")
    table.done("is no form of this exercise, and never said; take it out.")
    return ExerciseWords(texts, called, forms, steps)


def _check_called(
    file: str, exercises: Mapping[str, ExerciseWords], complaints: Complaints
) -> None:
    owner: dict[str, str] = {}
    for exercise_id, words in exercises.items():
        for name in words.called:
            if name in owner:
                cure = f"lists {name!r}, which {owner[name]} has already; keep it at one of them."
                complaints.wrong(file, exercise_id, "called", cure)
            owner[name] = exercise_id
