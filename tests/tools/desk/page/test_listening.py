"""The page's microphone: in which language the browser listens."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.desk.page.chromium import BROWSER, tool

pytestmark = pytest.mark.browser

SCRIPT = Path("skill/tools/desk/page/static/speech_input.js")


def test_the_microphone_listens_in_the_locale_that_was_chosen_last(tmp_path: Path) -> None:
    chosen = ["en-IN", "en-GB", "en-US"]
    shutil.copy(SCRIPT, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    node = subprocess.run(
        [tool("node"), str(BROWSER / "listening.mjs"), str(tmp_path / SCRIPT.name), *chosen],
        capture_output=True,
        text=True,
        check=False,
    )

    assert node.returncode == 0, node.stderr
    assert json.loads(node.stdout) == chosen
