"""The catalogue: every sentence a runner hears, in one language, from its files.

Strict both ways: a line of the coach without words, words without a line, a value the line does
not carry, a helper or table that does not exist, and missing words for an exercise, form, step
or phase all stop the start, naming file, entry, field and cure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from math import lcm
from pathlib import Path
from string import Formatter
from typing import cast

from skill.coach.messages import MESSAGES
from skill.coach.workout import Phase
from skill.routine.model import STANDARD, Reps, Routine
from skill.routine.table import DataError
from skill.speech.literals import Figures, faults_of
from skill.speech.words import Catalogue, ExerciseWords, Piece, Template

FOLDER = Path(__file__).parent / "en"

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
    "form": True,
    "step": False,
    "telephone": False,
    "email": False,
    "text": False,
}
"""The helpers a template may use, and whether each takes an argument."""

USED_BY_HELPERS = {"second", "minute", "day", "hour", "join", "ago", "email"}
"""Nouns and tables that the helpers use by themselves."""

WORDS = {"tables", "nouns", "plural", "numbers", "pace", "ordinals", "fixed"}
"""What words.toml holds."""
PACE = ("start_ms", "letter_ms", "digit_ms", "pause_ms")
"""What it says of the length of a text, in ms."""
EXERCISE_TEXTS = {"name", "why", "tip", "feel"}
CAUTION = "caution"
"""The text that advanced exercises have besides."""
NOT_SPOKEN = {"called"}
"""What runners say, not the coach."""
SAID_OF = {"exercise": EXERCISE_TEXTS | {CAUTION}, "form": {"name"}}
"""The texts that the helpers `exercise` and `form` may name."""


def load_catalogue(routine: Routine, folder: Path = FOLDER) -> Catalogue:
    """The catalogue in `folder`, checked against the coach's lines and the routine.

    Raises DataError naming file, entry, field and cure.
    """
    words = _read(folder / "words.toml")
    for field in set(words) - WORDS:
        raise DataError("words.toml", "file", field, "is not a known field; take it out.")
    plural = _plural(words)
    lines = _lines(folder)
    catalogue = Catalogue(
        lines=lines,
        tables={
            name: _texts("words.toml", f"tables.{name}", table)
            for name, table in _tables("words.toml", words, "tables").items()
        },
        nouns=_nouns(words, forms=len(plural) + 1),
        plural=plural,
        numbers=_list("words.toml", words, "numbers", 100),
        pace=_pace(words),
        ordinals=_list("words.toml", words, "ordinals", 11),
        exercises=_exercises(folder, routine),
        cycle=lcm(*map(len, lines.values())),
    )
    _check_texts(folder, words, catalogue)
    _check_helpers(catalogue)
    _check_phases(catalogue, routine)
    return catalogue


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(path.name, "file", "path", "does not exist; restore it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path.name, "file", "TOML", f"cannot be read ({error}); mend it.") from error


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


def _nouns(words: Mapping[str, object], forms: int) -> dict[str, tuple[str, ...]]:
    nouns = {}
    for name, given in _tables("words.toml", words, "nouns").items():
        if not isinstance(given, list) or len(given) != forms:
            cure = f"needs {forms} words: one for each list in `plural`, and one for the rest."
            raise DataError("words.toml", "nouns", name, cure)
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


def _lines(folder: Path) -> dict[str, tuple[Template, ...]]:
    file = "lines.toml"
    found: dict[str, tuple[Template, ...]] = {}
    for key, text in _flat(_read(folder / file)):
        if key not in MESSAGES:
            raise DataError(file, key, "line", "is said by nobody; take it out or mend its key.")
        given = text if isinstance(text, list) else [text]
        variants = [variant for variant in given if isinstance(variant, str) and variant]
        if not given or len(variants) < len(given):
            raise DataError(file, key, "line", "is no text; give a sentence or a list of them.")
        if len(set(variants)) != len(variants):
            raise DataError(file, key, "line", "has a variant twice; keep each once.")
        found[key] = tuple(_template(file, key, variant) for variant in variants)
    for key in MESSAGES:
        if key not in found:
            raise DataError(file, key, "line", "has no words; write its sentence.")
    return found


def _flat(data: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _template(file: str, key: str, text: str) -> Template:
    pieces = []
    used = set()
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise DataError(file, key, "braces", f"do not match ({error}); mend them.") from error
    for literal, value, spec, _ in parsed:
        helper, _, argument = (spec or "").partition(" ")
        if value is not None:
            if value not in MESSAGES[key]:
                known = ", ".join(MESSAGES[key]) or "none"
                raise DataError(file, key, value, f"is no value of this line; it has {known}.")
            if helper not in HELPERS or HELPERS[helper] is not bool(argument):
                raise DataError(file, key, value, f"has no such helper: {spec!r}; see HELPERS.")
            used.add(value)
        pieces.append(Piece(literal, value, helper, argument))
    return tuple(pieces)


def _exercises(folder: Path, routine: Routine) -> dict[str, ExerciseWords]:
    file = "exercises.toml"
    data = _read(folder / file)
    for exercise_id in data:
        if exercise_id not in routine.by_id:
            raise DataError(file, exercise_id, "id", "is no exercise of the routine; take it out.")
    found = {}
    for exercise in routine.exercises:
        table = _tables(file, data, exercise.id)
        plain = {k: v for k, v in table.items() if isinstance(v, str)}
        wanted = EXERCISE_TEXTS | ({CAUTION} if exercise.advanced else set())
        for name in wanted ^ set(plain):
            cure = "is missing; write it." if name in wanted else "is never said; take it out."
            raise DataError(file, exercise.id, name, cure)
        called = table.get("called")
        if not isinstance(called, list) or not called:
            raise DataError(file, exercise.id, "called", "is missing; list what runners call it.")
        for name in set(table) - set(plain) - {"called"} - set(exercise.forms):
            raise DataError(file, exercise.id, name, "is no form of this exercise; take it out.")
        forms, steps = {}, {}
        for form in exercise.forms.values():
            entry = table.get(form.id)
            if not isinstance(entry, dict):
                raise DataError(file, f"{exercise.id}.{form.id}", "table", "is missing; add it.")
            said = _texts(file, f"{exercise.id}.{form.id}.steps", entry.get("steps"))
            for step in form.steps:
                if step.id not in said:
                    where = f"{exercise.id}.{form.id}.steps"
                    raise DataError(file, where, step.id, "is missing; write the sentence.")
            for step_id in said:
                if step_id not in {step.id for step in form.steps}:
                    where = f"{exercise.id}.{form.id}.steps"
                    raise DataError(file, where, step_id, "is no step of this form; take it out.")
            steps[form.id] = said
            if form.id != STANDARD and not isinstance(entry.get("name"), str):
                raise DataError(file, f"{exercise.id}.{form.id}", "name", "is missing; write it.")
            forms[form.id] = {k: v for k, v in entry.items() if isinstance(v, str)}
        found[exercise.id] = ExerciseWords(plain, tuple(map(str, called)), forms, steps)
    _check_called(file, found)
    return found


def _check_called(file: str, exercises: Mapping[str, ExerciseWords]) -> None:
    owner: dict[str, str] = {}
    for exercise_id, words in exercises.items():
        for name in words.called:
            if name in owner:
                cure = f"lists {name!r}, which {owner[name]} has already; keep it at one of them."
                raise DataError(file, exercise_id, "called", cure)
            owner[name] = exercise_id


def _check_texts(folder: Path, words: Mapping[str, object], catalogue: Catalogue) -> None:
    """Every text that is spoken: letters and pauses, no figure that the data gives."""
    fixed = words.get("fixed", [])
    if not isinstance(fixed, list) or not all(isinstance(text, str) and text for text in fixed):
        raise DataError("words.toml", "file", "fixed", "give a list of phrases such as two legs.")
    nouns = {form.lower() for forms in catalogue.nouns.values() for form in forms}
    figures = Figures(tuple(map(str.lower, catalogue.numbers)), nouns, fixed)
    spoken = [
        (file, key, text)
        for file in ("lines.toml", "exercises.toml")
        for key, text in _flat(_read(folder / file))
    ]
    spoken += [("words.toml", key, text) for key, text in _flat({"tables": words["tables"]})]
    said = ""
    for file, key, given in spoken:
        entry, _, field = key.rpartition(".")
        if field in NOT_SPOKEN or entry.endswith(".email"):
            continue
        for text in given if isinstance(given, list) else [given]:
            for cure in faults_of(str(text), figures):
                raise DataError(file, entry, field, cure)
            said += f"\n{text}".lower()
    for phrase in fixed:
        if phrase.lower() not in said:
            raise DataError("words.toml", "fixed", phrase, "is in no sentence; take it out.")


def _check_helpers(catalogue: Catalogue) -> None:
    used: set[str] = set()
    for key, templates in catalogue.lines.items():
        for piece in (piece for template in templates for piece in template):
            if piece.helper in ("of", "list") and piece.argument not in catalogue.tables:
                cure = f"names the table {piece.argument!r}, which words.toml lacks."
                raise DataError("lines.toml", key, "table", cure)
            if piece.helper == "count" and piece.argument not in catalogue.nouns:
                cure = f"names the noun {piece.argument!r}, which words.toml lacks."
                raise DataError("lines.toml", key, "noun", cure)
            if piece.argument not in SAID_OF.get(piece.helper, {piece.argument}):
                cure = f"names {piece.argument!r}, which exercises.toml lacks."
                raise DataError("lines.toml", key, piece.helper, cure)
            used.add(piece.argument)
    for name in (*catalogue.tables, *catalogue.nouns):
        if name not in used | USED_BY_HELPERS:
            raise DataError("words.toml", name, "entry", "is used by no line; take it out.")


def _check_phases(catalogue: Catalogue, routine: Routine) -> None:
    cues = catalogue.tables.get("cue", {})
    wanted = {
        phase.cue
        for exercise in routine.exercises
        for form in exercise.forms.values()
        if isinstance(form.work, Reps)
        for phase in form.work.tempo.phases
    }
    for cue in wanted ^ set(cues):
        cure = "has no word; write it." if cue in wanted else "is no phase's cue; take it out."
        raise DataError("words.toml", "tables.cue", cue, cure)
    needed = {
        need for exercise in routine.exercises for f in exercise.forms.values() for need in f.needs
    }
    for need in needed - set(catalogue.tables.get("needs", {})):
        cure = "is needed by an exercise; write what it is called."
        raise DataError("words.toml", "tables.needs", need, cure)
    for table in ("help", "choices"):
        for phase in Phase:
            if phase not in catalogue.tables.get(table, {}):
                raise DataError("words.toml", f"tables.{table}", phase, "is missing; write it.")
