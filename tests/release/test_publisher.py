"""What only the publisher knows: asked for, put where it belongs, and missed before publishing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from skill.operations.operator_commands import main as operator
from skill.routine.table import DataError
from skill.tools.cli.developer_commands import add_commands
from skill.tools.language_model.manifest import PUBLISHER, Listing
from tests.release.store import FACTS, LISTING, with_store
from tests.support.changed_data import changed_copy
from tests.support.content import ENGLISH

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
    asked = "\n".join(LISTING.to_fill_in())

    assert set(FILLED) == set(PUBLISHER)
    assert all(f"store.toml: {field}: is still" in asked for field in PUBLISHER)


@pytest.mark.parametrize("field", PUBLISHER)
def test_what_is_filled_in_is_asked_for_no_more(field: str, tmp_path: Path) -> None:
    changed_copy(ENGLISH, tmp_path, "store.toml", {k: v for k, v in FILLED.items() if k != field})

    (left,) = Listing(tmp_path, FACTS).to_fill_in()

    assert left.startswith(f"store.toml: {field}: is still")


def test_a_page_that_is_not_on_the_web_by_https_is_refused(tmp_path: Path) -> None:
    changed_copy(
        ENGLISH, tmp_path, "store.toml", {**FILLED, "terms_of_use": "http://coach.example"}
    )

    assert Listing(tmp_path, FACTS).to_fill_in() == [
        "store.toml: terms_of_use: is not an https:// address; give one."
    ]


def test_the_pages_and_the_testing_instructions_hold_what_was_filled_in(tmp_path: Path) -> None:
    built = with_store(tmp_path, **FILLED)
    for page in ("privacy.md", "terms.md"):
        shutil.copy(ENGLISH / page, tmp_path)

    pages = Listing(tmp_path, FACTS).pages()

    told = "".join(pages.values()) + built["publishingInformation"]["testingInstructions"]
    for field, value in FILLED.items():
        assert field.endswith(("policy", "use")) or str(value) in told, field
    assert not re.search(r"\[[^\]]*\](?!\()", told)
    with_store(
        tmp_path, publisher="{nobody}", **{k: v for k, v in FILLED.items() if k != "publisher"}
    )
    with pytest.raises(DataError, match=r"privacy\.md: text: {nobody}: is not one of"):
        Listing(tmp_path, FACTS).pages()


def test_before_publishing_the_check_names_what_is_left_and_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert operator(["check", "--publish"], also=add_commands) == 1

    told = capsys.readouterr().out
    assert all(f"en/store.toml: {field}: is" in told for field in (*PUBLISHER, "endpoint"))
