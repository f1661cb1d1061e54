"""What a cold start on Lambda loads, to its first answer. Each runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from skill.wiring import STORE_SETTING
from tests.support.envelopes import LAUNCH, envelope
from tests.support.own_process import told_by

COLD_START = """
import json, sys
import lambda_function
answer = lambda_function.lambda_handler({envelope!r}, None)
print(json.dumps([answer, sorted(sys.modules)]))
"""

NOT_FOR_LAMBDA = (
    "flask",
    "werkzeug",
    "waitress",
    "flask_ask_sdk",
    "ask_sdk_webservice_support",
    "cryptography",
    "certifi",
    "cachetools",
    "requests",
    "urllib3",
    "boto3",
    "botocore",
    "hassil",
    "rapidfuzz",
    "text_to_num",
    "numpy",
    "sklearn",
    "freezegun",
    "pytest",
    "skill.web",
    "skill.tools.desk",
    "skill.tools.language_model",
)
DEFERRED = (
    "ask_sdk_core",
    "ask_sdk_model",
    "ask_sdk_runtime",
    "dateutil",
    "skill.screen.document",
    "skill.screen.figures",
    "skill.alexa.runtime.unknown_values",
    "skill.alexa.runtime.stock_sdk",
)
"""The SDK is there for what is unusual, the screens for devices that have one."""


def loaded_with(store: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv(STORE_SETTING, store)
    asked = envelope(LAUNCH, session={})
    answer, loaded = told_by(COLD_START.format(envelope=asked))
    assert answer["response"]["outputSpeech"]["ssml"]
    names: list[str] = loaded
    return names


@pytest.fixture(params=["memory", "sqlite"])
def loaded(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    stores = {"memory": "memory:", "sqlite": f"sqlite:{tmp_path / 'progress.db'}"}
    return loaded_with(stores[request.param], monkeypatch)


def test_nothing_is_loaded_that_no_answer_needs(loaded: list[str]) -> None:
    unwanted = (*NOT_FOR_LAMBDA, *DEFERRED)
    dotted = tuple(f"{name}." for name in unwanted)

    assert {name for name in loaded if f"{name}.".startswith(dotted)} == set()
