"""Checks of words: for the ear, the platform, the helpers and the routine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from skill.coach.workout import Phase
from skill.routine.model import Reps, Routine
from skill.routine.table import Complaints
from skill.speech.answer_rows import AnswerRows
from skill.speech.literals import Figures, faults_of
from skill.speech.offers import offer_faults, without_marks
from skill.speech.wording import spoken_ms
from skill.speech.words import Catalogue

EXERCISE_TEXTS = {"name", "why", "tip", "feel"}
CAUTION = "caution"
"""The additional text of advanced exercises."""
CLINIC_TEXTS = ("email", "country", "place", "about")
SAID_OF = {
    "exercise": EXERCISE_TEXTS | {CAUTION},
    "form": {"name"},
    "move": {"name", "line"},
    "clinic": {"name", *CLINIC_TEXTS},
}
"""The texts that these helpers may name."""
USED_BY_HELPERS = {"second", "minute", "day", "hour", "join", "ago", "year", "way"} | {
    "weight",
    "kilo",
    "pound",
}
"""Nouns and tables that the helpers use by themselves."""
NOT_SPOKEN = {"called", "around"}
"""What runners say, not the coach."""
WITH_OFFERS = ("lines.toml", "words.toml", "answers/")
"""The files whose texts may contain invitations, in brackets."""
INTRODUCTION_LIMIT_SECONDS = 150
"""The longest introduction in ms: Alexa allows 240 s of audio in one answer."""


def flat(data: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of nested tables, under its keys joined by full stops."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def check_words(
    texts: Mapping[str, Mapping[str, object]],
    rows: AnswerRows,
    words: Mapping[str, object],
    tables: Mapping[str, Mapping[str, str]],
    catalogue: Catalogue,
    complaints: Complaints,
) -> None:
    """Check everything that is said: speakable, at most one question, invitations in brackets.

    `texts` are the data of each file, `words` those of words.toml with its `tables`.
    """
    everything = {**texts, "words.toml": {"tables": tables}, **rows.texts}
    check_texts(everything, words, catalogue, complaints)
    check_questions({"lines.toml": texts["lines.toml"], **rows.texts}, complaints)
    check_offers(everything, words, complaints)


def check_texts(
    files: Mapping[str, Mapping[str, object]],
    words: Mapping[str, object],
    catalogue: Catalogue,
    complaints: Complaints,
) -> None:
    """Check every spoken text: only letters and pauses, no number that the data gives."""
    fixed = words.get("fixed", [])
    if not isinstance(fixed, list) or not all(isinstance(text, str) and text for text in fixed):
        cure = "give a list of phrases such as two legs."
        complaints.wrong("words.toml", "file", "fixed", cure)
        fixed = []
    nouns = {form.lower() for forms in catalogue.nouns.values() for form in forms}
    figures = Figures(tuple(map(str.lower, catalogue.numbers)), nouns, fixed)
    said = ""
    for file, data in files.items():
        for key, given in flat(data):
            entry, _, field = key.rpartition(".")
            if field in NOT_SPOKEN:
                continue
            for text in given if isinstance(given, list) else [given]:
                if isinstance(text, str):
                    said += f"\n{text}".lower()
                    spoken = without_marks(text) if file.startswith(WITH_OFFERS) else text
                    for cure in faults_of(spoken, figures):
                        complaints.wrong(file, entry, field, cure)
    for phrase in fixed:
        if phrase.lower() not in said and all(files.values()):
            complaints.wrong("words.toml", "fixed", phrase, "is in no sentence; take it out.")


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


def check_questions(files: Mapping[str, Mapping[str, object]], complaints: Complaints) -> None:
    """Check that prompts ask at most one question, at the end, and other lines none."""
    for file, key, given in ((file, *each) for file, data in files.items() for each in flat(data)):
        for text in given if isinstance(given, list) else [given]:
            asked = str(text).count("?")
            if asked > 1:
                cure = f"asks {asked} questions; ask one, as one answer is heard."
                complaints.wrong(file, key, "question", cure)
            elif asked and not str(text).rstrip().endswith("?"):
                cure = "asks in its middle; put the question last."
                complaints.wrong(file, key, "question", cure)
            elif asked and not key.startswith("prompt."):
                cure = "asks before the prompt does; say it without a question."
                complaints.wrong(file, key, "question", cure)


def check_offers(
    files: Mapping[str, Mapping[str, object]], words: Mapping[str, object], complaints: Complaints
) -> None:
    """Check that every invitation is in brackets."""
    inviting = words.get("inviting")
    if not isinstance(inviting, list) or not all(isinstance(text, str) for text in inviting):
        cure = 'give the words that invite to say something: ["say", "ask for"].'
        complaints.wrong("words.toml", "file", "inviting", cure)
        inviting = []
    for file, data in files.items():
        for key, given in flat(data) if file.startswith(WITH_OFFERS) else ():
            entry, _, field = key.rpartition(".")
            for text in given if isinstance(given, list) else [given]:
                for cure in offer_faults(text, inviting) if isinstance(text, str) else ():
                    complaints.wrong(file, entry, field, cure)


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
    for name in (*catalogue.tables, *catalogue.nouns):
        if name not in used | USED_BY_HELPERS:
            complaints.wrong("words.toml", name, "entry", "is used by no line; take it out.")


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
        complaints.wrong("words.toml", "tables.cue", cue, "is no phase's cue; take it out.")
    for table in ("way", "way_named"):
        for way in routine.tempo.ways.keys() ^ catalogue.tables.get(table, {}).keys():
            known = way in routine.tempo.ways
            cure = "has no words; write them." if known else "is no way of a rep; take it out."
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
