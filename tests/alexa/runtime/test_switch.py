"""When the direct way is not taken, and that the log says so."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from ask_sdk_core.skill import CustomSkill

from skill.alexa.runtime.choose import (
    STOCK_SETTING,
    VERIFIED_VERSIONS,
    are_checked,
    installed_version,
    is_direct,
)
from skill.alexa.runtime.direct import DirectSkill
from skill.wiring import STORE_SETTING, skill_from

LOGGER = "skill.alexa.runtime.choose"


@pytest.mark.parametrize("setting", ["1", "yes"])
def test_one_setting_brings_the_stock_sdk_back(
    setting: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    environ = {STOCK_SETTING: setting, STORE_SETTING: "memory:"}

    assert isinstance(skill_from(environ), CustomSkill)
    assert STOCK_SETTING in caplog.text


@pytest.mark.parametrize("environ", [{}, {STOCK_SETTING: ""}, {STOCK_SETTING: "0"}])
def test_without_the_setting_the_direct_way_is_taken(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    assert is_direct(environ)
    assert isinstance(skill_from({**environ, STORE_SETTING: "memory:"}), DirectSkill)
    assert [record.levelname for record in caplog.records] == ["INFO"]  # the version alone


@pytest.mark.parametrize("library", sorted(VERIFIED_VERSIONS))
def test_for_a_version_it_was_not_checked_with_it_steps_aside_and_says_so(
    library: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert not are_checked({**VERIFIED_VERSIONS, library: "99.0"})
    assert library in caplog.text
    assert "99.0" in caplog.text
    assert VERIFIED_VERSIONS[library] in caplog.text


def test_a_library_that_is_missing_or_tells_no_version_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name, text in {"untold": None, "unsaid": "version = 1\n"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        if text is not None:
            (tmp_path / name / "__version__.py").write_text(text)

    assert installed_version("untold") is None
    assert installed_version("unsaid") is None
    assert installed_version("not_installed_anywhere") is None


def test_the_versions_checked_are_those_required() -> None:
    for file in ("requirements.txt", "lambda/requirements.txt"):
        required = Path(file).read_text(encoding="utf-8")
        for library, version in VERIFIED_VERSIONS.items():
            assert f"{library.replace('_', '-')}=={version}\n" in required
