"""The manifest: held against Amazon's classes, its written rules, the model and the code."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import tomllib
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from skill.__main__ import main as command
from skill.alexa.intents import INTENTS
from skill.language_model.manifest import EVENTS, PUBLISHER, Listing, build_manifest
from skill.language_model.sentences import FOLDER, Intent, read_intents
from skill.routine.table import DataError
from tests.shipping.smapi_classes import problems
from tests.support.changed_data import changed_copy
from tests.support.household import recogniser, routine

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


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"iconUri": "x"}, "'iconUri' is no field of SkillManifestPublishingInformation"),
        ({"isAvailableWorldwide": "yes"}, "'yes' is no bool"),
        ({"distributionMode": "SECRET"}, "'SECRET' is none of DistributionMode"),
        ({"distributionCountries": "US"}, "'US' is no list"),
    ],
)
def test_a_wrong_manifest_is_found(change: dict[str, object], problem: str) -> None:
    wrong = envelope()
    wrong["manifest"]["publishingInformation"] |= change

    assert problem in "\n".join(problems(wrong, ENVELOPE, "skill.json"))


def test_an_unknown_interface_is_found() -> None:
    wrong = envelope()
    wrong["manifest"]["apis"]["custom"]["interfaces"] = [{"type": "HOLOGRAM"}]

    assert "'HOLOGRAM' is no Interface" in "\n".join(problems(wrong, ENVELOPE, "skill.json"))


def test_amazons_classes_know_everything_in_the_manifest() -> None:
    assert not list(problems(envelope(), ENVELOPE, "skill.json"))


@pytest.mark.parametrize(
    "endpoint", ["arn:aws:lambda:us-east-1:1:function:f:live", "https://a.b/alexa"]
)
def test_amazons_classes_know_the_manifest_with_an_endpoint(endpoint: str, tmp_path: Path) -> None:
    built = with_store(tmp_path, endpoint=endpoint)

    assert not list(problems({"manifest": built}, ENVELOPE, "skill.json"))
    assert built["apis"]["custom"]["endpoint"]["uri"] == endpoint
    assert built["events"]["endpoint"] == built["apis"]["custom"]["endpoint"]


def test_an_endpoint_that_alexa_cannot_reach_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"endpoint: is 'http://a\.b'; give"):
        with_store(tmp_path, endpoint="http://a.b")


@pytest.mark.parametrize(
    ("field", "length"), [("name", 51), ("summary", 161), ("description", 4001), ("testing", 4001)]
)
def test_a_text_that_is_too_long_for_the_store_is_refused(
    field: str, length: int, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=f"{field}: has {length} characters"):
        with_store(tmp_path, **{field: "x" * length})


def test_an_example_that_is_no_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'dance a tango': is no sample"):
        with_store(tmp_path, examples=["", "start my routine", "dance a tango"])


def test_the_testing_instructions_must_fit_once_they_are_filled_in(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"has 40\d\d characters once filled in"):
        with_store(tmp_path, testing="x" * 3985 + "{clinic_letter}", clinic_letter="y" * 20)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "red"}, "colour: is not a known field"),
        ({"locales": []}, "locales: is \\[\\]; give locales"),
        ({"locales": ["english"]}, "locales: is .'english'.; give locales"),
        ({"invocation": ""}, "invocation: is missing or empty"),
        ({"testing": "Ask {nobody}."}, "{nobody}: is none of privacy_policy"),
    ],
)
def test_a_listing_that_makes_no_sense_is_refused(
    change: dict[str, object], complaint: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=complaint):
        with_store(tmp_path, **change)


def test_two_languages_may_not_share_a_locale(tmp_path: Path) -> None:
    for name in ("en", "de"):
        (tmp_path / name).mkdir()
        changed_copy(FOLDER, tmp_path / name, "store.toml", {})

    with pytest.raises(DataError, match="de: locales: names en-US, which another language has"):
        build_manifest({tmp_path / "en": intents(), tmp_path / "de": intents()})


def test_another_language_stands_beside_the_first_in_its_own_words(tmp_path: Path) -> None:
    german = {"locales": ["de-DE"], "name": "Rückenschule", "testing": "Deutsch"}
    german |= {"invocation": "hamstring trainer", "asking": "Alexa, frage {invocation}: {sample}"}
    changed_copy(FOLDER, tmp_path, "store.toml", german)

    built: Any = build_manifest({FOLDER: intents(), tmp_path: intents()})

    listed = built["manifest"]["publishingInformation"]
    assert list(listed["locales"]) == [*LOCALES, "de-DE"]
    assert listed["locales"]["de-DE"]["name"] == "Rückenschule"
    assert listed["locales"]["de-DE"]["examplePhrases"][1:] == [
        "Alexa, frage hamstring trainer: start my routine",
        "Alexa, frage hamstring trainer: do the short version",
    ]
    assert listed["testingInstructions"].startswith("No account")
    assert not list(problems(built, ENVELOPE, "skill.json"))


# ---------------------------------------------------------------- what the publisher fills in


FILLED: dict[str, object] = {
    "privacy_policy": "https://coach.example/privacy",
    "terms_of_use": "https://coach.example/terms",
    "publisher": "Coach Ltd",
    "publisher_address": "1 High Street, Leeds",
    "publisher_email": "post@coach.example",
    "in_force": "1 December 2026",
    "kept_in": "Ireland",
    "clinic_letter": "Dr Who, 1 November 2026",
}


def test_everything_that_only_the_publisher_knows_is_asked_for() -> None:
    asked = "\n".join(Listing(FOLDER).to_fill_in())

    assert set(FILLED) == set(PUBLISHER)
    assert all(f"store.toml: {field}: is still" in asked for field in PUBLISHER)


@pytest.mark.parametrize("field", PUBLISHER)
def test_what_is_filled_in_is_asked_for_no_more(field: str, tmp_path: Path) -> None:
    changed_copy(FOLDER, tmp_path, "store.toml", {k: v for k, v in FILLED.items() if k != field})

    (left,) = Listing(tmp_path).to_fill_in()

    assert left.startswith(f"store.toml: {field}: is still")


def test_a_page_that_is_not_on_the_web_by_https_is_refused(tmp_path: Path) -> None:
    changed_copy(FOLDER, tmp_path, "store.toml", {**FILLED, "terms_of_use": "http://coach.example"})

    assert Listing(tmp_path).to_fill_in() == [
        "store.toml: terms_of_use: is no address with https://; give one."
    ]


def test_the_pages_and_the_testing_instructions_hold_what_was_filled_in(tmp_path: Path) -> None:
    built = with_store(tmp_path, **FILLED)
    for page in ("privacy.md", "terms.md"):
        shutil.copy(FOLDER / page, tmp_path)

    pages = Listing(tmp_path).pages()

    told = "".join(pages.values()) + built["publishingInformation"]["testingInstructions"]
    for field, value in FILLED.items():
        assert field.endswith(("policy", "use")) or str(value) in told, field
    assert not re.search(r"\[[^\]]*\](?!\()", told)
    with_store(
        tmp_path, publisher="{nobody}", **{k: v for k, v in FILLED.items() if k != "publisher"}
    )
    with pytest.raises(DataError, match=r"privacy\.md: text: {nobody}: is none of"):
        Listing(tmp_path).pages()


@pytest.mark.parametrize(
    ("arguments", "code"), [(["check"], 0), (["check", "--publish"], 1)], ids=["check", "publish"]
)
def test_the_check_names_what_is_left_and_fails_only_before_publishing(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(arguments) == code

    told = capsys.readouterr().out
    assert all(f"en/store.toml: {field}: is" in told for field in (*PUBLISHER, "endpoint"))


def test_a_keyword_too_many_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="keywords: list: are 31"):
        with_store(tmp_path, keywords=[f"word{number}" for number in range(31)])


def test_before_an_endpoint_is_known_none_is_made_up() -> None:
    assert "endpoint" not in manifest()["apis"]["custom"]


def test_the_events_that_the_manifest_and_the_ask_cli_subscribe_to_are_the_same(
    tmp_path: Path,
) -> None:
    built = with_store(tmp_path, endpoint="https://coach.example.com/alexa")
    profile = json.loads(Path("ask-resources.json").read_text())["profiles"]["default"]
    by_cli = profile["skillInfrastructure"]["userConfig"]["skillEvents"]["subscriptions"]

    assert built["events"]["subscriptions"] == [{"eventName": name} for name in by_cli]
    assert tuple(by_cli) == EVENTS


def test_no_permission_is_asked_for() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path("skill/alexa").glob("*.py"))

    assert manifest()["permissions"] == []
    assert "AskForPermissionsConsent" not in code


def test_what_the_manifest_says_of_purchases_ads_and_children_is_true_of_the_code() -> None:
    privacy = manifest()["privacyAndCompliance"]
    code = "".join(path.read_text(encoding="utf-8") for path in Path("skill").rglob("*.py"))

    assert "isp" not in re.findall(r"interfaces\.(\w+)", code)
    assert not [
        key for key in ("allowsPurchases", "containsAds", "isChildDirected") if privacy[key]
    ]
    assert privacy["isExportCompliant"] is True
    assert privacy["usesPersonalInfo"] is privacy["usesHealthInfo"] is False


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_has_a_model_a_listing_and_linked_policies(locale: str) -> None:
    links = manifest()["privacyAndCompliance"]["locales"][locale]

    assert (PACKAGE / "interactionModels" / "custom" / f"{locale}.json").is_file()
    assert in_locale(locale)["name"]
    assert all(links[key].startswith("https://") for key in ("privacyPolicyUrl", "termsOfUseUrl"))


def test_the_package_holds_what_the_ask_cli_ships_and_nothing_else() -> None:
    held = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    icons = {
        in_locale("en-US")[key].removeprefix("file://") for key in ("smallIconUri", "largeIconUri")
    }
    models = {f"interactionModels/custom/{locale}.json" for locale in LOCALES}

    assert held == {"skill.json"} | icons | models


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the icons drawn anew."""
    folder = tmp_path_factory.mktemp("icons")
    subprocess.run([sys.executable, ".deploy/icons.py", folder], check=True)
    return folder


