"""The manifest: held against Amazon's classes, its written rules, the model and the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ask_smapi_model.v1.skill.manifest.distribution_countries import (
    DistributionCountries,
)

from skill.routine.table import DataError
from skill.tools.language_model.countries import COUNTRIES, availability
from skill.tools.language_model.manifest import EVENTS, Listing, build_manifest
from tests.release.smapi_classes import problems
from tests.release.store import (
    ENVELOPE,
    FACTS,
    LISTING,
    LOCALES,
    PACKAGE,
    STORE,
    envelope,
    in_locale,
    manifest,
    with_store,
)
from tests.support.changed_data import changed_copy
from tests.support.content import ENGLISH
from tests.tools.language_model.sources import intents


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


def test_a_region_may_have_an_endpoint_of_its_own(tmp_path: Path) -> None:
    arn = "arn:aws:lambda:{}:1:function:f:live"
    here, europe = arn.format("us-east-1"), arn.format("eu-west-1")
    built = with_store(tmp_path, endpoint=here, endpoint_eu=europe)

    assert not list(problems({"manifest": built}, ENVELOPE, "skill.json"))
    for part in (built["apis"]["custom"], built["events"]):
        assert part["endpoint"]["uri"] == here
        assert part["regions"] == {"EU": {"endpoint": {"uri": europe}}}


def test_regions_alone_leave_the_others_without_an_endpoint(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="endpoint: is missing; give the address for all"):
        with_store(tmp_path, endpoint_eu="https://a.b/alexa")


def test_the_skill_is_available_in_the_clinics_country_alone_unless_more_are_named(
    tmp_path: Path,
) -> None:
    shipped = manifest()["publishingInformation"]
    worldwide = with_store(tmp_path, countries="worldwide")["publishingInformation"]
    named = with_store(tmp_path, countries=["US", "CA"])["publishingInformation"]

    for told, countries in ((shipped, STORE["countries"]), (availability(None), ["US"])):
        assert told["isAvailableWorldwide"] is False
        assert told["distributionCountries"] == countries
    assert worldwide["isAvailableWorldwide"] is True
    assert worldwide["distributionCountries"] == []
    assert named["isAvailableWorldwide"] is False
    assert named["distributionCountries"] == ["US", "CA"]


def test_the_countries_are_those_of_amazons_classes() -> None:
    assert {country.value for country in DistributionCountries} == COUNTRIES


@pytest.mark.parametrize(
    ("countries", "problem"),
    [
        ([], "is \\[\\]; give a list"),
        ("US", "is 'US'; give a list"),
        (["USA"], "names 'USA', which Alexa does not know"),
        (["UK"], 'for the United Kingdom, "GB"'),
        (["us"], "names 'us', which Alexa does not know"),
        ([["US"]], "names .'US'., which Alexa does not know"),
        ([1], "names 1, which Alexa does not know"),
        (["US", "US"], "names a country twice"),
    ],
)
def test_countries_that_alexa_does_not_know_are_refused(
    countries: object, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=f"countries: .*{problem}"):
        with_store(tmp_path, countries=countries)


@pytest.mark.parametrize("plays", [True, False])
def test_the_player_is_declared_only_if_the_store_file_says_so(plays: bool, tmp_path: Path) -> None:
    built = with_store(tmp_path, audio_player=plays)

    declared = [each["type"] for each in built["apis"]["custom"]["interfaces"]]
    assert ("AUDIO_PLAYER" in declared) is plays
    assert "ALEXA_PRESENTATION_APL" in declared
    assert not list(problems({"manifest": built}, ENVELOPE, "skill.json"))


def test_no_player_is_declared_as_it_ships() -> None:
    assert "audio_player" not in STORE
    assert {"type": "AUDIO_PLAYER"} not in manifest()["apis"]["custom"]["interfaces"]


@pytest.mark.parametrize("nonsense", ["yes", 1, []])
def test_a_player_that_is_neither_declared_nor_not_is_refused(
    nonsense: object, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match="audio_player: is .*; give true"):
        with_store(tmp_path, audio_player=nonsense)


def test_an_example_that_is_no_sample_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="'dance a tango': is not a sample"):
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
        ({"testing": "Ask {nobody}."}, "{nobody}: is not one of clinic"),
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
        changed_copy(ENGLISH, tmp_path / name, "store.toml", {})

    with pytest.raises(DataError, match="de: locales: names en-US, which another language has"):
        build_manifest(
            {"en": intents(), "de": intents()}, lambda name: Listing(tmp_path / name, FACTS)
        )


def test_another_language_stands_beside_the_first_in_its_own_words(tmp_path: Path) -> None:
    german = {"locales": ["de-DE"], "name": "Rückenschule", "testing": "Deutsch"}
    german |= {"invocation": "hamstring trainer", "asking": "Alexa, frage {invocation}: {sample}"}
    changed_copy(ENGLISH, tmp_path, "store.toml", german)

    built: Any = build_manifest(
        {"en": intents(), "de": intents()},
        lambda name: LISTING if name == "en" else Listing(tmp_path, FACTS),
    )

    listed = built["manifest"]["publishingInformation"]
    assert list(listed["locales"]) == [*LOCALES, "de-DE"]
    assert listed["locales"]["de-DE"]["name"] == "Rückenschule"
    assert listed["locales"]["de-DE"]["examplePhrases"][1:] == [
        "Alexa, frage hamstring trainer: start my routine",
        "Alexa, frage hamstring trainer: do the short version",
    ]
    assert listed["testingInstructions"].startswith("No account")
    assert not list(problems(built, ENVELOPE, "skill.json"))


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
    listed = manifest()["publishingInformation"]["locales"]
    models = {f"interactionModels/custom/{locale}.json" for locale in listed}

    assert held == {"skill.json"} | icons | models
