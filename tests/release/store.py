"""The manifest as it is shipped, and as other texts for the store would make it."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from skill.tools.language_model.manifest import Listing, build_manifest
from skill.tools.language_model.sentences import FOLDER, Intent, read_intents
from tests.support.changed_data import changed_copy

PACKAGE = Path("interaction_model")
ENVELOPE = "ask_smapi_model.v1.skill.manifest.skill_manifest_envelope.SkillManifestEnvelope"
LOCALES, INVOCATION_NAME = Listing(FOLDER).locales, Listing(FOLDER).invocation
STORE = tomllib.loads((FOLDER / "store.toml").read_text(encoding="utf-8"))


@cache
def intents() -> tuple[Intent, ...]:
    return read_intents()


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
    changed_copy(FOLDER, folder, "store.toml", changes)
    built: Any = build_manifest({folder: intents()})["manifest"]
    plain: dict[str, Any] = built
    return plain


def bare(phrase: str) -> str:
    """A phrase as it is said within the skill."""
    words = phrase.lower().removeprefix("alexa,").strip()
    return re.sub(rf"^(ask|open) {INVOCATION_NAME} ?(to |for )?", "", words)
