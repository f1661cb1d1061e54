"""The manifest as it is shipped, and as other texts for the store would make it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from skill.tools.language_model.generate import sources_from
from skill.tools.language_model.manifest import Listing, build_manifest
from tests.support.changed_data import changed_copy
from tests.support.content import ENGLISH
from tests.tools.language_model.sources import intents

PACKAGE = Path("interaction_model")
ENVELOPE = "ask_smapi_model.v1.skill.manifest.skill_manifest_envelope.SkillManifestEnvelope"
SOURCES = sources_from({})
LISTING = SOURCES.listing("en")
LOCALES, INVOCATION_NAME = LISTING.locales, LISTING.invocation
STORE = tomllib.loads((ENGLISH / "store.toml").read_text(encoding="utf-8"))
FACTS = {"clinic": "A Clinic", "place": "a city", "phone": "555 0100", "email": "post@a.example"}


def envelope() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((PACKAGE / "skill.json").read_text(encoding="utf-8"))
    return loaded


def manifest() -> dict[str, Any]:
    inner: dict[str, Any] = envelope()["manifest"]
    return inner


def in_locale(locale: str) -> dict[str, Any]:
    listing: dict[str, Any] = manifest()["publishingInformation"]["locales"][locale]
    return listing


def with_store(folder: Path, **changes: object) -> dict[str, Any]:
    """The manifest that a store.toml with these changes makes."""
    changed_copy(ENGLISH, folder, "store.toml", changes)
    built: Any = build_manifest({"en": intents()}, lambda _: Listing(folder, FACTS))["manifest"]
    plain: dict[str, Any] = built
    return plain


def bare(phrase: str) -> str:
    """A phrase as it is said within the skill."""
    words = phrase.lower().removeprefix("alexa,").strip()
    return re.sub(rf"^(ask|open) {INVOCATION_NAME} ?(to |for )?", "", words)
