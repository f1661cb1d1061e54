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

from msgspec.structs import asdict, replace

from skill.coach.fixed_answers import FACTS
from skill.coach.message_keys import MESSAGES
from skill.routine.content import DEFAULT_LANGUAGE, Content
from skill.routine.loader import load_routine
from skill.routine.model import Routine
from skill.routine.table import FILE, Complaints, DataError, Table
from skill.routine.toml_file import read_toml
from skill.speech.answer_rows import AnswerRows
from skill.speech.catalogue_checks import (
    CLINIC_TEXTS,
    check_against,
    check_words,
    cues_of,
    flat,
)
from skill.speech.exercise_words import read_exercises, read_moves
from skill.speech.offers import marks_of, without_marks
from skill.speech.value_words import read_words
from skill.speech.wording import ALONE, WITH_ARGUMENT, count
from skill.speech.words import Catalogue, Piece, Template, Texts, ValueWords

INVITING = 'the words that invite to say something: ["say", "ask for"]'
PHRASES = "a list of phrases such as two legs"
YEARS = "{years}"
"""The value in the clinic's words for its years in business."""


def load_catalogue(
    content: Content, routine: Routine, language: str = DEFAULT_LANGUAGE
) -> Catalogue:
    """The words of a language, checked against the coach's messages and the routine.

    Raises DataError naming file, entry, field and cure.
    """
    complaints = Complaints()
    words_file = _file(content.language_folder(language) / "words.toml", complaints)
    words = read_words(words_file)
    inviting = words_file.texts("inviting", kind=INVITING)
    fixed = words_file.texts("fixed", kind=PHRASES) if words_file.has("fixed") else ()
    words_file.done()
    in_order = not complaints
    files = _spoken_files(content, routine, language, complaints)
    rows = AnswerRows(content.language_folder(language), complaints)
    lines_data = files["lines.toml"].data
    lines = {**_lines(lines_data, complaints), **_answers(rows, complaints)}
    catalogue = Catalogue(
        **asdict(replace(words, tables=_spoken(words.tables))),
        lines=lines,
        exercises=read_exercises(files["exercises.toml"], routine),
        longest_break_ms=1000 * routine.platform.break_seconds,
        clinic=_clinic(files[content.clinic_words(language).name], words, routine),
        offers=_offers(lines_data, words.tables, rows),
        fixed_answers=rows.answers,
        cycle=lcm(*map(len, lines.values())),
        moves=read_moves(files["warm_up.toml"], routine) if "warm_up.toml" in files else {},
    )
    data = {name: file.data for name, file in files.items()}
    said = {**data, "words.toml": {"tables": words.tables}, **rows.texts}
    check_words(said, catalogue, fixed=fixed, inviting=inviting, complaints=complaints)
    if in_order and all(data.values()):
        others = partial(_cues_of_others, content, routine, complaints)
        check_against(routine, catalogue, rows.places, complaints, others)
    complaints.finish()
    return catalogue


def _spoken_files(
    content: Content, routine: Routine, language: str, complaints: Complaints
) -> dict[str, Table]:
    """The files of sentences, by name; that of the warm-up's moves if there are any."""
    folder = content.exercise_words(language)
    moves = folder / "warm_up.toml"
    paths = (
        *((moves,) if routine.led.moves or moves.exists() else ()),
        content.language_folder(language) / "lines.toml",
        folder / "exercises.toml",
        content.clinic_words(language),
    )
    return {path.name: _file(path, complaints) for path in paths}


def _cues_of_others(content: Content, routine: Routine, complaints: Complaints) -> set[str]:
    """The cues of the other routines' phases, as all routines share these words."""
    cues: set[str] = set()
    for other in content.routines:
        if other != routine.id:
            with complaints.gather():
                cues |= cues_of(load_routine(content.choosing(other, content.clinic)))
    return cues


def _clinic(file: Table, words: ValueWords, routine: Routine) -> dict[str, str]:
    if file.data:
        file.number("schema", low=1, high=1)
    texts = {field: file.text(field) for field in CLINIC_TEXTS}
    for field in ("called", "around"):  # what runners say, for the language model
        file.texts(field)
    file.done()
    if words.numbers and words.nouns.get("year"):
        years = count(words, routine.clinic.years, "year")
        texts["about"] = texts["about"].replace(YEARS, years)
    return {"name": routine.clinic.name, **texts}


def _spoken(tables: Mapping[str, Texts]) -> dict[str, Texts]:
    return {
        name: {key: without_marks(text) for key, text in table.items()}
        for name, table in tables.items()
    }


def _file(path: Path, complaints: Complaints) -> Table:
    """The table of a file; an empty one that complains no further if it can't be read."""
    data: dict[str, object] = {}
    with complaints.gather():
        data = read_toml(path)
    return Table(data, file=path.name, entry=FILE, complaints=complaints, missing=not data)


def _lines(data: Mapping[str, object], complaints: Complaints) -> dict[str, tuple[Template, ...]]:
    file = "lines.toml"
    found: dict[str, tuple[Template, ...]] = {}
    if not data:
        return found  # the missing file was already reported
    for key, text in flat(data):
        with complaints.gather():
            if key not in MESSAGES:
                cure = "is never said; remove it or correct its key."
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
                raise DataError(file, key, value, f"is not a value of this line; it has {known}.")
            if helper not in (WITH_ARGUMENT if argument else ALONE):
                raise DataError(file, key, value, f"has no such helper: {spec!r}; see HELPERS.")
        pieces.append(Piece(literal, value, helper, argument))
    return tuple(pieces)
