"""The Lambda bundle: built by the ASK CLI's hook, it answers with nothing else at hand."""

from __future__ import annotations

import importlib.util
import json
import marshal
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

CHECKOUT = (
    *("skill", "lambda", "hooks", ".deploy"),
    *("pyproject.toml", "LICENSE", "requirements.lock", "ask-resources.json"),
)
"""What of a checkout the builder looks at."""
NOT_SHIPPED = (
    *("flask", "tests", "hassil", "rapidfuzz", "cryptography", "boto", "venv", "requirements"),
    *("requests", "urllib3", "idna", "certifi", "charset_normalizer"),
)
THIS_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
UNCHECKED = 1
"""The flags of bytecode that is taken without a look at its source (PEP 552)."""

INVOKE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from lambda_function import lambda_handler
print(json.dumps(lambda_handler(json.load(sys.stdin), None)))
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"flask", "hassil", "rapidfuzz", "cryptography", "botocore"}, loaded
"""


def built(checkout: Path, runtime: str) -> tuple[Path, str]:
    """The zip that the hook builds in a copy of this checkout, and what it printed."""
    for name in CHECKOUT:
        source = Path(name)
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, checkout / name)
    resources = checkout / "ask-resources.json"
    told = json.loads(resources.read_text(encoding="utf-8"))
    told["profiles"]["default"]["skillInfrastructure"]["userConfig"]["runtime"] = runtime
    resources.write_text(json.dumps(told), encoding="utf-8")
    # as the ASK CLI begins: a copy of lambda/, and the hook is run in it
    folder = checkout / ".ask" / "lambda"
    shutil.copytree(checkout / "lambda", folder)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "lambda_function.cpython-39.pyc").write_bytes(b"of another Python")
    before = {path.name for path in checkout.iterdir()}
    ran = subprocess.run(
        [str(checkout / "hooks" / "build.sh"), str(folder / "build.zip"), "false"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    left = {path.name for path in checkout.iterdir()} - before
    assert left == set(), f"building leaves {left} in the checkout"
    return folder / "build.zip", ran.stdout


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle, for a Lambda with the Python of these tests."""
    target, _ = built(tmp_path_factory.mktemp("checkout"), THIS_PYTHON)
    unpacked = tmp_path_factory.mktemp("empty")
    with zipfile.ZipFile(target) as file:
        file.extractall(unpacked)
    return unpacked


def ask(bundle: Path, request: Mapping[str, Any], **settings: str) -> dict[str, Any]:
    """What the bundle's handler answers in a Python that has nothing but its own library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", INVOKE, str(bundle)],
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


def test_the_bundle_answers_the_same_on_the_stock_sdk(bundle: Path) -> None:
    for request in (LAUNCH, {"type": "AlexaSkillEvent.SkillEnabled"}):
        assert ask(bundle, request, HAMSTRING_COACH_STOCK_SDK="1") == ask(bundle, request)


def test_the_bundle_refuses_requests_for_another_skill(bundle: Path) -> None:
    with pytest.raises(AssertionError, match="Skill ID Verification failed"):
        ask(bundle, LAUNCH, HAMSTRING_COACH_SKILL_ID="amzn1.ask.skill.another")


def test_the_bundle_holds_the_rooms_that_answer_and_no_others(bundle: Path) -> None:
    rooms = {path.name for path in (bundle / "skill").iterdir() if path.is_dir()} - {"__pycache__"}

    assert rooms >= {"alexa", "coach", "progress", "routine", "speech"}
    assert not rooms & {"web", "simulator", "tools", "language_model"}


@pytest.mark.parametrize("absent", NOT_SHIPPED)
def test_the_bundle_holds_nothing_that_lambda_does_not_run(bundle: Path, absent: str) -> None:
    assert not [path for path in bundle.iterdir() if path.name.lower().startswith(absent)]


@pytest.mark.parametrize("tool", ["screen/gallery.py", "screen/viewhost.py", "screen/viewhost.mjs"])
def test_what_only_the_desk_runs_stays_here(bundle: Path, tool: str) -> None:
    assert Path("skill", tool).exists()
    assert not (bundle / "skill" / tool).exists()


def test_the_bundle_does_not_tell_where_it_was_built(bundle: Path) -> None:
    here = str(bundle.parent).encode()  # the checkout is beside it

    told = [path for path in bundle.rglob("*") if path.is_file() and here in path.read_bytes()]

    assert not told


def test_the_bundle_holds_the_very_versions_that_are_pinned(bundle: Path) -> None:
    lines = Path("lambda/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {
        line.partition(";")[0].replace("-", "_").replace("==", "-")
        for line in lines
        if "==" in line and "win32" not in line
    }
    held = {path.name.removesuffix(".dist-info") for path in bundle.glob("*.dist-info")}

    assert {name for name in held if not name.startswith("hamstring_coach")} == pinned


def test_the_bundle_is_small(bundle: Path) -> None:
    size = sum(path.stat().st_size for path in bundle.rglob("*"))

    assert size < 10_500_000, f"{size} bytes unpacked"


def test_what_is_machine_code_is_of_lambdas_python_and_machine(bundle: Path) -> None:
    tag = "cpython-" + THIS_PYTHON.removeprefix("python").replace(".", "")
    compiled = [path.name for path in bundle.rglob("*.so")]

    assert compiled
    for name in compiled:
        assert name.endswith(f".{tag}-x86_64-linux-gnu.so"), name


def test_the_bundle_brings_no_bytecode_of_another_python(bundle: Path) -> None:
    assert not list(bundle.rglob("*.cpython-39.pyc"))


def test_the_bundle_brings_all_its_bytecode_along_as_lambda_can_write_none(bundle: Path) -> None:
    sources = list(bundle.rglob("*.py"))
    assert len(sources) > 500
    for source in sources:
        compiled = Path(importlib.util.cache_from_source(str(source))).read_bytes()
        assert compiled[:4] == importlib.util.MAGIC_NUMBER
        # Lambda gives files times of its own: bytecode that looks at them would never be taken
        assert int.from_bytes(compiled[4:8], "little") == UNCHECKED, source
        assert compiled[8:16] == importlib.util.source_hash(source.read_bytes()), source
        named = marshal.loads(compiled[16:]).co_filename
        assert named == f"/var/task/{source.relative_to(bundle).as_posix()}"


def test_without_the_python_of_lambda_the_bundle_is_built_and_says_what_it_lacks(
    tmp_path: Path,
) -> None:
    target, printed = built(tmp_path, "python3.99")

    assert "No python3.99 here: without bytecode" in printed
    with zipfile.ZipFile(target) as file:
        assert "lambda_function.py" in file.namelist()
        assert not [name for name in file.namelist() if name.endswith(".pyc")]


def test_the_builder_refuses_what_is_no_zip_to_build() -> None:
    ran = subprocess.run(
        [sys.executable, ".deploy/bundle.py", "."], capture_output=True, text=True, check=False
    )

    assert ran.returncode != 0
    assert "name the zip to build" in ran.stderr
    assert "Traceback" not in ran.stderr
