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

SMALL_ICON = "assets/images/small_icon.png"
LARGE_ICON = "assets/images/large_icon.png"
"""The icons, 108 and 512 pixels wide, within the skill package; .deploy/icons.py draws them."""

INTERFACES: tuple[str, ...] = ("ALEXA_PRESENTATION_APL",)
"""What devices must be told that the skill uses. APL for audio needs no entry here ("Add APL
support to your skill": the interface is for screens)."""

EVENTS = ("SKILL_DISABLED",)
"""The skill events subscribed to. ask-resources.json names them too: without an endpoint of its
own a subscription is not known to be accepted, so the ASK CLI adds both once it knows one."""


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
        "keywords": _keywords(store.texts("keywords")),
        "smallIconUri": f"file://{SMALL_ICON}",
        "largeIconUri": f"file://{LARGE_ICON}",
    }
    privacy = {
        "privacyPolicyUrl": store.text("privacy_policy", 2000),
        "termsOfUseUrl": store.text("terms_of_use", 2000),
    }
    custom: dict[str, object] = {"interfaces": [{"type": name} for name in INTERFACES]}
    manifest: dict[str, object] = {
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
            # What is kept (sets done, settings, when) stands under a hash of Alexa's own user id.
            "usesPersonalInfo": False,
            # Means protected health information of a covered entity; none is kept.
            "usesHealthInfo": False,
            "locales": dict.fromkeys(locales, privacy),
        },
        "permissions": [],
        "apis": {"custom": custom},
    }
    endpoint = _endpoint(store)
    if endpoint is not None:
        custom["endpoint"] = endpoint
        subscriptions = [{"eventName": name} for name in EVENTS]
        manifest["events"] = {"subscriptions": subscriptions, "endpoint": endpoint}
    return {"manifest": manifest}


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


def _keywords(words: Sequence[str]) -> list[str]:
    if len(words) > KEYWORDS:
        cure = f"are {len(words)}; the store allows {KEYWORDS}."
        raise DataError("store.toml", "keywords", "list", cure)
    return list(words)


def _endpoint(store: _Store) -> dict[str, str] | None:
    """Where Alexa sends requests; None until that is known."""
    if not store.has("endpoint"):
        return None
    uri = store.text("endpoint", 2000)
    if uri.startswith("arn:aws:lambda:"):
        return {"uri": uri}
    if uri.startswith("https://"):
        # a certificate for this very name, from an authority that everybody trusts
        return {"uri": uri, "sslCertificateType": "Trusted"}
    cure = f"is {uri!r}; give a function's ARN (arn:aws:lambda: ...) or an address with https://."
    raise DataError("store.toml", "file", "endpoint", cure)


class _Store:
    def __init__(self, table: dict[str, object]) -> None:
        self._table = table

    def has(self, field: str) -> bool:
        return field in self._table

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
