"""Writes the interaction model and the skill manifest from the content.

`python -m skill.tools.language_model.generate` writes interaction_model/ and the pages that the
store links to, and names what changed.

Each language has a folder with its sentences and a store.toml that lists its locales. Settings
choose the content, and HAMSTRING_COACH_PACKAGE the skill package to write.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from skill.alexa.intents import INTENTS, answer_of, intent_of
from skill.operations.command_line import Parser, run
from skill.routine.content import (
    DEFAULT_LANGUAGE,
    Content,
    content_from,
    language_for,
    package_folder,
)
from skill.routine.loader import load_clinic, load_platform
from skill.routine.table import Complaints, DataError
from skill.routine.toml_file import read_toml
from skill.tools.language_model.denied import with_denials
from skill.tools.language_model.manifest import (
    LARGE_ICON,
    SMALL_ICON,
    Listing,
    build_manifest,
)
from skill.tools.language_model.overlaps import without_overlaps
from skill.tools.language_model.regions import in_locale
from skill.tools.language_model.sentences import BUILT_IN_SLOT_TYPES, Intent, read_intents, texts
from skill.tools.language_model.slot_types import Value, read_slot_types

FALLBACK_SENSITIVITY = "MEDIUM"
"""How readily Alexa answers "I did not understand". With LOW, a runner's groan could skip a set;
HIGH would refuse mumbled and breathless sentences."""

PROJECT = Path(__file__).parents[3]
FOLDER = PROJECT / "interaction_model"


@dataclass(frozen=True)
class Sources:
    """The sources of a skill package, and where to write it."""

    content: Content
    package: Path
    """The skill package."""

    @property
    def pages(self) -> Path:
        """The folder of the pages that the store links to, beside the package."""
        return self.package.parent

    def folder(self, language: str) -> Path:
        """The folder of a language's sentences."""
        return self.content.understanding_folder(language)

    def exercises(self, language: str) -> Path:
        """The file of exercise names in a language."""
        spoken = language_for(language, self.content.languages)
        return self.content.exercise_words(spoken) / "exercises.toml"

    def listing(self, language: str) -> Listing:
        """How the store shows the skill in a language; raises DataError."""
        clinic = load_clinic(self.content)
        spoken = language_for(language, self.content.languages)
        place = read_toml(self.content.clinic_words(spoken)).get("place")
        facts = {"clinic": clinic.name, "phone": clinic.phone, "email": clinic.email}
        return Listing(self.folder(language), {**facts, "place": str(place)})

    def answers(self, language: str) -> Path:
        """The folder of one-line answers in a language."""
        spoken = language_for(language, self.content.languages)
        return self.content.language_folder(spoken) / "answers"

    def clinic(self, language: str) -> Path:
        """The file of the clinic's names in a language."""
        return self.content.clinic_words(language_for(language, self.content.languages))


def sources_from(environ: Mapping[str, str]) -> Sources:
    """The sources that the settings choose; raises DataError if a language has no words."""
    content = content_from(environ)
    for language in content.understood:
        spoken = language_for(language, content.languages)
        if spoken.partition("-")[0] != language.partition("-")[0]:
            cure = f"has sentences but no words; add the folder language/{language}."
            raise DataError("understanding", "languages", language, cure)
    return Sources(content, package_folder(environ))


def build_model(
    intents: tuple[Intent, ...], types: Mapping[str, tuple[Value, ...]], invocation: str
) -> dict[str, object]:
    """The interaction model of one locale, in Alexa's JSON.

    Raises DataError if a slot type is missing or unused.
    """
    used = {slot_type: intent for intent in intents for slot_type in intent.slots.values()}
    for slot_type, intent in used.items():
        if slot_type not in types and slot_type not in BUILT_IN_SLOT_TYPES:
            cure = f"is {slot_type}, which does not exist; add it to slot_types.toml."
            raise DataError(f"{intent.group}.toml", intent.name, "slots", cure)
    for slot_type in types:
        if slot_type not in used:
            raise DataError("slot_types.toml", slot_type, "type", "is used by no intent; drop it.")
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": invocation,
                "modelConfiguration": {
                    "fallbackIntentSensitivity": {"level": FALLBACK_SENSITIVITY}
                },
                "intents": [_intent(intent) for intent in intents],
                "types": [_type(name, values) for name, values in types.items()],
            }
        }
    }


def _intent(intent: Intent) -> dict[str, object]:
    entry: dict[str, object] = {"name": intent.name}
    if intent.slots:
        entry["slots"] = [{"name": name, "type": kind} for name, kind in intent.slots.items()]
    return {**entry, "samples": list(intent.samples)}


def _type(name: str, values: tuple[Value, ...]) -> dict[str, object]:
    return {
        "name": name,
        "values": [
            {"id": value.id, "name": {"value": value.name, "synonyms": list(value.synonyms)}}
            for value in values
        ],
    }


Model = tuple[tuple[Intent, ...], dict[str, tuple[Value, ...]]]
"""The intents and the slot types of a language."""
Read = Callable[[str], Model]
"""Reads a language; raises DataError."""


def reader(sources: Sources) -> Read:
    """A cached read_sources, as expanding all templates takes seconds."""
    return cache(partial(read_sources, sources))


