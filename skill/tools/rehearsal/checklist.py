"""The rows of the rehearsal, from checklist.toml, the manifest and the language model."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skill.tools.desk.speaker import INVOCATION

CHECKLIST = Path(__file__).parent / "checklist.toml"
ACTS = ("say", "open", "silence", "end", "request")
FIELDS = {*ACTS, "after", "days", "hear", "never", "session", "intent", "card"}
ROW_FIELDS = {"title", "asks", "store", "device", "turn"}

Turn = Mapping[str, Any]


class ChecklistError(ValueError):
    """A row that cannot be played; the text names the row and the cure."""


@dataclass(frozen=True, slots=True)
class Row:
    """Something reviewers try: a conversation of a new account."""

    title: str
    asks: str
    """What they expect."""
    turns: tuple[Turn, ...]
    store: str = "memory:"
    device: str = "speaker"


def written_rows(facts: Mapping[str, str], path: Path = CHECKLIST) -> list[Row]:
    """The rows of a checklist file, its {placeholders} filled with facts; raises ChecklistError."""
    text = path.read_text(encoding="utf-8")
    for name, fact in facts.items():
        text = text.replace(f"{{{name}}}", fact)
    rows = []
    for entry in tomllib.loads(text)["row"]:
        title = entry.get("title", "a row without a title")
        unknown = set(entry) - ROW_FIELDS
        for turn in entry.get("turn", ()):
            unknown |= set(turn) - FIELDS
            if sum(act in turn for act in ACTS) != 1:
                raise ChecklistError(f"{title}: give each turn one of {', '.join(ACTS)}.")
        if unknown:
            raise ChecklistError(f"{title}: {', '.join(sorted(unknown))}: no such field.")
        given = {name: entry[name] for name in ("store", "device") if name in entry}
        rows.append(Row(title, entry["asks"], tuple(entry["turn"]), **given))
    return rows


def example_rows(manifest: Mapping[str, Any], locale: str) -> Iterator[Row]:
    """A row for each example phrase of the store listing."""
    for phrase in manifest["publishingInformation"]["locales"][locale]["examplePhrases"]:
        yield Row(
            f"Example phrase: {phrase}",
            "It is understood, answered, and leads on.",
            ({"say": phrase, "session": "open"},),
        )


def instruction_row(manifest: Mapping[str, Any]) -> Row:
    """A conversation of all quoted sentences of the testing instructions."""
    text = manifest["publishingInformation"]["testingInstructions"]
    turns: list[Turn] = []
    for phrase in re.findall(r'"([^"]+)"', text):
        words = phrase.lower().strip(" ,")
        if words != "alexa":
            turns.append({"say": phrase, "understood": True})
    asks = "Every sentence is understood and answered; a prompt follows while the session is open."
    return Row("The testing instructions, to the letter", asks, tuple(turns))


def intent_rows(model: Mapping[str, Any]) -> Iterator[Row]:
    """A row for each intent: its shortest sample is the first thing a new account says."""
    for intent in model["interactionModel"]["languageModel"]["intents"]:
        samples: Sequence[str] = [sample for sample in intent["samples"] if "{" not in sample]
        if not samples:
            continue
        sample = min(samples, key=len)
        yield Row(
            f"One-shot of {intent['name']}",
            "A new user can begin with any intent: it is answered, and nothing breaks.",
            ({"say": f"ask {INVOCATION} {sample}"},),
        )


PLACEHOLDERS = re.compile(r"example\.com|\[[A-Za-z][^\]]*\]")


def open_points(manifest: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[str]:
    """The placeholders left in the manifest, and in `texts` by name."""
    listing = manifest["publishingInformation"]
    privacy = next(iter(manifest["privacyAndCompliance"]["locales"].values()))
    parts = {
        "privacy_policy": privacy["privacyPolicyUrl"],
        "terms_of_use": privacy["termsOfUseUrl"],
        "testing": listing["testingInstructions"],
    }
    for name, text in parts.items():
        for found in dict.fromkeys(PLACEHOLDERS.findall(text)):
            yield f"store.toml: {name}: {found}"
    for name, text in texts.items():
        links = re.sub(r"\[[^\]]*\]\(", "(", text)
        for found in dict.fromkeys(PLACEHOLDERS.findall(links)):
            yield f"{name}: {found}"
