"""The interaction model and the skill manifest, as Alexa takes them, from this room's sources.

python -m skill.language_model.generate          writes interaction_model/
python -m skill.language_model.generate --check  names the files that are not up to date
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from skill.language_model.manifest import LARGE_ICON, SMALL_ICON, build_manifest
from skill.language_model.overlaps import without_overlaps
from skill.language_model.sentences import BUILT_IN_SLOT_TYPES, Intent, read_intents
from skill.language_model.slot_types import Value, read_slot_types
from skill.routine.table import DataError

LOCALES = ("en-US", "en-GB", "en-CA", "en-AU", "en-IN")
"""The English locales; they share every sentence."""

INVOCATION_NAME = "hamstring coach"

FALLBACK_SENSITIVITY = "MEDIUM"
"""How readily Alexa answers "I did not understand": LOW, MEDIUM or HIGH. A runner who counts or
groans to himself must not skip a set by it, which LOW allows; HIGH would refuse the mumbled and
breathless sentences this skill is made for."""

FOLDER = Path(__file__).parent.parent.parent / "interaction_model"


def build_model(
    intents: tuple[Intent, ...], types: Mapping[str, tuple[Value, ...]]
) -> dict[str, object]:
    """The interaction model of one locale, as the JSON Alexa takes.

    Raises DataError where an intent uses a slot type that does not exist, or a type is unused.
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
                "invocationName": INVOCATION_NAME,
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


def read_sources() -> tuple[tuple[Intent, ...], dict[str, tuple[Value, ...]]]:
    """The intents and the slot types; raises DataError where the sources contradict each other."""
    types = read_slot_types()
    return without_overlaps(read_intents(), types), types


def build_files() -> dict[str, str]:
    """The text of every file of the interaction model's folder, by its path in that folder."""
    intents, types = read_sources()
    model = _text(build_model(intents, types))
    manifest = build_manifest(intents, LOCALES, INVOCATION_NAME)
    files = {"skill.json": _text(manifest)}
    for locale in LOCALES:
        files[f"interactionModels/custom/{locale}.json"] = model
    return files


def _text(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def write(folder: Path = FOLDER, files: Mapping[str, str] | None = None) -> list[str]:
    """Write the files that are not up to date in `folder`; returns their paths.

    `files` is what `build_files` gives, where it was called already.
    """
    files = build_files() if files is None else files
    changed = _differing(folder, files)
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(files[path], encoding="utf-8")
    return changed


def stale(folder: Path = FOLDER, files: Mapping[str, str] | None = None) -> list[str]:
    """The paths in `folder` that differ from what `write` would put there, or do not belong.

    `files` is what `build_files` gives, where it was called already.
    """
    files = build_files() if files is None else files
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strays = found - set(files) - {SMALL_ICON, LARGE_ICON}
    return sorted({*_differing(folder, files), *strays})


def _differing(folder: Path, files: Mapping[str, str]) -> list[str]:
    return [
        path
        for path, text in files.items()
        if not (folder / path).is_file() or (folder / path).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write or check; 1 where a check finds a file that is not up to date."""
    if arguments == ["--check"]:
        paths = stale()
        for path in paths:
            print(f"interaction_model/{path} is not up to date; run this without --check.")
        return 1 if paths else 0
    for path in write():
        print(f"wrote interaction_model/{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
