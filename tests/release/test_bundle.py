"""The Lambda bundle: built by the ASK CLI's hook, it answers with nothing else at hand."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from skill.service.prepared import FOLDER as PREPARED
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
BYTECODE = """
import importlib.util, marshal, pathlib, sys
bundle = pathlib.Path(sys.argv[1])
for source in bundle.rglob("*.py"):
    compiled = pathlib.Path(importlib.util.cache_from_source(source)).read_bytes()
    if (
        compiled[:4] != importlib.util.MAGIC_NUMBER
        # Lambda gives files times of its own: bytecode that looks at them would never be taken
        or int.from_bytes(compiled[4:8], "little") != 1  # taken without a look (PEP 552)
        or compiled[8:16] != importlib.util.source_hash(source.read_bytes())
        or marshal.loads(compiled[16:]).co_filename
        != f"/var/task/{source.relative_to(bundle).as_posix()}"
    ):
        print(source)
"""
"""Prints the files whose bytecode Lambda would not take."""

INVOKE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from lambda_function import lambda_handler
print(json.dumps(lambda_handler(json.load(sys.stdin), None)))
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"flask", "hassil", "rapidfuzz", "cryptography", "botocore"}, loaded
"""


def built(
    checkout: Path, runtime: str, machine: Mapping[str, str] | None = None
) -> tuple[Path, str]:
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
        env={**os.environ, **(machine or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    left = {path.name for path in checkout.iterdir()} - before
    assert left == set(), f"building leaves {left} in the checkout"
    return folder / "build.zip", ran.stdout


class Python(NamedTuple):
    """A Python on this machine."""

    name: str
    """Such as python3.13, as Lambda calls its runtimes."""
    command: str


@cache
def lambdas_python() -> Python:
    """This Python, or another one of this machine that is new enough for Lambda's store."""
    if find_spec("aws_sdk_signers"):
        return Python(f"python3.{sys.version_info.minor}", sys.executable)
    builder = runpy.run_path(".deploy/bundle.py")
    for name in ("python3.13", "python3.14", "python3.12"):
        for command in builder["_pythons"](name):
            if builder["_runs"](command):
                return Python(name, command)
    pytest.fail("the bundle wants Python 3.12 or newer: install one, or have pyenv install it")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked bundle."""
    target, _ = built(tmp_path_factory.mktemp("checkout"), lambdas_python().name)
    unpacked = tmp_path_factory.mktemp("empty")
    with zipfile.ZipFile(target) as file:
        file.extractall(unpacked)
    return unpacked


def ask(bundle: Path, request: Mapping[str, Any], **settings: str) -> dict[str, Any]:
    """What the bundle's handler answers in a Python that has nothing but its own library."""
    done = subprocess.run(
        [lambdas_python().command, "-I", "-S", "-B", "-c", INVOKE, str(bundle)],
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

    assert "easy walking or jogging" in json.dumps(answer["response"])


def test_the_build_prepares_what_each_start_reads(bundle: Path) -> None:
    prepared = bundle / "skill/content" / PREPARED

    assert {path.name for path in prepared.iterdir()} == {
        "hamstrings.innovative_physical_therapy.en.words.msgpack",
        "hamstrings.innovative_physical_therapy.en.screens.msgpack",
    }


def test_a_start_loads_nothing_that_reads_and_checks_the_files_of_a_routine(bundle: Path) -> None:
    told = """
import sys
sys.path.insert(0, sys.argv[1])
import lambda_function
print(*sys.modules)
"""
    command = [lambdas_python().command, "-I", "-S", "-B", "-c", told, str(bundle)]
    environ = {"HAMSTRING_COACH_STORE": "memory:"}
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environ)

    loaded = ran.stdout.split()

    assert "skill.service.prepared" in loaded
    assert not {"skill.routine.loader", "skill.speech.catalogue"} & set(loaded)


def test_the_build_stops_at_a_word_that_the_start_would_have_refused(
    bundle: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(bundle, folder)
    shutil.rmtree(folder / "skill/content" / PREPARED)
    lines = folder / "skill/content/language/en/lines.toml"
    wrong = lines.read_text(encoding="utf-8").replace("Welcome back.", "Welcome <back>.", 1)
    lines.write_text(wrong, encoding="utf-8")

    with pytest.raises(subprocess.CalledProcessError):
        runpy.run_path(".deploy/bundle.py")["_prepare"](folder, lambdas_python().command)

    assert "lines.toml" in capfd.readouterr().err
    assert not (folder / "skill/content" / PREPARED).exists()


def test_the_bundle_answers_the_same_on_the_stock_sdk(bundle: Path) -> None:
    for request in (LAUNCH, {"type": "AlexaSkillEvent.SkillEnabled"}):
        assert ask(bundle, request, HAMSTRING_COACH_STOCK_SDK="1") == ask(bundle, request)


def test_the_bundle_refuses_requests_for_another_skill(bundle: Path) -> None:
    with pytest.raises(AssertionError, match="Skill ID Verification failed"):
        ask(bundle, LAUNCH, HAMSTRING_COACH_SKILL_ID="amzn1.ask.skill.another")


def test_the_bundle_holds_the_rooms_that_answer_and_no_others(bundle: Path) -> None:
    rooms = {path.name for path in (bundle / "skill").iterdir() if path.is_dir()} - {"__pycache__"}

    assert rooms >= {"alexa", "coach", "content", "routine", "speech", "stores"}
    assert not rooms & {"web", "operations", "tools"}


@pytest.mark.parametrize("absent", NOT_SHIPPED)
def test_the_bundle_holds_nothing_that_lambda_does_not_run(bundle: Path, absent: str) -> None:
    assert not [path for path in bundle.iterdir() if path.name.lower().startswith(absent)]


@pytest.mark.parametrize(
    "tool", ["tools/gallery/viewhost.mjs", "content/understanding/en/store.toml"]
)
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
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())

    assert size < 10_500_000, f"{size} bytes unpacked"


def test_what_is_machine_code_is_of_lambdas_python_and_machine(bundle: Path) -> None:
    tag = "cpython-" + lambdas_python().name.removeprefix("python").replace(".", "")
    compiled = [path.name for path in bundle.rglob("*.so")]

    assert compiled
    for name in compiled:
        assert name.endswith(f".{tag}-x86_64-linux-gnu.so"), name


def test_the_bundle_brings_no_bytecode_of_another_python(bundle: Path) -> None:
    assert not list(bundle.rglob("*.cpython-39.pyc"))


def test_the_bundle_brings_all_its_bytecode_along_as_lambda_can_write_none(bundle: Path) -> None:
    ran = subprocess.run(
        [lambdas_python().command, "-I", "-c", BYTECODE, str(bundle)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    assert len(list(bundle.rglob("*.pyc"))) > 500


def test_without_the_python_of_lambda_the_bundle_is_built_and_says_what_it_lacks(
    tmp_path: Path,
) -> None:
    commands, checkout = tmp_path / "bin", tmp_path / "checkout"
    commands.mkdir()
    checkout.mkdir()
    (commands / "dirname").symlink_to("/usr/bin/dirname")
    (commands / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (commands / "python3").chmod(0o755)
    runtime = lambdas_python().name
    machine = {"PATH": str(commands), "PYENV_ROOT": str(tmp_path / "none")}

    target, printed = built(checkout, runtime, machine)

    assert f"There is no {runtime} here: without its bytecode" in printed
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
