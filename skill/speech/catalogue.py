"""The catalogue: every sentence a runner hears, in one language, from its files.

Strict both ways: a line of the coach without words, words without a line, a value the line does
not carry, a helper or table that does not exist, and missing words for an exercise, form, step
or phase all stop the start, naming file, entry, field and cure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import lcm
from pathlib import Path
from string import Formatter
from typing import cast

from msgspec.structs import replace

from skill.coach.fixed_answers import FACTS
from skill.coach.messages import MESSAGES
from skill.routine.content import DEFAULT_LANGUAGE, Content
from skill.routine.model import STANDARD, Exercise, Form, Routine
from skill.routine.table import Complaints, DataError, Table
from skill.routine.toml_file import read_toml
from skill.speech.answer_rows import AnswerRows
from skill.speech.catalogue_checks import (
    CAUTION,
    CLINIC_TEXTS,
    EXERCISE_TEXTS,
    check_helpers,
    check_lengths,
    check_offers,
    check_phases,
    check_questions,
    check_texts,
    flat,
)
from skill.speech.offers import marks_of, without_marks
from skill.speech.wording import count
from skill.speech.words import Catalogue, ExerciseWords, Piece, Template

HELPERS = {
    "number": False,
    "ordinal": False,
    "count": True,
    "duration": False,
    "ago": False,
    "of": True,
    "list": True,
    "exercise": True,
    "exercises": False,
    "clinic": True,
    "form": True,
    "step": False,
    "telephone": False,
    "email": False,
    "text": False,
}
"""The helpers a template may use, and whether each takes an argument."""


YEARS = "{years}"
"""In what is said of the clinic: for how long it has been at work."""
WORDS = {"tables", "nouns", "plural", "numbers", "pace", "ordinals", "fixed", "inviting"}
"""What words.toml holds."""
PACE = ("start_ms", "letter_ms", "digit_ms", "pause_ms")
"""What it says of the length of a text, in ms."""


def load_catalogue(
    content: Content, routine: Routine, language: str = DEFAULT_LANGUAGE
) -> Catalogue:
    """The words of a language, checked against the coach's lines and the routine.

    Raises DataError naming file, entry, field and cure.
    """
    complaints = Complaints()
    folder = content.language_folder(language)
    words = _read(folder / "words.toml", complaints)
    for field in set(words) - WORDS:
        complaints.wrong("words.toml", "file", field, "is not a known field; take it out.")
    tables: dict[str, dict[str, str]] = {}
    nouns: dict[str, tuple[str, ...]] = {}
    plural: tuple[tuple[int, ...], ...] = ()
    numbers: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    pace: dict[str, int] = {}
    if words:
        with complaints.gather():
            for name, table in _tables("words.toml", words, "tables").items():
                with complaints.gather():
                    tables[name] = _texts("words.toml", f"tables.{name}", table)
        with complaints.gather():
            plural = _plural(words)
            nouns = _nouns(words, len(plural) + 1, complaints)
        with complaints.gather():
            numbers = _list("words.toml", words, "numbers", 100)
        with complaints.gather():
            ordinals = _list("words.toml", words, "ordinals", 11)
        with complaints.gather():
            pace = _pace(words)
    whole = not complaints
    lines_data = _read(folder / "lines.toml", complaints)
    exercises_data = _read(content.exercise_words(language) / "exercises.toml", complaints)
    clinic_file = content.clinic_words(language)
    clinic_data = _read(clinic_file, complaints)
    rows = AnswerRows(folder, complaints)
    lines = _lines(lines_data, complaints) if lines_data else {}
    lines |= _answers(rows, complaints)
    catalogue = Catalogue(
        lines=lines,
        tables={
            name: {key: without_marks(text) for key, text in table.items()}
            for name, table in tables.items()
        },
        nouns=nouns,
        plural=plural,
        numbers=numbers,
        pace=pace,
        ordinals=ordinals,
        exercises=_exercises(exercises_data, routine, complaints) if exercises_data else {},
        longest_break_ms=1000 * routine.platform.break_seconds.start,
        clinic=_clinic(clinic_file.name, clinic_data, routine.clinic.name, complaints)
        if clinic_data
        else {},
        offers=_offers(lines_data, tables, rows),
        fixed_answers=rows.answers,
        cycle=lcm(*map(len, lines.values())),
    )
    if numbers and nouns and clinic_data:
        years = count(catalogue, routine.clinic.years, "year")
        about = catalogue.clinic["about"].replace(YEARS, years)
        catalogue = replace(catalogue, clinic={**catalogue.clinic, "about": about})
    texts: dict[str, Mapping[str, object]] = {
        "lines.toml": lines_data,
        "exercises.toml": exercises_data,
        clinic_file.name: clinic_data,
    }
    everything = {**texts, "words.toml": {"tables": tables}, **rows.texts}
    check_texts(everything, words, catalogue, complaints)
    check_questions({"lines.toml": lines_data, **rows.texts}, complaints)
    check_offers(everything, words, complaints)
    if whole and all(texts.values()):
        check_helpers(catalogue, rows.places, complaints)
        check_phases(catalogue, routine, complaints)
        check_lengths(catalogue, routine, complaints)
    complaints.finish()
    return catalogue


def _clinic(
    file: str, data: Mapping[str, object], name: str, complaints: Complaints
) -> dict[str, str]:
    table = Table(data, file=file, entry="file", complaints=complaints)
    table.number("schema", low=1, high=1)
    texts = {field: table.text(field) for field in CLINIC_TEXTS}
    for field in ("called", "around"):  # what runners say, which the language model takes
        table.texts(field)
    table.done()
    return {"name": name, **texts}


def _read(path: Path, complaints: Complaints) -> dict[str, object]:
    try:
        return read_toml(path)
    except DataError as error:
        complaints.add(error)
    return {}


def _tables(file: str, data: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = data.get(name)
    if not isinstance(table, dict):
        raise DataError(file, name, "table", "is missing; add it.")
    return cast("Mapping[str, object]", table)


def _texts(file: str, entry: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise DataError(file, entry, "table", f"is {table!r}; give a table of texts.")
    for key, text in table.items():
        if not isinstance(text, str):
            raise DataError(file, entry, key, f"is {text!r}; give a text.")
    return cast("dict[str, str]", table)


def _list(file: str, data: Mapping[str, object], field: str, length: int) -> tuple[str, ...]:
    value = data.get(field)
    if not isinstance(value, list) or len(value) != length:
        raise DataError(file, "file", field, f"needs {length} words, from zero on.")
    return tuple(str(word) for word in value)


def _nouns(
    words: Mapping[str, object], forms: int, complaints: Complaints
) -> dict[str, tuple[str, ...]]:
    nouns = {}
    for name, given in _tables("words.toml", words, "nouns").items():
        if not isinstance(given, list) or len(given) != forms:
            cure = f"needs {forms} words: one for each list in `plural`, and one for the rest."
            complaints.wrong("words.toml", "nouns", name, cure)
            continue
        nouns[name] = tuple(map(str, given))
    return nouns


def _plural(words: Mapping[str, object]) -> tuple[tuple[int, ...], ...]:
    given = words.get("plural")
    found = []
    for numbers in given if isinstance(given, list) else [None]:
        if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
            cure = f"is {given!r}; give lists of numbers, one for each form but the last: [[1]]."
            raise DataError("words.toml", "file", "plural", cure)
        found.append(tuple(numbers))
    return tuple(found)


def _pace(words: Mapping[str, object]) -> dict[str, int]:
    given = _tables("words.toml", words, "pace")
    pace = {}
    for name in PACE:
        value = given.get(name)
        if type(value) is not int or not 0 <= value <= 5000:
            cure = f"is {value!r}; give milliseconds, from 0 to 5000."
            raise DataError("words.toml", "pace", name, cure)
        pace[name] = value
    for name in given:
        if name not in PACE:
            raise DataError("words.toml", "pace", name, "is not a known field; take it out.")
    return pace


def _lines(data: Mapping[str, object], complaints: Complaints) -> dict[str, tuple[Template, ...]]:
    file = "lines.toml"
    found: dict[str, tuple[Template, ...]] = {}
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
    """The phrases in the brackets of each line and each text of a table, of all its variants."""
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
    file = "exercises.toml"
    for exercise_id in data:
        if exercise_id not in routine.by_id:
            cure = "is no exercise of the routine; take it out."
            complaints.wrong(file, exercise_id, "id", cure)
    found = {}
    for exercise in routine.exercises:
        with complaints.gather():
            table = _tables(file, data, exercise.id)
            found[exercise.id] = _exercise(file, exercise, table, complaints)
    _check_called(file, found, complaints)
    return found


def _exercise(
    file: str, exercise: Exercise, table: Mapping[str, object], complaints: Complaints
) -> ExerciseWords:
    plain = {k: v for k, v in table.items() if isinstance(v, str) and v.strip()}
    wanted = EXERCISE_TEXTS | ({CAUTION} if exercise.advanced else set())
    for name in sorted(wanted ^ set(plain)):
        cure = "is missing; write it." if name in wanted else "is never said; take it out."
        complaints.wrong(file, exercise.id, name, cure)
    called = table.get("called")
    if not isinstance(called, list) or not called:
        complaints.wrong(file, exercise.id, "called", "is missing; list what runners call it.")
        called = []
    for name in set(table) - set(plain) - {"called"} - set(exercise.forms) - wanted:
        cure = "is no form of this exercise; take it out."
        complaints.wrong(file, exercise.id, name, cure)
    forms, steps = {}, {}
    for form in exercise.forms.values():
        with complaints.gather():
            entry = table.get(form.id)
            if not isinstance(entry, dict):
                raise DataError(file, f"{exercise.id}.{form.id}", "table", "is missing; add it.")
            steps[form.id] = _steps(file, f"{exercise.id}.{form.id}", form, entry, complaints)
            forms[form.id] = {k: v for k, v in entry.items() if isinstance(v, str)}
    return ExerciseWords(plain, tuple(map(str, called)), forms, steps)


def _steps(
    file: str, where: str, form: Form, entry: Mapping[str, object], complaints: Complaints
) -> dict[str, str]:
    for name in set(entry) - {"name", "steps"}:
        complaints.wrong(file, where, name, "is never said; take it out.")
    named = isinstance(entry.get("name"), str)
    if form.id != STANDARD and not named:
        complaints.wrong(file, where, "name", "is missing; write it.")
    said = _texts(file, f"{where}.steps", entry.get("steps"))
    ids = {step.id for step in form.steps}
    for step_id in sorted(ids - set(said)):
        complaints.wrong(file, f"{where}.steps", step_id, "is missing; write the sentence.")
    for step_id in sorted(set(said) - ids):
        complaints.wrong(file, f"{where}.steps", step_id, "is no step of this form; take it out.")
    return said


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