def read_sources(sources: Sources, language: str = DEFAULT_LANGUAGE) -> Model:
    """The intents and the slot types of a language; raises DataError."""
    complaints = Complaints()
    types: dict[str, tuple[Value, ...]] = {}
    intents: tuple[Intent, ...] = ()
    with complaints.gather():
        types = read_slot_types(sources.folder(language), sources.exercises(language))
    with complaints.gather():
        names, answers = clinic_names(sources.clinic(language)), sources.answers(language)
        intents = read_intents(sources.folder(language), names, answers)
        intents = with_denials(intents, sources.folder(language))
        _check_each_is_answered(intents, answers, complaints)
    complaints.finish()
    return without_overlaps(intents, types), types


def _check_each_is_answered(
    intents: tuple[Intent, ...], answers: Path, complaints: Complaints
) -> None:
    rows = {intent_of(name) for path in answers.glob("*.toml") for name in read_toml(path)}
    for intent in intents:
        if intent.name not in INTENTS and intent.name not in rows:
            cure = f"has no answer; add {answer_of(intent.name)} to {answers.name}/."
            complaints.wrong(f"{intent.group}.toml", intent.name, "intent", cure)


def clinic_names(file: Path) -> dict[str, tuple[str, ...]]:
    """The names of a clinic and the places around it; raises DataError."""
    words = read_toml(file)
    return {of: texts(file.name, "file", of, words.get(of)) for of in ("called", "around")}


def build_files(sources: Sources | None = None, read: Read | None = None) -> dict[str, str]:
    """The text of every file of the skill package by its path, by default of this project's.

    `read` is the reader of the sources, if there is one already. Raises DataError.
    """
    sources = sources or sources_from({})
    read = read or reader(sources)
    models, spoken = {}, {}
    for language in sources.content.understood:
        intents, types = read(language)
        listing = sources.listing(language)
        listing.check(intents)
        spoken[language] = intents
        most = load_platform(sources.content).model_characters
        for locale in listing.locales:
            spoken_here = in_locale(intents, sources.folder(language), locale)
            # not indented, as Amazon limits the size
            model = _text(build_model(spoken_here, types, listing.invocation), indent=0)
            if len(model) > most:
                cure = (
                    f"makes a model of {len(model)} characters; drop samples to stay within {most}."
                )
                raise DataError(f"understanding/{language}", "model", "samples", cure)
            models[f"interactionModels/custom/{locale}.json"] = model
    return {"skill.json": _text(build_manifest(spoken, sources.listing)), **models}


def build_pages(sources: Sources | None = None) -> dict[str, str]:
    """The pages that the store links to, by name: PRIVACY.md, PRIVACY.de.md, ..."""
    sources = sources or sources_from({})
    first = sources.content.understood[0]
    return {
        page if language == first else page.replace(".md", f".{language}.md"): text
        for language in sources.content.understood
        for page, text in sources.listing(language).pages().items()
    }


def to_fill_in(sources: Sources) -> list[str]:
    """What the publisher has to do before submitting, a sentence each."""
    left = []
    for language in sources.content.understood:
        left += [f"{language}/{entry}" for entry in sources.listing(language).to_fill_in()]
    own = sources.content.understood[0]
    if not sources.listing(own).has("endpoint"):
        cure = "is missing; give the ARN that `ask deploy` wrote into skill.json, or the address"
        left.append(f"{own}/store.toml: endpoint: {cure} of your server.")
    return left


def _text(value: object, indent: int = 1) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


def write(folder: Path = FOLDER, files: Mapping[str, str] | None = None) -> list[str]:
    """Write the files that are not up to date in `folder`, and return their paths.

    `files` is the result of `build_files`, if there is one already.
    """
    files = build_files() if files is None else files
    changed = _differing(folder, files)
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(files[path], encoding="utf-8")
    return changed


def stale(folder: Path = FOLDER, files: Mapping[str, str] | None = None) -> list[str]:
    """The paths in `folder` that `write` would change, and of files that do not belong.

    `files` is the result of `build_files`, if there is one already.
    """
    files = build_files() if files is None else files
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strays = found - set(files) - {SMALL_ICON, LARGE_ICON}
    return sorted({*_differing(folder, files), *strays})


def _differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    return [
        path
        for path, text in files.items()
        if not (folder / path).is_file() or (folder / path).read_bytes() != text.encode()
    ]


def outdated(sources: Sources, read: Read | None = None) -> list[str]:
    """The names of all files of package and pages that are not up to date.

    `read` is the reader of the sources, if there is one already.
    """
    pages = _differing(sources.pages, build_pages(sources))
    return [*stale(sources.package, build_files(sources, read)), *pages]


def write_all(sources: Sources) -> list[str]:
    """Write the package and the pages, and return the paths of the files that changed."""
    package, pages = build_files(sources), build_pages(sources)
    changed = [str(sources.package / path) for path in write(sources.package, package)]
    return changed + [str(sources.pages / path) for path in write(sources.pages, pages)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 1 if a check finds a file that is not up to date."""
    parser = Parser(prog="python -m skill.tools.language_model.generate")
    parser.add_argument("--check", action="store_true", help="only list what is not up to date")
    sources = sources_from(os.environ)
    if parser.parse_args(arguments).check:
        paths = outdated(sources)
        for path in paths:
            print(f"{path} is not up to date; run this without --check.")
        return 1 if paths else 0
    for path in write_all(sources):
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(run(main))
