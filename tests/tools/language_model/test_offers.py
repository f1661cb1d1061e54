"""What the coach invites to say and Alexa would not understand is told before anybody hears it."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.routine.table import DataError
from skill.speech.catalogue import load_catalogue
from skill.tools.language_model.offered import check_offers
from tests.support.content import changed_content
from tests.support.household import routine
from tests.tools.language_model.sources import intents, types


def checked(folder: Path, offer: str) -> None:
    content = changed_content(folder, "lines.toml", {"prompt/wrap_up": offer})
    check_offers(load_catalogue(content, routine()), intents(), types())


def test_what_is_no_sample_is_told_with_its_place_and_cure(tmp_path: Path) -> None:
    told = r"lines\.toml: prompt\.wrap_up: offers 'next thing to finish': is not a sample"
    with pytest.raises(DataError, match=told):
        checked(tmp_path, "Say [next thing to finish].")


@pytest.mark.parametrize("offer", ["next", "skip the glute bridge", "Romanian deadlift"])
def test_a_sample_is_one_also_with_a_name_in_it(offer: str, tmp_path: Path) -> None:
    checked(tmp_path, f"Say [{offer}] to finish.")


def test_a_name_that_no_exercise_has_is_no_sample(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="offers 'skip the burpees'"):
        checked(tmp_path, "Say [skip the burpees] to finish.")
