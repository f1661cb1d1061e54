"""The skill manifest: how the skill stands in the store, from store.toml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from skill.language_model.sentences import FOLDER, Intent, read_table, texts
from skill.routine.table import DataError

# Lengths the store allows, in characters.
NAME_LENGTH = 50
SUMMARY_LENGTH = 160
DESCRIPTION_LENGTH = 4000
TESTING_LENGTH = 4000
KEYWORDS = 30
EXAMPLES = 3


def build_manifest(
    intents: tuple[Intent, ...],
    locales: Sequence[str],
    invocation_name: str,
    folder: Path = FOLDER,
) -> dict[str, object]:
    """The manifest for `locales`, as the JSON the ASK CLI takes.

    Raises DataError where a text is missing or too long, or an example is no sample.
    """
    store = _Store(read_table(folder / "store.toml"))
    published: dict[str, object] = {
        "name": store.text("name", NAME_LENGTH),
        "summary": store.text("summary", SUMMARY_LENGTH),
        "description": store.text("description", DESCRIPTION_LENGTH),
        "examplePhrases": _examples(store.texts("examples"), intents, invocation_name),
        "keywords": list(store.texts("keywords"))[:KEYWORDS],
    }
    privacy = {
        "privacyPolicyUrl": store.text("privacy_policy", 2000),
        "termsOfUseUrl": store.text("terms_of_use", 2000),
    }
    return {
        "manifest": {
            "manifestVersion": "1.0",
            "publishingInformation": {
                "locales": dict.fromkeys(locales, published),
                "category": "HEALTH_AND_FITNESS",
                "distributionMode": "PUBLIC",
                "isAvailableWorldwide": True,
                "distributionCountries": [],
                "testingInstructions": store.text("testing", TESTING_LENGTH),
            },
            "privacyAndCompliance": {
                "allowsPurchases": False,
                "containsAds": False,
                "isChildDirected": False,
                "isExportCompliant": True,
                # What is kept (sets done, settings, when) stands under Alexa's own user id.
                "usesPersonalInfo": False,
                # Means protected health information of a covered entity; none is kept.
                "usesHealthInfo": False,
                "locales": dict.fromkeys(locales, privacy),
            },
            "apis": {"custom": {"endpoint": {"uri": store.text("lambda_arn", 2000)}}},
        }
    }


def _examples(
    samples: Sequence[str], intents: tuple[Intent, ...], invocation_name: str
) -> list[str]:
    known = {sample for intent in intents for sample in intent.samples}
    for sample in samples:
        if sample and sample not in known:
            cure = "is no sample of any intent; take one that is, or '' for opening the skill."
            raise DataError("store.toml", "examples", repr(sample), cure)
    if len(samples) != EXAMPLES:
        raise DataError("store.toml", "examples", "list", f"give {EXAMPLES}, the store's limit.")
    return [
        f"Alexa, ask {invocation_name} to {sample}" if sample else f"Alexa, open {invocation_name}"
        for sample in samples
    ]


class _Store:
    def __init__(self, table: dict[str, object]) -> None:
        self._table = table

    def text(self, field: str, limit: int) -> str:
        value = self._table.get(field)
        if not isinstance(value, str) or not value.strip():
            raise DataError("store.toml", "file", field, "is missing or empty; give a text.")
        text = value.strip()
        if len(text) > limit:
            cure = f"has {len(text)} characters; the store allows {limit}."
            raise DataError("store.toml", "file", field, cure)
        return text

    def texts(self, field: str) -> tuple[str, ...]:
        return texts("store.toml", "file", field, self._table.get(field))
