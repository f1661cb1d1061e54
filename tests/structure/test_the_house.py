"""The house is easy to find one's way in: the look-ups of a stranger lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.content import as_shipped

LOOK_UPS = tomllib.loads(Path(__file__).with_name("look_ups.toml").read_text(encoding="utf-8"))[
    "look_up"
]
TOP_LEVEL = {
    *("skill", "interaction_model", "lambda", "tests", "requirements.txt", "README.md"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "DEPLOYING.md", "GUIDES.md", "SECURITY.md"),
    *("LICENSE", "PRIVACY.md", "TERMS.md"),
    *("Makefile", "pyproject.toml", "Dockerfile", "compose.yaml", "ask-resources.json", "hooks"),
    *("requirements.lock", "requirements-test.txt", "requirements-lint.txt"),
    *("requirements-slow.txt", "requirements-voice.txt", "requirements-embeddings.txt"),
}
"""The owner's card, and the files of tools that look for them here."""


@as_shipped
@pytest.mark.parametrize("look_up", LOOK_UPS, ids=lambda look_up: look_up["asks"])
def test_what_a_stranger_looks_for_is_where_the_list_says(look_up: dict[str, str]) -> None:
    assert look_up["holds"] in Path(look_up["file"]).read_text(encoding="utf-8")


def test_there_are_twenty_five_look_ups() -> None:
    assert len({look_up["asks"] for look_up in LOOK_UPS}) == 25


def test_nothing_lies_about_at_the_top_that_has_no_place_there() -> None:
    written_by_a_run = {".db", ".db-shm", ".db-wal"}
    seen = {
        re.sub(r"\.[A-Za-z-]+\.md$", ".md", path.name)  # a page in another language
        for path in Path().iterdir()
        if not path.name.startswith(".") and path.suffix not in written_by_a_run
    }

    assert seen <= TOP_LEVEL
