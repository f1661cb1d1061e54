"""The Lambda bundle: built as the ASK CLI builds it, it answers with nothing else at hand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.envelopes import LAUNCH, envelope
from tests.support.household import SKILL_ID

pytestmark = pytest.mark.shipping

CHECKOUT = ("skill", "lambda", "pyproject.toml", ".deploy")
"""What of a checkout the builder looks at."""

INVOKE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from lambda_function import lambda_handler
print(json.dumps(lambda_handler(json.load(sys.stdin), None)))
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"flask", "hassil", "rapidfuzz", "cryptography", "boto3"}, loaded
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle of a copy of this checkout."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in CHECKOUT:
        source = Path(name)
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, checkout / name)
    before = {path.name for path in checkout.iterdir()}
    built = subprocess.run(
        [sys.executable, str(checkout / ".deploy" / "bundle.py"), str(checkout)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    left = {path.name for path in checkout.iterdir()} - before
    assert left == {".ask"}, f"building leaves {left} in the checkout"
    unpacked = tmp_path_factory.mktemp("empty")
    with zipfile.ZipFile(checkout / ".ask" / "lambda" / "build.zip") as file:
        file.extractall(unpacked)
    return unpacked


def ask(bundle: Path, request: Mapping[str, Any], **settings: str) -> dict[str, Any]:
    """What the bundle's handler answers in a Python that has nothing but its own library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", INVOKE, str(bundle)],
        input=json.dumps(envelope(dict(request), session={})),
        capture_output=True,
        text=True,
        check=False,
        env={"HAMSTRING_COACH_STORE": "memory:", "HAMSTRING_COACH_SKILL_ID": SKILL_ID, **settings},
        cwd=bundle,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_bundle_welcomes_with_a_bare_python_and_nothing_else_on_the_path(bundle: Path) -> None:
    answer = ask(bundle, LAUNCH)

    assert "Hamstring Coach" in answer["response"]["outputSpeech"]["ssml"]
    assert answer["response"]["shouldEndSession"] is False


def test_the_bundle_starts_the_routine_with_its_data(bundle: Path) -> None:
    answer = ask(bundle, {"type": "IntentRequest", "intent": {"name": "StartRoutineIntent"}})

    assert "standing hamstring stretch" in json.dumps(answer["response"])


def test_the_bundle_refuses_requests_for_another_skill(bundle: Path) -> None:
    with pytest.raises(AssertionError, match="Skill ID Verification failed"):
        ask(bundle, LAUNCH, HAMSTRING_COACH_SKILL_ID="amzn1.ask.skill.another")


def test_the_bundle_holds_the_rooms_that_answer_and_no_others(bundle: Path) -> None:
    rooms = {path.name for path in (bundle / "skill").iterdir() if path.is_dir()} - {"__pycache__"}

    assert rooms >= {"alexa", "coach", "progress", "routine", "speech"}
    assert not rooms & {"web", "simulator", "language_model"}


@pytest.mark.parametrize("absent", ["flask", "tests", "hassil", "rapidfuzz", "cryptography"])
def test_the_bundle_holds_nothing_that_lambda_does_not_run(bundle: Path, absent: str) -> None:
    assert not [path for path in bundle.iterdir() if path.name.lower().startswith(absent)]


def test_the_bundle_holds_the_very_versions_that_are_pinned(bundle: Path) -> None:
    lines = Path("lambda/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.replace("-", "_").replace("==", "-") for line in lines if "==" in line}
    held = {path.name.removesuffix(".dist-info") for path in bundle.glob("*.dist-info")}

    assert {name for name in held if not name.startswith("hamstring_coach")} == pinned


def test_the_bundle_is_small(bundle: Path) -> None:
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.suffix != ".pyc")

    assert size < 12_000_000, f"{size} bytes unpacked"


def test_the_bundle_is_pure_python_so_that_any_machine_may_build_it(bundle: Path) -> None:
    compiled = [path.parent.name for path in bundle.rglob("*.so")]

    # charset-normalizer has a Python twin for each of its compiled modules
    assert set(compiled) <= {"charset_normalizer"}