@pytest.mark.parametrize(("key", "size"), [("smallIconUri", 108), ("largeIconUri", 512)])
def test_an_icon_is_as_drawn_and_as_large_as_the_store_asks(
    key: str, size: int, drawn: Path
) -> None:
    shipped = PACKAGE / in_locale("en-US")[key].removeprefix("file://")

    assert pixels(shipped)[0] == (size, size)
    assert pixels(shipped) == pixels(drawn / shipped.name)


def pixels(path: Path) -> tuple[tuple[int, int], bytes]:
    """Size and rows of a PNG file of one data chunk."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    return (width, height), zlib.decompress(data[start + 4 : start + 4 + length])


@pytest.mark.parametrize("locale", LOCALES)
def test_the_three_example_phrases_are_understood_word_for_word(locale: str) -> None:
    phrases = in_locale(locale)["examplePhrases"]

    assert len(phrases) == 3
    assert phrases[0] == f"Alexa, open {INVOCATION_NAME}"
    for phrase in phrases[1:]:
        assert phrase.startswith(f"Alexa, ask {INVOCATION_NAME} to ")
        assert recogniser().recognise(bare(phrase)).score == 1


def test_the_description_names_the_exercises_and_says_how_to_open_the_skill() -> None:
    description = in_locale("en-US")["description"]

    for exercise in routine().exercises:
        assert exercise.id.replace("_", " ") in description.lower(), exercise.id
    assert f"Alexa, open {INVOCATION_NAME}" in description
    assert f"Alexa, ask {INVOCATION_NAME} to " in description


def test_the_description_says_that_it_is_no_medical_advice() -> None:
    description = in_locale("en-US")["description"]

    for words in (
        "not medical advice",
        "not a substitute for professional medical advice, diagnosis or treatment",
        "emergency",
        "Stop if you feel pain",
    ):
        assert words in description


@pytest.mark.parametrize("phrase", re.findall(r'"([^"]+)"', STORE["description"]))
def test_what_the_description_says_can_be_said_is_understood(phrase: str) -> None:
    words = bare(phrase)

    assert not words or recogniser().recognise(words).score > 0.9, words


QUOTED = [bare(phrase) for phrase in re.findall(r'"([^"]+)"', STORE["testing"])]


@pytest.mark.parametrize("phrase", [phrase for phrase in QUOTED if phrase not in ("", "alexa,")])
def test_what_a_certifier_is_told_to_say_is_understood(phrase: str) -> None:
    assert recogniser().recognise(phrase).score > 0.9


def test_the_testing_instructions_lead_through_every_intent() -> None:
    met = {recogniser().recognise(phrase).intent for phrase in QUOTED if phrase}

    assert set(INTENTS) - met <= {"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}


def test_the_testing_instructions_speak_of_the_clinics_permission() -> None:
    clinic = routine().clinic
    instructions = manifest()["publishingInformation"]["testingInstructions"]

    assert all(words in instructions for words in (clinic.name, clinic.phone, clinic.email))
    assert "with the clinic's permission" in instructions


def test_nothing_in_the_listing_uses_amazons_names_as_its_own() -> None:
    listing = in_locale("en-US")
    named = " ".join([listing["name"], listing["summary"], *listing["keywords"]]).lower()

    assert not re.search(r"\b(alexa|amazon|echo|skill|app)\b", named)


@pytest.mark.parametrize(
    "words", ["cure", "heal", "treats", "diagnose", "guarantee", "prescription"]
)
def test_nothing_is_claimed_that_only_medicine_may_claim(words: str) -> None:
    listing = in_locale("en-US")
    claims = listing["description"].split("Please note")[0] + listing["summary"]

    assert words not in claims.lower()
