"""Checks of words: for the ear, the platform, the helpers and the routine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from skill.coach.workout import Phase
from skill.routine.model import Reps, Routine
from skill.routine.table import Complaints
from skill.speech.exercise_words import CAUTION, EXERCISE_TEXTS, MOVE_TEXTS
from skill.speech.literals import Figures, faults_of
from skill.speech.offers import offer_faults, without_marks
from skill.speech.wording import spoken_ms
from skill.speech.words import Catalogue

CLINIC_TEXTS = ("email", "country", "place", "about")
SAID_OF = {
    "exercise": EXERCISE_TEXTS | {CAUTION},
    "form": {"name"},
    "move": {*MOVE_TEXTS},
    "clinic": {"name", *CLINIC_TEXTS},
}
"""The texts that these helpers may name."""
NOUNS_OF_HELPERS = ("second", "minute", "day", "hour", "year", "kilo", "pound")
"""Nouns that the helpers use by themselves."""
TABLES_OF_HELPERS = {
    "join": ("and", "none"),
    "ago": ("just_now", "since"),
    "weight": ("none", "and_a_half"),
    "way": (),
}
"""Tables that the helpers use by themselves, each with the entries that it must have."""
NOT_SPOKEN = {"called", "around"}
"""What runners say, not the coach."""
WITH_OFFERS = ("lines.toml", "words.toml", "answers/")
"""The files whose texts may contain invitations, in brackets."""
WITH_QUESTIONS = ("lines.toml", "answers/")
"""The files whose texts say what a turn says: in other files, a question is part of one."""
Files = Mapping[str, Mapping[str, object]]
"""The data of each file."""
INTRODUCTION_LIMIT_SECONDS = 150
"""The longest introduction in ms: Alexa allows 240 s of audio in one answer."""


def flat(data: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of nested tables, under its keys joined by full stops."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _sentences(files: Files) -> Iterator[tuple[str, str, str]]:
    """Everything that is said, variant by variant, each with its file and key."""
    for file, data in files.items():
        for key, given in flat(data):
            if key.rpartition(".")[2] not in NOT_SPOKEN:
                texts = given if isinstance(given, list) else [given]
                yield from ((file, key, text) for text in texts if isinstance(text, str))


def check_words(
    files: Files,
    catalogue: Catalogue,
    *,
    fixed: Sequence[str],
    inviting: Sequence[str],
    complaints: Complaints,
) -> None:
    """Check everything that is said, given the data of each file.

    Only letters and pauses, no number that the data gives unless a `fixed` phrase has it; at most
    one question; and what the `inviting` words invite to say in brackets.
    """
    nouns = {form.lower() for forms in catalogue.nouns.values() for form in forms}
    figures = Figures(tuple(map(str.lower, catalogue.numbers)), nouns, fixed)
    said = ""
    for file, key, text in _sentences(files):
        said += f"\n{text}".lower()
        entry, _, field = key.rpartition(".")
        offering = file.startswith(WITH_OFFERS)
        for cure in faults_of(without_marks(text) if offering else text, figures):
            complaints.wrong(file, entry, field, cure)
        for cure in offer_faults(text, inviting) if offering else ():
            complaints.wrong(file, entry, field, cure)
        fault = _question_fault(text, asks=key.startswith("prompt."))
        if fault is not None and file.startswith(WITH_QUESTIONS):
            complaints.wrong(file, key, "question", fault)
    for phrase in fixed:
        if phrase.lower() not in said and all(files.values()):
            complaints.wrong("words.toml", "fixed", phrase, "is not in any sentence; remove it.")


def _question_fault(text: str, *, asks: bool) -> str | None:
    """The cure if a text asks more than one question, or asks before the prompt does."""
    asked = text.count("?")
    if asked > 1:
        return f"asks {asked} questions; ask one, as one answer is heard."
    if asked and not text.rstrip().endswith("?"):
        return "asks in its middle; put the question last."
    if asked and not asks:
        return "asks before the prompt does; say it without a question."
    return None


def check_lengths(catalogue: Catalogue, routine: Routine, complaints: Complaints) -> None:
    """Check that each form's introduction and a get-ready fit into one answer's 240 s."""
    for exercise in routine.exercises:
        words = catalogue.exercises.get(exercise.id)
        if words is None:
            continue
        for form in exercise.forms.values():
            texts = [*words.texts.values(), *words.steps.get(form.id, {}).values()]
            spoken = sum(spoken_ms(text, catalogue.pace) for text in texts) / 1000
            length = round(spoken + sum(step.seconds for step in form.steps))
            if length > INTRODUCTION_LIMIT_SECONDS:
                cure = (
                    f"take {length} seconds to be told, with the time to do them; "
                    f"stay within {INTRODUCTION_LIMIT_SECONDS}."
                )
                complaints.wrong("exercises.toml", f"{exercise.id}.{form.id}", "steps", cure)


def check_against(
    routine: Routine,
    catalogue: Catalogue,
    places: Mapping[str, tuple[str, str, str]],
    complaints: Complaints,
    elsewhere: Callable[[], set[str]],
) -> None:
    """Check that the words fit each other and the routine.

    `places` are those of answers; `elsewhere` gives the cues of the content's other routines.
    """
    check_helpers(catalogue, places, complaints)
    check_phases(catalogue, routine, complaints, elsewhere)
    check_lengths(catalogue, routine, complaints)


def check_helpers(
    catalogue: Catalogue, places: Mapping[str, tuple[str, str, str]], complaints: Complaints
) -> None:
    """Check that every table, noun and text that a helper names exists, and that none is unused."""
    used: set[str] = set()
    for message, templates in catalogue.lines.items():
        file, key, _ = places.get(message, ("lines.toml", message, ""))
        for piece in (piece for template in templates for piece in template):
            if piece.helper in ("of", "list") and piece.argument not in catalogue.tables:
                cure = f"names the table {piece.argument!r}, which words.toml lacks."
                complaints.wrong(file, key, "table", cure)
            if piece.helper == "count" and piece.argument not in catalogue.nouns:
                cure = f"names the noun {piece.argument!r}, which words.toml lacks."
                complaints.wrong(file, key, "noun", cure)
            if piece.argument not in SAID_OF.get(piece.helper, {piece.argument}):
                known = ", ".join(sorted(SAID_OF[piece.helper]))
                cure = f"names {piece.argument!r}; give one of {known}."
                complaints.wrong(file, key, piece.helper, cure)
            used.add(piece.argument)
    used |= {*NOUNS_OF_HELPERS, *TABLES_OF_HELPERS}
    for name in (*catalogue.tables, *catalogue.nouns):
        if name not in used:
            complaints.wrong("words.toml", name, "entry", "is not used by any line; remove it.")
    for noun in NOUNS_OF_HELPERS:
        if noun not in catalogue.nouns:
            complaints.wrong("words.toml", "nouns", noun, "is missing; write its forms.")
    for table, entries in TABLES_OF_HELPERS.items():
        for entry in entries:
            if entry not in catalogue.tables.get(table, {}):
                complaints.wrong("words.toml", f"tables.{table}", entry, "is missing; write it.")


def cues_of(routine: Routine) -> set[str]:
    """The cues of a routine's rep phases."""
    return {
        phase.cue
        for exercise in routine.exercises
        for form in exercise.forms.values()
        if isinstance(form.work, Reps)
        for phase in form.work.tempo.phases
    }


