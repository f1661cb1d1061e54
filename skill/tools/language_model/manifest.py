"""Builds the skill manifest, which is the skill's entry in the store, from store.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from skill.routine.table import Complaints, DataError
from skill.routine.toml_file import decoded, read_toml
from skill.tools.language_model.countries import availability
from skill.tools.language_model.invocations import LOCALES, invocation_faults
from skill.tools.language_model.sentences import Intent, texts

# the store's limits, in characters
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
"""The interfaces that the manifest must declare. APL for audio needs no entry ("Add APL support to
your skill": the interface is for screens)."""
AUDIO_PLAYER = "AUDIO_PLAYER"
"""The interface that `audio_player` in store.toml adds once clips are set up. Amazon tests what a
skill with it plays, so it has to play something."""
VIEWPORTS = (
    ("HUB", "ROUND", (480, 480), (480, 480)),
    ("HUB", "RECTANGLE", (960, 1279), (480, 959)),
    ("HUB", "RECTANGLE", (1280, 1920), (600, 1279)),
    ("HUB", "RECTANGLE", (600, 1279), (1280, 1920)),
    ("TV", "RECTANGLE", (960, 960), (540, 540)),
    ("MOBILE", "RECTANGLE", (960, 1920), (480, 1279)),
    ("MOBILE", "RECTANGLE", (480, 1279), (960, 1920)),
)
"""The supported viewports: mode, shape, and ranges of width and height in dp. Spot, Show 5, Show 8
to 21 and tablets in both orientations, and Fire TV."""

EVENTS = ("SKILL_DISABLED",)
"""The skill events to subscribe to. ask-resources.json lists them too, as the ASK CLI adds
subscription and endpoint once it knows the endpoint."""

PUBLISHER = (
    "privacy_policy",
    "terms_of_use",
    "publisher",
    "publisher_address",
    "publisher_email",
    "in_force",
    "kept_in",
    "clinic_letter",
)
"""The fields of store.toml that only the publisher can fill in."""
PLACEHOLDER = re.compile(r"^\[.*\]$|//example\.(?:com|net|org)\b")
PAGES = ("PRIVACY.md", "TERMS.md")
"""The pages that the store links to, made from templates in the language's folder."""
ENDPOINTS = {"endpoint": "", "endpoint_na": "NA", "endpoint_eu": "EU", "endpoint_fe": "FE"}
"""The fields of endpoints, and Alexa's name of each region: North America, Europe with India, and
the Far East with Australia; the empty name is everywhere else."""
FIELDS = {
    *PUBLISHER,
    *ENDPOINTS,
    *("countries", "locales", "invocation", "opening", "asking", "name", "summary", "examples"),
    *("keywords", "description", "testing", "audio_player"),
}
"""The fields of store.toml."""


class Listing:
    """The store.toml of one language; `facts` fill placeholders such as "{clinic}"."""

    def __init__(self, folder: Path, facts: Mapping[str, str]) -> None:
        self._folder = folder
        self._facts = facts
        self._table = read_toml(folder / "store.toml")
        complaints = Complaints()
        for field in self._table:
            if field not in FIELDS:
                cure = "is not a known field; correct its name or remove it."
                complaints.wrong("store.toml", "file", field, cure)
        complaints.finish()

    def check(self, intents: tuple[Intent, ...]) -> None:
        """Raise DataError with all mistakes."""
        complaints = Complaints()
        parts: tuple[Callable[[], object], ...] = (
            lambda: self.invocation,
            lambda: self.locales,
            lambda: _published_texts(self),
            lambda: _examples(self, intents),
            lambda: _endpoints(self),
            lambda: self.availability,
            lambda: _testing(self),
            self.pages,
            self.to_fill_in,
            lambda: self.interfaces,
        )
        for part in parts:
            with complaints.gather():
                part()
        complaints.finish()

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that share the language's sentences."""
        locales = texts("store.toml", "file", "locales", self._table.get("locales"))
        unknown = [locale for locale in locales if locale not in LOCALES]
        if not locales or unknown:
            known = ", ".join(sorted(LOCALES))
            cure = f"is {unknown or list(locales)}; give locales of Alexa: {known}."
            raise DataError("store.toml", "file", "locales", cure)
        if len(set(locales)) < len(locales):
            raise DataError("store.toml", "file", "locales", "has one twice; keep each once.")
        return locales

    @property
    def invocation(self) -> str:
        """The skill's invocation name."""
        name = self.text("invocation", NAME_LENGTH)
        for cure in invocation_faults(name, self.locales):
            raise DataError("store.toml", "file", "invocation", cure)
        return name

    @property
    def availability(self) -> dict[str, object]:
        """The manifest's entries for the countries in which the skill is available."""
        return availability(self._table.get("countries"))

    @property
    def interfaces(self) -> tuple[str, ...]:
        """The interfaces to declare."""
        plays = self._table.get("audio_player", False)
        if not isinstance(plays, bool):
            cure = f"is {plays!r}; give true if clips are set up, or else false."
            raise DataError("store.toml", "file", "audio_player", cure)
        return (*INTERFACES, AUDIO_PLAYER) if plays else INTERFACES

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._table

    def text(self, field: str, limit: int) -> str:
        """A text of at most `limit` characters, stripped."""
        value = self._table.get(field)
        if not isinstance(value, str) or not value.strip():
            raise DataError("store.toml", "file", field, "is missing or empty; give a text.")
        text = value.strip()
        if len(text) > limit:
            cure = f"has {len(text)} characters; the store allows {limit}."
            raise DataError("store.toml", "file", field, cure)
        return text

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts."""
        return texts("store.toml", "file", field, self._table.get(field))

    def filled(self, file: str, text: str) -> str:
        """A text with its placeholders filled in, such as "{publisher}"."""
        for fact, value in self._facts.items():
            text = text.replace(f"{{{fact}}}", value)
        for field in PUBLISHER:
            if f"{{{field}}}" in text:
                text = text.replace(f"{{{field}}}", self.text(field, 2000))
        if left := re.search(r"\{\w*\}", text):
            cure = f"is not one of {', '.join([*self._facts, *PUBLISHER])}; mend it."
            raise DataError(file, "text", left[0], cure)
        return text

    def pages(self) -> dict[str, str]:
        """The privacy policy and the terms of use, filled in, by file name."""
        found = {}
        for page in PAGES:
            template = self._folder / page.lower()
            try:
                text = decoded(template.read_bytes(), template.name)
            except OSError:
                raise DataError(template.name, "file", "path", "is missing; write it.") from None
            found[page] = self.filled(template.name, text)
        return found

    def to_fill_in(self) -> list[str]:
        """What the publisher has to fill in in store.toml, a sentence for each field."""
        left = [
            f"store.toml: {field}: is still {value!r}; fill it in."
            for field in PUBLISHER
            for value in (self.text(field, 2000),)
            if PLACEHOLDER.search(value)
        ]
        for field in ("privacy_policy", "terms_of_use"):
            if not self.text(field, 2000).startswith("https://"):
                left.append(f"store.toml: {field}: is not an https:// address; give one.")
        return left


def build_manifest(
    languages: Mapping[str, tuple[Intent, ...]], listing: Callable[[str], Listing]
) -> dict[str, object]:
    """The manifest for the languages, in the ASK CLI's JSON.

    Endpoints and testing instructions are those of the first language. Raises DataError.
    """
    listings = {language: listing(language) for language in languages}
    first = next(iter(listings.values()))
    published, privacy = _by_locale(languages, listings)
    testing = _testing(first)
    custom: dict[str, object] = {"interfaces": [_interface(name) for name in first.interfaces]}
    manifest: dict[str, object] = {
        "manifestVersion": "1.0",
        "publishingInformation": {
            "locales": published,
            "category": "HEALTH_AND_FITNESS",
            "distributionMode": "PUBLIC",
            **first.availability,
            "testingInstructions": testing,
        },
        "privacyAndCompliance": {
            "allowsPurchases": False,
            "containsAds": False,
            "isChildDirected": False,
            "isExportCompliant": True,
            # training logs and settings are stored under a hash of Alexa's user id
            "usesPersonalInfo": False,
            # protected health information of a covered entity; none is stored
            "usesHealthInfo": False,
            "locales": privacy,
        },
        "permissions": [],
        "apis": {"custom": custom},
    }
    endpoints = _endpoints(first)
    if endpoints:
        custom.update(endpoints)
        subscriptions = [{"eventName": name} for name in EVENTS]
        manifest["events"] = {"subscriptions": subscriptions, **endpoints}
    return {"manifest": manifest}


def _interface(name: str) -> dict[str, object]:
    """An interface; that of screens lists the supported viewports."""
    if name not in INTERFACES:
        return {"type": name}
    viewports = [
        {
            "mode": mode,
            "shape": shape,
            "minWidth": widths[0],
            "maxWidth": widths[1],
            "minHeight": heights[0],
            "maxHeight": heights[1],
        }
        for mode, shape, widths, heights in VIEWPORTS
    ]
    return {"type": name, "supportedViewports": viewports}


def _by_locale(
    languages: Mapping[str, tuple[Intent, ...]], listings: Mapping[str, Listing]
) -> tuple[dict[str, object], dict[str, object]]:
    """The published texts and the URLs of the two pages, by locale."""
    published: dict[str, object] = {}
    privacy: dict[str, object] = {}
    for language, intents in languages.items():
        for locale in listings[language].locales:
            if locale in published:
                cure = f"names {locale}, which another language has; remove it from one."
                raise DataError("store.toml", language, "locales", cure)
            published[locale] = _published(listings[language], intents)
            privacy[locale] = {
                "privacyPolicyUrl": listings[language].text("privacy_policy", 2000),
                "termsOfUseUrl": listings[language].text("terms_of_use", 2000),
            }
    return published, privacy


def _testing(store: Listing) -> str:
    testing = store.filled("store.toml", store.text("testing", TESTING_LENGTH))
    if len(testing) > TESTING_LENGTH:
        cure = f"has {len(testing)} characters once filled in; the store allows {TESTING_LENGTH}."
        raise DataError("store.toml", "file", "testing", cure)
    return testing


def _published_texts(store: Listing) -> dict[str, object]:
    return {
        "name": store.text("name", NAME_LENGTH),
        "summary": store.text("summary", SUMMARY_LENGTH),
        "description": store.filled("store.toml", store.text("description", DESCRIPTION_LENGTH)),
        "keywords": _keywords(store.texts("keywords")),
    }


def _published(store: Listing, intents: tuple[Intent, ...]) -> dict[str, object]:
    texts = _published_texts(store)
    keywords = texts.pop("keywords")
    return {
        **texts,
        "examplePhrases": _examples(store, intents),
        "keywords": keywords,
        "smallIconUri": f"file://{SMALL_ICON}",
        "largeIconUri": f"file://{LARGE_ICON}",
    }


def _examples(store: Listing, intents: tuple[Intent, ...]) -> list[str]:
    known = {sample for intent in intents for sample in intent.samples}
    samples = store.texts("examples")
    for sample in samples:
        if intents and sample and sample not in known:
            cure = "is not a sample of any intent; take one that is, or '' to open the skill."
            raise DataError("store.toml", "examples", repr(sample), cure)
    if len(samples) != EXAMPLES:
        raise DataError("store.toml", "examples", "list", f"give {EXAMPLES}, the store's limit.")
    opening, asking = store.text("opening", 200), store.text("asking", 200)
    return [
        (asking if sample else opening)
        .replace("{invocation}", store.invocation)
        .replace("{sample}", sample)
        for sample in samples
    ]


def _keywords(words: Sequence[str]) -> list[str]:
    if not words or not all(word.strip() for word in words):
        raise DataError("store.toml", "keywords", "list", "has an empty one, or none; give words.")
    if len(words) > KEYWORDS:
        cure = f"are {len(words)}; the store allows {KEYWORDS}."
        raise DataError("store.toml", "keywords", "list", cure)
    return list(words)


def _endpoints(store: Listing) -> dict[str, object]:
    """The endpoints, in general and by region; empty until they are known."""
    found = {
        region: _endpoint(field, store.text(field, 2000))
        for field, region in ENDPOINTS.items()
        if store.has(field)
    }
    if found and "" not in found:
        cure = "is missing; give the address for all regions that have none of their own."
        raise DataError("store.toml", "file", "endpoint", cure)
    general = {"endpoint": found.pop("")} if found else {}
    regions = {region: {"endpoint": endpoint} for region, endpoint in found.items()}
    return general | ({"regions": regions} if regions else {})


def _endpoint(field: str, uri: str) -> dict[str, str]:
    if uri.startswith("arn:aws:lambda:"):
        return {"uri": uri}
    if uri.startswith("https://"):
        # a certificate for this name from a trusted authority
        return {"uri": uri, "sslCertificateType": "Trusted"}
    cure = f"is {uri!r}; give a function's ARN (arn:aws:lambda: ...) or an address with https://."
    raise DataError("store.toml", "file", field, cure)
