"""Builds the Lambda bundle: what the skill needs on AWS Lambda, compiled for its Python.

    python .deploy/bundle.py BUILD_ZIP    for `ask deploy`, see hooks/build.sh
    python .deploy/bundle.py              without the ASK CLI, into
                                          .ask/lambda/hamstring-coach-VERSION.zip

It installs lambda/requirements.txt, third parties by the hashes of requirements.lock; checks every
routine, clinic and language and saves them in the form that a cold start reads; compiles and zips
all; and prints the path and sizes of the zip. The ASK CLI's own build would add five unused
libraries and no bytecode, which Lambda can't write, so every cold start would compile.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BUILDER = PROJECT / ".deploy" / "requirements-build.lock"
"""The build backend of the skill's wheel, with hashes."""
LARGEST_UNPACKED = 250 * 1024 * 1024
"""AWS Lambda's quota for a function's code, unpacked, in bytes."""
PREPARE = """
import sys
sys.path.insert(0, sys.argv[1])
from skill.routine.content import content_from
from skill.service.prepared import prepare
content = content_from({})
for language in content.languages:
    for routine in content.routines:
        for clinic in content.clinics:
            prepare(content.choosing(routine, clinic), language)
"""
ZIP_TIME = (1990, 1, 1, 0, 0, 0)
"""The time of every file, so that the same content makes the same zip."""


def build(target: Path) -> None:
    """Install into the zip's folder, compile, zip; raises CalledProcessError if pip fails."""
    folder = target.parent
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, "-m", "venv", name], check=True)
        locked = Path(name, "requirements.txt")
        locked.write_text("\n".join(_locked()), encoding="utf-8")
        pip = [f"{name}/bin/python", "-m", "pip", "--disable-pip-version-check", "install"]
        builder = ["--quiet", "--require-hashes", "-r", str(BUILDER)]
        subprocess.run([*pip, *builder], check=True)
        third_parties = [*_for_lambda(), "--require-hashes", "-r", str(locked)]
        for what in (third_parties, ["--no-build-isolation", str(PROJECT)]):
            options = ["--quiet", "--no-deps", "--no-compile", "--upgrade", "--target", str(folder)]
            subprocess.run([*pip, *options, *what], check=True)
    for not_for_lambda in (
        folder / "requirements.txt",
        *folder.glob("*.dist-info/direct_url.json"),
    ):
        not_for_lambda.unlink(missing_ok=True)
    python = next((each for each in _pythons(_runtime()) if _runs(each)), None)
    if python is None:
        print(
            f"There is no {_runtime()} here: without its bytecode cold starts take twice as long."
        )
    else:
        _prepare(folder, python)
        _compile(folder, python)
    _zip(folder, target)


def _for_lambda() -> list[str]:
    """The options by which pip takes wheels for Lambda's Python."""
    version = _runtime().removeprefix("python")
    return [
        *("--only-binary", ":all:", "--implementation", "cp", "--python-version", version),
        *("--platform", "manylinux2014_x86_64"),
        "--ignore-requires-python",  # pip would check its own Python
    ]


def _locked() -> Iterable[str]:
    """The lock's entries, with hashes, for the pins of lambda/requirements.txt.

    Without markers, which pip would evaluate for its own Python.
    """
    wanted = (PROJECT / "lambda" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    entries = re.split(r"\n(?=\S)", (PROJECT / "requirements.lock").read_text(encoding="utf-8"))
    for line in wanted:
        if "==" in line and "win32" not in line:
            pin = line.partition(";")[0].strip()
            found = [entry for entry in entries if re.match(rf"{re.escape(pin)}\s", entry)]
            if not found:
                raise SystemExit(f"{pin} is not in requirements.lock: run `make lock`")
            yield re.sub(r" ;.*?(?= \\\n)", "", found[0], count=1)


def _prepare(folder: Path, python: str) -> None:
    """Check all content, and save it in the form that a cold start reads."""
    isolated = [python, "-I", "-S", "-B", "-W", "ignore", "-c", PREPARE, str(folder)]
    subprocess.run(isolated, check=True)


def _compile(folder: Path, python: str) -> None:
    """Compile for the runtime's Python, as Lambda can't write bytecode."""
    # Lambda changes the files' times, so the bytecode must not depend on them.
    how = ["-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash"]
    where = ["-s", str(folder), "-p", "/var/task", str(folder)]
    subprocess.run([python, "-W", "ignore", *how, *where], check=True)


def _pythons(runtime: str) -> Iterable[str]:
    """Commands that may be that Python, on the path or in pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    return [runtime, *map(str, sorted(pyenv.glob(f"versions/*/bin/{runtime}")))]


def _runtime() -> str:
    """The name of Lambda's Python, such as python3.13, from ask-resources.json.

    Raises SystemExit unless its profiles name exactly one.
    """
    told = json.loads((PROJECT / "ask-resources.json").read_text(encoding="utf-8"))
    named = {
        profile.get("skillInfrastructure", {}).get("userConfig", {}).get("runtime")
        for profile in told["profiles"].values()
    } - {None}
    if len(named) != 1:
        raise SystemExit(
            "ask-resources.json: profiles: skillInfrastructure.userConfig.runtime: "
            f"names {', '.join(sorted(named)) or 'nothing'}; name one runtime, such as python3.13."
        )
    return str(named.pop())


def _runs(python: str) -> bool:
    """Whether that Python runs: version managers also have commands for versions they lack."""
    try:
        return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _zip(folder: Path, target: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != target)
    with zipfile.ZipFile(target, "w") as bundle:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, path.read_bytes())


def _as_the_ask_cli_begins() -> Path:
    """The zip to build, in a fresh copy of lambda/."""
    folder = PROJECT / ".ask" / "lambda"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PROJECT / "lambda", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / f"hamstring-coach-{_version()}.zip"


def _version() -> str:
    told = (PROJECT / "skill" / "__init__.py").read_text(encoding="utf-8")
    return re.findall(r'^__version__ = "(.+)"$', told, re.MULTILINE)[0]


def main(arguments: list[str]) -> int:
    """Build and report; 1 if the bundle is too large for Lambda."""
    target = Path(arguments[0]) if arguments else _as_the_ask_cli_begins()
    if target.suffix != ".zip":
        raise SystemExit(f"{target}: name the zip to build, in a separate folder.")
    try:
        build(target.resolve())
    except subprocess.CalledProcessError as failure:
        failed = " ".join(map(str, failure.cmd[:4]))
        raise SystemExit(f"{target}: not built, as `{failed} ...` failed: see above.") from None
    with zipfile.ZipFile(target) as bundle:
        unpacked = sum(entry.file_size for entry in bundle.infolist())
    print(f"{target}: {target.stat().st_size} bytes zipped, {unpacked} unpacked")
    return 1 if unpacked > LARGEST_UNPACKED else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