def check_phases(
    catalogue: Catalogue,
    routine: Routine,
    complaints: Complaints,
    elsewhere: Callable[[], set[str]],
) -> None:
    """Check that every phase of a rep, piece of equipment and phase of a workout has words."""
    words, wanted = set(catalogue.tables.get("cue", {})), cues_of(routine)
    for cue in wanted - words:
        complaints.wrong("words.toml", "tables.cue", cue, "has no word; write it.")
    spare = words - wanted
    for cue in spare - elsewhere() if spare else ():
        complaints.wrong("words.toml", "tables.cue", cue, "is not a phase's cue; remove it.")
    for table in ("way", "way_named"):
        for way in routine.tempo.ways.keys() ^ catalogue.tables.get(table, {}).keys():
            known = way in routine.tempo.ways
            cure = (
                "has no words; write them." if known else "is not a direction of a rep; remove it."
            )
            complaints.wrong("words.toml", f"tables.{table}", way, cure)
    needed = {
        need for exercise in routine.exercises for f in exercise.forms.values() for need in f.needs
    }
    for need in needed - set(catalogue.tables.get("needs", {})):
        cure = "is needed by an exercise; write what it is called."
        complaints.wrong("words.toml", "tables.needs", need, cure)
    for table in ("help", "choices"):
        for phase in Phase:
            if phase not in catalogue.tables.get(table, {}):
                complaints.wrong("words.toml", f"tables.{table}", phase, "is missing; write it.")
